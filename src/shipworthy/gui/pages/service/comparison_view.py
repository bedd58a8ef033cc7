"""Two reviews of a service side by side: the parts of the change, and what moved."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.comparison import Comparison, Movement, PrincipleChange
from shipworthy.domain.pack import bare_id
from shipworthy.gui.context import Context
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.change_bar import ChangeBarDelegate, ChangeCell
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.wording.comparison import ComparisonWording

_MOST_ROWS = 12
_BESIDE = 880
_BAR = 1
_BAR_WIDTH = 280
_Part = tuple[str, Fraction, Fraction, str]  # name, change, the change that fills half a bar, what belongs to it


class PartsTable(TableView):
    """The parts, with room for their bars."""

    def __init__(self, theme: Theme, wording: Wording, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, wording, name, parent=parent)
        self._bar_width = partial(theme.pixels, _BAR_WIDTH)
        self.setItemDelegateForColumn(_BAR, ChangeBarDelegate(theme, self))

    @Slot()
    def fit(self) -> None:
        """Give the bars a good part of the width, however short the words in their column are."""
        super().fit()
        if self.model() is not None:
            self.horizontalHeader().resizeSection(_BAR, min(self._bar_width(), self.viewport().width() // 3))


class ComparisonView(QWidget):
    """Shows one comparison."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._words = ComparisonWording()
        self.comparison: Comparison | None = None
        self.headline = PlainLabel(role="heading", wrap=True)
        self.outcomes = PlainLabel(wrap=True, selectable=True)
        self.reason = PlainLabel(wrap=True)
        self._make_tables(context)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(12)
        self._top.addWidget(self._story_card(), 3)
        self._top.addWidget(self._principles_card(), 2)
        layout.addLayout(self._top)
        layout.addWidget(self._movements_card())

    def _make_tables(self, context: Context) -> None:
        theme, words = context.theme, self._words
        self.parts = LinesModel[_Part](
            theme,
            (
                Column(_("Part"), lambda part: part[0], tip=lambda part: "\n".join(filter(None, (part[0], part[3])))),
                Column(_("Change"), _direction, cell=lambda part: ChangeCell(part[1], part[2])),
                Column(_("Points"), lambda part: words.points(part[1]), is_number=True),
            ),
            self,
        )
        self.parts_table = PartsTable(theme, words, _("Parts of the change"))
        self.parts_table.setModel(self.parts)
        self.principles = LinesModel[PrincipleChange](
            theme,
            (
                Column(_("Principle"), lambda row: row.title),
                Column(_("Before"), lambda row: words.percent(row.before), is_number=True),
                Column(_("After"), lambda row: words.percent(row.after), is_number=True),
                Column(_("Change"), lambda row: words.points(_change(row)), is_number=True),
            ),
            self,
        )
        self.principles_table = TableView(theme, words, _("Principles before and after"))
        self.principles_table.setModel(self.principles)
        self.movements = LinesModel[Movement](theme, self._movement_columns(), self)
        self.movements_table = TableView(theme, words, _("Questions that moved"), elastic=(3, 2, 1))
        self.movements_table.setModel(self.movements)

    def _movement_columns(self) -> tuple[Column[Movement], ...]:
        words = self._words
        return (
            Column(_("Question"), lambda row: row.question.text, tip=_whole),
            Column(_("What changed"), words.movement, ink=lambda row: "" if row.moved else "soft"),
            Column(_("Before"), lambda row: words.stand(row.before, row.moved)),
            Column(_("After"), lambda row: words.stand(row.after, row.moved)),
            Column(_("Added before"), lambda row: _added(words, row.contribution_before), is_number=True),
            Column(_("Added after"), lambda row: _added(words, row.contribution_after), is_number=True),
            Column(_("Change"), lambda row: words.points(row.change), is_number=True),
        )

    def _story_card(self) -> Card:
        card = Card(_("What moved the score"))
        for label in (self.headline, self.outcomes, self.reason):
            card.body.addWidget(label)
        card.body.addWidget(self.parts_table)
        card.body.addStretch(1)
        return card

    def _principles_card(self) -> Card:
        card = Card(_("Principles"))
        card.body.addWidget(self.principles_table)
        card.body.addStretch(1)
        return card

    def _movements_card(self) -> Card:
        card = Card(_("Question by question"))
        self.still = PlainLabel(_("No question moved."), "soft")
        card.body.addWidget(self.still)
        card.body.addWidget(self.movements_table)
        return card

    def show_comparison(self, comparison: Comparison) -> None:
        """Show two reviews."""
        self.comparison = comparison
        words, parts = self._words, comparison.parts
        self.headline.setText(isolated(words.change_in_points(comparison.change)))
        lines = [f"“{comparison.before.assessment.title}” → “{comparison.after.assessment.title}”"]
        self.outcomes.setText("\n".join([*lines, *words.outcomes(comparison)]))
        self.reason.setText("" if parts is not None else words.not_comparable(comparison))
        self.reason.setVisible(parts is None)
        self.parts_table.setVisible(parts is not None)
        most = max((abs(part) for part in (parts or {}).values()), default=Fraction(0)) or Fraction(1)
        self.parts.show_rows(
            [(words.factor(each), part, most, words.factor_meaning(each)) for each, part in (parts or {}).items()]
        )
        self.principles.show_rows(comparison.principles)
        self.movements.show_rows(comparison.movements)
        self.movements_table.setVisible(bool(comparison.movements))
        self.still.setVisible(not comparison.movements)
        for table in (self.parts_table, self.principles_table, self.movements_table):
            if table.model().rowCount():
                table.setCurrentIndex(table.model().index(0, 0))
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Make the tables as high as their rows."""
        beside = self.width() >= self._theme.pixels(_BESIDE)
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        for table in (self.parts_table, self.principles_table, self.movements_table):
            table.show_whole(_MOST_ROWS)


def _direction(part: _Part) -> str:
    """Return in a word what the bar shows."""
    if not part[1]:
        return _("Nothing")
    return _("Gained") if part[1] > 0 else _("Lost")


def _added(words: ComparisonWording, part: Fraction) -> str:
    return words.points(part).lstrip("+")


def _change(row: PrincipleChange) -> Fraction | None:
    return None if row.before is None or row.after is None else row.after - row.before


def _whole(row: Movement) -> str:
    return f"{bare_id(row.question.id)}\n{row.question.text}"
