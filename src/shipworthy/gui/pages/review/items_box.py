"""The remediation items of the question shown: one row each, which leads to the item, and the key that makes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QVBoxLayout, QWidget

from shipworthy.domain.remediation import RemediationItem, waived_questions
from shipworthy.domain.review import Review
from shipworthy.gui.pages.review.key_cap import KEY_RING, KeyButton, PaneButton
from shipworthy.gui.pages.review.keys import Act, key_of
from shipworthy.gui.remediation_words import due_words
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import Wording

_PAD_ACROSS, _PAD_DOWN, _GAP = 12, 7, 12


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What a row says of an item; `is_late` where its due date has passed."""

    id: UUID
    title: str
    detail: str
    is_late: bool = False


def items_of(review: Review, question_id: str) -> tuple[RemediationItem, ...]:
    """Return the items that stand for a question; where none does, the last one that did."""
    found = [item for item in review.items if question_id in item.questions]
    return tuple(item for item in found if item.is_live) or tuple(found[-1:])


def item_words(item: RemediationItem, review: Review, wording: Wording) -> ItemWords:
    """Return an item as a row says it: state, owner, due date."""
    waived = waived_questions(review.waivers, review.today)
    late = item.is_overdue(review.today, waived)
    state = wording.waived() if item.is_waived(waived) else wording.item_state(item.state)
    due = due_words(wording, item, review.today, late=late) if item.is_live else ""
    parts = (state, item.owner or _("no owner"), due)
    return ItemWords(item.id, item.title, " · ".join(filter(None, parts)), late)


class ItemRow(PaneButton):
    """Title and state of one item on a card; Enter and a click open it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._words: ItemWords | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def words(self) -> ItemWords:
        """Return what it says."""
        assert self._words is not None, "a row is shown with its words"
        return self._words

    def show_words(self, words: ItemWords) -> None:
        """Show an item."""
        self._words = words
        self.setAccessibleName(_("Remediation item: {title}").format(title=words.title))
        self.setAccessibleDescription(_("{state}. Enter opens it.").format(state=words.detail))
        set_plain_tool_tip(self, words.title)
        self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(self._theme.font(13, bold=True)).height() + QFontMetrics(self._theme.font(12)).height()
        return QSize(200, lines + 2 * _PAD_DOWN + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card, focused = self.rect(), self.hasFocus()
        edge = "ink" if focused else "edge" if self.underMouse() else "line"
        painter.setPen(QPen(self._theme.colour(edge), 2 if focused else 1))
        painter.setBrush(self._theme.colour("surface"))
        half = 1.0 if focused else 0.5
        painter.drawRoundedRect(card.toRectF().adjusted(half, half, -half, -half), 8, 8)
        inner = card.adjusted(_PAD_ACROSS, _PAD_DOWN, -_PAD_ACROSS, -_PAD_DOWN)
        sign = "›" if self.isLeftToRight() else "‹"
        sign_width = QFontMetrics(self._theme.font(16)).horizontalAdvance(sign)
        text = inner.adjusted(0, 0, -sign_width - _GAP, 0)
        upper = QRect(text.left(), text.top(), text.width(), QFontMetrics(self._theme.font(13, bold=True)).height())
        lower = QRect(text.left(), upper.bottom() + 1, text.width(), inner.bottom() - upper.bottom())
        self._write(painter, upper, self.words.title, 13, "ink", bold=True)
        self._write(painter, lower, self.words.detail, 12, "bad" if self.words.is_late else "soft")
        self._write(painter, QRect(text.right() + _GAP, inner.top(), sign_width + 2, inner.height()), sign, 16, "soft")

    def _write(self, painter: QPainter, place: QRect, text: str, size: int, ink: str, *, bold: bool = False) -> None:
        font = self._theme.font(size, bold=bold)
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        direction = self.layoutDirection()
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        alignment = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        visual = QStyle.visualRect(direction, self.rect(), place)
        painter.drawText(visual, int(alignment | Qt.AlignmentFlag.AlignAbsolute), shown)


class ItemsBox(QWidget):
    """The key that makes an item of a gap, and the rows of those there are. `opened` carries the id of an item."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[ItemRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._words = PlainLabel(role="soft")
        self.make = KeyButton(theme, key_of(Act.REMEDIATE), _("Remediate"))
        head = FlowLayout(spacing=12 - KEY_RING)
        head.addWidget(self._words)
        head.addWidget(self.make)
        self._column.addLayout(head)
        self.hide()

    @property
    def rows(self) -> list[ItemRow]:
        """Return the rows that are shown."""
        return [row for row in self._rows if not row.isHidden()]

    def show_items(self, items: Sequence[ItemWords], *, offered: bool) -> None:
        """Show these items, and whether another may be made; nothing at all where there is neither."""
        self._words.setText(_("Remediation") if items else _("No remediation item yet"))
        self.make.setVisible(offered)
        while len(self._rows) < len(items):
            self._add_row()
        for place, row in enumerate(self._rows):
            if place < len(items):
                row.show_words(items[place])
            row.setVisible(place < len(items))
        self.setVisible(bool(items) or offered)

    def _add_row(self) -> None:
        row = ItemRow(self._theme)
        row.clicked.connect(lambda: self.opened.emit(row.words.id))
        self._rows.append(row)
        self._column.addWidget(row)
