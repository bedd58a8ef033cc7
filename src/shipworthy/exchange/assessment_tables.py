"""An assessment as tables, worded from its document: what programs read and what people read are the same figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from shipworthy.domain.assessment import AnswerState, EvidenceKind
from shipworthy.domain.report_kind import Audience
from shipworthy.exchange.assessment_forms import (
    AssessmentDocument,
    ChangeForm,
    EvidenceForm,
    ItemForm,
    PrincipleForm,
    QuestionForm,
    SealForm,
    WaiverForm,
)
from shipworthy.exchange.report_document import BandForm
from shipworthy.exchange.report_table import Column, Table, Value
from shipworthy.exchange.sheets import Look
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.report_columns import ReportColumns

_WIDTHS = {
    "text": 48.0,
    "answer": 40,
    "answer_before": 40,
    "answer_after": 40,
    "moved": 20,
    "note": 48,
    "evidence": 48,
    "reason": 32,
    "decision": 32,
    "waits_for": 34,
    "description": 60,
    "title": 36,
    "questions": 34,
    "question": 34,
    "principle": 26,
    "id": 37,
    "pack": 24,
    "owner": 18,
    "answered_by": 18,
    "answered_at": 19,
    "requester": 18,
    "approver": 18,
    "service": 24,
    "kind": 14,
    "risk": 48,
    "at": 17,
    "actor": 18,
    "part": 34,
    "action": 60,
    "sealed_at": 17,
    "sealed_by": 18,
    "content_sha256": 66,
    "previous": 66,
    "log_sha256": 66,
    "sha256": 66,
    "number": 8,
    "level": 7,
    "weight": 8,
    "counted_score": 8,
    "miss": 7,
}
_STRONG = frozenset({"text", "title", "question", "service"})
_QUIET = frozenset({"id"})


def columns_of(titles: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns of a table by the names of their fields."""
    return tuple(
        Column(
            title,
            _WIDTHS.get(name, 11),
            Look.STRONG if name in _STRONG else Look.QUIET if name in _QUIET else Look.TEXT,
        )
        for name, title in titles.items()
    )


def assessment_tables(document: AssessmentDocument, words: ReportColumns) -> tuple[Table, ...]:
    """Return the tables of an assessment: summary, questions, principles, items and waivers; for an auditor more."""
    tables = (
        summary_table(_summary(document, words), words),
        question_table(document, words),
        _table("principles", words.principle_titles(), [_principle(each) for each in document.principles], words),
        item_table(document.items, words),
        _table("waivers", _without(words.waiver_titles(), "service"), waiver_rows(document.waivers, words), words),
    )
    if document.about.audience is not Audience.AUDITOR:
        return tables
    return (
        *tables,
        _table("history", words.change_titles(), [_change(each, words) for each in document.history], words),
        _table("seals", words.seal_titles(), [_seal(each) for each in document.seals], words),
    )


def question_table(document: AssessmentDocument, words: ReportColumns) -> Table:
    """Return the main table: every question with its answer."""
    principles = {each.id: each.title for each in document.principles}
    rows = [_question(each, principles[each.principle], words) for each in document.questions]
    table = _table("questions", words.question_titles(), rows, words)
    return replace(table, side=2, printed=list(words.question_titles()).index("answered_by") + 1)


def item_table(items: Sequence[ItemForm], words: ReportColumns) -> Table:
    """Return the table of remediation items."""
    return _table("items", words.item_titles(), [item_row(each, words) for each in items], words)


def summary_table(rows: Sequence[tuple[str, Value]], words: ReportColumns) -> Table:
    """Return a table of names and values; a name may come several times."""
    titles = words.summary_titles()
    return Table(
        words.table("summary"),
        (Column(titles["what"], 24, Look.STRONG), Column(titles["value"], 90, Look.VALUE)),
        [(titles.get(name, name), value) for name, value in rows],
    )


def _table(name: str, titles: Mapping[str, str], rows: Sequence[Mapping[str, Value]], words: ReportColumns) -> Table:
    return Table(words.table(name), columns_of(titles), [[row[each] for each in titles] for row in rows])


def _without(titles: Mapping[str, str], *names: str) -> Mapping[str, str]:
    return {name: title for name, title in titles.items() if name not in names}


def _summary(document: AssessmentDocument, words: ReportColumns) -> list[tuple[str, Value]]:
    service, review, result, decision = document.service, document.review, document.result, document.review.decision
    rows: list[tuple[str, Value]] = [
        ("service", service.name),
        ("tier", service.tier),
        ("team", service.team),
        ("title", review.title),
        ("state", words.assessment_state(review.state)),
        ("as_of", review.as_of.isoformat()),
        ("assessors", ", ".join(review.assessors)),
        ("verdict", words.verdict(result.verdict)),
        ("own_verdict", words.verdict(result.own_verdict)),
        ("capped_by", ", ".join(result.capped_by)),
        *(("clause", each.text) for each in result.failed_clauses),
        ("score", percent(result.score)),
        ("low", _low(result.band)),
        ("high", _high(result.band)),
        ("level", result.level),
        ("coverage", percent(result.coverage)),
        ("confidence", percent(result.confidence)),
    ]
    if decision is not None:
        rows += [
            ("decision", ". ".join(each for each in (words.outcome(decision.outcome), decision.note) if each)),
            ("decided_on", _day(decision.decided_on)),
            *(("signed_by", f"{each.name} ({each.role})" if each.role else each.name) for each in decision.signatories),
            *(
                ("condition", " · ".join(part for part in (each.text, each.owner, _day(each.due)) if part))
                for each in decision.conditions
            ),
            *(("dissent", f"{each.name}: {each.text}") for each in decision.dissent),
        ]
    return [
        *rows,
        *(("pack", f"{each.title} ({each.id} {each.version}), SHA-256 {each.sha256}") for each in document.packs),
        ("policy", f"{document.policy.title} ({document.policy.version}), SHA-256 {document.policy.sha256}"),
        ("fingerprint", document.about.fingerprint),
        ("made", moment(document.about.made)),
    ]


def _principle(principle: PrincipleForm) -> dict[str, Value]:
    is_met = principle.score is None or Fraction(principle.score) >= Fraction(principle.minimum)
    return {
        "number": principle.number,
        "pack": principle.pack,
        "title": principle.title,
        "score": percent(principle.score),
        "low": _low(principle.band),
        "high": _high(principle.band),
        "minimum": percent(principle.minimum),
        "met": "✓" if is_met else "✕",
        "answered": principle.answered,
        "asked": principle.asked,
        "id": principle.id,
    }


def _question(question: QuestionForm, principle: str, words: ReportColumns) -> dict[str, Value]:
    is_known = question.state in (AnswerState.ANSWERED, AnswerState.COMPENSATED)
    kind = question.not_applicable_type
    return {
        "number": question.number,
        "principle": principle,
        "id": question.id,
        "text": question.text,
        "severity": words.severity(question.severity),
        "level": question.level,
        "weight": question.weight,
        "state": words.state(question.state) if question.applies else words.does_not_apply(),
        "answer": question.answer if question.applies else "",
        "counted_score": None if question.counted_score is None else float(Fraction(question.counted_score)),
        "miss": words.yes_no(question.miss),
        "reason": f"{words.not_applicable_type(kind)}: {question.reason}" if kind else question.reason,
        "confidence": words.confidence(question.confidence) if is_known else "",
        "evidence": "\n".join(_evidence(each) for each in question.evidence),
        "note": question.note,
        "note_internal": words.yes_no(question.note_internal),
        "answered_by": question.answered_by,
        "answered_at": moment(question.answered_at),
        "carried": words.yes_no(question.carried),
        "marked": words.yes_no(question.marked),
        "applies": words.yes_no(question.applies),
    }


def _evidence(evidence: EvidenceForm) -> str:
    """Return a piece of evidence in one line, with the whole hash of a file."""
    value = f"SHA-256 {evidence.value}" if evidence.kind is EvidenceKind.FILE else evidence.value
    text = f"{evidence.title}: {value}" if evidence.title and evidence.title != evidence.value else value
    days = " – ".join(each.isoformat() for each in (evidence.dated, evidence.expires) if each)
    return " ".join(f"{text} [{days}]".split() if days else text.split())


def item_row(item: ItemForm, words: ReportColumns) -> dict[str, Value]:
    """Return an item as a row by the names of its fields."""
    return {
        "title": item.title,
        "severity": words.severity(item.severity),
        "state": words.item_state(item.state),
        "waived": words.yes_no(item.waived),
        "overdue": words.yes_no(item.overdue),
        "owner": item.owner,
        "due": _day(item.due),
        "effort_days": None if item.effort_days is None else float(Fraction(item.effort_days)),
        "questions": "\n".join(item.questions),
        "ticket": item.ticket,
        "description": item.description,
        "reason": item.reason,
        "id": str(item.id),
    }


def waiver_rows(waivers: Sequence[WaiverForm], words: ReportColumns) -> list[dict[str, Value]]:
    """Return waivers as rows by the names of their fields."""
    return [
        {
            "question": each.question,
            "standing": words.waiver_standing(each.standing),
            "reason": each.reason,
            "requester": each.requester,
            "approver": each.approver,
            "expires": each.expires.isoformat(),
            "extended": each.extended,
            "id": str(each.id),
        }
        for each in waivers
    ]


def _change(change: ChangeForm, words: ReportColumns) -> dict[str, Value]:
    return {
        "number": change.number,
        "at": moment(change.at),
        "actor": change.actor,
        "kind": change.kind,
        "part": change.part,
        "assessor": change.assessor,
        "action": change.action,
        "undoes": words.yes_no(change.undoes),
    }


def _seal(seal: SealForm) -> dict[str, Value]:
    return {
        "number": seal.number,
        "title": seal.title,
        "sealed_at": moment(seal.sealed_at),
        "sealed_by": seal.sealed_by,
        "content_sha256": seal.content_sha256,
        "previous": seal.previous,
        "log_number": seal.log_number,
        "log_sha256": seal.log_sha256,
        "sha256": seal.sha256,
    }


def percent(exact: str | None) -> int | None:
    """Return an exact part of 1 as whole percent, as the printed report rounds it."""
    return None if exact is None else whole_percent(Fraction(exact))


def moment(at: dt.datetime | None) -> str:
    """Return a moment as programs sort it: in UTC, to the minute."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M") if at else ""


def _low(band: BandForm | None) -> int | None:
    return percent(band.low) if band else None


def _high(band: BandForm | None) -> int | None:
    return percent(band.high) if band else None


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
