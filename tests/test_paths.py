"""Shipped folders must be found from a checkout, from an installed wheel and from a frozen program alike."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shipworthy import paths
from shipworthy.errors import UserError

MAC = "home/Library/Application Support"
FOLDERS = ("assessments", "docs", "report_templates", "resources")


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


@pytest.fixture(autouse=True)
def _cache_of_its_own(_home_of_its_own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path.home() / ".cache"))


@pytest.mark.parametrize("folder", [paths.data_dir, paths.config_dir, paths.cache_dir])
def test_user_folders_lie_in_the_home_of_the_user(folder: object) -> None:
    assert callable(folder)
    assert Path.home() in folder().parents
    assert folder().name == "shipworthy"


@pytest.mark.parametrize(
    ("system", "data", "config", "cache"),
    [
        ("linux", "x-data/shipworthy", "x-config/shipworthy", "x-cache/shipworthy"),
        ("darwin", f"{MAC}/shipworthy", f"{MAC}/shipworthy", "home/Library/Caches/shipworthy"),
        ("win32", "w-local/shipworthy", "w-roaming/shipworthy", "w-local/shipworthy/Cache"),
    ],
)
def test_each_system_has_its_places(
    system: str, data: str, config: str, cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"XDG_DATA_HOME": "x-data", "XDG_CONFIG_HOME": "x-config", "XDG_CACHE_HOME": "x-cache"}
    names |= {"LOCALAPPDATA": "w-local", "APPDATA": "w-roaming", "HOME": "home"}
    for name, folder in names.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setattr(sys, "platform", system)
    found = (paths.data_dir(), paths.config_dir(), paths.cache_dir())
    assert found == (tmp_path / data, tmp_path / config, tmp_path / cache)


@pytest.mark.parametrize(
    ("system", "data", "config"),
    [("linux", ".local/share", ".config"), ("win32", "AppData/Local", "AppData/Roaming")],
)
@pytest.mark.parametrize("named", ["", "relative/folder"])
def test_where_the_system_names_none_the_usual_places_are_used(
    system: str, data: str, config: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, named)
    for name in ("LOCALAPPDATA", "APPDATA"):
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "platform", system)
    assert paths.data_dir() == Path.home() / data / "shipworthy"
    assert paths.config_dir() == Path.home() / config / "shipworthy"


def test_asking_for_a_user_folder_makes_none() -> None:
    assert not any(folder().exists() for folder in (paths.data_dir, paths.config_dir, paths.cache_dir))


@pytest.mark.skipif(sys.platform == "win32", reason="the environment alone tells the home there")
def test_a_user_without_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000)  # nobody of that number is known here
    with pytest.raises(UserError, match="no home folder"):
        paths.data_dir()
