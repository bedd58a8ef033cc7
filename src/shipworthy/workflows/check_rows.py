"""What is damaged in a store or a backup of it: its structure, its history, its rows, its packs and its seals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from shipworthy.domain.pack import bare_id
from shipworthy.errors import UserError
from shipworthy.storage.check import LogProblem, LogTold, Structure
from shipworthy.storage.raw_rows import Difference, RawRow
from shipworthy.storage.store import Transaction
from shipworthy.storage.tables import assessments, services
from shipworthy.text import _, ngettext
from shipworthy.workflows.session import Session
from shipworthy.workflows.verification import verify_in

# What reading a damaged row can raise in types of ours.
UNREADABLE = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, AssertionError)


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it must be and cannot be worked out from anything else.

    `where` names service and review, or the service alone; empty for what concerns the whole store. `row` is what the
    row of `difference` must hold, as the driver gives it.
    """

    text: str
    where: str = ""
    difference: Difference | None = None
    row: RawRow | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: damages, services whose name is kept wrongly, and what the log told on the way."""

    damages: tuple[Damage, ...]
    name_keys: tuple[str, ...]
    told: LogTold
    seals: int


def look(session: Session, tx: Transaction, before_each: Callable[[], None] = lambda: None) -> Looked:
    """Look at everything that cannot be worked out anew; `before_each` may raise to stop. Changes nothing."""
    before_each()
    structure = tx.check.structure()
    damages = list(_of_structure(structure))
    told = LogTold()
    name_keys: list[str] = []
    seals = 0
    try:
        told = tx.check.read_log(before_each)
        names = Names(tx)
        damages += _of_log(told, names)
        for each in tx.check.differences(told, before_each):
            if each.columns == ("name_key",):
                name_keys.append(each.key[0])
            else:
                row = tx.check.row(told, each)
                damages.append(Damage(_row_words(each), names.where_of(each, row), each, row))
        for title in tx.audit.altered_kept().values():
            damages.append(Damage(_("The pack or gate policy “{title}” is not what it was.").format(title=title)))
        verified = verify_in(session, tx, before_each, chain_only=True)
        seals = verified.seals
        altered = (each for each in verified.findings if each.altered)
        damages += (Damage(_capital(each.text), _joined(each.service, each.review)) for each in altered)
    except UserError as error:
        before_each()  # whoever asked to stop is no damage
        damages.append(Damage(_("Not everything could be read: {reason}").format(reason=error.message)))
    except UNREADABLE:
        damages.append(Damage(_("Not everything could be read: some of it is in no form that Shipworthy writes.")))
    return Looked(tuple(damages), tuple(name_keys), told, seals)


class Names:
    """What rows belong to, in the names that people know; as they lie there, for they may be damaged themselves."""

    def __init__(self, tx: Transaction) -> None:
        self._services = {str(row["id"]): str(row["name"]) for row in tx.check.rows(services)}
        self._reviews = {
            str(row["id"]): (self._services.get(str(row["service"]), ""), str(row["title"]))
            for row in tx.check.rows(assessments)
        }

    def where(self, kind: str, subject: Any) -> str:
        """Return where a change belongs: `kind` and `subject` are those of the log."""
        found = str(subject).replace("-", "")
        if found in self._services or kind in ("service", "fact", "item", "waiver", "event"):
            return self._services.get(found, "")
        return _joined(*self._reviews.get(found, ("", "")))

    def where_of(self, difference: Difference, row: RawRow | None) -> str:
        """Return where a row belongs, by what it must hold or else by its key."""
        subject: Any = difference.key[0]
        if row is not None:
            subject = row.get("service" if difference.table != "assessments" else "id", row.get("assessment", subject))
        return self.where("", subject)


def _joined(service: str, review: str) -> str:
    return ", ".join(each for each in (service, review) if each)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_structure(structure: Structure) -> Iterator[Damage]:
    for index in sorted(structure.indexes):
        yield Damage(_("The index {index} does not match its table.").format(index=index))
    if structure.broken:
        count = len(structure.broken)
        text = ngettext(
            "The structure of the file is broken in {count} place; SQLite says: {first}.",
            "The structure of the file is broken in {count} places; SQLite says first: {first}.",
            count,
        )
        first = " ".join(structure.broken[0].replace("*** in database main ***", "").split()).rstrip(".")
        yield Damage(text.format(count=count, first=first))
    for table in structure.references:
        yield Damage(_("Rows of the table {table} refer to rows that are not there.").format(table=table))


def _of_log(told: LogTold, names: Names) -> Iterator[Damage]:
    for each in told.problems:
        yield Damage(_log_words(each), names.where(str(each.subject[0]), each.subject[1]))
    if told.mark_holds is False:
        yield Damage(
            _("The history up to change {number} is not what it was when Shipworthy was last closed.").format(
                number=told.marked
            )
            if told.marked
            else _("The fingerprint of the history cannot be read.")
        )


def _log_words(problem: LogProblem) -> str:
    if problem.follows:
        return _("Change {number} of the history cannot be read.").format(number=problem.sequence)
    return _("Change {number} of the history does not begin where the one before it ended.").format(
        number=problem.sequence
    )


def _row_words(difference: Difference) -> str:
    """Return what is wrong with a row, in words, with the columns that differ."""
    thing = _thing(difference)
    if difference.missing:
        return _("{thing} is missing, though the history tells of it.").format(thing=thing)
    if difference.added:
        return _("{thing} is there, though the history tells of nothing that made it.").format(thing=thing)
    return _("{thing} is not what the history tells ({columns}).").format(
        thing=thing, columns=", ".join(difference.columns)
    )


def _thing(difference: Difference) -> str:
    key = difference.key
    match difference.table:
        case "answers":
            question = bare_id(key[1])
            if key[2]:
                return _("The answer to {question} by {assessor}").format(question=question, assessor=key[2])
            return _("The answer to {question}").format(question=question)
        case "service_facts":
            return _("The fact {fact}").format(fact=key[1])
        case "assessment_packs":
            return _("The use of the pack {pack}").format(pack=key[1])
    return {
        "services": _("The service"),
        "service_dependencies": _("A dependency"),
        "assessments": _("The review"),
        "meetings": _("A meeting"),
        "templates": _("A template"),
        "remediation_items": _("A remediation item"),
        "waivers": _("A waiver"),
        "service_events": _("An event"),
        "campaigns": _("A campaign"),
        "saved_views": _("A saved view"),
        "meta": _("The gate policy in force"),
    }[difference.table]
