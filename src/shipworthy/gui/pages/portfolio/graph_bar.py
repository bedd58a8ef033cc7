"""What stands above the dependency graph: which service it is around, how far, and how large."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QWidget

from shipworthy.domain.dependencies import Dependencies
from shipworthy.gui.pages.portfolio.graph_picture import GraphPicture
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.text import _

_FIELD_WIDTH, _MOST_ROWS = 230, 12
_STEPS: tuple[int | None, ...] = (1, 2, None)


class GraphBar(QWidget):
    """Signals: `focus_asked(UUID)`; `steps_asked(int or None for all)`; `all_asked` for no focus; `left` when Esc leads
    back to the graph."""

    focus_asked = Signal(object)
    steps_asked = Signal(object)
    all_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[str, UUID] = {}
        self._names_of: Dependencies | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Show what is around a service"))
        self.field.setAccessibleName(_("Show what is around a service"))
        self.field.setFixedWidth(theme.pixels(_FIELD_WIDTH))
        self._texts = QStringListModel(self)
        self._completer = QCompleter(self._texts, self.field)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(_MOST_ROWS)
        popup = self._completer.popup()
        assert popup is not None, "a completer has one unless it is inline"
        popup.setAccessibleName(_("Services found"))
        self.field.setCompleter(self._completer)
        self.field.installEventFilter(self)
        self.steps = QComboBox()
        self.steps.setAccessibleName(_("How many steps around it"))
        for text in (_("1 step"), _("2 steps"), _("All steps")):
            self.steps.addItem(text)
        self.all_button = push_button(_("Show all services"))
        self.zoom_out = push_button("−", tip=_("Smaller (-)"))
        self.zoom_in = push_button("+", tip=_("Larger (+)"))
        self.fit = push_button(_("Fit"), tip=_("The whole graph (0)"))
        self.zoom_out.setAccessibleName(_("Smaller"))
        self.zoom_in.setAccessibleName(_("Larger"))
        self._lay_out()
        self._completer.activated.connect(self._take)
        self.field.returnPressed.connect(self._take_first)
        self.steps.activated.connect(self._ask_for_steps)
        self.all_button.clicked.connect(self.all_asked)

    def _lay_out(self) -> None:
        zoom = QWidget()
        row = QHBoxLayout(zoom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.zoom_out, self.zoom_in, self.fit):
            row.addWidget(button)
        flow = FlowLayout(self, spacing=8)
        for part in (self.field, self.steps, self.all_button, zoom):
            flow.addWidget(part)

    def take_search(self) -> None:
        """Give the focus to the field, with what it says chosen."""
        self.field.setFocus()
        self.field.selectAll()

    def show_picture(self, picture: GraphPicture) -> None:
        """Show what a graph is around, and offer the services of its day."""
        if picture.dependencies is not self._names_of:
            self._names_of = picture.dependencies
            in_use = [each for each in picture.dependencies.services.values() if picture.dependencies.counts(each.id)]
            self._ids = {each.name: each.id for each in in_use}
            self._texts.setStringList(list(self._ids))
        focus = picture.focus
        if not self.field.hasFocus() or focus is not None:
            self.field.setText(picture.dependencies.services[focus.service].name if focus else "")
        self.steps.setEnabled(focus is not None)
        self.steps.setCurrentIndex(_STEPS.index(focus.steps) if focus else len(_STEPS) - 1)
        had_focus = self.all_button.hasFocus()
        self.all_button.setEnabled(focus is not None and not picture.is_chosen)
        if had_focus and not self.all_button.isEnabled():
            self.left.emit()
        has_cards = picture.layout is not None and bool(picture.layout.cards)
        for button in (self.zoom_out, self.zoom_in, self.fit):
            button.setEnabled(has_cards)

    @Slot(str)
    def _take(self, name: str) -> None:
        if name in self._ids:
            self.focus_asked.emit(self._ids[name])
            self.left.emit()

    @Slot()
    def _take_first(self) -> None:
        if not self.field.text().strip():
            self.all_asked.emit()
            self.left.emit()
        elif self._completer.completionCount():
            self._take(self._completer.currentCompletion())

    @Slot(int)
    def _ask_for_steps(self, place: int) -> None:
        self.steps_asked.emit(_STEPS[place])

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)
