"""The sealed review inside a report: the same bytes as in the store, for those who read everything."""

import hashlib
from dataclasses import replace
from pathlib import Path

from tests.reports.test_attachment import KINDS, attached_to
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import started

from shipworthy.domain.report_kind import Audience
from shipworthy.reports.attachment import SEALED_FILE, sealed_file
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.wording import Wording
from shipworthy.workflows.decisions import decide, seal_of
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.session import Session


def test_a_decided_review_goes_out_with_its_seal_and_an_open_one_with_nothing(session: Session, tmp_path: Path) -> None:
    review = started(session)
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        path = make_report(session, review_order(review.assessment.id), tmp_path / "report.pdf", worker)
        assert attached_to(path.read_bytes()) == {}
        decide(session, review.assessment.id, NO_GO)
        seal = seal_of(session, review.assessment.id)
        for kind in KINDS:
            path = make_report(
                session, replace(review_order(review.assessment.id), format=kind), tmp_path / "report.pdf", worker
            )
            [(name, content)] = attached_to(path.read_bytes()).items()
            assert (name, content.decode()) == (SEALED_FILE, seal.content)
            assert hashlib.sha256(content).hexdigest() == seal.content_hash


def test_leadership_gets_the_fingerprint_only(session: Session) -> None:
    review = started(session)
    decide(session, review.assessment.id, NO_GO)
    seal = seal_of(session, review.assessment.id)
    assert sealed_file(seal, Audience.LEADERSHIP, Wording()) is None
    assert sealed_file(None, Audience.AUDITOR, Wording()) is None
    for audience in (Audience.DESIGN_REVIEW, Audience.AUDITOR):
        made = sealed_file(seal, audience, Wording())
        assert made is not None
        assert seal.content_hash in made.description
