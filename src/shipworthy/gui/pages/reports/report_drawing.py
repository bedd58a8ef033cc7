"""Draws the report that was asked for last, in a process beside the window that stays warm while it is used."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.reports.job import Rendered
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _
from shipworthy.workflows.reports.making import draw_report

_REST_MILLISECONDS = 250  # choices that follow each other at once are drawn once
_WARM_MILLISECONDS = 120_000


class ReportDrawing(QObject):
    """Tells `began` when a report is going to be drawn, then `drawn`, `failed` or `cancelled`.

    `drawn(ReportOrder, Rendered)`, `failed(UserError)`. The newest order wins: an older one that is still drawn is
    cancelled, and nothing is told of it.
    """

    began = Signal()
    drawn = Signal(object, object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: ReportOrder | None = None
        self._shown: ReportOrder | None = None  # what was drawn last, or is not to be drawn again by itself
        self._job: LongJob | None = None
        self._answered = False
        self.worker = ReportWorker()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._start)
        self._cooling = QTimer(self, singleShot=True, interval=_WARM_MILLISECONDS)
        self._cooling.timeout.connect(self.close)
        context.closing.connect(self.close)

    @property
    def is_drawing(self) -> bool:
        """Tell whether a report is drawn, or about to be."""
        return self._wanted is not None

    def ask(self, order: ReportOrder, *, anew: bool = False) -> None:
        """Draw a report soon, unless it is drawn or shown already; `anew` where it may look otherwise by now."""
        if not anew and order == (self._wanted or self._shown):
            return
        self._wanted, self._shown = order, None
        self._stop()
        self._rest.start()
        self.began.emit()

    @Slot()
    def forget(self) -> None:
        """Draw nothing: nothing is chosen that could be."""
        self._wanted = self._shown = None
        self._rest.stop()
        self._stop()

    @Slot()
    def cancel(self) -> None:
        """Stop because a person asked to; the same is drawn again when it is asked for anew."""
        if self._wanted is not None:
            order = self._wanted
            self.forget()
            self._shown = order
            self.cancelled.emit()

    def keep_warm(self, *, warm: bool) -> None:
        """Keep the process while the page is used, and end it some time after."""
        if warm:
            self._cooling.stop()
        else:
            self._cooling.start()

    @Slot()
    def close(self) -> None:
        """End the process, with what it draws."""
        self.worker.close()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _start(self) -> None:
        """Draw what is wanted, once nothing else is drawn; nothing any more when the window closes."""
        if self._wanted is None or self._job is not None or self._context.tasks.closed:
            return
        self._answered = False
        self._job = self._context.tasks.run_long(
            partial(self._work, self._wanted),
            partial(self._deliver, self._wanted),
            partial(self._refuse, self._wanted),
            owner=self,
        )
        self._job.ended.connect(self._end)

    def _work(self, order: ReportOrder, job: LongJob) -> Rendered:
        job.on_cancel(self.worker.cancel)
        if not self._context.safe_mode:
            self.worker.warm_up()  # it loads what it needs while the report is gathered here
        return draw_report(self._context.session, order, self.worker, job.check)

    def _deliver(self, order: ReportOrder, rendered: Rendered) -> None:
        if order is self._wanted:
            self._settle(order)
            self.drawn.emit(order, rendered)

    def _refuse(self, order: ReportOrder, error: UserError) -> None:
        if order is self._wanted:
            self._settle(order)
            self.failed.emit(error)

    def _settle(self, order: ReportOrder) -> None:
        self._answered = True
        self._wanted, self._shown = None, order

    @Slot()
    def _end(self) -> None:
        """Go on with what was asked for meanwhile; a bug, which ends in its own dialog, leaves its place in order."""
        was_cancelled = self._job is not None and self._job.is_cancelled
        self._job = None
        if self._wanted is None:
            return
        if was_cancelled:
            if not self._rest.isActive():
                self._start()
        elif not self._answered:
            self._settle(self._wanted)
            self.failed.emit(UserError(_("The report could not be drawn."), _("Try again, or choose another report.")))
