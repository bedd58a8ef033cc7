"""A small review, for the tests of workflows and window alike."""

import uuid

from tests.domain.builders import choices, pack, principle, question

from shipworthy.domain.assessment import Assessment
from shipworthy.domain.pack import Contradiction, EvidenceRule, Pack, Select, Severity
from shipworthy.domain.service import Service
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


def begin_review(session: Session, packs: list[Pack], name: str = "checkout", title: str = "") -> Assessment:
    """Add a service and start a review of it."""
    with session.begin() as tx:
        service = tx.services.save(Service(uuid.uuid4(), name, tier=1)).value
    return start_assessment(session, service.id, packs, title)
