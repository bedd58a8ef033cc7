"""The whole store as one archive, from the terminal."""

import base64
from pathlib import Path

import pytest
from PIL import Image

from shipworthy.app import run
from shipworthy.exchange.store_archive import read_store
from shipworthy.settings import Settings, save_settings


def typed(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a command line: exit code, output, errors."""
    capsys.readouterr()
    code = run(["--data-dir", str(folder), *arguments])
    return (code, *capsys.readouterr())


def test_everything_is_exported_under_a_name_of_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed(capsys, tmp_path / "data", "service", "add", "checkout")[0] == 0
    code, out, err = typed(capsys, tmp_path / "data", "store", "export")
    (made,) = tmp_path.glob("shipworthy-*.shipworthy-store")
    assert (code, err) == (0, "")
    assert f"Everything is in {made}: the database and 0 evidence files. It was read back." in out
    assert list(read_store(made).entries) == ["shipworthy.db"]


def test_damaged_evidence_is_told_and_the_exit_code_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    assert typed(capsys, data, "service", "add", "checkout")[0] == 0
    digest = "0" * 64
    (data / "evidence" / digest).mkdir(parents=True)
    (data / "evidence" / digest / "trace.log").write_bytes(b"no trace")
    code, out, err = typed(capsys, data, "store", "export", str(tmp_path / "all.shipworthy-store"))
    assert code == 2
    assert "0 evidence files" in out
    assert "000000000000…" in err


def test_an_archive_that_cannot_be_written_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = typed(capsys, tmp_path / "data", "store", "export", str(tmp_path / "gone" / "all.zip"))
    assert (code, out) == (2, "")
    assert "Nothing can be written to" in err
    assert "Traceback" not in err


def test_a_data_folder_works_wherever_its_disk_turns_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = tmp_path / "E" / "shipworthy", tmp_path / "F" / "shipworthy"
    for folder in (before, after):
        folder.parent.mkdir()
    assert typed(capsys, before, "service", "add", "checkout")[0] == 0
    picture = before / "logo.png"
    Image.new("RGB", (40, 20), "navy").save(picture)
    save_settings(before, Settings(name="Amira", report_logo=str(picture), backup_folder=str(before / "kept")))
    evidence = tmp_path / "answers.yaml"
    (tmp_path / "trace.log").write_text("a trace", encoding="utf-8")
    evidence.write_text(
        "pack: backend-engineering\nanswers: {failure.timeouts: {choice: every, evidence: [{file: trace.log}]}}\n",
        encoding="utf-8",
    )
    assert typed(capsys, before, "assess", "checkout", "--answers", str(evidence))[0] == 0
    before.rename(after)
    assert before.exists() is False
    code, _out, err = typed(capsys, after, "report", "checkout", "--format", "html", "--out", str(tmp_path / "c.html"))
    assert (code, err) == (0, "")
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert base64.b64encode((after / "logo.png").read_bytes()).decode() in page
    assert "trace.log" in page
    code, out, err = typed(capsys, after, "backup")
    assert (code, err) == (0, "")
    assert str(after / "kept") in out
    assert before.exists() is False


def exported(capsys: pytest.CaptureFixture[str], folder: Path) -> Path:
    """Return the archive of a store with one service and a template of its own."""
    assert typed(capsys, folder / "first", "service", "add", "checkout")[0] == 0
    assert typed(capsys, folder / "first", "report-template", "new", "ours", "--about", "portfolio")[0] == 0
    archive = folder / "all.shipworthy-store"
    assert typed(capsys, folder / "first", "store", "export", str(archive))[0] == 0
    return archive


def test_an_export_is_imported_on_a_fresh_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = exported(capsys, tmp_path)
    code, out, err = typed(capsys, tmp_path / "second", "store", "import", str(archive))
    assert (code, err) == (0, "")
    assert str(archive) in out
    assert "Added the report template ours." in out
    assert "checkout" in typed(capsys, tmp_path / "second", "service", "list")[1]
    assert sorted(each.name for each in (tmp_path / "second").glob(".*")) == []


def test_an_import_takes_the_place_of_other_data_and_can_be_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = exported(capsys, tmp_path)
    second = tmp_path / "second"
    assert typed(capsys, second, "service", "add", "billing")[0] == 0
    code, out, _err = typed(capsys, second, "store", "import", str(archive), "--dry-run")
    assert code == 0
    assert "another store" in out
    assert "billing" in typed(capsys, second, "service", "list")[1]
    assert typed(capsys, second, "store", "import", str(archive))[0] == 0
    assert "billing" not in typed(capsys, second, "service", "list")[1]
    assert typed(capsys, second, "restore", "latest", "--yes")[0] == 0
    assert "billing" in typed(capsys, second, "service", "list")[1]


def test_an_archive_that_was_touched_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = exported(capsys, tmp_path)
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)
    code, out, err = typed(capsys, tmp_path / "second", "store", "import", str(archive))
    assert (code, out) == (2, "")
    assert str(archive) in err
    assert "Traceback" not in err
    assert not (tmp_path / "second" / "shipworthy.db").exists()
