"""The bar that says which services the page shows: words, a chip for each thing narrowed, and the way to more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from shipworthy.domain.line_search import LineSearch
from shipworthy.domain.service_filter import Facet
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.views_button import ViewsButton
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.filter_chip import FilterChip
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.value_picker import ValuePicker
from shipworthy.text import _

_SEARCH_WIDTH = 220
_MOST_NAMED, _LONGEST_NAME = 2, 28


class FilterBar(QWidget):
    """Shows and changes the filter of a PortfolioState; `left` when Enter in the search leads on to the list."""

    left = Signal()

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = context.wording
        self._state = state
        self._search = LineSearch((), self._wording.tier, self._wording.verdict)
        self._picked: Facet | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(_("Filter by name, team, tag…"))
        self.search.setAccessibleName(_("Filter services"))
        about = _("Every word is looked for in name, team, owner, system, domain, tags, tier and verdict")
        self.search.setAccessibleDescription(about)
        self.search.setToolTip(about)
        self.search.setFixedWidth(context.theme.pixels(_SEARCH_WIDTH))
        self.search.textChanged.connect(self._type)
        self.search.installEventFilter(self)
        self.chips = {facet: FilterChip() for facet in Facet}
        self.add_button = push_button(_("Add filter"), "facet")
        self.clear_button = push_button(_("Clear"), "flat")
        self.clear_button.setAccessibleName(_("Clear the filter"))
        self.views = ViewsButton(context, state)
        self.unknown = PlainLabel(role="soft", wrap=True)
        self.unknown.hide()
        self.facets = QMenu(self.add_button)
        self.picker = ValuePicker(context.theme, context.wording, self)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowLayout(row, spacing=6)
        for widget in (self.search, *self.chips.values(), self.add_button, self.clear_button, self.views):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(row)
        layout.addWidget(self.unknown)

    def _connect(self) -> None:
        for facet, chip in self.chips.items():
            chip.clicked.connect(partial(self._pick, facet, chip))
            chip.removed.connect(partial(self._remove, facet))
            self.facets.addAction(self._wording.facet(facet), partial(self._pick, facet, self.add_button))
        self.add_button.clicked.connect(self._offer_facets)
        self.clear_button.clicked.connect(self._clear)
        self.picker.ticked.connect(self._tick)
        self.picker.closed.connect(self._picker_closed)
        self._state.filter_changed.connect(self._show)

    def take_search(self) -> None:
        """Give the focus to the search, with what it says chosen."""
        self.search.setFocus()
        self.search.selectAll()

    def show_search(self, search: LineSearch) -> None:
        """Take note of all services, prepared for filters; called after every change of them or of the filter."""
        self._search = search
        gone = self._wording.unknown(search.unknown(self._state.filter)) if search.lines else ""
        self.unknown.setText(gone)
        self.unknown.setVisible(bool(gone))

    @Slot()
    def _show(self) -> None:
        wanted = self._state.filter
        if self.search.text() != wanted.text:
            self.search.setText(wanted.text)
        for facet, chip in self.chips.items():
            values = wanted.values(facet)
            if values:
                short = self._wording.narrowed(facet, values, _MOST_NAMED, _LONGEST_NAME)
                chip.show_text(short, self._wording.narrowed(facet, values))
            chip.setVisible(bool(values))
        self.clear_button.setVisible(wanted.is_on)
        if self._picked is not None:
            self.picker.show_chosen(wanted.values(self._picked))

    @Slot()
    def _offer_facets(self) -> None:
        """Open the menu below its button; `popup` returns at once, so that no event loop runs inside another."""
        button = self.add_button
        below = button.rect().bottomRight() if self.isRightToLeft() else button.rect().bottomLeft()
        self.facets.popup(button.mapToGlobal(below))
        self.facets.setActiveAction(self.facets.actions()[0])

    def _pick(self, facet: Facet, below: QWidget, _checked: bool = False) -> None:
        self._picked = facet
        wanted = self._state.filter
        self.picker.open_below(
            below,
            self._wording.facet(facet),
            self._search.counts(wanted, facet),
            wanted.values(facet),
            partial(self._wording.facet_value, facet),
        )

    def _tick(self, value: object, on: bool) -> None:
        if self._picked is not None:
            self._state.set_filter(self._state.filter.with_value(self._picked, value, on))

    @Slot()
    def _picker_closed(self) -> None:
        picked, self._picked = self._picked, None
        if picked is None:
            return
        chip = self.chips[picked]
        # The chip that was pressed may be gone with its last value.
        (chip if chip.isVisibleTo(self) else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, facet: Facet) -> None:
        shown = [each for each, chip in self.chips.items() if chip.isVisibleTo(self)]
        place = shown.index(facet)
        following = shown[place + 1 :] or shown[:place][-1:]
        # First, while the chip is still there: Qt would pass the focus on to whatever comes next.
        (self.chips[following[0]] if following else self.add_button).setFocus()
        self._state.set_filter(self._state.filter.without(facet))

    @Slot(str)
    def _type(self, text: str) -> None:
        self._state.set_filter(self._state.filter.with_text(text))

    @Slot()
    def _clear(self) -> None:
        self.search.setFocus()  # first: the button goes
        self._state.clear_filter()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leads_on = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leads_on:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)
