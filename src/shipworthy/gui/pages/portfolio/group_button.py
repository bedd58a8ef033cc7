"""What the services are grouped by, and the folding of all groups at once."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from shipworthy.domain.line_groups import GROUPINGS
from shipworthy.domain.service_filter import Facet
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.text import _
from shipworthy.wording import Wording


class GroupButton(QWidget):
    """A button that says the grouping and opens its menu; `chosen(Facet or None)`, `fold_asked(bool)`."""

    chosen = Signal(object)
    fold_asked = Signal(bool)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.menu = QMenu(self)
        self.choices: dict[Facet | None, QAction] = {}
        self.button = push_button("", "flat")
        self.button.clicked.connect(self._open)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        self._fill()
        self.show_grouping(None)

    def _fill(self) -> None:
        group = QActionGroup(self)
        for facet in (None, *GROUPINGS):
            text = _("Not grouped") if facet is None else self._wording.facet(facet)
            action = QAction(text, self, checkable=True)
            action.triggered.connect(lambda _on, facet=facet: self.chosen.emit(facet))
            group.addAction(action)
            self.menu.addAction(action)
            self.choices[facet] = action
        self.menu.addSeparator()
        self.fold_all = self.menu.addAction(_("Fold all groups"), lambda: self.fold_asked.emit(True))
        self.unfold_all = self.menu.addAction(_("Unfold all groups"), lambda: self.fold_asked.emit(False))

    def show_grouping(self, facet: Facet | None) -> None:
        """Say what services are grouped by; None for nothing."""
        text = _("Group by")
        if facet is not None:
            text = _("Grouped by {field}").format(field=self._wording.facet(facet).lower())
        self.button.setText(f"{text} ▾")
        self.button.setAccessibleName(text)
        self.choices[facet].setChecked(True)
        for action in (self.fold_all, self.unfold_all):
            action.setEnabled(facet is not None)

    @Slot()
    def _open(self) -> None:
        rect = self.button.rect()
        below = rect.bottomRight() if self.isRightToLeft() else rect.bottomLeft()
        self.menu.popup(self.button.mapToGlobal(below))
        self.menu.setActiveAction(next(each for each in self.choices.values() if each.isChecked()))
