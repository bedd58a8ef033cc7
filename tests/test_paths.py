"""Shipped folders must be found from a checkout, from an installed wheel and from a frozen program alike."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shipworthy import paths

FOLDERS = ("assessments", "report_templates", "resources")


@pytest.mark.parametrize("folder", FOLDERS)
def test_checkout_ships_from_its_root(repository: Path, folder: str) -> None:
    assert paths.shipped(folder) == repository / folder
    assert paths.shipped(folder).is_dir()


def test_parts_are_joined() -> None:
    assert paths.shipped("resources", "fonts", "x.ttf") == paths.shipped("resources") / "fonts" / "x.ttf"


@pytest.mark.parametrize("parts", [(), ("src",), ("..", "assessments")])
def test_other_folders_are_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="starts with one of assessments"):
        paths.shipped(*parts)


def test_frozen_program_ships_from_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.shipped("assessments", "a.yaml") == tmp_path / "shipworthy" / "_shipped" / "assessments" / "a.yaml"


def test_installed_wheel_carries_and_finds_the_shipped_folders(repository: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=repository, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    shipped_files = {
        path.relative_to(repository).as_posix()
        for folder in FOLDERS
        for path in (repository / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    in_wheel = tmp_path / "site" / "shipworthy" / "_shipped"
    assert {path.relative_to(in_wheel).as_posix() for path in in_wheel.rglob("*") if path.is_file()} >= shipped_files
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from shipworthy import paths; print(paths.shipped('assessments'))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site")], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert Path(found.stdout.strip()) == in_wheel / "assessments"


@pytest.mark.parametrize("folder", [paths.data_dir, paths.config_dir, paths.cache_dir])
def test_user_folders_lie_in_the_home_of_the_user(folder: object) -> None:
    assert callable(folder)
    assert Path.home() in folder().parents
    assert folder().name == "shipworthy"


def test_asking_for_a_user_folder_makes_none() -> None:
    assert not any(folder().exists() for folder in (paths.data_dir, paths.config_dir, paths.cache_dir))
