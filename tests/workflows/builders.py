"""A small review, for the tests of workflows and window alike."""

import uuid

from tests.domain.builders import choices, pack, principle, question

from shipworthy.domain.assessment import Assessment
from shipworthy.domain.pack import Contradiction, EvidenceRule, Pack, Select, Severity
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.paths import shipped
from shipworthy.workflows.answers import assess_from_file
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.session import Session


def small_pack() -> Pack:
    """Return a pack with every kind of question: evidence required, several choices, hidden, contradictory."""
    return pack(
        "small",
        principle(
            "contract",
            question("first"),
            question("proved", evidence_rule=EvidenceRule.REQUIRED, severity=Severity.BLOCKER),
        ),
        principle(
            "failure",
            question("limits", select=Select.MANY, choices=choices("0 0.25 0.25 0.5")),
            question("breaker"),
            question("database", applies_when="service.has_database"),
        ),
        principle("stores", question("backups", applies_when="service.has_database")),
        principle("stop", question("drain"), question("last")),
        facts={"has_database": False},
        contradictions=[
            Contradiction(
                "breaker-without-contract",
                ("first", "breaker"),
                'answer("first").score == 0.0 && answer("breaker").score == 1.0',
                "A breaker needs <b>something</b> to break.",
            )
        ],
    )


def sample_reviews(session: Session) -> dict[str, Review]:
    """Return one open review of each sample service, by its name, with the answers of today."""
    files = ("otel-checkout.yaml", "parcel-tracking.yaml", "returns.yaml")
    reviews = [assess_from_file(session, shipped("assessments", "sample", name)) for name in files]
    return {review.service.name: review for review in reviews}


def begin_review(session: Session, packs: list[Pack], name: str = "checkout", title: str = "") -> Assessment:
    """Add a service and start a review of it."""
    with session.begin() as tx:
        service = tx.services.save(Service(uuid.uuid4(), name, tier=1)).value
    return start_assessment(session, service.id, packs, title)
