"""“Send to a colleague…”: says what goes and what stays, asks for the file, and writes the bundle."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.exchange.bundle import SUFFIX
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _, ngettext
from shipworthy.workflows.bundle_words import sending_lines
from shipworthy.workflows.bundles import Sending, bundle_name, export_bundle, summarise_sending
from shipworthy.workflows.session import Session

_WIDTH = 480


class SendDialog(QDialog):
    """What would go into the bundle; `agreed(with internal notes)` when it is to be written."""

    agreed = Signal(bool)

    def __init__(self, sending: Sending, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Send to a colleague"))
        self.setMinimumWidth(_WIDTH)
        self._sending = sending
        count = sending.internal_notes
        text = ngettext("Send {count} internal note along", "Send {count} internal notes along", count)
        self.internal = QCheckBox(text.format(count=count))
        self.internal.setVisible(bool(count))
        self.internal.toggled.connect(self._show_lines)
        self.what = PlainLabel(wrap=True)
        self.go = push_button(_("Save bundle…"), "primary")
        self.go.clicked.connect(self._agree)
        cancel = push_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        title = _("“{title}” of {service}").format(title=sending.title, service=sending.service)
        layout.addWidget(PlainLabel(title, "title", wrap=True))
        layout.addWidget(self.what)
        layout.addWidget(self.internal)
        how = _(
            "Your colleague opens the file with File > Open bundle, answers, and sends it back the same way. "
            "When you open what comes back, it is merged answer by answer; nothing of yours or theirs is dropped."
        )
        layout.addWidget(PlainLabel(how, "small", wrap=True))
        layout.addStretch(1)
        layout.addLayout(buttons)
        self._show_lines()
        self.go.setFocus()

    @Slot()
    def _show_lines(self) -> None:
        kept = 0 if self.internal.isChecked() else self._sending.internal_notes
        self.what.setText("\n".join(sending_lines(replace(self._sending, kept_back=kept))))

    @Slot()
    def _agree(self) -> None:
        self.accept()
        self.agreed.emit(self.internal.isChecked())


class SendBundle(QObject):
    """Sends one review at a time for a page."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self._folder = documents if documents.is_dir() else Path.home()

    def ask(self, assessment_id: UUID) -> None:
        """Show what would go, then ask for the file."""

        def read(session: Session) -> tuple[Sending, str]:
            return summarise_sending(session, assessment_id), bundle_name(session, assessment_id)

        self._context.read(read, lambda found: self._show(assessment_id, *found), owner=self)

    def _show(self, assessment_id: UUID, sending: Sending, name: str) -> None:
        dialog = SendDialog(sending, self._page.window())
        dialog.agreed.connect(partial(self._ask_for_file, assessment_id, name))
        dialog.open()

    def _ask_for_file(self, assessment_id: UUID, name: str, with_internal: bool) -> None:
        dialog = QFileDialog(self._page.window(), _("Save the bundle"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Bundles (*{suffix})").format(suffix=SUFFIX))
        dialog.setDefaultSuffix(SUFFIX)
        dialog.setDirectory(str(self._folder))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.send(assessment_id, Path(chosen), with_internal))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def send(self, assessment_id: UUID, target: Path, with_internal: bool) -> None:
        """Write the bundle beside everything else, and say where it lies."""
        self._folder = target.parent
        session = self._context.session

        def work(job: LongJob) -> Sending:
            return export_bundle(session, assessment_id, target, with_internal, job.check)

        def done(sending: Sending) -> None:
            show = (_("Show in folder"), lambda: show_in_folder(target))
            text = _("Bundle saved: {file}").format(file=target)
            self._context.notify(Notice(text, "ok", " ".join(sending_lines(sending)), action=show))

        def failed(error: UserError) -> None:
            if job.is_cancelled:
                self._context.notify(Notice(_("Sending stopped; nothing was written.")))
            else:
                self._context.failed.emit(error)

        job = self._context.tasks.run_long(work, done, failed, owner=self)
        self._context.notify(Notice(_("Writing {file}…").format(file=target.name), job=job))
