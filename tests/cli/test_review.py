"""Starting reviews and keeping templates from a terminal."""

from pathlib import Path

import pytest
from tests.cli.conftest import Type

ANSWERS = """\
pack: backend-engineering
answers:
  security.secrets: manager
  shutdown.logs: flushed
"""


@pytest.fixture
def answers(tmp_path: Path) -> str:
    """Return the path of an answers file."""
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return str(path)


def test_a_review_is_started_from_the_standing_one(typed: Type, answers: str) -> None:
    typed("service", "add", "checkout", "--tier", "1")
    assert typed("assess", "checkout", "--answers", answers)[0] == 0
    code, _out, err = typed("review", "start", "checkout")
    assert code == 2
    assert "open review already" in err
    code, out, _err = typed("review", "start", "checkout", "--another", "--title", "Design review", "--assessor", "Bo")
    assert code == 0
    assert out.startswith("Started “Design review” of checkout.\n2 answers carried\n")
    assert "Design review" in typed("service", "show", "checkout")[1]


def test_a_first_review_needs_no_option(typed: Type) -> None:
    typed("service", "add", "checkout")
    code, out, _err = typed("review", "start", "checkout")
    assert code == 0
    assert out.startswith("Started “Review of ")
    assert "questions open" in out


def test_a_template_is_kept_listed_used_and_removed(typed: Type, answers: str) -> None:
    assert "No templates yet" in typed("template", "list")[1]
    code, out, _err = typed("template", "add", "Platform", "--answers", answers, "--summary", "Runs on Kubernetes")
    assert (code, out) == (0, "Added Platform with 2 answers.\n")
    assert typed("template", "list")[1] == "Platform  2 answers  Runs on Kubernetes\n"
    typed("service", "add", "checkout")
    out = typed("review", "start", "checkout", "--template", "platform", "--from", "nothing")[1]
    assert "2 answers from templates" in out
    assert typed("template", "remove", "platform")[0] == 0
    assert "No templates yet" in typed("template", "list")[1]
    code, _out, err = typed("review", "start", "checkout", "--template", "Platform", "--another")
    assert code == 2
    assert "There is no template “Platform”" in err


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (["--without", "nope=Because"], "no pack of the standing review"),
        (["--without", "backend-engineering=Because"], "at least one pack"),
        (["--pack", "nope"], "There is no pack nope"),
    ],
)
def test_a_wrong_option_starts_nothing(typed: Type, answers: str, option: list[str], message: str) -> None:
    typed("service", "add", "checkout")
    typed("assess", "checkout", "--answers", answers)
    before = typed("service", "show", "checkout")
    code, _out, err = typed("review", "start", "checkout", "--another", *option)
    assert code == 2
    assert message in err
    assert typed("service", "show", "checkout") == before


def test_an_open_review_is_upgraded_to_a_newer_pack(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout")
    assert "has no open review" in typed("review", "upgrade", "checkout")[2]
    file = tmp_path / "own.yaml"
    typed("pack", "new", "own", "--title", "Our releases", "--out", str(file))
    assert typed("pack", "add", str(file)) == (0, "Added Our releases 0.1.0. A review can be started with it.\n", "")
    assert typed("review", "start", "checkout", "--pack", "own")[0] == 0
    assert "uses the newest version" in typed("review", "upgrade", "checkout")[1]
    (tmp_path / "answers.yaml").write_text("pack: own.yaml\nanswers:\n  first.question: every\n", encoding="utf-8")
    assert typed("assess", "checkout", "--answers", str(tmp_path / "answers.yaml"))[0] == 0
    text = file.read_text(encoding="utf-8").replace("version: 0.1.0", "version: 0.2.0")
    file.write_text(text.replace("Does every release", "Does each release"), encoding="utf-8")
    typed("pack", "add", str(file))
    lines = "own 0.1.0 → 0.2.0\n  changed: first.question\n1 answer to be confirmed: its question changed\n"
    assert typed("review", "upgrade", "checkout", "--dry-run") == (0, lines, "")
    code, out, _err = typed("review", "upgrade", "checkout", "--pack", "own")
    assert code == 0
    assert out.startswith("Upgraded “")
    assert out.endswith(lines)
    code, _out, err = typed("review", "upgrade", "checkout", "--pack", str(file))
    assert code == 2
    assert "uses this version already" in err


def test_a_pack_named_twice_is_refused(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout")
    file = tmp_path / "own.yaml"
    typed("pack", "new", "own", "--out", str(file))
    typed("pack", "add", str(file))
    for twice in (("own", str(file)), ("security-and-hardening", "security-and-hardening")):
        code, _out, err = typed("review", "start", "checkout", "--pack", twice[0], "--pack", twice[1])
        assert code == 2
        assert "is named twice" in err
    assert "has no review yet" in typed("review", "list", "checkout")[1]
