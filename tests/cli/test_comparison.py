"""Comparing two reviews from a terminal."""

import json
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest
from tests.cli.conftest import Type


@pytest.fixture
def reviewed(typed: Type, tmp_path: Path) -> list[dict[str, object]]:
    """Decide a review of a service, start the next from it, and return both as they are listed."""
    answers = tmp_path / "answers.yaml"
    answers.write_text("pack: backend-engineering\nanswers:\n  shutdown.logs: flushed\n", encoding="utf-8")
    typed("service", "add", "checkout", "--tier", "1")
    assert typed("assess", "checkout", "--answers", str(answers))[0] == 0
    assert typed("decide", "checkout", "--outcome", "no-go", "--sign", "Ada, Director", "--note", "Not yet.")[0] == 0
    assert typed("review", "start", "checkout", "--title", "Second review", "--from", "nothing")[0] == 0
    code, out, _err = typed("review", "list", "checkout", "--json")
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_reviews_are_listed_with_what_names_them(typed: Type, reviewed: list[dict[str, object]]) -> None:
    assert [each["state"] for each in reviewed] == ["decided", "draft"]
    code, out, _err = typed("review", "list", "checkout")
    assert code == 0
    first, second = out.splitlines()
    assert first.startswith(str(reviewed[0]["assessment"])[:8])
    assert "Decided, Not ready" in first
    assert second.endswith("Draft, Not ready  Second review")
    assert typed("service", "add", "ledger")[0] == 0
    assert typed("review", "list", "ledger")[1] == "“ledger” has no review yet.\n"
    assert json.loads(typed("review", "list", "ledger", "--json")[1]) == []


def test_two_reviews_are_compared_in_words(typed: Type, reviewed: list[dict[str, object]]) -> None:
    code, out, err = typed("compare", str(reviewed[0]["assessment"])[:8], "second review")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("checkout: “")
    assert lines[0].endswith("→ “Second review”")
    assert "Verdict: Not ready, as before" in lines
    start = lines.index(next(line for line in lines if line.startswith("What moved the score, −")))
    assert [line.split(maxsplit=1)[1] for line in lines[start + 1 : start + 6]] == [
        "Packs and weights",
        "Facts",
        "Not applicable",
        "Answers",
        "Evidence",
    ]
    assert any("shutdown.logs  Answer" in line and line.endswith("→ Unanswered") for line in lines)


def test_the_json_is_exact(typed: Type, reviewed: list[dict[str, object]]) -> None:
    code, out, _err = typed("compare", *(str(each["assessment"]) for each in reviewed), "--json")
    assert code == 0
    found = json.loads(out)
    change = Fraction(found["change"])
    assert change == Fraction(found["after"]["score"]) - Fraction(found["before"]["score"])
    assert sum(Fraction(part) for part in found["parts"].values()) == change
    assert sum(Fraction(each["change"]) for each in found["questions"]) == change
    (row,) = (each for each in found["questions"] if each["id"] == "backend-engineering/shutdown.logs")
    assert (row["moved"], row["after"]["text"]) == (["answer"], "Unanswered")


def test_a_name_that_nothing_has_is_told(typed: Type, reviewed: list[dict[str, object]]) -> None:
    code, out, err = typed("compare", "first", "Second review")
    assert (code, out) == (2, "")
    assert err.startswith("There is no review “first”.\n")
    assert "shipworthy review list SERVICE" in err
    code, _out, err = typed("compare", "Second review", "Second review")
    assert code == 2
    assert err.startswith("A review cannot be compared with itself.\n")


def test_two_reviews_become_a_report(typed: Type, reviewed: list[dict[str, object]], tmp_path: Path) -> None:
    ids = [str(each["assessment"]) for each in reviewed]
    target = tmp_path / "beside.pdf"
    words = ("report", "checkout", "--about", "comparison", "--out", str(target))
    for names in (("--later", ids[1]), ("--earlier", "Second review")):
        assert typed(*words, *names) == (0, f"{target}\n", "")
        with pikepdf.open(target) as pdf:
            assert pdf.docinfo["/Title"] == "checkout: comparison of two reviews"
    assert typed(*words, "--earlier", ids[0], "--later", ids[1], "--for", "leadership")[0] == 0
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 2


def test_a_report_without_a_review_before_ends_in_one_message(
    typed: Type, reviewed: list[dict[str, object]], tmp_path: Path
) -> None:
    target = tmp_path / "beside.pdf"
    code, out, err = typed("report", "checkout", "--about", "comparison", "--out", str(target))
    assert (code, out) == (2, "")
    assert err.startswith("No review of “checkout” was decided before “")
    code, out, err = typed("report", "checkout", "--earlier", "Second review", "--out", str(target))
    assert (code, out) == (2, "")
    assert err.startswith("--earlier and --later belong to the comparison of two reviews.\n")
    assert not target.exists()
