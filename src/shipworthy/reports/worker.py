"""The process that draws reports: warm, so that a report takes a second, and apart, so that it can be killed.

It is started with the hidden argument `--report-worker`, which `__main__` handles before it imports anything else, so
it works in the frozen app too. It reads orders from its standard input and writes replies to its standard output until
its parent closes the pipe. Nothing else may reach that pipe: whatever a library prints goes to standard error.
It ends with its parent, also in the middle of a job.
"""

import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from shipworthy import redaction
from shipworthy.domain.report_kind import Format
from shipworthy.reports.chart_data import DARK_PAGE, PAPER, BarsChart, Look
from shipworthy.reports.job import (
    ChartJob,
    Drawn,
    Failure,
    FailureKind,
    FillJob,
    Job,
    Made,
    Order,
    Rendered,
    Reply,
    Work,
    decode_order,
    encode,
    read_message,
    write_message,
)
from shipworthy.reports.report import Report
from shipworthy.reports.service_report import ServiceReport

if sys.platform != "win32":
    import resource

# Drawing makes millions of objects that live to the end of the job: looking for garbage among them costs a third.
_YOUNG_OBJECTS = 100_000
_PAGES_OF_MEMORY = Path("/proc/self/statm")
_LOOK_SECONDS = 0.2
Draw = Callable[[Work], Made]


def serve(*, charts: bool = False) -> None:
    """Draw until the parent closes the pipe; a worker for charts draws nothing else, and loads nothing else."""
    orders, replies = _pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the parent's to handle; it ends us
    coming = _read_ahead(orders)
    draw = _warm_up_charts() if charts else _warm_up()
    while (message := coming.get()) is not None:
        write_message(replies, encode(_reply(draw, decode_order(message))))
        gc.collect()  # while the reader looks at the report: what one job leaves must not add up


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the parent, and leave in their places an empty input and standard error."""
    orders, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return orders, replies


def _read_ahead(orders: BinaryIO) -> SimpleQueue[bytes | None]:
    """Return the orders as they come, None after the last; ends this process when the parent's ended.

    A parent that only closed the pipe still gets its answers. One that was killed closed it too, and wants none.
    """
    coming: SimpleQueue[bytes | None] = SimpleQueue()
    parent = os.getppid()

    def read() -> None:
        while (message := read_message(orders)) is not None:
            coming.put(message)
        coming.put(None)
        while os.getppid() == parent:  # on Windows for ever: there the job at hand is the last
            time.sleep(_LOOK_SECONDS)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return coming


def _warm_up() -> Draw | Failure:
    """Load what drawing needs; what is missing on this system becomes the reply to every order."""
    try:
        # Not at the top: this is what start-up must not pay for, and what fails where Pango is missing.
        from shipworthy.reports import looks, render, template, web_page
        from shipworthy.reports.screen_style import screen_style
    except OSError as error:
        return Failure(FailureKind.NO_PANGO, str(error))
    if not render.has_fonts():
        return Failure(FailureKind.NO_FONTS)

    def draw(job: Work) -> Made:
        if isinstance(job, ChartJob):
            return _draw_chart(job)
        if isinstance(job, FillJob):
            return looks.filled(job)
        style = looks.style_of(job)
        if job.kind is Format.DOCX:
            return _write_docx(job, template.html(job.report), style)
        charts = _charts(job.report, PAPER)
        if job.kind is Format.HTML:
            pictures = web_page.Pictures({**job.assets, **charts}, _charts(job.report, DARK_PAGE))
            look = screen_style(style, job.report.branding.accent)
            return web_page.web_page(looks.html_of(job), look, pictures, job.report.language)
        assets = {**job.assets, **charts}
        about = None if job.template is None else job.report
        return render.pdf(looks.html_of(job), looks.pages_of(job), assets, job.kind, job.attached, about)

    render.pdf('<html lang="en"><title>-</title><p>Aa <b>Bb</b> ✕ ◐ ✓', template.style(ServiceReport), {})
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)
    return draw


def _warm_up_charts() -> Draw:
    """Load what charts need; they do without Pango."""
    from shipworthy.reports import charts

    def draw(job: Work) -> Drawn:
        assert isinstance(job, ChartJob), "a worker for charts is given nothing else"
        return _draw_chart(job)

    charts.svg(BarsChart(("-", "-", "-"), (), "", ()), PAPER)
    return draw


def _charts(report: Report, look: Look) -> dict[str, bytes]:
    return {name: _draw_chart(ChartJob(each, look)).svg for name, each in report.charts().items()}


def _draw_chart(job: ChartJob) -> Drawn:
    # Not at the top, nor loaded for reports without charts: matplotlib takes a second.
    from shipworthy.reports import charts

    return Drawn(charts.svg(job.chart, job.look).encode())


def _write_docx(job: Job, html: str, style: str) -> Rendered:
    # Not at the top, as above: few reports are to be edited.
    from shipworthy.reports.word.document import docx_file
    from shipworthy.reports.word.pictures import draw_charts

    return Rendered(docx_file(html, style, job, draw_charts(job.report.charts())), 0)


def _reply(draw: Draw | Failure, order: Order) -> Reply:
    if isinstance(draw, Failure):
        return draw
    if order.job is None:
        return Rendered(b"", 0)
    try:
        with _limits(order):
            return draw(order.job)
    except MemoryError:
        return Failure(FailureKind.TOO_BIG)
    except RecursionError:
        return Failure(FailureKind.TOO_DEEP)
    except Exception as error:  # noqa: BLE001 - the door of this process: the parent raises it again as a bug
        return Failure(FailureKind.BUG, traceback.format_exc(), tuple(redaction.report(error)))


@contextmanager
def _limits(order: Order) -> Iterator[None]:
    """Hold one job to its share of time and memory, where the system can; the parent's deadline holds everywhere."""
    if sys.platform == "win32":
        yield
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # Processor time counts from the start of the process, so each job's limit starts where the last one ended.
    _set_soft_limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + order.cpu_seconds)
    memory = resource.getrlimit(resource.RLIMIT_AS)
    if _PAGES_OF_MEMORY.exists():
        held = int(_PAGES_OF_MEMORY.read_text().split()[0]) * resource.getpagesize()
        _set_soft_limit(resource.RLIMIT_AS, held + order.memory_bytes)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, memory)


def _set_soft_limit(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
