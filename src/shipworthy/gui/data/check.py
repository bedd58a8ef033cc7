"""“Check data”: looks at everything beside all other work, says that all is well, or shows what was found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.data.check_dialog import CheckDialog
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.check_data import CheckResult, check_data, mend, summary

_TOPIC = "check"


class Check(QObject):
    """Checks when asked, mends when asked where the findings are shown; `restore` shows the points to return to."""

    def __init__(self, context: Context, window: QWidget, restore: Callable[[], None]) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._restore = restore

    @Slot()
    def start(self) -> None:
        """Look at everything."""
        self._check()

    def _check(self, mended: str = "") -> None:
        session = self._context.session

        def work(job: LongJob) -> CheckResult:
            return check_data(session, before_each=job.check, report=job.report)

        def failed(error: UserError) -> None:
            if job.is_cancelled:
                self._context.notify(Notice(_("The check was stopped; nothing was changed."), topic=_TOPIC))
            else:
                self._context.failed.emit(error)

        job = self._context.tasks.run_long(work, lambda found: self._show(found, mended), failed, owner=self)
        self._context.notify(Notice(_("Checking the data…"), job=job))

    def _show(self, found: CheckResult, mended: str) -> None:
        words = summary(found, self._context.wording)
        said = f"{mended} {words}".strip()
        is_fine = not found.is_damaged and not found.mending.count
        to_know = "\n".join(str(each) for each in found.findings) if is_fine else ""
        kind = "bad" if found.is_damaged else "ok" if is_fine else "warn"
        self._context.notify(Notice(said, kind, to_know, topic=_TOPIC))
        if not is_fine:
            dialog = CheckDialog(found, words, can_mend=not self._context.session.store.read_only, parent=self._window)
            dialog.mend_asked.connect(self._mend)
            dialog.restore_asked.connect(self._restore)
            dialog.open()

    @Slot(object)
    def _mend(self, found: CheckResult) -> None:
        """Mend what was found in one transaction, and look again."""
        session = self._context.session

        def done(mended: str) -> None:
            self._context.changed.emit()
            self._check(mended)

        self._context.tasks.run(lambda: mend(session, found), done, owner=self)
