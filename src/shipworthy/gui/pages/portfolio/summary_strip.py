"""The portfolio in five cards: its verdicts, its mean score and what moved it, and what calls for attention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import Concern
from shipworthy.domain.portfolio_summary import MeanScore, PortfolioSummary, mean_score
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.since_menu import SinceMenu
from shipworthy.gui.pages.portfolio.summary_card import SummaryCard
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.verdict_bar import VERDICT_ORDER, VerdictBar
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.session import Session

_ONE_ROW, _TWO_ROWS = 860, 560  # the widths from which that many rows have room
_COMPACT_ONE_ROW, _COMPACT_TWO_ROWS = 760, 460
_GAP, _COMPACT_GAP = 12, 8
_PRESS = 6  # what a button reaches beyond its words
_WIDE, _COMPACT_WIDE, _NARROW = 6, 7, 4  # parts of the width: of the card of verdicts, compact or not, and of others


class SummaryStrip(QWidget):
    """Counts all services of a portfolio, whatever the filter; a press shows those that a card counts, or all again."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = state
        self._summary = PortfolioSummary()
        self._day: date | None = None
        self.since = SinceMenu(self)
        self.verdicts = VerdictsCard(context)
        self.mean = SummaryCard(_("Mean score"), _("Mean score"), _("Choose since when its movement is told"))
        self.mean.clicked.connect(self._open_since)
        self.concerns = {
            Concern.OVERDUE: SummaryCard(_("Overdue items"), _("Overdue items"), _("Show the services that have any")),
            Concern.EXPIRING: SummaryCard(
                _("Waivers expiring in 30 days"), _("Waivers expiring"), _("Show the services that have any")
            ),
            Concern.AGED: SummaryCard(_("Reviews past their age"), _("Reviews too old"), _("Show their services")),
        }
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._rows = 0
        self._is_compact = False
        self._arrange(1)
        for concern, card in self.concerns.items():
            card.setCheckable(True)
            card.clicked.connect(lambda _on, each=concern: self._toggle(_of_concern(each)))
        for verdict, button in self.verdicts.buttons.items():
            button.clicked.connect(lambda _on, each=verdict: self._toggle(_of_verdict(each)))
        self.since.chosen.connect(self._read_movement)
        state.filter_changed.connect(self._show_pressed)

    @property
    def cards(self) -> Sequence[QWidget]:
        """Return the cards in their order."""
        return (self.verdicts, self.mean, *self.concerns.values())

    def be_compact(self, compact: bool) -> None:
        """Leave as much height as is possible to what is below, or stand as usual."""
        if compact == self._is_compact:
            return
        self._is_compact = compact
        self.verdicts.be_compact(compact)
        for card in (self.mean, *self.concerns.values()):
            card.be_compact(compact)
        self._grid.setSpacing(_COMPACT_GAP if compact else _GAP)
        self._rows = 0
        self._arrange(self._fitting_rows(self.width()))

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Show what services come to; the movement of the mean follows."""
        wording, self._day = self._context.wording, portfolio.day
        summary = self._summary = portfolio.summary
        self.verdicts.show_verdicts(summary)
        self.concerns[Concern.OVERDUE].show_number(
            str(summary.overdue), remark=wording.overdue_remark(summary, portfolio.day)
        )
        self.concerns[Concern.EXPIRING].show_number(str(summary.expiring), remark=wording.expiring_remark(summary))
        self.concerns[Concern.AGED].show_number(str(summary.aged), remark=wording.aged_remark(summary))
        self._show_mean()
        self._show_pressed()
        self._read_movement()

    def _show_mean(self, then: MeanScore | None = None, since: date | None = None) -> None:
        wording, mean = self._context.wording, self._summary.mean
        moved = spoken = ""
        if then is not None and since is not None and self._day is not None:
            moved = wording.mean_moved(mean, then, since, self._day)
            spoken = wording.mean_moved_spoken(mean, then, since, self._day)
        self.mean.show_number(wording.percent(mean.score), wording.band(mean.band), moved, spoken)

    @Slot()
    def _read_movement(self) -> None:
        """Read the portfolio of the chosen day; the first paint does not wait for it."""
        day = self._day
        if day is None or self._summary.mean.score is None:
            return
        since = self.since.day_before(day)

        def read(session: Session) -> MeanScore:
            return mean_score(portfolio_on(session, since).lines)

        def show(then: MeanScore) -> None:
            if (day, since) == (self._day, self.since.day_before(day)):
                self._show_mean(then, since)

        self._context.read(read, show, owner=self)

    @Slot()
    def _open_since(self) -> None:
        rect = self.mean.rect()
        below = rect.bottomRight() if self.isRightToLeft() else rect.bottomLeft()
        if self._day is not None:
            self.since.open_at(self.mean.mapToGlobal(below), self._day)

    def _toggle(self, wanted: ServiceFilter) -> None:
        """Show what a card counts and nothing else, or everything again."""
        self._state.set_filter(ServiceFilter() if self._state.filter == wanted else wanted)
        self._show_pressed()

    @Slot()
    def _show_pressed(self) -> None:
        for concern, card in self.concerns.items():
            card.show_pressed(self._state.filter == _of_concern(concern))
        for verdict, button in self.verdicts.buttons.items():
            button.setChecked(self._state.filter == _of_verdict(verdict))

    def _fitting_rows(self, width: int) -> int:
        pixels = self._context.theme.pixels
        one, two = (_COMPACT_ONE_ROW, _COMPACT_TWO_ROWS) if self._is_compact else (_ONE_ROW, _TWO_ROWS)
        return 1 if width >= pixels(one) else 2 if width >= pixels(two) else 3

    def _arrange(self, rows: int) -> None:
        """Set the cards in as many rows as the width asks for."""
        if rows == self._rows:
            return
        self._rows = rows
        for card in self.cards:
            self._grid.removeWidget(card)
        verdicts, *others = self.cards
        across = {1: 4, 2: 4, 3: 2}[rows]
        wide = _COMPACT_WIDE if self._is_compact else _WIDE
        for column in range(5):
            self._grid.setColumnStretch(column, 0)
        self._grid.addWidget(verdicts, 0, 0, 1, 1 if rows == 1 else across)
        shift = 1 if rows == 1 else 0
        for place, card in enumerate(others):
            row, column = (0, place + 1) if rows == 1 else (1 + place // across, place % across)
            self._grid.addWidget(card, row, column)
        for column in range(across + shift):
            self._grid.setColumnStretch(column, wide if shift and column == 0 else _NARROW)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting_rows(event.size().width()))


class VerdictsCard(QFrame):
    """How many services stand at which verdict: a bar, and a button for each in words."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._wording = context.wording
        self._bar = VerdictBar(context.theme)
        self.buttons: dict[Verdict, QPushButton] = {}
        words = QWidget()
        flow = FlowLayout(words, spacing=2)
        for verdict in VERDICT_ORDER:
            button = self.buttons[verdict] = push_button("", "count", tip=_("Show these services"))
            button.setCheckable(True)
            flow.addWidget(button)
        self._title = PlainLabel(_("Verdicts"), "small")
        above = QVBoxLayout()
        above.setContentsMargins(_PRESS, 0, _PRESS, 0)
        above.setSpacing(8)
        above.addWidget(self._title)
        above.addWidget(self._bar)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14 - _PRESS, 10, 14 - _PRESS, 10)
        self._layout.setSpacing(6)
        self._layout.addLayout(above)
        self._layout.addWidget(words)
        self._layout.addStretch(1)

    def be_compact(self, compact: bool) -> None:
        """Take as little height as is possible, or the usual one: the words say themselves what they count."""
        self._title.setVisible(not compact)
        across, down = (4, 8) if compact else (14 - _PRESS, 10)
        self._layout.setContentsMargins(across, down, across, 4 if compact else down)
        self._layout.setSpacing(4 if compact else 6)

    def show_verdicts(self, summary: PortfolioSummary) -> None:
        """Show how many services have each verdict, best first."""
        counts = [(verdict, summary.verdicts.get(verdict, 0)) for verdict in VERDICT_ORDER]
        self._bar.show_counts(counts)
        for verdict, count in counts:
            word = self._wording.short_verdict(verdict).lower()
            self.buttons[verdict].setText(f"{self._wording.verdict_mark(verdict)} {count} {word}")
            self.buttons[verdict].setAccessibleName(f"{count} {word}")
            self.buttons[verdict].setEnabled(count > 0)


def _of_concern(concern: Concern) -> ServiceFilter:
    return ServiceFilter(concern=frozenset({concern.value}))


def _of_verdict(verdict: Verdict) -> ServiceFilter:
    return ServiceFilter(verdict=frozenset({verdict}))
