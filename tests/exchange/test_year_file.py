"""Year files: what is read, and what is refused with its place."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shipworthy.domain.assessment import Outcome, WeightedPack
from shipworthy.domain.pack import Severity
from shipworthy.domain.questionnaire import Questionnaire, compile_questionnaire
from shipworthy.errors import InvalidFile
from shipworthy.exchange.year_file import parse_year, read_year_file
from shipworthy.packs.loader import load_pack

HERE = Path(__file__).parent
YEAR = """\
service: {name: orders, team: Order Flow, tier: 1}
added: 2026-01-05
facts: {has_database: true}
year:
  - on: 2026-01-07
    at: "09:30"
    by: Amira
    review:
      pack: small
      title: First review
      answers: {data.backups: once}
    decide:
      outcome: conditional go
      reasons: Soon.
      conditions: [{text: Backups, owner: Jonas, due: 2026-02-01}]
      signed: [{name: Jonas, role: Owner}]
      dissent: [{name: Karin, text: Never.}]
  - on: 2026-01-08
    by: Jonas
    plan:
      backups: {closes: [data.backups], owner: Jonas, due: 2026-02-01, effort: 1.5, severity: high, tags: [a]}
      copies: {title: Copies elsewhere, needs: [backups, stock/copies]}
    ask_waiver: {backups: {question: data.backups, until: 2026-03-01, reason: Later.}}
  - {on: 2026-01-09, by: Karin, approve_waiver: {backups: ""}, start: [backups]}
  - {on: 2026-01-10, by: Jonas, done: [backups], change: {copies: {owner: Karin}}, drop: {copies: No.}}
"""


@pytest.fixture(scope="module")
def small() -> Questionnaire:
    """Return the questionnaire that the file is about."""
    return compile_questionnaire([WeightedPack(load_pack(HERE.parent / "packs" / "small.yaml"))])


def problems(text: str) -> list[str]:
    """Return what is wrong with a file, as line:column and message."""
    with pytest.raises(InvalidFile) as caught:
        parse_year(text, "f")
    return [f"{each.line}:{each.column} {each.message}" for each in caught.value.problems]


def test_a_year_is_read(small: Questionnaire) -> None:
    file = parse_year(YEAR, "f")
    file.check_questions(small)
    assert (file.service, file.added, file.packs) == ("orders", datetime(2026, 1, 5, 9, tzinfo=UTC), ("small",))
    assert file.description.facts == {"has_database": True}
    review, plan, approval, end = file.days
    assert review.moment == datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
    assert review.review is not None
    assert [answer.choices for answer in review.review.answers_to(small)] == [("once",)]
    assert review.decision is not None
    assert (review.decision.outcome, review.decision.conditions[0].due) == (Outcome.CONDITIONAL_GO, date(2026, 2, 1))
    assert (review.decision.signatories[0].role, review.decision.dissent[0].text) == ("Owner", "Never.")
    item = plan.form.plan["backups"]
    assert (item.effort, item.severity, item.due) == (Decimal("1.5"), Severity.HIGH, date(2026, 2, 1))
    assert plan.moment == datetime(2026, 1, 8, 10, tzinfo=UTC)
    assert approval.form.approve_waiver == {"backups": ""}
    assert (end.form.done, end.form.drop) == (("backups",), {"copies": "No."})


def test_a_review_may_stand_in_a_file_of_its_own(tmp_path: Path, small: Questionnaire) -> None:
    (tmp_path / "review.yaml").write_text("pack: small\nanswers: {data.backups: once}\n", encoding="utf-8")
    year = "service: orders\nyear: [{on: 2026-01-07, by: Amira, review: review.yaml}]\n"
    (tmp_path / "year.yaml").write_text(year, encoding="utf-8")
    day = read_year_file(tmp_path / "year.yaml").days[0]
    assert day.review is not None
    assert [answer.choices for answer in day.review.answers_to(small)] == [("once",)]
    assert day.decision is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("by: Amira", "by: ''", "7:9 "),
        ("2026-01-08", "2026-01-06", "18:9 This day comes before the one above it"),
        ("start: [backups]", "start: [backup]", "24:72 Nothing before this day is called backup"),
        ("needs: [backups,", "needs: [backup,", "22:49 Nothing before this day is called backup"),
        ("approve_waiver: {backups", "approve_waiver: {copies", "24:50 Nothing before this day is called copies"),
        ('at: "09:30"', 'at: "9:30"', "6:9 at must be a time of day such as 09:30"),
        ("effort: 1.5", "effort: 5000", "21:"),
        ("outcome: conditional go", "outcome: maybe", "13:16 "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(before: str, after: str, expected: str) -> None:
    found = problems(YEAR.replace(before, after, 1))
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_a_key_is_used_once() -> None:
    again = "  - {on: 2026-01-09, by: A, plan: {backups: {}}}\n  - {on: 2026-01-10"
    assert problems(YEAR.replace("  - {on: 2026-01-10", again)) == ["25:36 backups is there already"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("closes: [data.backups]", "closes: [data.backup]", "21:26 There is no question data.backup"),
        ("question: data.backups", "question: data.copy", "23:38 There is no question data.copy"),
        ("answers: {data.backups: once}", "answers: {data.backups: twice}", "11:31 data.backups has no choice twice"),
    ],
)
def test_questions_that_no_pack_asks_are_told(small: Questionnaire, before: str, after: str, expected: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        parse_year(YEAR.replace(before, after, 1), "f").check_questions(small)
    assert [f"{each.line}:{each.column} {each.message}".startswith(expected) for each in caught.value.problems] == [
        True
    ]
