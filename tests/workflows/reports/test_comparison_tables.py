"""Two reviews as tables and as a document: the parts and the questions each sum exactly to the change."""

import csv
import json
from fractions import Fraction
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from shipworthy.domain.comparison import Comparison
from shipworthy.domain.report_kind import Audience
from shipworthy.exchange.comparison_document import comparison_document
from shipworthy.exchange.comparison_tables import comparison_tables, question_change_table
from shipworthy.exchange.report_document import document_bytes
from shipworthy.exchange.report_schemas import report_schemas
from shipworthy.exchange.report_table import table_as_csv, tables_as_workbook
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.comparison import compare_reviews
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session


@pytest.fixture
def comparisons(sample_session: Session) -> list[Comparison]:
    """Return each review of some services beside the one before it."""
    found = []
    for name in ("returns", "parcel-tracking", "orders", "stock"):
        service = find_service(sample_session, name)
        with sample_session.store.read() as tx:
            reviews = sorted(tx.assessments.of_service(service.id), key=lambda each: each.sequence)
        found += [compare_reviews(sample_session, one.id, other.id) for one, other in pairwise(reviews)]
    assert len(found) >= 4
    return found


def test_the_document_sums_to_the_change(sample_session: Session, comparisons: list[Comparison]) -> None:
    schema = Draft202012Validator(json.loads(report_schemas()["comparison"]))
    for comparison in comparisons:
        made = comparison_document(
            comparison, ComparisonWording(), sample_session.now(), Audience.DESIGN_REVIEW, ("0" * 64, "1" * 64)
        )
        found: Any = json.loads(document_bytes(made))
        schema.validate(found)
        assert comparison.change is not None
        assert Fraction(found["change"]) == comparison.change
        assert sum(Fraction(each["change"]) for each in found["parts"]) == comparison.change
        assert sum(Fraction(each["change"]) for each in found["questions"]) == comparison.change
        for side, review in (("before", comparison.before), ("after", comparison.after)):
            assert Fraction(found[side]["score"]) == review.scorecard.score
            assert found[side]["verdict"] == str(review.shown_verdict)


def test_the_tables_say_what_the_document_says(sample_session: Session, comparisons: list[Comparison]) -> None:
    words, wording = ReportColumns(), ComparisonWording()
    for comparison in comparisons:
        document = comparison_document(
            comparison, wording, sample_session.now(), Audience.LEADERSHIP, ("0" * 64, "1" * 64)
        )
        data = tables_as_workbook(comparison_tables(document, words, wording), "Comparison", sample_session.now())
        book = openpyxl.load_workbook(BytesIO(data))
        sheets: dict[str, list[Any]] = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
        parts = dict(row[:2] for row in sheets["Parts of the change"][1:])
        assert sum(parts.values()) == pytest.approx(float(comparison.change or 0) * 100, abs=0.01)
        questions = sheets["Questions"][1:]
        assert [row[-1] for row in questions] == [each.question.id for each in comparison.movements]
        text = table_as_csv(question_change_table(document, words, wording)).decode("utf-8-sig")
        lines = list(csv.reader(StringIO(text, newline="")))[1:]
        assert [line[0] for line in lines] == [row[0] for row in questions]
        sides = {row[0]: row[1:3] for row in sheets["Before and after"]}
        assert sides["Review"] == (comparison.before.assessment.title, comparison.after.assessment.title)
