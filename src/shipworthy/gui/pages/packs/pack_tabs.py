"""What the Packs page shows of one pack: as it is read, which reviews use it, and what its versions differ in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.pages.packs.reading import Kind, Paragraph, ReadingView, paragraphs
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.storage.packs import PackReview
from shipworthy.text import _
from shipworthy.workflows.pack_shelf import PackVersion, ShelfPack, compare_versions, read_version, reviews_in

Use = tuple[PackVersion, PackReview]


class ReadTab(QWidget):
    """A version of a pack, chosen above, as a respondent reads it; `export_asked`, `removal_asked` (PackVersion)."""

    export_asked = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = ""  # hash
        self.version = _versions()
        self.export = push_button(_("Export…"))
        self.export.setAccessibleName(_("Export this version of the pack"))
        self.remove = push_button(_("Remove"))
        self.remove.setAccessibleName(_("Remove this version of the pack"))
        edits(context, self.remove)
        self.remove.clicked.connect(lambda: self.removal_asked.emit(self.version.currentData()))
        self.view = ReadingView(context.theme, _("The pack as a respondent reads it"))
        self.version.currentIndexChanged.connect(self._read)
        self.export.clicked.connect(lambda: self.export_asked.emit(self.version.currentData()))
        row = QHBoxLayout()
        label = PlainLabel(_("Version"), "label")
        label.setBuddy(self.version)
        self.version.setAccessibleName(_("Version"))
        for part in (label, self.version):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.remove)
        row.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)

    def show_pack(self, shelf: ShelfPack) -> None:
        """Show the version on offer, or the one that was being read."""
        self.remove.setVisible(not shelf.is_shipped)
        _fill(self.version, shelf, 0, self._shown)
        self._read()

    @Slot()
    def _read(self) -> None:
        version = self.version.currentData()
        if isinstance(version, PackVersion) and version.hash != self._shown:
            self._shown = version.hash
            wording = self._context.wording
            self._context.read(
                lambda session: tuple(paragraphs(read_version(session, version.hash), wording)),
                lambda shown: self.view.show_paragraphs(shown) if self._shown == version.hash else None,
                owner=self,
            )

    def take_focus(self) -> None:
        """Go on reading."""
        self.view.setFocus()


class UsesTab(QWidget):
    """The reviews that use a pack, open ones first; `upgrade_asked(assessment)`."""

    upgrade_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shelf: ShelfPack | None = None
        wording = context.wording
        columns: list[Column[Use]] = [
            Column(_("Service"), lambda use: use[1].service),
            Column(_("Review"), lambda use: use[1].title),
            Column(_("Version"), lambda use: use[0].version),
            Column(_("State"), lambda use: wording.assessment_state(use[1].state)),
        ]
        self.model: LinesModel[Use] = LinesModel(context.theme, columns, self)
        self.table = TableView(context.theme, wording, _("Reviews that use this pack"), elastic=(1,))
        self.table.setModel(self.model)
        self.table.opened.connect(self._open_row)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.said = PlainLabel(role="soft", wrap=True)
        self.upgrade = push_button(_("Upgrade…"))
        self.upgrade.setAccessibleName(_("Upgrade the chosen review to the newest packs"))
        self.upgrade.clicked.connect(self._ask_upgrade)
        edits(context, self.upgrade)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(self.upgrade)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)

    @property
    def chosen(self) -> object:
        """Return the assessment whose row is current; None where there is none."""
        index = self.table.currentIndex()
        return self.model.row(index.row())[1].assessment if index.isValid() else None

    def show_pack(self, shelf: ShelfPack) -> None:
        """Show who uses a pack."""
        kept, self._shelf = self.chosen, shelf
        uses = reviews_in(shelf.versions)
        self.model.show_rows(uses)
        self.table.setVisible(bool(uses))
        self.table.fit()
        row = next((place for place, use in enumerate(uses) if use[1].assessment == kept), 0)
        if uses:
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._show_row(self.table.currentIndex())

    @Slot(QModelIndex)
    def _show_row(self, index: QModelIndex) -> None:
        assert self._shelf is not None
        if not self.model.rows:
            self.said.setText(_("No review uses this pack yet. “Start review” on a service's page offers it."))
        elif any(self._shelf.can_upgrade(use[1]) for use in self.model.rows):
            self.said.setText(_("An open review of an older version can go on with the newest; choose it here."))
        else:
            self.said.setText(_("Enter opens a review."))
        self.upgrade.setEnabled(index.isValid() and self._shelf.can_upgrade(self.model.row(index.row())[1]))

    def take_focus(self) -> None:
        """Go to the list, or where there is none, stay."""
        if self.model.rows:
            self.table.setFocus()

    @Slot(QModelIndex)
    def _open_row(self, index: QModelIndex) -> None:
        self._context.open_review(self.model.row(index.row())[1].assessment)

    @Slot()
    def _ask_upgrade(self) -> None:
        self.upgrade_asked.emit(self.chosen)


class DifferenceTab(QWidget):
    """What two versions of a pack differ in."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.before, self.now = _versions(), _versions()
        for box in (self.before, self.now):
            box.currentIndexChanged.connect(self._compare)
        self.said = PlainLabel(_("There is one version of this pack; with a second, both can be compared."), "soft")
        self.said.setWordWrap(True)
        self.view = ReadingView(context.theme, _("Differences"))
        self._choice = QWidget()
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Field(_("From"), self.before))
        row.addWidget(Field(_("To"), self.now))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.said)
        layout.addWidget(self._choice)
        layout.addWidget(self.view, 1)
        layout.addStretch(0)

    def show_pack(self, shelf: ShelfPack) -> None:
        """Compare the version on offer with the one before it."""
        has_two = len(shelf.versions) > 1
        for widget, is_shown in ((self.said, not has_two), (self._choice, has_two), (self.view, has_two)):
            widget.setVisible(is_shown)
        _fill(self.before, shelf, 1 if has_two else 0)
        _fill(self.now, shelf, 0)
        self._compare()

    @Slot()
    def _compare(self) -> None:
        before, now = self.before.currentData(), self.now.currentData()
        if self.view.isHidden() or not isinstance(before, PackVersion) or not isinstance(now, PackVersion):
            return
        work = partial(compare_versions, before=before.hash, now=now.hash)
        self._context.read(work, self._show, owner=self)

    def _show(self, lines: list[str]) -> None:
        first, *rest = lines
        self.view.show_paragraphs((Paragraph(Kind.HEADING, first), *(_difference(line) for line in rest)))

    def take_focus(self) -> None:
        """Go to the choice, or where there is nothing to choose, stay."""
        if not self._choice.isHidden():
            self.before.setFocus()


def _difference(line: str) -> Paragraph:
    """Return a line as it looks: fields stand below the question that they belong to."""
    return Paragraph(Kind.CHOICE if line.startswith(" ") else Kind.QUESTION, line.strip())


def _versions() -> QComboBox:
    return QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)


def _fill(box: QComboBox, shelf: ShelfPack, place: int, pack_hash: str = "") -> None:
    """Offer the versions of a pack, and choose one by its hash where it is there, else by its place."""
    place = next((each for each, version in enumerate(shelf.versions) if version.hash == pack_hash), place)
    box.blockSignals(True)
    box.clear()
    for number, version in enumerate(shelf.versions):
        text = _("{version}, on offer") if number == 0 else "{version}"
        box.addItem(text.format(version=version.version), version)
    box.setCurrentIndex(place)
    box.blockSignals(False)
