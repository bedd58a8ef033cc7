"""The lock must serve any mirror and hold exactly what the project file asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture
def lock(repository: Path) -> str:
    return (repository / "packaging" / "requirements.lock").read_text()


def pins(lock: str) -> dict[str, list[Requirement]]:
    """Return the pinned requirements by name; one name may be pinned twice, for different Pythons."""
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^([a-z0-9].*?) \\$", lock, re.MULTILINE):
        pin = Requirement(line)
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def asked_for(repository: Path) -> list[Requirement]:
    project = tomllib.loads((repository / "pyproject.toml").read_text())
    texts = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    return [Requirement(text) for text in texts]


def test_lock_names_no_index_host_or_path(lock: str) -> None:
    assert not re.findall(r"://|--index|--extra-index|--find-links|--trusted|@ |file:|(?:^|\s)/\w", lock)
    assert set(re.findall(r"--[\w-]+", lock)) == {"--hash"}


def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    lines = [line for line in lock.splitlines() if line and not line.lstrip().startswith("#")]
    heads = [index for index, line in enumerate(lines) if not line.startswith(" ")]
    assert len(heads) > 30
    for index in heads:
        assert re.match(r"[a-z0-9-]+==[\w.+]+( ; .+)? \\$", lines[index]), lines[index]
        assert re.match(r"    --hash=sha256:[0-9a-f]{64}", lines[index + 1]), lines[index]


def test_lock_holds_what_the_project_asks_for(lock: str, repository: Path) -> None:
    pinned = pins(lock)
    for wanted in asked_for(repository):
        candidates = pinned.get(canonicalize_name(wanted.name), [])
        assert any(wanted.specifier.contains(next(iter(pin.specifier)).version) for pin in candidates), wanted


@pytest.mark.parametrize(
    ("python", "series"), [("3.11.2", "6.11."), ("3.12.0", "6.12."), ("3.13.0", "6.12."), ("3.14.0", "6.12.")]
)
def test_each_python_gets_the_qt_that_does_not_crash_on_it(lock: str, python: str, series: str) -> None:
    environment = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    qt = [pin for pin in pins(lock)["pyside6-essentials"] if pin.marker is None or pin.marker.evaluate(environment)]
    assert [next(iter(pin.specifier)).version[: len(series)] for pin in qt] == [series]
