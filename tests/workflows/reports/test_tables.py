"""Reports as tables and documents: the same figures in each of them, and those are the store's."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from gettext import NullTranslations
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.report_kind import TABLES, Audience, Format, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.domain.review import Review
from shipworthy.domain.seal import fingerprint
from shipworthy.exchange.assessment_document import assessment_document
from shipworthy.exchange.assessment_tables import assessment_tables
from shipworthy.exchange.report_document import DRAFT
from shipworthy.exchange.report_schemas import report_schemas
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reports import review_tables
from shipworthy.workflows.reports.making import make_report
from shipworthy.workflows.reviews import open_review, record_answer, standing_review
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session

FULL, BRIEF = Audience.DESIGN_REVIEW, Audience.LEADERSHIP
TABULAR = [each for each in Subject if set(TABLES) <= set(formats_of(each))]


def made(session: Session, folder: Path, order: ReportOrder) -> bytes:
    return make_report(session, order, folder / f"report{order.format.suffix}").read_bytes()


def document(session: Session, folder: Path, order: ReportOrder) -> Any:
    return json.loads(made(session, folder, replace(order, format=Format.JSON)))


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book if sheet.sheet_state == "visible"}


def records(rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def lines(data: bytes) -> list[dict[str, str]]:
    return records(list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))))


def review_of(session: Session, name: str) -> Review:
    found = standing_review(session, find_service(session, name).id)
    assert found is not None
    return open_review(session, found.assessment.id)


def on(review: Review, kind: Format = Format.JSON) -> ReportOrder:
    return ReportOrder(Subject.ASSESSMENT, FULL, kind, review=review.assessment.id)


ON_ALL = ReportOrder(Subject.PORTFOLIO, FULL, Format.JSON)


@pytest.mark.parametrize("name", ["checkout", "parcel-tracking", "returns", "orders"])
def test_the_document_of_an_assessment_holds_what_the_store_counts(
    sample_session: Session, tmp_path: Path, name: str
) -> None:
    review = review_of(sample_session, name)
    found = document(sample_session, tmp_path, on(review))
    Draft202012Validator(json.loads(report_schemas()["assessment"])).validate(found)
    card, result = review.scorecard, found["result"]
    assert Fraction(result["score"]) == card.score
    assert Fraction(result["coverage"]) == card.coverage
    assert (result["verdict"], result["own_verdict"]) == (str(review.shown_verdict), str(review.judgement.verdict))
    questions = found["questions"]
    assert [each["id"] for each in questions] == list(review.questionnaire.asked)
    counted = sum(Fraction(each["counted_score"] or 0) * Fraction(each["share"]) for each in questions)
    assert counted == card.score
    assert sum(each["miss"] for each in questions) == sum(each.miss for each in card.questions.values())
    assert len(found["items"]) == len(review.items)
    assert len(found["waivers"]) == len(review.waivers)
    assert [Fraction(each["score"]) if each["score"] else None for each in found["principles"]] == [
        each.score for each in card.principles
    ]


def test_workbook_csv_and_document_say_the_same(sample_session: Session, tmp_path: Path) -> None:
    review = review_of(sample_session, "returns")
    found = document(sample_session, tmp_path, on(review))
    book = sheets(made(sample_session, tmp_path, on(review, Format.XLSX)))
    assert list(book) == ["Summary", "Questions", "Principles", "Remediation items", "Waivers"]
    in_csv = lines(made(sample_session, tmp_path, on(review, Format.CSV)))
    in_book = records(book["Questions"])
    assert len(in_csv) == len(in_book) == len(found["questions"])
    for row, line, question in zip(in_book, in_csv, found["questions"], strict=True):
        assert row["Question id"] == line["Question id"] == question["id"]
        assert row["Question"] == line["Question"] == question["text"]
        counted = question["counted_score"]
        assert row["Counts"] == (None if counted is None else float(Fraction(counted)))
        assert line["Counts"] == ("" if counted is None else f"{float(Fraction(counted)):g}")
        assert row["Weight"] == int(line["Weight"]) == question["weight"]
        assert (row["Miss"] == "Yes") == (line["Miss"] == "Yes") == question["miss"]
        assert (row["Note"] or "") == question["note"].strip()
    summary = dict(row[:2] for row in book["Summary"])
    assert summary["Score"] == whole_percent(Fraction(found["result"]["score"]))
    assert summary["Fingerprint"] == found["about"]["fingerprint"]
    assert [row["Title"] for row in records(book["Remediation items"])] == [each["title"] for each in found["items"]]
    assert sum(row["Effort, days"] or 0 for row in records(book["Remediation items"])) == pytest.approx(
        sum(float(Fraction(each["effort_days"] or 0)) for each in found["items"])
    )


def test_a_decided_review_names_the_hash_of_what_was_sealed_and_an_open_one_its_fingerprint(
    sample_session: Session, tmp_path: Path
) -> None:
    decided = review_of(sample_session, "checkout")
    with sample_session.store.read() as tx:
        seal = tx.seals.of(decided.assessment.id)
    assert seal is not None
    found = document(sample_session, tmp_path, on(decided))
    assert found["about"]["fingerprint"] == seal.content_hash
    assert found["review"]["decision"]["outcome"] == "no-go"


def test_internal_notes_and_hashes_of_evidence(session: Session, tmp_path: Path) -> None:
    begun = begin_review(session, [small_pack()])
    review = open_review(session, begun.id)
    first, second = list(review.questionnaire.asked)[:2]
    secret, shared = "only for us", "for everybody"
    for question, note in ((first, secret), (second, shared)):
        answer = replace(review.answer(question), state=AnswerState.UNKNOWN, note=note, note_internal=question == first)
        record_answer(session, begun.id, answer)
    for kind in TABLES:
        data = made(session, tmp_path, on(review, kind))
        text = str(sheets(data)) if kind is Format.XLSX else data.decode()
        assert secret in text
        assert shared in text
    for write in (review_tables.review_workbook, review_tables.review_csv, review_tables.review_json):
        data = write(session, replace(on(review), audience=BRIEF))
        text = str(sheets(data)) if data.startswith(b"PK") else data.decode("utf-8-sig")
        assert secret not in text
        assert shared in text
    assert document(session, tmp_path, on(review))["about"]["fingerprint"] == fingerprint(
        open_review(session, begun.id)
    )


def test_an_auditor_has_the_history_and_the_seals_and_nobody_else(sample_session: Session, tmp_path: Path) -> None:
    order = replace(on(review_of(sample_session, "returns")), audience=Audience.AUDITOR)
    found = document(sample_session, tmp_path, order)
    Draft202012Validator(json.loads(report_schemas()["assessment"])).validate(found)
    with sample_session.store.read() as tx:
        assert order.review is not None
        seal = tx.seals.of(order.review)
    assert seal is not None
    assert found["seals"][-1]["sha256"] == seal.hash
    numbers = [each["number"] for each in found["history"]]
    assert numbers == sorted(set(numbers))
    assert {each["kind"] for each in found["history"]} >= {"answer", "seal"}
    book = sheets(made(sample_session, tmp_path, replace(order, format=Format.XLSX)))
    assert [row["Number"] for row in records(book["History"])] == numbers
    assert [row["Hash of the seal"] for row in records(book["Seals"])] == [each["sha256"] for each in found["seals"]]
    for audience in (FULL, BRIEF):
        other = replace(order, audience=audience)
        assert document(sample_session, tmp_path, other)["history"] == []
        assert "History" not in sheets(made(sample_session, tmp_path, replace(other, format=Format.XLSX)))


def test_the_document_of_a_portfolio_holds_what_the_store_counts(sample_session: Session, tmp_path: Path) -> None:
    found = document(sample_session, tmp_path, ON_ALL)
    Draft202012Validator(json.loads(report_schemas()["portfolio"])).validate(found)
    portfolio = portfolio_on(sample_session)
    assert [each["name"] for each in found["services"]] == [line.service.name for line in portfolio.lines]
    assert Counter(each["verdict"] for each in found["services"]) == Counter(
        str(line.verdict) for line in portfolio.lines
    )
    assert {verdict: count for verdict, count in found["summary"]["verdicts"].items() if count} == Counter(
        str(line.verdict) for line in portfolio.lines
    )
    scores = {each["name"]: each["score"] for each in found["services"]}
    for line in portfolio.lines:
        score = line.standing.score if line.standing else None
        assert scores[line.service.name] == (None if score is None else str(score))
    missed = Counter(each for line in portfolio.lines if line.standing for each in line.standing.misses)
    assert {each["question"]: len(each["services"]) for each in found["misses"]} == missed
    for move in found["movement"]:
        if move["change"] is not None:
            assert Fraction(move["score_after"]) - Fraction(move["score_before"]) == Fraction(move["change"])
    assert {each["kind"] for each in found["movement"]} >= {"moved"}


def test_the_workbook_of_a_portfolio_adds_up(sample_session: Session, tmp_path: Path) -> None:
    found = document(sample_session, tmp_path, ON_ALL)
    book = sheets(made(sample_session, tmp_path, replace(ON_ALL, format=Format.XLSX)))
    assert list(book) == ["Summary", "Services", "Movement", "Missed most often", "Waivers"]
    services, summary = records(book["Services"]), dict(row[:2] for row in book["Summary"])
    assert [row["Service"] for row in services] == [each["name"] for each in found["services"]]
    assert sum(row["Overdue"] for row in services) == summary["Overdue"] == found["summary"]["overdue"]
    assert sum(row["Blockers"] or 0 for row in services) == summary["Blockers"]
    assert [row["Score"] for row in services] == [
        None if each["score"] is None else whole_percent(Fraction(each["score"])) for each in found["services"]
    ]
    in_csv = lines(made(sample_session, tmp_path, replace(ON_ALL, format=Format.CSV)))
    assert [row["Service"] for row in in_csv] == [row["Service"] for row in services]
    assert [row["Score"] for row in in_csv] == ["" if row["Score"] is None else str(row["Score"]) for row in services]


def test_a_team_has_its_own_services_alone(sample_session: Session, tmp_path: Path) -> None:
    order = ReportOrder(Subject.TEAM, FULL, Format.JSON, team="payments")
    found = document(sample_session, tmp_path, order)
    assert (found["team"], [each["name"] for each in found["services"]]) == ("Payments", ["payments"])


class Quoted(NullTranslations):
    """A language that quotes everything."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"


def test_tables_are_written_in_the_language_of_the_report(sample_session: Session) -> None:
    review, words = review_of(sample_session, "checkout"), ReportColumns(Quoted())
    found = assessment_document(review, words, sample_session.now(), FULL, fingerprint(review))
    tables = assessment_tables(found, words)
    titles = [text for table in tables for text in (table.name, *(column.title for column in table.columns))]
    assert [text for text in titles if not text.startswith("«")] == []
    assert {row[3] for row in tables[1].rows} <= {"«Blocker»", "«High»", "«Medium»", "«Low»"}


@pytest.mark.parametrize("name", report_schemas())
def test_the_published_schema_is_in_step_and_describes_every_field(name: str, repository: Path) -> None:
    shipped = repository / "docs" / "schemas" / f"{name}.schema.json"
    text = report_schemas()[name]
    assert shipped.read_text(encoding="utf-8") == text, "write it anew from report_schemas()"
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    for definition in schema["$defs"].values():
        assert definition.get("description") or "enum" in definition
        assert "enum" in definition or definition["additionalProperties"] is False
        for field, form in definition.get("properties", {}).items():
            assert form.get("description"), f"{definition['title']}.{field} tells a program nothing"


def test_every_subject_with_tables_has_them_for_each_audience() -> None:
    assert set(TABULAR) >= {Subject.ASSESSMENT, Subject.PORTFOLIO, Subject.TEAM}
    assert all(audiences_of(each) for each in TABULAR)
