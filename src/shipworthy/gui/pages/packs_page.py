"""The Packs page: which packs there are and who uses them; to read, to compare, to check and to add one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.packs_model import ID, PacksModel
from shipworthy.gui.pages.packs.pack_files import PackFiles
from shipworthy.gui.pages.packs.pack_tabs import DifferenceTab, ReadTab, UsesTab
from shipworthy.gui.upgrade_dialog import UpgradeDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.tab_strip import TabStrip, tab_bindings
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.pack_shelf import PackVersion, ShelfPack, list_shelf
from shipworthy.workflows.reviews import Recorded
from shipworthy.workflows.upgrading import UpgradeOffer, offer_upgrade, upgrade_packs

_BOTH = 900  # the width from which list and pack have room beside each other
_NARROWEST = 185
_ROOM_FOR_IDS = 540


class PacksPage(Page):
    """The list, and the pack that is chosen in it; where both have no room, one of them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wished = ""  # the id of the pack to choose once it is there
        self._reads = False  # where there is no room for both, whether the pack is shown
        self.files = PackFiles(context, self, self._choose_later)
        self.model = PacksModel(self)
        self.table = TableView(context.theme, context.wording, _("Packs"), elastic=(ID,), narrowest=_NARROWEST)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.add_button = push_button(_("Add a pack…"), "primary")
        self.add_button.clicked.connect(self.files.ask_to_add)
        self.check_button = push_button(_("Check a file…"))
        self.check_button.clicked.connect(self.files.ask_to_check)
        edits(context, self.add_button)
        self.back = push_button(_("Back to the list"))
        self.back.clicked.connect(self.go_back)
        self.title = PlainLabel(role="title", wrap=True)
        self.about = PlainLabel(role="soft", wrap=True)
        self.read, self.uses, self.difference = ReadTab(context), UsesTab(context), DifferenceTab(context)
        self.read.export_asked.connect(self._export)
        self.read.removal_asked.connect(self._remove)
        self.uses.upgrade_asked.connect(self._ask_upgrade)
        titled = ((_("Read"), self.read), (_("Used by"), self.uses), (_("Difference"), self.difference))
        self.tabs = TabStrip(_("Parts of the pack"), [(title, partial(_same, tab)) for title, tab in titled])
        self._actions = self._make_actions()
        self._lay_out()
        self.tabs.show_tab(0)
        for signal in (context.changed, context.taken_back):
            signal.connect(self._refresh)
        context.theme.changed.connect(self._fold)
        self.set_heading(_("Packs"))

    def menu_title(self) -> str:
        """Return the title of the page's own menu."""
        return _("Pac&ks")

    def menu_actions(self) -> Sequence[QAction]:
        """Return the page's actions for its menu."""
        return self._actions

    def bindings(self) -> Sequence[Binding]:
        """Return the keys of the page."""
        return (Binding(_("Enter"), _("Read the pack")), Binding(_("Esc"), _("Back to the list")), *tab_bindings())

    def arrive(self) -> None:
        """Show how things stand."""
        self._refresh()
        self.table.setFocus() if self._part.isHidden() or self._fits else self.back.setFocus()

    @property
    def shelf(self) -> ShelfPack | None:
        """Return the pack chosen; None before there is any."""
        index = self.table.currentIndex()
        return self.model.packs[index.row()] if index.isValid() else None

    @Slot()
    def go_back(self) -> None:
        """Leave the pack for the list."""
        self._reads = False
        self._fold()
        self.table.setFocus()

    def _make_actions(self) -> list[QAction]:
        rows = (
            (_("&Add a pack…"), self.files.ask_to_add),
            (_("&Check a pack file…"), self.files.ask_to_check),
            (_("&Export the pack…"), lambda: self._export(self.read.version.currentData())),
        )
        actions = []
        for text, act in rows:
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            actions.append(action)
        edits(self.context, actions[0])
        return actions

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        hint = _(
            "Your own packs are offered beside the shipped ones when a review starts. Drop a YAML file here to add one."
        )
        bar.addWidget(PlainLabel(hint, "soft", wrap=True), 1)
        bar.addWidget(self.check_button)
        bar.addWidget(self.add_button)
        self._part = QWidget()
        column = QVBoxLayout(self._part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addSpacing(4)
        column.addWidget(self.tabs, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self._splitter.setHandleWidth(16)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self._part)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(bar)
        layout.addWidget(self._splitter, 1)

    @Slot()
    def _refresh(self) -> None:
        if self.isVisible():
            self.context.read(list_shelf, self._show, owner=self)

    def _show(self, packs: Sequence[ShelfPack]) -> None:
        shelf = self.shelf
        wished, self._wished = self._wished or (shelf.pack.id if shelf else ""), ""
        self.model.show_packs(packs)
        self.table.fit()
        self.table.setCurrentIndex(self.model.index(self.model.row_of(wished), 0))

    def _choose_later(self, pack_id: str) -> None:
        self._wished = pack_id

    @Slot(QModelIndex)
    def _show_row(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        shelf = self.model.packs[index.row()]
        self.title.setText(shelf.pack.title)
        origin = _("shipped") if shelf.is_shipped else _("your own")
        self.about.setText(f"{shelf.pack.id} · {origin} · {shelf.pack.licence}")
        for tab in (self.read, self.uses, self.difference):
            tab.show_pack(shelf)

    @Slot(QModelIndex)
    def _open(self, _index: QModelIndex) -> None:
        self._reads = True
        self._fold()
        tab = self.tabs.current
        if isinstance(tab, (ReadTab, UsesTab, DifferenceTab)):
            self.tabs.bar.setFocus()
            tab.take_focus()

    @Slot(object)
    def _export(self, version: PackVersion | None) -> None:
        if version is not None and self.shelf is not None:
            self.files.ask_for_export(self.shelf.pack.id, version)

    @Slot(object)
    def _remove(self, version: PackVersion) -> None:
        self.files.remove(version)
        self.go_back()  # the button may go with the pack

    @Slot(object)
    def _ask_upgrade(self, assessment_id: UUID) -> None:
        read = partial(offer_upgrade, assessment_id=assessment_id)
        self.context.read(read, self._show_upgrade, owner=self)

    def _show_upgrade(self, offer: UpgradeOffer | None) -> None:
        if offer is None:  # upgraded or sealed elsewhere meanwhile
            self._refresh()
            return
        dialog = UpgradeDialog(offer, self.context.theme, self.window())

        def done(recorded: Recorded) -> None:
            dialog.accept()
            self.context.note_done(recorded)
            self.context.changed.emit()

        work = partial(upgrade_packs, assessment_id=offer.assessment, packs=offer.packs)
        dialog.upgrade_asked.connect(lambda: self.context.write(work, done, dialog.show_problem, owner=dialog))
        dialog.open()

    @property
    def _fits(self) -> bool:
        return self.width() >= self.context.theme.pixels(_BOTH)

    @Slot()
    def _fold(self) -> None:
        """Where list and pack have no room beside each other, show one of them; the ids are beside the list too."""
        room = self.width() // 2 if self._fits else self.width()
        self.table.setColumnHidden(ID, room < self.context.theme.pixels(_ROOM_FOR_IDS))
        self.table.fit()
        self.table.setVisible(self._fits or not self._reads)
        self._part.setVisible(self._fits or self._reads)
        self.back.setVisible(not self._fits)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.go_back()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def _same(tab: QWidget) -> QWidget:
    return tab
