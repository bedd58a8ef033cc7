"""“Verify seals”: compares everything sealed with the store, and lists what was altered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _
from shipworthy.workflows.verification import Verification, summary, verify

_WIDTH, _HEIGHT = 720, 420


class Verify(QObject):
    """Verifies when asked; all is well in a notice, anything else in a window of its own."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    @Slot()
    def start(self) -> None:
        """Compare every seal with the store, beside whatever else is done meanwhile."""
        session = self._context.session

        def work(job: LongJob) -> Verification:
            return verify(session, before_each=job.check)

        def failed(error: UserError) -> None:
            if not job.is_cancelled:
                self._context.failed.emit(error)

        job = self._context.tasks.run_long(work, self._show, failed, owner=self)
        self._context.notify(Notice(_("Verifying the seals…"), job=job))

    def _show(self, found: Verification) -> None:
        words = summary(found, self._context.wording)
        self._context.notify(Notice(words, "ok" if found.is_sound else "bad", topic="verify"))
        if found.findings:
            VerifyDialog(words, [str(finding) for finding in found.findings], self._window).open()


class VerifyDialog(QDialog):
    """What was found, a line for each, to be read and copied."""

    def __init__(self, words: str, findings: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Seals verified"))
        self.findings = QPlainTextEdit("\n".join(findings))
        self.findings.setReadOnly(True)
        self.findings.setTabChangesFocus(True)
        self.findings.setAccessibleName(_("What was found"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(words, "strong", wrap=True))
        layout.addWidget(
            PlainLabel(
                _("Compare with a backup from before. The manual says what verifying can find, and what it cannot."),
                "soft",
                wrap=True,
            )
        )
        layout.addWidget(self.findings, 1)
        layout.addWidget(buttons)
        resize_within_screen(self, _WIDTH, _HEIGHT)
        self.findings.setFocus()
