"""How long a PDF takes, as a ratio to Chromium printing the same HTML in the same run.

    python -m tests.benchmarks.reports [ROUNDS]

Two documents: the full report on a service of the sample portfolio, and the report for a design review on 200
services, which `portfolio_store` makes. For each: drawn by a warm report worker, by one started for it, and printed by
Chromium without a window from the same HTML and style sheet, its pictures as data URLs, tagged as ours is. Taken in
turn, so that a busy machine is busy for all; beside the time that passes stands the processor time of all processes,
which grows less with what else the machine does. Memory is the greatest sum over the processes of what each has for
itself and its share of what several hold (PSS), asked for many times a second in a round of its own.
Needs Linux, and `chromium` on the path; it is no dependency, only the peer.
"""

import base64
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from uuid import uuid4

from tests.benchmarks.portfolio_store import NOW, make_store

from shipworthy.domain.report_kind import Audience, ReportOrder, Subject
from shipworthy.reports import template
from shipworthy.reports.chart_data import PAPER
from shipworthy.reports.charts import svg
from shipworthy.reports.job import Job
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import Settings
from shipworthy.workflows.reports.making import review_order
from shipworthy.workflows.reports.portfolio import portfolio_job
from shipworthy.workflows.reports.review import review_job
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.samples import load_samples
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import open_session

passed: Callable[["Cost"], float] = attrgetter("passed")
processor: Callable[["Cost"], float] = attrgetter("processor")
SERVICES = 200
SAMPLE = "checkout"
_BETWEEN_LOOKS = 0.01
_KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one printing took: seconds that passed, and seconds of processor time of all processes."""

    passed: float
    processor: float


def main(rounds: int) -> None:
    """Measure and print."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no Chromium on the path to compare with.")
    with tempfile.TemporaryDirectory() as folder:
        for name, job in jobs(Path(folder)).items():
            compare(name, job, chromium, Path(folder), rounds)


def jobs(folder: Path) -> Mapping[str, Job]:
    """Return the two documents."""
    samples = open_session(folder / "samples", Settings(), "Amira", lambda: NOW, uuid4)
    load_samples(samples)
    review = standing_review(samples, find_service(samples, SAMPLE).id)
    assert review is not None, "the sample is reviewed"
    many = folder / "many"
    make_store(many, SERVICES)
    portfolio = open_session(many, Settings(), "Amira", lambda: NOW, uuid4)
    made = {
        f"Report on {SAMPLE}": review_job(samples, review_order(review.assessment.id)),
        f"Portfolio of {SERVICES} services": portfolio_job(
            portfolio, ReportOrder(Subject.PORTFOLIO, Audience.DESIGN_REVIEW)
        ),
    }
    samples.close()
    portfolio.close()
    return made


def compare(name: str, job: Job, chromium: str, folder: Path, rounds: int) -> None:
    """Print what one document costs in each way."""
    page = folder / "page.html"
    page.write_text(for_a_browser(job), encoding="utf-8")
    with ReportWorker(deadline_seconds=600, cpu_seconds=600) as worker:
        pages = worker.render(job).pages
        warm = [of_worker(worker, job) for _ in range(rounds)]
    ways: dict[str, Callable[[], object]] = {
        "cold worker": partial(cold, job),
        "Chromium": partial(in_chromium, chromium, page, folder),
    }
    costs: dict[str, list[Cost]] = {way: [] for way in ways} | {"warm worker": warm}
    for _ in range(rounds):
        for way, act in ways.items():
            costs[way].append(timed(act))
    memory = {way: greatest_memory(act) for way, act in ways.items()}
    print(f"{name}: {pages} pages, {page.stat().st_size / 1e6:.1f} MB of HTML with its pictures")
    peer = costs["Chromium"]
    for way in ("warm worker", "cold worker", "Chromium"):
        said = f"{memory[way] / 1e6:.0f} MB" if way in memory else "as cold"
        print(
            f"  {way:12} {median(costs[way], passed):6.2f} s passed, {median(costs[way], processor):6.2f} s"
            f" of processor time, {said}; {ratio(costs[way], peer, passed):.2f} x and"
            f" {ratio(costs[way], peer, processor):.2f} x Chromium"
        )


def for_a_browser(job: Job) -> str:
    """Return the document that the worker draws, with style sheet and pictures inside."""
    charts = {name: svg(chart, PAPER).encode() for name, chart in job.report.charts().items()}
    pictures = {name: data_url(content) for name, content in {**job.assets, **charts}.items()}
    html = re.sub(r"asset:([\w-]+)", lambda found: pictures[found[1]], template.html(job.report))
    style = template.style(type(job.report), job.report.branding.accent)
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


def data_url(content: bytes) -> str:
    """Return a picture as an address that holds it."""
    kind = next((kind for head, kind in _KINDS.items() if content.startswith(head)), "image/svg+xml")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def cold(job: Job) -> None:
    """Draw with a worker started for it."""
    with ReportWorker(deadline_seconds=600, cpu_seconds=600) as worker:
        worker.render(job)


def in_chromium(chromium: str, page: Path, folder: Path) -> None:
    """Print with Chromium, which tags what it prints."""
    made = folder / "chromium.pdf"
    made.unlink(missing_ok=True)
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"]
    options = ["--no-pdf-header-footer", f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}"]
    subprocess.run([*command, *options, page.as_uri()], check=True, capture_output=True, timeout=600)
    if not made.is_file():
        sys.exit("Chromium printed nothing.")


def of_worker(worker: ReportWorker, job: Job) -> Cost:
    """Time a warm worker; its processor time is read before it ends."""
    before, begin = processor_of(children()), time.perf_counter()
    worker.render(job)
    return Cost(time.perf_counter() - begin, processor_of(children()) - before)


def timed(act: Callable[[], object]) -> Cost:
    """Time processes that are ended when it is done."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    act()
    passed, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def greatest_memory(act: Callable[[], object]) -> int:
    """Return the greatest sum of memory, in bytes, over the processes that something starts."""
    found, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(_BETWEEN_LOOKS):
            found.append(sum(map(memory_of, children())))

    looking = threading.Thread(target=look)
    looking.start()
    act()
    done.set()
    looking.join()
    return max(found)


def children() -> list[int]:
    """Return the processes that this one started, with theirs, however deep."""
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with suppress(OSError):
                parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(each.name))
    found, left = [], [os.getpid()]
    while left:
        of_one = parents.get(left.pop(), [])
        found += of_one
        left += of_one
    return found


def memory_of(process: int) -> int:
    """Return what a process holds for itself with its share of what it holds with others, in bytes; 0 once it ended."""
    with suppress(OSError):
        said = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pss:"))) * 1024
    return 0


def processor_of(processes: list[int]) -> float:
    """Return the processor time of processes so far, in seconds."""
    ticks = 0
    for process in processes:
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def median(costs: list[Cost], of: Callable[[Cost], float]) -> float:
    """Return the median of one figure."""
    return statistics.median(map(of, costs))


def ratio(costs: list[Cost], peers: list[Cost], of: Callable[[Cost], float]) -> float:
    """Return the median of the rounds' ratios."""
    return statistics.median(of(one) / of(other) for one, other in zip(costs, peers, strict=True))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
