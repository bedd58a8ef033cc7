"""The bar that narrows table and board alike: a search, a menu for each facet, and the way back to everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from shipworthy.gui.models.item_filter import Facet, Mark, Value
from shipworthy.gui.pages.remediation.facet_menu import FacetMenu
from shipworthy.gui.pages.remediation.filter_state import FilterState
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.item_lists import ItemLine

_MOST_NAMED = 2
_SEARCH_WIDTH = 280


class FilterBar(QWidget):
    """Shows and changes a FilterState; `left` when Enter or Down in the search leads on to the list."""

    left = Signal()

    def __init__(self, wording: Wording, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._state = state
        self._lines: Sequence[ItemLine] = ()
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(_("Search title, owner, tag, ticket or service"))
        self.search.setAccessibleName(_("Search items"))
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.count = PlainLabel(role="soft")
        self.clear_button = push_button(_("Clear filters"), "flat")
        self.clear_button.clicked.connect(self._clear)
        self.buttons: dict[Facet, QPushButton] = {}
        self.menus: dict[Facet, FacetMenu] = {}
        self._lay_out()
        state.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        flow = FlowLayout(self, spacing=6)
        flow.addWidget(self.search)
        for facet in Facet:
            button = push_button("", "facet")
            button.setCheckable(True)
            self.buttons[facet] = button
            flow.addWidget(button)
            if facet is Facet.OVERDUE:
                button.clicked.connect(lambda on: self._tick(Facet.OVERDUE, True, on))
                continue
            menu = FacetMenu(button)
            menu.ticked.connect(partial(self._tick, facet))
            self.menus[facet] = menu
            button.clicked.connect(partial(self._open, facet))
        flow.addWidget(self.clear_button)
        flow.addWidget(self.count)

    def take_search(self) -> None:
        """Give the focus to the search, with what it says chosen."""
        self.search.setFocus()
        self.search.selectAll()

    def show_lines(self, lines: Sequence[ItemLine]) -> None:
        """Count other items."""
        self._lines = lines
        self._show()

    @Slot()
    def _show(self) -> None:
        kept, wanted = self._state.filter, self._wording
        if self.search.text() != kept.text:
            self.search.setText(kept.text)
        for facet, button in self.buttons.items():
            chosen = kept.values(facet)
            text = facet_name(facet)
            if facet is Facet.OVERDUE:
                text = _("{facet} ({count})").format(facet=text, count=kept.counts(self._lines, facet).get(True, 0))
            elif chosen:
                ordered = [value for value in kept.counts(self._lines, facet) if value in chosen]
                named = ", ".join(value_name(wanted, facet, value) for value in ordered[:_MOST_NAMED])
                more = len(ordered) - _MOST_NAMED
                text = _("{facet}: {values}").format(facet=text, values=f"{named} +{more}" if more > 0 else named)
            button.setAccessibleName(text)
            button.setText((text if facet is Facet.OVERDUE else f"{text} ▾").replace("&", "&&"))
            button.setChecked(bool(chosen))
        self.clear_button.setVisible(kept.is_on)
        self._show_count()
        for facet, menu in self.menus.items():
            if menu.isVisible():
                self._fill(facet)

    def _show_count(self) -> None:
        total = len(self._lines)
        if self._state.filter.is_on:
            kept = len(self._state.filter.kept(self._lines))
            self.count.setText(_("{kept} of {count} items").format(kept=kept, count=total))
        else:
            self.count.setText(ngettext("{count} item", "{count} items", total).format(count=total))

    def _fill(self, facet: Facet) -> None:
        kept = self._state.filter
        name: Callable[[Value], str] = partial(value_name, self._wording, facet)
        self.menus[facet].show_counts(kept.counts(self._lines, facet), kept.values(facet), name)

    def _open(self, facet: Facet, _on: bool = False) -> None:
        """Open a menu below its button; `popup` returns at once, so that no event loop runs inside another."""
        button, menu = self.buttons[facet], self.menus[facet]
        button.setChecked(bool(self._state.filter.values(facet)))
        self._fill(facet)
        below = button.rect().bottomRight() if self.isRightToLeft() else button.rect().bottomLeft()
        menu.popup(button.mapToGlobal(below))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _tick(self, facet: Facet, value: Value, on: bool) -> None:
        self._state.set_filter(self._state.filter.with_value(facet, value, on))

    @Slot(str)
    def _search(self, text: str) -> None:
        self._state.set_filter(self._state.filter.with_text(text))

    @Slot()
    def _clear(self) -> None:
        self.search.setFocus()  # first: the button goes
        self._state.clear()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leads_on = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leads_on:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def facet_name(facet: Facet) -> str:
    """Return what items can be narrowed by, in words."""
    return {
        Facet.SERVICE: _("Service"),
        Facet.TEAM: _("Team"),
        Facet.OWNER: _("Owner"),
        Facet.SEVERITY: _("Severity"),
        Facet.STATE: _("State"),
        Facet.OVERDUE: _("Overdue"),
    }[facet]


def value_name(wording: Wording, facet: Facet, value: Value) -> str:
    """Return the name of a value of a facet."""
    if facet is Facet.SEVERITY:
        return wording.severity(value)
    if facet is Facet.STATE:
        return wording.waived() if isinstance(value, Mark) else wording.item_state(value)
    return str(value) or {Facet.TEAM: _("No team"), Facet.OWNER: _("No owner")}[facet]
