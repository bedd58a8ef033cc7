"""Questionnaires from the terminal: out to the team, and back with a preview."""

from pathlib import Path

import pikepdf
import pytest
from tests.cli.conftest import Type
from tests.exchange.workbooks import fill

from shipworthy.paths import shipped

FIRST = "backend-engineering/contract.first"


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store that holds what these tests are about."""
    assert typed("assess", "checkout", "--answers", str(shipped("assessments", "sample", "otel-checkout.yaml")))[0] == 0
    return typed


def test_a_questionnaire_goes_out_and_comes_back(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    assert typed("questionnaire", "export", "checkout", "--out", str(path)) == (0, f"{path}\n", "")
    fill(path, {FIRST: {"answer": 3, "note": "Looked up."}}, "Jonas Weber")
    code, out, _err = typed("questionnaire", "import", "checkout", str(path), "--dry-run")
    assert code == 0
    assert out.splitlines() == [
        "Filled in by Jonas Weber.",
        f"  1.1  Changed  {FIRST}  Was the contract written and reviewed before the code behind it?",
        "       Unknown → Of the latest contract changes, some were reviewed before their code and some after",
        next(line for line in out.splitlines() if line.startswith("       Note: ") and line.endswith(" Looked up.")),
        "1 changed, 37 unchanged",
        "Nothing was changed.",
    ]
    assert typed("questionnaire", "import", "checkout", str(path))[1].endswith("Imported 1 answer.\n")
    assert (
        typed("questionnaire", "import", "checkout", str(path))[1]
        == "Filled in by Jonas Weber.\n38 unchanged\nNothing was changed.\n"
    )


def test_the_answers_so_far_go_along_when_asked_for(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    assert typed("questionnaire", "export", "checkout", "--out", str(path), "--filled")[0] == 0
    assert typed("questionnaire", "import", "checkout", str(path))[1] == "38 unchanged\nNothing was changed.\n"


def test_paper_is_printed_blank(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "paper.PDF"
    assert typed("questionnaire", "export", "checkout", "--out", str(path))[0] == 0
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Questionnaire: checkout"
    code, _out, err = typed("questionnaire", "export", "checkout", "--out", str(path), "--filled")
    assert code == 2
    assert "always blank" in err


def test_a_bad_file_ends_in_its_problems_and_exit_2(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    typed("questionnaire", "export", "checkout", "--out", str(path))
    fill(path, {FIRST: {"answer": "perhaps", "confidence": "sure"}})
    code, out, err = typed("questionnaire", "import", "checkout", str(path))
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"{path} has 2 problems."
    assert "Questions!G3: “perhaps” is no answer to contract.first." in err
    assert "Questions!K3: “sure” is no confidence." in err


def test_other_endings_and_services_without_a_review_are_refused(typed: Type, tmp_path: Path) -> None:
    code, _out, err = typed("questionnaire", "export", "checkout", "--out", str(tmp_path / "team.ods"))
    assert (code, err.splitlines()[0]) == (2, "team.ods ends neither in .xlsx nor in .pdf.")
    typed("service", "add", "ledger")
    code, _out, err = typed("questionnaire", "export", "ledger")
    assert (code, err.splitlines()[0]) == (2, "“ledger” has no open review.")
    code, _out, err = typed("questionnaire", "import", "checkout", str(tmp_path / "none.xlsx"))
    assert (code, "There is no file" in err) == (2, True)
