"""Remediation as tables: items and waivers with their services, in the language of the report."""

from collections.abc import Mapping

from shipworthy.domain.remediation_figures import RemediationFigures
from shipworthy.exchange.assessment_document import item_form, waiver_form
from shipworthy.exchange.assessment_tables import columns_of, item_row, summary_table, waiver_rows
from shipworthy.exchange.report_table import Table, Value
from shipworthy.wording.report_columns import ReportColumns


def remediation_tables(figures: RemediationFigures, words: ReportColumns, fingerprint: str) -> tuple[Table, ...]:
    """Return the tables of a report on remediation: summary, items and waivers."""
    return (
        summary_table(_summary(figures, words, fingerprint), words),
        remediation_item_table(figures, words),
        _table("waivers", words.kept_waiver_titles(), _waivers(figures, words), words),
    )


def remediation_item_table(figures: RemediationFigures, words: ReportColumns) -> Table:
    """Return the main table: every item as of the day, with its service."""
    return _table("items", words.kept_item_titles(), _items(figures, words), words)


def _table(name: str, titles: Mapping[str, str], rows: list[dict[str, Value]], words: ReportColumns) -> Table:
    return Table(words.table(name), columns_of(titles), [[row[each] for each in titles] for row in rows])


def _summary(figures: RemediationFigures, words: ReportColumns, fingerprint: str) -> list[tuple[str, Value]]:
    return [
        ("service", figures.service.name if figures.service else ""),
        ("team", figures.team),
        ("as_of", figures.day.isoformat()),
        ("since", figures.since.isoformat() if figures.since < figures.day else ""),
        ("services", len(figures.services)),
        (words.table("items"), len(figures.items)),
        ("overdue", len(figures.overdue)),
        (words.table("waivers"), len(figures.waivers)),
        ("waivers_expiring", sum(each.line.ends_soon for each in figures.waivers)),
        *(("pack", each) for each in figures.packs),
        ("fingerprint", fingerprint),
    ]


def _items(figures: RemediationFigures, words: ReportColumns) -> list[dict[str, Value]]:
    waived = frozenset[str]()  # what is waived is told of each item already
    return [
        {
            **item_row(item_form(each.item, figures.day, waived), words),
            "service": each.service.name,
            "team": each.service.team,
            "tags": ", ".join(each.item.tags),
            "waits_for": "\n".join(each.waits_for),
            "waived": words.yes_no(each.waived),
            "overdue": words.yes_no(each.overdue),
        }
        for each in figures.items
    ]


def _waivers(figures: RemediationFigures, words: ReportColumns) -> list[dict[str, Value]]:
    rows = waiver_rows([waiver_form(each.line.waiver, figures.day) for each in figures.waivers], words)
    return [
        {**row, "service": each.service.name, "decision": each.line.waiver.state_reason}
        for each, row in zip(figures.waivers, rows, strict=True)
    ]
