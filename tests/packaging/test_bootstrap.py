"""The set-up command must choose well, stop with the one thing to do, and never install twice.

The whole of it is proven on a bare system by packaging/linux/bare_debian.sh; here are the decisions it makes, with
small programs on PATH standing in for the system's.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs on PATH are shell scripts")

Program = Callable[[str, str], Path]


@pytest.fixture
def bootstrap(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", repository / "packaging" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Return a function that puts a shell script on a PATH that holds nothing else; no pyenv, no system folders."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))

    def write(name: str, script: str) -> Path:
        path = tmp_path / name if "/" in name else folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return write


def test_the_newest_final_python_in_range_is_chosen(bootstrap: ModuleType, program: Program) -> None:
    program("python3.12", "echo final 3 12 9")
    program("python3.11", "echo final 3 11 2")
    newest = program("pyenv/versions/3.14.1/bin/python3", "echo final 3 14 1")
    program("pyenv/versions/3.15.0/bin/python3", "echo final 3 15 0")
    program("pyenv/versions/3.14.2/bin/python3", "echo candidate 3 14 2")
    assert bootstrap.find_python() == newest


@pytest.mark.parametrize("script", ["echo alpha 3 14 0", "echo final 3 10 9", "echo final 3 13 1; exit 1", "exit 1"])
def test_an_unfit_python_is_passed_over(bootstrap: ModuleType, program: Program, script: str) -> None:
    assert bootstrap.probe(program("python3.13", script)) is None


def test_a_broken_link_is_passed_over(bootstrap: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "python3").symlink_to(tmp_path / "nowhere")
    assert bootstrap.probe(tmp_path / "python3") is None


def test_the_running_python_is_found_when_it_is_the_only_one(bootstrap: ModuleType, program: Program) -> None:
    program("unrelated", "exit 0")
    if sys.version_info[:2] > bootstrap.NEWEST:
        pytest.skip("the lock has no wheels for this Python")
    assert bootstrap.find_python() == Path(sys.base_prefix) / "bin" / "python3"


def test_the_environment_never_makes_itself_anew_from_itself(
    bootstrap: ModuleType, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    inside = program(".venv/bin/python3.14", "echo final 3 14 99")
    outside = program("python3.14", "echo final 3 14 1")
    monkeypatch.setenv("PATH", f"{inside.parent}:{outside.parent}")
    assert bootstrap.find_python() != inside


def test_a_renamed_package_counts_as_the_one_it_provides(bootstrap: ModuleType, program: Program) -> None:
    lines = ["installed|libglib2.0-0t64, libglib2.0-0 (= 2.80)", "not-installed|xvfb, ", "installed|zlib1g, "]
    program("dpkg-query", "".join(f"echo '{line}'\n" for line in lines))
    names = bootstrap.debian_packages()
    assert {"libglib2.0-0", "libglib2.0-0t64", "zlib1g"} <= names
    assert "xvfb" not in names


@pytest.fixture
def no_root(bootstrap: ModuleType, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program("dpkg-query", "echo 'installed|libgl1, '")
    program("env", 'echo "$@" >> "$LOG"')
    program("apt-get", "exit 99")


@pytest.mark.usefixtures("no_root")
def test_without_sudo_the_one_command_is_printed(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as ended:
        bootstrap.system_packages(for_tests=True)
    assert ended.value.code == 2
    command = capsys.readouterr().err.splitlines()[-1].split()
    assert command[:7] == ["sudo", "apt-get", "update", "&&", "sudo", "apt-get", "install"]
    assert {"libpango-1.0-0", "libxcb-cursor0", "fonts-noto-core", "xvfb"} <= set(command)
    assert "libgl1" not in command  # it is there


@pytest.mark.usefixtures("no_root")
def test_sudo_that_asks_nothing_is_used(
    bootstrap: ModuleType, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    program("sudo", 'shift; case "$1" in true) exit 0;; *) exec "$@";; esac')
    bootstrap.system_packages(for_tests=False)
    update, install = (tmp_path / "log").read_text().splitlines()
    assert update == "DEBIAN_FRONTEND=noninteractive apt-get update --quiet"
    assert install.startswith("DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends ")
    assert "libpango-1.0-0" in install
    assert "xvfb" not in install  # only the tests need it


@pytest.mark.usefixtures("no_root")
def test_sudo_that_would_ask_is_not_waited_for_in_ci(
    bootstrap: ModuleType, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    program("sudo", '[ "$1" = -n ] && exit 1; sleep 60')
    assert bootstrap.root_prefix() is None


@pytest.mark.usefixtures("no_root")
def test_a_failed_install_says_so(bootstrap: ModuleType, program: Program) -> None:
    program("sudo", 'shift; [ "$1" = true ]')
    with pytest.raises(SystemExit) as ended:
        bootstrap.system_packages(for_tests=False)
    assert ended.value.code == 1


def test_a_step_passes_its_output_on_and_keeps_its_last_line(
    bootstrap: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "print('one'); print('two\\n'); raise SystemExit(3)"
    passed, seconds, last = bootstrap.step("some check", [sys.executable, "-c", code], {})
    assert (passed, last) == (False, "two")
    assert seconds > 0
    assert capfd.readouterr().out.split() == ["==", "some", "check", "one", "two"]
    assert bootstrap.step("some check", [sys.executable, "-c", ""], {})[0] is True
    capfd.readouterr()
    assert bootstrap.step("some check", [sys.executable, "-c", code], {}, at_once=False)[2] == "two"
    assert capfd.readouterr().out.split() == ["==", "some", "check", "one", "two"]


def test_a_step_sees_its_variables_but_no_foreign_python_path(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    code = "import os; print(os.environ.get('PYTHONPATH'), os.environ['QT_QPA_PLATFORM'])"
    assert bootstrap.step("x", [sys.executable, "-c", code], {"QT_QPA_PLATFORM": "xcb"})[2] == "None xcb"


@pytest.mark.parametrize("variables", [{}, {"DISPLAY": ":987"}, {"WAYLAND_DISPLAY": "wayland-987"}])
def test_a_display_that_does_not_answer_is_none(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert bootstrap.has_display() is (sys.platform == "darwin")


@pytest.mark.xvfb
@pytest.mark.skipif(os.environ["QT_QPA_PLATFORM"] == "offscreen", reason="no display here; runs under Xvfb")
def test_a_display_that_answers_is_found(bootstrap: ModuleType) -> None:
    assert bootstrap.has_display() is True


def test_an_old_python_is_told_what_is_needed(repository: Path, tmp_path: Path) -> None:
    script = (repository / "packaging" / "bootstrap.py").read_text()
    later = tmp_path / "bootstrap.py"
    later.write_text(script.replace("OLDEST, NEWEST = (3, 11)", "OLDEST, NEWEST = (3, 99)"))
    done = subprocess.run([sys.executable, later, "run"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Shipworthy needs 3.11 or newer" in done.stderr


def test_verapdf_is_kept_only_with_the_pinned_hash(
    bootstrap: ModuleType,
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = tmp_path / "build" / "verapdf.jar"
    monkeypatch.setattr(bootstrap, "VERAPDF_FILE", kept)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    bootstrap.fetch_verapdf()
    assert "there is no java and no mvn here" in capsys.readouterr().out
    program("java", "exit 1")
    program(
        "mvn", 'for each; do case "$each" in -DoutputDirectory=*) printf jar > "${each#*=}/verapdf.jar";; esac; done'
    )
    with pytest.raises(SystemExit) as stopped:
        bootstrap.fetch_verapdf()
    assert stopped.value.code == 1
    assert "is not the file whose hash is pinned" in capsys.readouterr().err
    assert list(kept.parent.iterdir()) == []
    monkeypatch.setattr(bootstrap, "VERAPDF_HASH", hashlib.sha256(b"jar").hexdigest())
    bootstrap.fetch_verapdf()
    assert kept.read_bytes() == b"jar"
    assert list(kept.parent.iterdir()) == [kept]
    program("mvn", "exit 1")
    bootstrap.fetch_verapdf()
    assert "All there." in capsys.readouterr().out
