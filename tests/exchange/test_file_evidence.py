"""Files as evidence in answers files: they lie with the file, and what is wrong with one is told at its place."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.errors import InvalidFile
from shipworthy.exchange.answers_file import read_answers_file
from shipworthy.packs.loader import load_pack

SMALL = load_pack(Path(__file__).parents[1] / "packs" / "small.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with evidence in it, and a secret beside it."""
    (tmp_path / "secret.txt").write_text("secret")
    made = tmp_path / "review"
    (made / "traces").mkdir(parents=True)
    (made / "traces" / "pay.log").write_text("504")
    return made


def written(folder: Path, evidence: str) -> Path:
    """Write an answers file with one piece of evidence, at line 5 and column 16."""
    path = folder / "answers.yaml"
    path.write_text(f"answers:\n  data.backups:\n    choice: once\n    evidence:\n      - {{file: {evidence}}}\n")
    return path


def test_a_file_becomes_evidence_by_its_sha_256(folder: Path) -> None:
    file = read_answers_file(written(folder, "traces/pay.log, date: 2026-11-02, expires: 2027-05-02"))
    (answer,) = file.answers_for([SMALL])
    digest = sha256(b"504").hexdigest()
    assert answer.evidence == (Evidence(EvidenceKind.FILE, digest, "pay.log", date(2026, 11, 2), date(2027, 5, 2)),)
    assert file.evidence_files() == (folder / "traces" / "pay.log",)
    titled = read_answers_file(written(folder, "'traces\\pay.log', title: The trace"))
    assert titled.answers_for([SMALL])[0].evidence == (Evidence(EvidenceKind.FILE, digest, "The trace"),)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt", "traces/../../secret.txt", "'..\\secret.txt'", "/etc/passwd", "'C:\\x'", "'C:x'",
        "'//server/x'", "'\\\\server\\share\\x'", "'pay.log:stream'", '"pay\\0.log"',
        '"pay\\n.log"', "'~/../secret.txt'",
    ],
)  # fmt: skip
def test_a_file_elsewhere_is_refused_at_its_place(folder: Path, name: str) -> None:
    with pytest.raises(InvalidFile) as refusal:
        read_answers_file(written(folder, name)).answers_for([SMALL])
    (problem,) = refusal.value.problems
    assert (problem.line, problem.column) == (5, 16)
    assert "is no file beside the answers file" in problem.message
    assert "relative to the answers file" in problem.fix


@pytest.mark.parametrize("target", ["../secret.txt", "link"])
def test_a_link_that_leads_out_or_round_is_refused(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    with pytest.raises(InvalidFile) as refusal:
        read_answers_file(written(folder, "link")).answers_for([SMALL])
    assert "leads out of the folder" in str(refusal.value) or "cannot be read" in str(refusal.value)


def test_what_cannot_be_evidence_is_told_with_line_and_column(folder: Path) -> None:
    (folder / "empty").touch()
    with (folder / "huge").open("wb") as file:
        file.truncate(2_000_000_000)
    path = folder / "answers.yaml"
    path.write_text(
        "answers:\n  data.backups:\n    choice: once\n    evidence:\n"
        "      - {file: gone.log}\n      - {file: traces}\n      - {file: empty}\n      - {file: huge}\n"
        "      - {file: traces/pay.log, text: both}\n"
    )
    with pytest.raises(InvalidFile) as refusal:
        read_answers_file(path).answers_for([SMALL])
    found = {each.line: (each.column, each.message.rpartition(f"{folder}/")[2]) for each in refusal.value.problems}
    assert found == {
        5: (16, "gone.log"),
        6: (16, "traces is a folder"),
        7: (16, "empty is empty, so it shows nothing"),
        8: (16, "huge is larger than 50 MB"),
        9: (9, "Evidence is either a url, a text or a file"),
    }
