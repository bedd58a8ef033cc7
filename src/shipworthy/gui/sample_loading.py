"""Loading the sample portfolio: in the store's turn like every change, with its progress shown and a way to stop it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _, ngettext
from shipworthy.workflows.samples import load_samples
from shipworthy.workflows.session import Session


class SampleLoading(QObject):
    """Loads the samples, once at a time; `refused` when nothing was added."""

    refused = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: LongJob | None = None

    @Slot()
    def start(self) -> None:
        """Add the sample services that are not there yet."""
        if self._job is not None:
            return
        job = self._job = LongJob(self)

        def progress(done: int, total: int) -> None:
            job.check()
            job.report(done, total)

        def work(session: Session) -> tuple[Service, ...]:
            try:
                return load_samples(session, progress=progress)
            finally:
                job.ended.emit()

        self._context.notify(Notice(_("Loading the sample portfolio…"), job=job))
        self._context.write(work, self._loaded, self._failed, owner=self)

    def _loaded(self, added: Sequence[Service]) -> None:
        self._forget()
        count = len(added)
        text = ngettext("{count} sample service added", "{count} sample services added", count).format(count=count)
        self._context.notify(Notice(text, "ok"))
        self._context.changed.emit()

    def _failed(self, error: UserError) -> None:
        cancelled = self._forget()
        if cancelled:
            self._context.forget_refused()
            self._context.notify(Notice(_("Loading cancelled; nothing was added.")))
        else:
            self._context.failed.emit(error)
        self.refused.emit()

    def _forget(self) -> bool:
        """Let the job go, and tell whether it was cancelled."""
        job, self._job = self._job, None
        assert job is not None, "it was asked for"
        job.deleteLater()
        return job.is_cancelled
