"""What reports on several services share: for whom, which kinds of file, into which folder, and what is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.gui.pages.reports.review_row import narrow_box
from shipworthy.gui.report_words import audience_sentence, audience_text, format_text
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.text import _
from shipworthy.workflows.reports.batch import BatchOrder


class BatchOptions(QWidget):
    """`changed` after another choice; ask for `lack`, then for `completed`."""

    changed = Signal()

    def __init__(self, order: ReportOrder, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.audience = narrow_box()
        for each in audiences_of(Subject.ASSESSMENT):
            self.audience.addItem(audience_text(each), each)
        self.audience.setCurrentIndex(max(self.audience.findData(order.audience), 0))
        self.formats = {each: QCheckBox(format_text(each)) for each in formats_of(Subject.ASSESSMENT)}
        self.formats[formats_of(Subject.ASSESSMENT)[0]].setChecked(True)
        self.folder = QLineEdit(str(folder))
        set_plain_tool_tip(self.folder, self.folder.text())
        self.folder.setCursorPosition(0)
        self.choose_button = push_button(_("Choose…"))
        self.choose_button.setAccessibleName(_("Choose the folder"))
        self.replaces = QCheckBox(_("Replace files of the same name"))
        self._about_files = PlainLabel(role="small", wrap=True)
        self._lay_out()
        self._connect()
        self._show_audience()
        self._tell_files()

    def lack(self) -> str:
        """Return what is missing for an export; "" where nothing is."""
        if not self.chosen_formats:
            return _("Choose at least one kind of file.")
        folder = self.folder.text().strip()
        if not folder:
            return _("Choose a folder.")
        return "" if Path(folder).is_absolute() else _("Give the folder with its whole path.")

    @property
    def chosen_formats(self) -> tuple[Format, ...]:
        """Return the kinds of file that are ticked."""
        return tuple(kind for kind, box in self.formats.items() if box.isChecked())

    @property
    def chosen_folder(self) -> Path:
        """Return where the files are to go; only while nothing is missing."""
        return Path(self.folder.text().strip())

    def completed(self, batch: BatchOrder) -> BatchOrder:
        """Return a batch with what is chosen here."""
        return replace(
            batch,
            audience=Audience(self.audience.currentData()),
            formats=self.chosen_formats,
            folder=self.chosen_folder,
            replaces=self.replaces.isChecked(),
        )

    def _lay_out(self) -> None:
        self._audience_field = Field(_("For whom"), self.audience)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._audience_field)
        kinds = QVBoxLayout()
        kinds.setSpacing(6)
        kinds.addWidget(PlainLabel(_("Kinds of file"), "label"))
        for box in self.formats.values():
            kinds.addWidget(box)
        layout.addLayout(kinds)
        field = Field(_("Folder"), self.folder)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        field.add_below(below)
        layout.addWidget(field)
        files = QVBoxLayout()
        files.setSpacing(4)
        files.addWidget(self.replaces)
        files.addWidget(self._about_files)
        layout.addLayout(files)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.audience.activated.connect(self._show_audience)
        for box in self.formats.values():
            box.toggled.connect(self.changed)
        self.folder.textChanged.connect(self.changed)
        self.folder.textChanged.connect(lambda text: set_plain_tool_tip(self.folder, text))
        self.choose_button.clicked.connect(self._ask_folder)
        self.replaces.toggled.connect(self._tell_files)

    @Slot()
    def _show_audience(self) -> None:
        audience = Audience(self.audience.currentData())
        self._audience_field.show_hint(audience_sentence(Subject.ASSESSMENT, audience))

    @Slot()
    def _tell_files(self) -> None:
        replaced = _("Files that are there are replaced once the new ones are complete.")
        kept = _("Files that are there stay, and the new ones are numbered.")
        self._about_files.setText(replaced if self.replaces.isChecked() else kept)
        self.replaces.setAccessibleDescription(self._about_files.text())

    @Slot()
    def _ask_folder(self) -> None:
        dialog = QFileDialog(self.window(), _("Choose the folder for the reports"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
