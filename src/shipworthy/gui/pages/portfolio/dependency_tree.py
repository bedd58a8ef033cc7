"""The list of dependencies in words: unfolded, opened and copied by key."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from shipworthy.gui.models.dependency_tree_model import DependencyTreeModel
from shipworthy.text import _


class DependencyTree(QTreeView):
    """`opened(UUID)` on Enter and a double click; `chosen(UUID)` when another service came to be current."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: DependencyTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._unfolded = QModelIndex()
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Dependencies in words"))
        self.setAccessibleDescription(_("Arrows unfold a service, Enter opens it, Ctrl+C copies what is chosen"))
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._tell)
        model.modelReset.connect(self._forget)

    def choose(self, service: UUID) -> None:
        """Show a service with everything told of it; the one unfolded for that before folds again."""
        index = self._rows.index_of(service)
        if not index.isValid() or self._rows.service_at(self.currentIndex()) == service:
            return
        self._unfold(index)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def _unfold(self, index: QModelIndex) -> None:
        if self._unfolded.isValid():
            self.collapse(self._unfolded)
        self.expand(index)
        self._unfolded = index

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, of a service everything about it."""
        rows = sorted(self.selectedIndexes(), key=self._order)
        QGuiApplication.clipboard().setText(self._rows.text_of(rows))

    def copy_all(self) -> None:
        """Put everything on the clipboard, a line for each service."""
        QGuiApplication.clipboard().setText(self._rows.whole_text())

    def _order(self, index: QModelIndex) -> tuple[int, int]:
        parent = index.parent()
        return (parent.row(), index.row()) if parent.isValid() else (index.row(), -1)

    @Slot()
    def _forget(self) -> None:
        self._unfolded = QModelIndex()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.leads_to(index))

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        service = self._rows.service_at(index)
        if service is not None:
            self.chosen.emit(service)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtTop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
