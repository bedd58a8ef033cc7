"""A job that hangs, bursts or crashes ends in one message, and the next job finds a working process."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.domain import builders as build
from tests.reports.builders import report, small_review, with_notes

from shipworthy.errors import UserError
from shipworthy.reports.job import Job
from shipworthy.reports.report_worker import Cancelled, ReportFailed, ReportWorker

SMALL = Job(report(small_review()))
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the limit is held by Linux alone")


def endless() -> Job:
    """Return a report that takes minutes to draw: its one note fills thousands of pages."""
    return Job(report(with_notes(small_review(), "- point\n" * 300_000)))


def process_id(worker: ReportWorker) -> int:
    assert worker._process is not None
    return worker._process.popen.pid


def is_gone(process: int, seconds: float, *, adopted: bool = False) -> bool:
    """Tell whether a process ends within a time; one whose parent ended first may stay listed as dead."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        listed = Path(f"/proc/{process}/stat")
        if adopted and listed.exists() and listed.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def own_worker() -> Iterator[Callable[..., ReportWorker]]:
    """Return a maker of workers that are closed with the test."""
    made: list[ReportWorker] = []

    def make(**changes: object) -> ReportWorker:
        made.append(ReportWorker(**changes))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for worker in made:
        worker.close()


def test_one_process_draws_one_report_after_another(worker: ReportWorker) -> None:
    first = worker.render(SMALL)
    process = process_id(worker)
    assert worker.render(SMALL) == first
    assert process_id(worker) == process
    assert first.content.startswith(b"%PDF-1.7")


def test_a_report_past_the_deadline_is_stopped_and_the_next_one_drawn(
    own_worker: Callable[..., ReportWorker],
) -> None:
    worker = own_worker(deadline_seconds=2)
    worker.warm_up()
    started = time.monotonic()
    with pytest.raises(UserError, match="longer than 2 seconds"):
        worker.render(endless())
    assert time.monotonic() - started < 20
    worker._deadline = 100
    assert worker.render(SMALL).pages > 1


@linux_only
def test_processor_time_is_limited_per_job(own_worker: Callable[..., ReportWorker]) -> None:
    worker = own_worker(deadline_seconds=100, cpu_seconds=2)
    worker.warm_up()
    with pytest.raises(UserError, match="was stopped: drawing it took longer"):
        worker.render(endless())


@linux_only
def test_a_report_that_needs_too_much_memory_is_stopped_and_the_next_one_drawn(
    own_worker: Callable[..., ReportWorker],
) -> None:
    worker = own_worker(deadline_seconds=100, cpu_seconds=100, memory_bytes=100_000_000)
    with pytest.raises(UserError, match=r"memory|broke off"):
        worker.render(endless())
    assert worker.render(SMALL).pages > 1


def test_a_cancelled_report_says_so(own_worker: Callable[..., ReportWorker]) -> None:
    worker = own_worker(deadline_seconds=100)
    timer = threading.Timer(1, worker.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        worker.render(endless())
    timer.join()


def test_cancelling_nothing_does_nothing(worker: ReportWorker) -> None:
    worker.warm_up()
    process = process_id(worker)
    worker.cancel()
    worker.warm_up()
    assert process_id(worker) == process


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")
def test_a_process_that_was_killed_between_jobs_is_replaced(own_worker: Callable[..., ReportWorker]) -> None:
    worker = own_worker(deadline_seconds=100)
    worker.warm_up()
    first = process_id(worker)
    os.kill(first, signal.SIGKILL)
    assert is_gone(first, seconds=5)  # and no entry is left of it, although nobody asked for a report
    assert worker.render(SMALL).pages > 1
    assert process_id(worker) != first


HOLD = """
import sys, threading
from tests.reports.test_report_worker import SMALL, endless, process_id
from shipworthy.reports.report_worker import ReportWorker
worker = ReportWorker(deadline_seconds=100)
worker.check()
print(process_id(worker), flush=True)
job = endless() if sys.argv[1] == "busy" else SMALL
worker.render(job)
sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell a process that its parent ended")
@pytest.mark.parametrize("work", ["idle", "busy"])
def test_the_process_ends_with_its_parent(repository: Path, work: str) -> None:
    command = [sys.executable, "-c", HOLD, work]
    with subprocess.Popen(command, cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert not is_gone(worker, seconds=1)  # in the busy case it draws by now
        parent.kill()
    assert is_gone(worker, seconds=2, adopted=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")
def test_a_process_that_dies_on_a_job_is_told_of(own_worker: Callable[..., ReportWorker]) -> None:
    worker = own_worker(command=[sys.executable, "-c", "import os, sys; sys.stdin.buffer.read(8); os.abort()"])
    with pytest.raises(UserError, match=r"broke off \(SIGABRT\)"):
        worker.render(SMALL)


def test_a_process_that_cannot_start_is_a_bug_with_its_last_words(own_worker: Callable[..., ReportWorker]) -> None:
    worker = own_worker(command=[sys.executable, "-c", "raise SystemExit('no such thing')"])
    with pytest.raises(ReportFailed, match="no such thing"):
        worker.render(SMALL)


def test_an_error_in_drawing_is_a_bug_with_its_traceback(own_worker: Callable[..., ReportWorker]) -> None:
    broken = "from shipworthy.reports import worker\nworker._warm_up = lambda: lambda job: 1 / 0\nworker.serve()"
    worker = own_worker(command=[sys.executable, "-c", broken])
    with pytest.raises(ReportFailed, match="ZeroDivisionError"):
        worker.render(SMALL)


def test_without_pango_the_message_names_what_to_install(
    own_worker: Callable[..., ReportWorker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("the search path of libraries is that of Linux")
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"")  # found first, and no library
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(UserError, match="Pango is missing") as raised:
        own_worker().render(SMALL)
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in raised.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has fonts")
def test_without_fonts_the_message_names_what_to_install(
    own_worker: Callable[..., ReportWorker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    with pytest.raises(UserError, match="no fonts") as raised:
        own_worker().render(SMALL)
    assert "fonts-dejavu-core" in raised.value.hint


def test_the_current_folder_lends_the_worker_no_modules(
    own_worker: Callable[..., ReportWorker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jinja2.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "msgspec.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert own_worker(deadline_seconds=100).render(SMALL).pages > 1


def test_threads_wait_for_each_other(worker: ReportWorker) -> None:
    pages: list[int] = []
    threads = [threading.Thread(target=lambda: pages.append(worker.render(SMALL).pages)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pages) == 2
    assert len(set(pages)) == 1


def test_a_closed_worker_has_no_process(own_worker: Callable[..., ReportWorker]) -> None:
    worker = own_worker()
    worker.warm_up()
    popen = worker._process.popen if worker._process else None
    assert popen is not None
    worker.close()
    assert popen.returncode is not None
    worker.close()


@pytest.mark.parametrize("depth", [50, 3_000])
def test_deeply_nested_notes_are_drawn(worker: ReportWorker, depth: int) -> None:
    notes = (">" * depth + " bottom", "- " * depth + "bottom", "*a **b " * depth)
    assert worker.render(Job(report(with_notes(small_review(), *notes)))).pages > 1


def test_texts_of_any_writing_are_drawn(worker: ReportWorker) -> None:
    texts = (
        "خدمة الدفع",
        "שירות",
        "結帳服務",
        "🚀" * 50,
        "a\N{COMBINING ACUTE ACCENT}" * 100,
        "\u202eevil",
        "\x00\x01",
    )
    service = replace(build.service(tier=1), name=" ".join(texts), tags=texts)
    assert worker.render(Job(report(small_review(of=service)))).pages > 1
