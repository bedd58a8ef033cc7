"""A portfolio as tables: its services, what moved, what is missed most often, and which risks are accepted."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.exchange.assessment_tables import columns_of, moment, percent, summary_table, waiver_rows
from shipworthy.exchange.portfolio_document import MissForm, MoveForm, PortfolioDocument
from shipworthy.exchange.report_table import Column, Table, Value
from shipworthy.exchange.sheets import Look
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.report_columns import ReportColumns

_SERVICE_COLUMNS = (
    "name",
    "tier",
    "team",
    "owner",
    "system",
    "domain",
    "lifecycle",
    "verdict",
    "level",
    "score",
    "coverage",
    "blockers",
    "highs",
    "overdue",
    "expiring",
    "due",
    "capped_by",
    "last_review",
    "tags",
)


def portfolio_tables(
    document: PortfolioDocument, lines: Sequence[ServiceLine], words: ReportColumns
) -> tuple[Table, ...]:
    """Return the tables of a portfolio: summary, services, movement, misses and waivers."""
    return (
        summary_table(_summary(document, words), words),
        service_table(lines, words),
        _table("movement", words.movement_titles(), [_move(each, words) for each in document.movement], words),
        _table("misses", words.miss_titles(), [_miss(each) for each in document.misses], words),
        _table("waivers", words.waiver_titles(), _waivers(document, words), words),
    )


def service_table(lines: Sequence[ServiceLine], words: ReportColumns) -> Table:
    """Return the main table: every service, a cell for each figure."""
    columns = [(column, cells) for column in words.chosen(_SERVICE_COLUMNS) for cells in column.plain]
    return Table(
        words.table("services"),
        [
            Column(cells.title, max(cells.width, 10), Look.STRONG if column.id == "name" else Look.TEXT)
            for column, cells in columns
        ],
        [
            [_number(cells.text(line)) if column.is_number else cells.text(line) for column, cells in columns]
            for line in lines
        ],
    )


def _number(text: str) -> Value:
    """Return a figure as a number; where there is none, the cell is empty."""
    return int(text) if text.isdecimal() else None


def _summary(document: PortfolioDocument, words: ReportColumns) -> list[tuple[str, Value]]:
    summary = document.summary
    return [
        ("team", document.team),
        ("as_of", document.day.isoformat()),
        ("since", document.since.isoformat() if document.since < document.day else ""),
        ("services", summary.services),
        ("scored", summary.scored),
        ("mean", None if summary.mean is None else whole_percent(Fraction(str(summary.mean)))),
        *((words.verdict(Verdict(verdict)), count) for verdict, count in summary.verdicts.items()),
        ("blockers", summary.blockers),
        ("overdue", summary.overdue),
        ("waivers_expiring", summary.waivers_expiring),
        ("reviews_due", summary.reviews_due),
        *(("pack", f"{each.title} ({each.id} {each.version}), SHA-256 {each.sha256}") for each in document.packs),
        ("policy", f"{document.policy}, SHA-256 {document.policy_sha256}"),
        ("fingerprint", document.about.fingerprint),
        ("made", moment(document.about.made)),
    ]


def _table(name: str, titles: Mapping[str, str], rows: Sequence[Mapping[str, Value]], words: ReportColumns) -> Table:
    return Table(words.table(name), columns_of(titles), [[row[each] for each in titles] for row in rows])


def _move(move: MoveForm, words: ReportColumns) -> dict[str, Value]:
    change = None if move.change is None else float(round(Fraction(move.change) * 100, 1))
    return {
        "service": move.name,
        "kind": words.movement_kind(move.kind),
        "score_before": percent(move.score_before),
        "score_after": percent(move.score_after),
        "change": change,
        "verdict_before": words.verdict(move.verdict_before) if move.verdict_before else "",
        "verdict_after": words.verdict(move.verdict_after) if move.verdict_after else "",
        "reason": words.move_reason(move.reason) if move.reason else "",
    }


def _miss(miss: MissForm) -> dict[str, Value]:
    return {
        "question": miss.question,
        "text": miss.text,
        "risk": miss.risk,
        "services": len(miss.services),
        "asked": miss.asked,
    }


def _waivers(document: PortfolioDocument, words: ReportColumns) -> list[dict[str, Value]]:
    rows = waiver_rows(document.waivers, words)
    return [{"service": each.name, **row} for each, row in zip(document.waivers, rows, strict=True)]
