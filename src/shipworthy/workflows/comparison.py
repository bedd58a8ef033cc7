"""Comparing assessments, and naming them: by id, by the beginning of an id, or by title."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shipworthy.domain.assessment import Assessment, AssessmentState
from shipworthy.domain.comparison import Comparison, compare
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.reviews import shown_review
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session

ID_SIGNS = 8  # of an id, where lists show its beginning
_FEWEST_SIGNS = 4
_MOST_NAMED = 5
_COMPARED = (AssessmentState.DECIDED, AssessmentState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class NamedAssessment:
    """An assessment with the name of its service."""

    assessment: Assessment
    service: str

    def __str__(self) -> str:
        """Return "checkout: Q3 review (3f2a9c01)"."""
        return f"{self.service}: {self.assessment.title} ({str(self.assessment.id)[:ID_SIGNS]})"


def compare_reviews(session: Session, before: UUID, after: UUID) -> Comparison:
    """Compare two assessments of one service: sealed ones as they were sealed, open ones as of today.

    Raises UserError for two of different services, and for the same one twice.
    """
    if before == after:
        raise UserError(_("A review cannot be compared with itself."), _("Choose two reviews of the service."))
    with session.store.read() as tx:
        one, other = (shown_review(session, tx, each) for each in (before, after))
    if one.service.id != other.service.id:
        raise UserError(
            _("“{one}” is a review of {service} and “{other}” one of {other_service}.").format(
                one=one.assessment.title,
                service=one.service.name,
                other=other.assessment.title,
                other_service=other.service.name,
            ),
            _("Compare two reviews of the same service."),
        )
    return compare(one, other)


def review_before(session: Session, later: UUID) -> UUID:
    """Return the review of the same service that was decided last before another one, and not withdrawn since.

    Raises UserError where there is none: there is nothing to compare with.
    """
    with session.store.read() as tx:
        assessment = tx.assessments.get(later)
        found = decided_before(tx, assessment)
        service = tx.services.get(assessment.service)
    if found is None:
        raise UserError(
            _("No review of “{service}” was decided before “{review}”, so there is nothing to compare it with.").format(
                service=service.name, review=assessment.title
            ),
            _("Decide a second review of the service, or name another review to compare with."),
        )
    return found.id


def decided_before(tx: Transaction, later: Assessment) -> Assessment | None:
    """Return the review of the same service that was sealed last before another one, and not withdrawn since.

    An open review comes after all that are sealed, whenever it was started. None where there is none.
    """
    limit = tx.seals.of(later.id)
    found = [
        (seal.number, each)
        for each in tx.assessments.of_service(later.service)
        if each.state in _COMPARED
        and (seal := tx.seals.of(each.id)) is not None
        and (limit is None or seal.number < limit.number)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def find_assessment(session: Session, text: str, service: str = "") -> UUID:
    """Return the assessment that a text names: its id, at least four signs of the beginning of it, or its title.

    A whole id goes before a title, and that before the beginning of an id. `service` names whose titles are meant.
    Raises UserError where none or several are named.
    """
    only = find_service(session, service).id if service else None
    with session.store.read() as tx:
        known = [each for each in _named(tx) if only is None or each.assessment.service == only]
    for found in (_by_id(known, text), _by_title(known, text), _by_prefix(known, text)):
        if len(found) == 1:
            return found[0].assessment.id
        if found:
            raise UserError(
                _("“{name}” names several reviews: {reviews}.").format(name=text, reviews=_some(found)),
                _("Name one by its id, or say whose it is with --service."),
            )
    raise UserError(
        _("There is no review “{name}”.").format(name=text),
        f"{nearest(text, [each.assessment.title for each in known])} "
        + _("`shipworthy review list SERVICE` lists reviews with their ids."),
    )


def _named(tx: Transaction) -> list[NamedAssessment]:
    return [
        NamedAssessment(assessment, service.name)
        for service in tx.services.all(archived=True)
        for assessment in tx.assessments.of_service(service.id)
    ]


def _by_id(known: Sequence[NamedAssessment], text: str) -> list[NamedAssessment]:
    return [each for each in known if str(each.assessment.id) == text.strip().lower()]


def _by_title(known: Sequence[NamedAssessment], text: str) -> list[NamedAssessment]:
    title = " ".join(text.split()).casefold()
    return [each for each in known if " ".join(each.assessment.title.split()).casefold() == title]


def _by_prefix(known: Sequence[NamedAssessment], text: str) -> list[NamedAssessment]:
    prefix = text.strip().lower()
    if len(prefix) < _FEWEST_SIGNS:
        return []
    return [each for each in known if str(each.assessment.id).startswith(prefix)]


def _some(found: Sequence[NamedAssessment]) -> str:
    names = [str(each) for each in found[:_MOST_NAMED]]
    return "; ".join([*names, "…"] if len(found) > _MOST_NAMED else names)
