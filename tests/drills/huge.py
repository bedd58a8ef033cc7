"""D15: a huge store: `python -m tests.drills huge [SERVICES]`, 500 with 240 answers and 20 items each; long PDFs."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from tests.benchmarks.reports import of_worker
from tests.gui.huge_drill import now, use

from shipworthy.domain.assessment import AnswerState
from shipworthy.packs.shipped import shipped_packs
from shipworthy.reports.job import Job
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import Settings
from shipworthy.workflows.reports.making import job_of, review_order
from shipworthy.workflows.reviews import open_review, record_answers, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import open_session

ITEMS = 20
OPEN, KEYSTROKE, BLOCK = 2.0, 0.15, 0.1
PAGES = {35: 4.0, 138: 20.0}


def main(arguments: list[str]) -> int:
    """Use it, print what was measured, and return 1 where the window itself takes longer than promised."""
    services = int(arguments[0]) if arguments else 500
    application = QApplication(["huge", "-style", "Fusion"])
    with tempfile.TemporaryDirectory(prefix="huge-") as folder:
        watch = use(application, Path(folder), services, ITEMS)
        print(f"{watch.shown['services']} services with {services * 240} answers and {watch.shown['items']} items")
        good = _told("opened and shown", watch.opened, OPEN)
        for name, taken in watch.keystrokes.items():
            good = _told(f"longest keystroke in the filter of {name}", taken, KEYSTROKE) and good
        for name, taken in watch.blocked.items():
            good = _told(f"{name}: the window did not answer for at most", taken, BLOCK) and good
        good = _print_pdfs(Path(folder) / "reports") and good
    return 0 if good else 1


def _told(what: str, taken: tuple[float, float], limit: float) -> bool:
    passed, own = taken
    kept = own <= limit
    mark = "" if kept else "  <-- more than promised"
    print(f"{what}: {passed * 1e3:.0f} ms passed, {own * 1e3:.0f} ms of its own (promised {limit * 1e3:.0f}){mark}")
    return kept


def _print_pdfs(folder: Path) -> bool:
    """Print reports on reviews of more and more packs, each answered with a note, and hold them to the promises."""
    good = True
    for packs in (4, 9):
        job = _job(folder / str(packs), packs)
        with ReportWorker(deadline_seconds=600, cpu_seconds=600) as worker:
            pages = worker.render(job).pages
            cost = of_worker(worker, job)
        # A document between the two promised sizes is held to the line between them.
        limit = PAGES[35] + (PAGES[138] - PAGES[35]) * (pages - 35) / (138 - 35)
        good = good and cost.processor <= limit
        print(
            f"report of {pages} pages: {cost.passed:.1f} s passed, {cost.processor:.1f} s of processor time"
            f" (promised {limit:.1f})"
        )
    return good


def _job(folder: Path, count: int) -> Job:
    session = open_session(folder, Settings(), "Amira", now, uuid4)
    service = save_service(session, replace(blank_service(session), name="checkout", tier=1))
    review = start_assessment(session, service.id, shipped_packs()[:count]).id
    shown = open_review(session, review)
    record_answers(
        session,
        review,
        [
            replace(
                shown.answer(each),
                state=AnswerState.ANSWERED,
                choices=(asked.question.choices[0].id,),
                note="Set in the client, with a budget shared by all callers. " * 4,
            )
            for each, asked in shown.questionnaire.asked.items()
        ],
    )
    job = job_of(session, review_order(review))
    session.close()
    return job
