"""Bundles from the terminal: sent, taken over, answered, merged; conflicts are listed and never decided unasked."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from shipworthy.app import run
from shipworthy.settings import Settings
from shipworthy.workflows.reviews import record_answer, standing_review
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import open_session


class Typist:
    """Somebody at a terminal with a data folder of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def type(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command line: exit code, output, errors."""
        self._capsys.readouterr()
        code = run(["--data-dir", str(self.folder), *arguments])
        return (code, *self._capsys.readouterr())

    def answer(self, folder: Path, text: str) -> None:
        """Start a review with one answer."""
        file = folder / "answers.yaml"
        file.write_text(f"pack: backend-engineering\ntitle: Design review\nanswers: {{{text}}}\n", encoding="utf-8")
        assert self.type("assess", "checkout", "--answers", str(file))[0] == 0


@pytest.fixture
def amira(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typist:
    """Return Amira, who has a review."""
    typist = Typist(tmp_path / "amira", capsys)
    assert typist.type("service", "add", "checkout")[0] == 0
    typist.answer(tmp_path, "failure.timeouts: some")
    return typist


@pytest.fixture
def jonas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typist:
    """Return Jonas, who has nothing yet."""
    return Typist(tmp_path / "jonas", capsys)


def test_a_review_is_sent_and_taken_over(amira: Typist, jonas: Typist, tmp_path: Path) -> None:
    path = tmp_path / "out.shipworthy"
    code, out, _err = amira.type("bundle", "export", "checkout", "--out", str(path))
    assert (code, out.splitlines()) == (0, [str(path), "1 answer goes along."])
    code, out, _err = jonas.type("bundle", "import", str(path), "--dry-run")
    assert code == 0
    assert out.splitlines()[1:] == [
        "The review is not here yet and will be taken over.",
        "Its service is added with it.",
        "1 answer comes with it.",
        "Nothing was changed.",
    ]
    assert jonas.type("score", "checkout")[0] == 2
    assert jonas.type("bundle", "import", str(path))[1].endswith("Taken over.\n")
    assert jonas.type("score", "checkout")[1] == amira.type("score", "checkout")[1]
    assert jonas.type("bundle", "import", str(path))[1].endswith("It says nothing new.\n")


def test_a_conflict_waits_for_a_decision(amira: Typist, jonas: Typist, tmp_path: Path) -> None:
    first, reply = tmp_path / "a.shipworthy", tmp_path / "b.shipworthy"
    amira.type("bundle", "export", "checkout", "--out", str(first))
    jonas.type("bundle", "import", str(first))
    change(jonas, "tested")
    change(amira, "none")
    jonas.type("bundle", "export", "checkout", "--out", str(reply))
    code, out, err = amira.type("bundle", "import", str(reply))
    assert code == 2
    assert "Conflict in failure.timeouts: here “" in out
    assert err.splitlines()[0] == "1 conflict is not decided."
    assert "--on-conflict mine, theirs or both" in err
    code, out, _err = amira.type("bundle", "import", str(reply), "--on-conflict", "theirs")
    assert (code, out.splitlines()[-1].startswith("Done: merged 1 answer from ")) == (0, True)


def change(typist: Typist, choice: str) -> None:
    """Answer the one question anew, in the same review, as the window does."""
    session = open_session(typist.folder, Settings(), "Chen", lambda: datetime.now(UTC), uuid4)
    with session.store:
        review = standing_review(session, find_service(session, "checkout").id)
        assert review is not None
        answer = review.answer("backend-engineering/failure.timeouts")
        record_answer(session, review.assessment.id, replace(answer, choices=(choice,)))


def test_only_an_open_review_is_sent(jonas: Typist, tmp_path: Path) -> None:
    jonas.type("service", "add", "ledger")
    code, _out, err = jonas.type("bundle", "export", "ledger", "--out", str(tmp_path / "x.shipworthy"))
    assert (code, err.splitlines()[0]) == (2, "“ledger” has no open review.")


def test_a_damaged_bundle_is_one_message(jonas: Typist, tmp_path: Path) -> None:
    path = tmp_path / "bad.shipworthy"
    path.write_bytes(b"PK")
    code, _out, err = jonas.type("bundle", "import", str(path))
    assert code == 2
    assert len(err.splitlines()) == 2
