"""Bundles: a review goes to a colleague as a file, and what he answered comes back and is merged.

Nothing of a bundle is believed before it was checked, and nothing is stored before all of it was. What a store received
it keeps in the change log, so that later bundles find what both began from.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, Answer, Assessment, EvidenceKind
from shipworthy.domain.canonical import encode
from shipworthy.domain.lineage import SeenState, common_state, for_others, internal_notes, next_generation
from shipworthy.domain.merge import Conflict, ConflictKey, Merged, Merging, Pick
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.exchange.bundle import SUFFIX, Bundle, read_file, write_bundle
from shipworthy.exchange.bundle import read_bundle as read_form
from shipworthy.storage.evidence_files import safe_name
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.backups import guard
from shipworthy.workflows.bundle_checks import check_bundle
from shipworthy.workflows.kept_words import kept_words
from shipworthy.workflows.reviews import Recorded, newest_open, refuse_sealed, rescore
from shipworthy.workflows.services import save_in
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class Sending:
    """What a bundle would hold: answers and evidence files; internal notes; and files that are lost or damaged here.

    `kept_back` are the internal notes where they stay here, else none.
    """

    service: str
    title: str
    answers: int
    internal_notes: int
    kept_back: int
    files: int
    lost_files: int


@dataclass(frozen=True, slots=True)
class BundlePreview:
    """What a bundle would do here; nothing is stored yet.

    `assessment` is the review as it is here, None where it is not yet; `service` the one it is or would be of, None for
    one that would be added. `missing_files` are those that neither the bundle nor this store has.
    """

    path: Path
    bundle: Bundle
    questionnaire: Questionnaire
    policy: GatePolicy
    assessment: Assessment | None
    service: Service | None
    new: int
    changed: int
    conflicts: tuple[Conflict, ...]
    new_files: int
    missing_files: int

    @property
    def sender(self) -> str:
        """Return the name of who made the bundle."""
        return self.bundle.made_by

    @property
    def is_here(self) -> bool:
        """Tell whether the review is in this store already."""
        return self.assessment is not None

    @property
    def says_nothing_new(self) -> bool:
        """Tell whether merging would change no answer."""
        return self.is_here and not self.new and not self.changed and not self.conflicts

    @property
    def keeps_own_facts(self) -> bool:
        """Tell whether the service is here with other facts or in another tier, which then stay as they are here."""
        here, there = self.service, self.bundle.service
        return here is not None and (here.tier, dict(here.facts)) != (there.tier, dict(there.facts))


def summarise_sending(session: Session, assessment_id: UUID, with_internal: bool = False) -> Sending:
    """Return what a bundle of a review would hold; raises UserError for one that is no longer open."""
    bundle, lost = _bundle_of(session, assessment_id, with_internal)
    return _sending(session, bundle, lost)


def export_bundle(
    session: Session,
    assessment_id: UUID,
    path: Path,
    with_internal: bool = False,
    before_each: Callable[[], None] = lambda: None,
) -> Sending:
    """Write a review into a bundle for a colleague and return what went; internal notes stay here unless asked for.

    `before_each` is called before each evidence file and may raise to stop. Raises UserError for a review that is no
    longer open, and where the file cannot be written; an older one stays then.
    """
    bundle, lost = _bundle_of(session, assessment_id, with_internal)

    def file_of(digest: str) -> Path:
        before_each()
        return session.evidence.path_of(digest)

    write_bundle(path, bundle, file_of)
    return _sending(session, bundle, lost)


def read_bundle(session: Session, path: Path) -> BundlePreview:
    """Return what a bundle would do here; raises UserError, saying which, for every way in which it is unsound.

    Also where its review is decided here or has other questionnaires: then nothing of it can be merged.
    """
    bundle = read_form(path)
    with session.store.read() as tx:
        questionnaire, policy = check_bundle(tx, path, bundle)
        return _preview(session, tx, path, bundle, (questionnaire, policy))


def take_over(session: Session, preview: BundlePreview) -> Recorded:
    """Store a review that is not here yet, with its answers, their authors and times, and its service if need be.

    Raises UserError where the review came here meanwhile.
    """
    bundle = preview.bundle
    guard(session)
    _keep_files(session, preview)
    action = _("took over the review from {name}").format(name=bundle.made_by)
    with session.begin() as tx:
        if tx.assessments.find(bundle.assessment.id) is not None:
            raise _changed_since()
        for weighted in preview.questionnaire.packs:
            tx.packs.put(weighted.pack)
        tx.packs.put_policy(preview.policy)
        service = _service_here(tx, bundle.service) or _add_service(session, tx, bundle.service)
        assessment = replace(bundle.assessment, service=service.id, based_on=None)
        sequences = [*tx.assessments.save(assessment, action=action).sequences]
        for answer in bundle.sent.answers:
            sequences += tx.answers.save(assessment.id, answer, action=action).sequences
        sequences += _keep_states(session, tx, bundle, action)
        return Recorded(rescore(session, tx, assessment.id), tuple(sequences), action)


def merge_bundle(session: Session, preview: BundlePreview, picks: Mapping[ConflictKey, Pick]) -> Recorded:
    """Merge a bundle into the review here, as one step of undo; conflicts are resolved as picked.

    Answers given since the preview are merged too. Raises UserError, and nothing changes, where there are conflicts
    other than those of the preview by now, or the review can no longer be changed.
    """
    bundle = preview.bundle
    guard(session)
    _keep_files(session, preview)
    with session.begin() as tx:
        assessment = _mergeable(tx, bundle)
        if assessment is None:
            raise _changed_since()
        merged = _merged(session, tx, bundle, preview.questionnaire, picks)
        if _contents(merged.conflicts) != _contents(preview.conflicts):
            raise _changed_since()
        action = _merge_name(len(merged.answers), bundle.made_by)
        with_assessors = replace(assessment, assessors=_assessors(assessment, bundle.assessment))
        sequences = [*tx.assessments.save(with_assessors, action=action).sequences]
        for answer in merged.answers:
            sequences += tx.answers.save(assessment.id, answer, action=action).sequences
        seen = _keep_states(session, tx, bundle, action)
        review = rescore(session, tx, assessment.id)
        return Recorded(review, (*sequences, *seen) if sequences else (), action)


# Sending


def open_assessment(session: Session, service_id: UUID) -> Assessment:
    """Return the newest review of a service that is still open; raises UserError where there is none."""
    with session.store.read() as tx:
        found = newest_open(tx, service_id)
        if found is None:
            raise UserError(
                _("“{name}” has no open review.").format(name=tx.services.get(service_id).name),
                _("Start one; only an open review can be sent to a colleague."),
            )
        return found


def bundle_name(session: Session, assessment_id: UUID) -> str:
    """Return a file name for the bundle of a review that every file system takes, such as "checkout.shipworthy"."""
    with session.store.read() as tx:
        service = tx.services.get(tx.assessments.get(assessment_id).service)
    return Path(safe_name(service.name)).stem + SUFFIX


def _bundle_of(session: Session, assessment_id: UUID, with_internal: bool) -> tuple[Bundle, frozenset[str]]:
    """Return the bundle of a review, and the digests of evidence files that cannot go along."""
    with session.store.read() as tx:
        assessment = tx.assessments.get(assessment_id)
        if assessment.state not in OPEN_STATES:
            raise UserError(
                _("“{title}” is {state}: a colleague could not answer in it any more.").format(
                    title=assessment.title, state=Wording().assessment_state(assessment.state).lower()
                ),
                _("Send its report, or start a new review."),
            )
        service = tx.services.get(assessment.service)
        asked = session.questionnaire(tx, assessment.packs).asked
        given = tx.answers.all_assessors(assessment_id)
        answers = tuple(replace(each, version=0) for each in given if each.question in asked)
        standpoint = tx.seen_states.standpoint(assessment_id, session.store.id)
        newest = tx.seen_states.newest(assessment_id)
        packs = {use.pack_hash: encode(tx.packs.get(use.pack_hash)) for use in assessment.packs}
        policy = encode(tx.packs.get_policy(assessment.policy_hash))
    mark = standpoint.trail[-1] if standpoint.trail else ""
    sent = SeenState(session.store.id, newest, mark, next_generation(standpoint.seen), answers)
    if not with_internal:
        sent, seen = for_others(sent, standpoint.seen)
        standpoint = replace(standpoint, seen=seen)
    named = _digests(sent.answers)
    whole = frozenset(digest for digest in named if session.evidence.is_whole(digest))
    bundle = Bundle(
        made_by=session.actor,
        made_at=session.now(),
        with_internal=with_internal,
        service=replace(
            service, hard_dependencies=frozenset(), soft_dependencies=frozenset(), archived=False, version=0
        ),
        assessment=replace(assessment, based_on=None, sequence=0, version=0),
        sent=sent,
        standpoint=standpoint,
        packs=packs,
        policy=policy,
        files=whole,
    )
    return bundle, named - whole


def _sending(session: Session, bundle: Bundle, lost: Collection[str]) -> Sending:
    with session.store.read() as tx:
        asked = session.questionnaire(tx, bundle.assessment.packs).asked
        given = tx.answers.all_assessors(bundle.assessment.id)
        internal = internal_notes(each for each in given if each.question in asked)
    return Sending(
        service=bundle.service.name,
        title=bundle.assessment.title,
        answers=len(bundle.sent.answers),
        internal_notes=len(internal),
        kept_back=0 if bundle.with_internal else len(internal),
        files=len(bundle.files),
        lost_files=len(lost),
    )


def _digests(answers: Iterable[Answer]) -> frozenset[str]:
    return frozenset(
        evidence.value for answer in answers for evidence in answer.evidence if evidence.kind is EvidenceKind.FILE
    )


# Receiving


def _preview(
    session: Session, tx: Transaction, path: Path, bundle: Bundle, checked: tuple[Questionnaire, GatePolicy]
) -> BundlePreview:
    questionnaire, policy = checked
    assessment = _mergeable(tx, bundle)
    mine = {(each.question, each.assessor) for each in tx.answers.all_assessors(bundle.assessment.id)}
    merged = _merged(session, tx, bundle, questionnaire, {})
    conflicting = {(each.mine.question, each.mine.assessor) for each in merged.conflicts}
    safe = [each for each in merged.answers if (each.question, each.assessor) not in conflicting]
    new = sum((each.question, each.assessor) not in mine for each in safe)
    named = _digests(bundle.sent.answers)
    return BundlePreview(
        path=path,
        bundle=bundle,
        questionnaire=questionnaire,
        policy=policy,
        assessment=assessment,
        service=tx.services.get(assessment.service) if assessment else _service_here(tx, bundle.service),
        new=new,
        changed=len(safe) - new,
        conflicts=merged.conflicts,
        new_files=sum(not session.evidence.has(each) for each in bundle.files),
        missing_files=sum(each not in bundle.files and not session.evidence.has(each) for each in named),
    )


def _mergeable(tx: Transaction, bundle: Bundle) -> Assessment | None:
    """Return the review as it is here, None where it is not; raises UserError where it cannot be merged into."""
    assessment = tx.assessments.find(bundle.assessment.id)
    if assessment is None:
        return None
    refuse_sealed(assessment)
    if assessment.packs != bundle.assessment.packs:
        raise UserError(
            _("“{title}” has other questionnaires here than in the bundle, so the two cannot be merged.").format(
                title=assessment.title
            ),
            _("Upgrade the packs on the side that has the older ones, then send or open the bundle again."),
        )
    return assessment


def _merged(
    session: Session,
    tx: Transaction,
    bundle: Bundle,
    questionnaire: Questionnaire,
    picks: Mapping[ConflictKey, Pick],
) -> Merged:
    assessment_id = bundle.assessment.id
    # What is no longer asked does not travel; it stays as it is on either side.
    mine = [each for each in tx.answers.all_assessors(assessment_id) if each.question in questionnaire.asked]
    standpoint = tx.seen_states.standpoint(assessment_id, session.store.id)
    common = common_state(standpoint, bundle.standpoint, bundle.sent)
    merging = Merging(kept_words(questionnaire, Wording()), session.actor, bundle.made_by)
    before = [each for each in common.answers if each.question in questionnaire.asked] if common else []
    return merging.merge(before, mine, bundle.sent.answers, bundle.sent.withheld, picks)


def _keep_files(session: Session, preview: BundlePreview) -> None:
    """Keep the evidence first: a file that no answer names does no harm, an answer without its file would."""
    titles = {evidence.value: evidence.title for answer in preview.bundle.sent.answers for evidence in answer.evidence}
    for digest in sorted(preview.bundle.files):
        if not session.evidence.is_whole(digest):
            session.evidence.put(read_file(preview.path, digest), titles.get(digest, ""))


def _keep_states(session: Session, tx: Transaction, bundle: Bundle, action: str) -> list[int]:
    sequences: list[int] = []
    for state in (bundle.sent, *bundle.standpoint.seen):
        known = tx.seen_states.find(bundle.assessment.id, state.store)
        if state.store != session.store.id and state.tells_more_than(known):
            sequences += tx.seen_states.save(bundle.assessment.id, state, action=action).sequences
    return sequences


def _service_here(tx: Transaction, service: Service) -> Service | None:
    """Return the service of the same name, or the one that was renamed here; None where there is neither."""
    found = tx.services.find(service.name)
    return found or next((each for each in tx.services.all() if each.id == service.id), None)


def _add_service(session: Session, tx: Transaction, service: Service) -> Service:
    is_taken = any(each.id == service.id for each in tx.services.all(archived=True))
    return save_in(session, tx, replace(service, id=session.new_id() if is_taken else service.id))


def _assessors(mine: Assessment, theirs: Assessment) -> tuple[str, ...]:
    known = {name.casefold() for name in mine.assessors}
    return (*mine.assessors, *(name for name in theirs.assessors if name.casefold() not in known))


def _contents(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Return conflicts without what the store numbers."""
    return [replace(each, mine=replace(each.mine, version=0)) for each in conflicts]


def _merge_name(count: int, sender: str) -> str:
    return ngettext("merged {count} answer from {name}", "merged {count} answers from {name}", count).format(
        count=count, name=sender
    )


def _changed_since() -> UserError:
    return UserError(
        _("The review changed here since the bundle was opened; nothing was merged."), _("Open the bundle again.")
    )
