"""What a service's items are planned from: its review, and the gaps that it has."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shipworthy.domain.pack import bare_id
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.reviews import load_review, newest_open
from shipworthy.workflows.session import Session


def review_to_plan(session: Session, service_id: UUID) -> Review:
    """Return the newest open review of a service, else the standing one; raises UserError where there is none."""
    with session.store.read() as tx:
        found = newest_open(tx, service_id) or tx.assessments.standing(service_id)
        if found is None:
            raise UserError(
                _("“{name}” has no review yet, so nothing is known to be missed.").format(
                    name=tx.services.get(service_id).name
                ),
                _("Start one with shipworthy review start SERVICE, or shipworthy assess SERVICE --answers FILE."),
            )
        return load_review(session, tx, found.id)


def gaps_of(review: Review) -> tuple[str, ...]:
    """Return the questions of a review that have a gap, misses and improvements alike, by asked id."""
    return tuple(each.id for each in review.scorecard.questions.values() if each.gap)


def meant_by(name: str, roots: Mapping[str, str]) -> frozenset[str]:
    """Return the asked ids of the questions that have a name as whole id, or as what their author wrote."""
    return frozenset(asked for question, asked in roots.items() if name in (question, bare_id(question)))


def questions_named(review: Review, names: Iterable[str]) -> frozenset[str]:
    """Return the asked ids of questions by their names.

    Raises UserError for a name that is no question of the review, or that of several: no review could ever confirm that
    work on it is done.
    """
    roots = review.questionnaire.roots
    found: set[str] = set()
    for name in names:
        meant = meant_by(name, roots)
        if not meant:
            known = {*roots, *(bare_id(question) for question in roots)}
            message = _("“{name}” is no question of the review of {service}.")
            raise UserError(message.format(name=name, service=review.service.name), nearest(name, known))
        if len(meant) > 1:
            raise UserError(
                _("“{name}” names several questions.").format(name=name),
                _("Write one of these: {names}.").format(names=", ".join(sorted(meant))),
            )
        found |= meant
    return frozenset(found)
