"""Templates: answers given once for many services, such as those of the platform they run on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from shipworthy.domain.answering import checked_answer
from shipworthy.domain.assessment import Answer, AnswerState, WeightedPack
from shipworthy.domain.pack import Pack
from shipworthy.domain.template import Template
from shipworthy.errors import UserError
from shipworthy.exchange.answers_file import read_answers_file
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.backups import guard
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import Recorded, load_review
from shipworthy.workflows.session import Session

LONGEST_NAME = 100


class NameRefused(UserError):  # noqa: N818 - as InvalidFile is: named for what the user has
    """A name that a template cannot have: none, too long, or that of another one."""


@dataclass(frozen=True, slots=True)
class TemplateSaved:
    """A template as it was stored, with the places of the change in the log and its name for undo."""

    template: Template
    sequences: tuple[int, ...]
    name: str


def list_templates(session: Session) -> tuple[Template, ...]:
    """Return the templates that are not archived, by name."""
    with session.store.read() as tx:
        return tx.templates.all()


def find_template(session: Session, name: str) -> Template:
    """Return the template of this name, whatever its capitals; raises UserError where there is none."""
    with session.store.read() as tx:
        return _named(tx, name)


def save_template(
    session: Session, assessment_id: UUID, name: str, summary: str, question_ids: Iterable[str]
) -> Recorded:
    """Keep the answers to these questions of a review as a template, in one action that can be taken back.

    Raises NameRefused where the name is missing or taken, and UserError where none of the questions is answered.
    """
    with session.begin() as tx:
        review = load_review(session, tx, assessment_id)
        saved = _save(session, tx, name, summary, [review.answer(each) for each in question_ids])
        return Recorded(review, saved.sequences, saved.name)


def add_template(session: Session, path: Path, name: str, summary: str = "", pack: str = "") -> TemplateSaved:
    """Keep the answers of an answers file as a template; `pack` (id or file) stands for those that the file names.

    Raises UserError or InvalidFile with every problem; nothing is stored then.
    """
    file = read_answers_file(path)
    packs = [find_pack(pack)] if pack else [find_pack(each, path.parent) for each in file.packs]
    if not packs:
        raise UserError(
            _("{file} names no pack.").format(file=path), _("Add a line such as pack: backend-engineering, or --pack.")
        )
    answers = _signed(session, packs, file.answers_for(packs), file.assessor)
    guard(session)
    with session.begin() as tx:
        return _save(session, tx, name, summary, answers)


def archive_template(session: Session, template_id: UUID) -> TemplateSaved:
    """Offer a template no longer; reviews that were started from it keep their answers."""
    with session.begin() as tx:
        template = tx.templates.get(template_id)
        action = _("archived the template “{name}”").format(name=template.name)
        saved = tx.templates.save(replace(template, archived=True), action=action)
        return TemplateSaved(saved.value, saved.sequences, action)


def _signed(session: Session, packs: Sequence[Pack], answers: Sequence[Answer], assessor: str) -> list[Answer]:
    asked = session.compiled(tuple(WeightedPack(pack) for pack in packs)).asked
    return [
        replace(
            checked_answer(asked[answer.question].question, answer),
            answered_by=assessor or session.actor,
            answered_at=session.now(),
        )
        for answer in answers
    ]


def _save(session: Session, tx: Transaction, name: str, summary: str, answers: Iterable[Answer]) -> TemplateSaved:
    given = [answer for answer in answers if answer.state is not AnswerState.UNANSWERED]
    if not given:
        raise UserError(
            _("A template needs at least one answer."), _("Answer the questions first that it is to answer.")
        )
    template = Template(
        session.new_id(),
        _free_name(tx, name),
        summary.strip(),
        tuple(replace(each, assessor="", marked=False, dissent=(), carried=False, version=0) for each in given),
    )
    action = _("added the template “{name}”").format(name=template.name)
    saved = tx.templates.save(template, action=action)
    return TemplateSaved(saved.value, saved.sequences, action)


def _free_name(tx: Transaction, name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME:
        raise NameRefused(
            _("A template needs a name of at most {count} characters.").format(count=LONGEST_NAME),
            _("Say whose answers it holds, such as “Platform”."),
        )
    if any(each.name.casefold() == wanted.casefold() for each in tx.templates.all()):
        raise NameRefused(
            _("There is a template “{name}” already.").format(name=wanted),
            _("Choose another name, or remove that one first."),
        )
    return wanted


def _named(tx: Transaction, name: str) -> Template:
    templates = tx.templates.all()
    for template in templates:
        if template.name.casefold() == " ".join(name.split()).casefold():
            return template
    raise UserError(
        _("There is no template “{name}”.").format(name=name),
        nearest(name, [each.name for each in templates])
        if templates
        else _("Add one first: shipworthy template add NAME --answers FILE."),
    )
