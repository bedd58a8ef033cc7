"""Reports on many services from the terminal: into a folder, narrowed, numbered or replaced, and what fails listed."""

import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Type


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path) -> Path:
    """Return a data folder with the sample portfolio."""
    (tmp_path / "data").mkdir()
    shutil.copy(sample_store, tmp_path / "data")
    return tmp_path / "data"


def test_all_services_are_exported_in_several_kinds(typed: Type, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    code, out, err = typed("report", "--all", "--out", str(folder), "--format", "csv", "--format", "json")
    assert code == 0
    made = out.splitlines()
    assert len(made) >= 20
    assert sorted(made) == sorted(str(each) for each in folder.iterdir())
    assert f"1 of {len(made)}: " in err
    assert f"{len(made)} of {len(made)}: " in err


def test_a_team_and_a_tier_narrow_it(typed: Type, tmp_path: Path) -> None:
    every = typed("report", "--all", "--out", str(tmp_path / "a"), "--format", "csv")[1].splitlines()
    first = typed("report", "--all", "--out", str(tmp_path / "b"), "--format", "csv", "--tier", "1")[1].splitlines()
    assert 0 < len(first) < len(every)
    code, _out, err = typed("report", "--all", "--out", str(tmp_path / "c"), "--team", "nobody")
    assert (code, err.splitlines()[0]) == (2, "No service is of the team “nobody”.")


def test_what_is_there_is_numbered_or_replaced(typed: Type, tmp_path: Path) -> None:
    words = ("report", "--all", "--tier", "1", "--out", str(tmp_path / "out"), "--format", "json")
    first, second = typed(*words)[1].splitlines(), typed(*words)[1].splitlines()
    assert [each.removesuffix(".json") + "-2.json" for each in first] == second
    assert typed(*words, "--replace")[1].splitlines() == first


def test_what_fails_is_listed_and_the_others_are_made(typed: Type, tmp_path: Path) -> None:
    words = ("report", "--all", "--tier", "1", "--out", str(tmp_path / "out"), "--format", "json", "--replace")
    first, *others = typed(*words)[1].splitlines()
    Path(first).unlink()
    Path(first).mkdir()
    code, out, err = typed(*words)
    assert (code, out.splitlines()) == (2, others)
    assert f"1 report of {len(others) + 1} was not exported:" in err
    assert f"({Path(first).name}): Could not write {first}: it is a folder." in err


def test_options_that_do_not_go_together_end_in_one_message(typed: Type, tmp_path: Path) -> None:
    folder = str(tmp_path / "out")
    for words, said in (
        (("--all",), "need a folder"),
        (("stock", "--all", "--out", folder), "--all makes the report on the standing review"),
        (("--all", "--as-of", "2026-01-01", "--out", folder), "that stand today"),
        (("stock", "--tier", "1"), "belong to reports on many services"),
        (("stock", "--format", "csv", "--format", "json"), "belong to reports on many services"),
    ):
        code, out, err = typed("report", *words)
        assert (code, out) == (2, "")
        assert said in err
    assert not (tmp_path / "out").exists()
