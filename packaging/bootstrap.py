#!/usr/bin/env python3
"""Set up, run, test: the one command a newcomer needs, on a machine that has only Python.

    python3 packaging/bootstrap.py run     set up, then open the window (without a display: make the demo reports)
    python3 packaging/bootstrap.py test    set up, then run every check; with --full check PDFs with veraPDF too
    python3 packaging/bootstrap.py lock    resolve packaging/requirements.lock anew from pyproject.toml

Standard library only, because it runs before anything is installed. What is in place stays: a second run installs
nothing and needs no network. Exit codes: 0 done, 1 a step failed, 2 something is missing that only you can install.
"""

from __future__ import annotations  # an older Python must get as far as saying that it is too old

import argparse
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging" / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
STAMP = VENV / "shipworthy-set-up.txt"

OLDEST, NEWEST = (3, 11), (3, 14)  # the Pythons the lock has wheels for

# Each list was found by removing packages from a bare Debian 12 until something broke.
QT_PACKAGES = ("libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3")
WINDOW_PACKAGES = ("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0")
# Reports are drawn without libharfbuzz-subset0 too, but cutting fonts down to the letters used then takes a second, and
# six with Chinese or Japanese among them.
REPORT_PACKAGES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "fonts-noto-cjk",
)
TEST_PACKAGES = ("xvfb", "xauth")
# The judge of PDF/UA and PDF/A, which needs Java; no Python or Debian package carries it.
VERAPDF = "org.verapdf.apps:greenfield-apps:1.28.2"
VERAPDF_HASH = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
VERAPDF_FILE = ROOT / "build" / "verapdf-1.28.2.jar"
PYTHON_PACKAGE = "python3-venv"

ELSEWHERE = {
    "darwin": "Install Homebrew, then: brew install pango",
    "win32": "Install MSYS2, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango\n"
    "and set WEASYPRINT_DLL_DIRECTORIES to its folder ucrt64\\bin.",
    "linux": "With your system's package manager install Pango, Fontconfig, GL, EGL, D-Bus, xkbcommon, xkbcommon-x11,\n"
    "the xcb libraries cursor, icccm, keysyms and shape, the DejaVu and Noto fonts, and for the tests Xvfb.",
}


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code."""
    parser = argparse.ArgumentParser(description="Set up Shipworthy in this checkout, then run or test it.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="open the window; without a display make the demo reports")
    checks = commands.add_parser("test", help="run every check")
    checks.add_argument("--full", action="store_true", help="fetch veraPDF and check every kind of PDF with it")
    lock = commands.add_parser("lock", help="resolve the lock anew from pyproject.toml")
    lock.add_argument("--upgrade", action="store_true", help="take the newest versions instead of keeping the pins")
    options = parser.parse_args(arguments)
    if options.command == "lock":
        return write_lock(upgrade=options.upgrade)
    set_up(for_tests=options.command == "test")
    if options.command == "run":
        return run()
    if options.full:
        fetch_verapdf()
    return test()


def set_up(*, for_tests: bool) -> None:
    """Install what is missing: system packages, the virtual environment, the lock, the project itself."""
    header("System packages")
    system_packages(for_tests=for_tests)
    header("Python environment")
    python_environment()


# --- System packages -------------------------------------------------------------------------------------------------


def system_packages(*, for_tests: bool) -> None:
    """Make sure the libraries, fonts and tools outside Python's reach are there; exit 2 where only the user can."""
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        say_what_to_install()
        return
    wanted = [*QT_PACKAGES, *WINDOW_PACKAGES, *REPORT_PACKAGES]
    if for_tests:
        wanted += TEST_PACKAGES
    if not python_of(VENV) and find_python() is None:
        wanted.append(PYTHON_PACKAGE)
    present = debian_packages()
    missing = [name for name in wanted if name not in present]
    if missing:
        install_debian(missing)
    else:
        print("All there.")


def debian_packages() -> set[str]:
    """Return the names of the installed packages and of those they stand in for (libgl1t64 provides libgl1)."""
    listing = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${db:Status-Status}|${Package}, ${Provides}\n"],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    names: set[str] = set()
    for line in listing.stdout.splitlines():
        status, _, provided = line.partition("|")
        if status == "installed":
            names.update(entry.split("(")[0].strip() for entry in provided.split(","))
    return names


def install_debian(missing: Sequence[str]) -> None:
    """Install Debian packages as root or through sudo; exit 2 with the one command to type where neither works."""
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *missing]
    prefix = root_prefix()
    if prefix is None:
        stop(2, f"Missing packages. Run this, then try again:\n  sudo apt-get update && sudo {' '.join(install)}")
    for command in (["apt-get", "update", "--quiet"], install):
        full = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command]
        print("$", " ".join(full), flush=True)
        if subprocess.run(full, check=False, stdin=subprocess.DEVNULL).returncode != 0:
            stop(1, f"That failed. Mend the cause above (is the network up?), then try again:\n  {' '.join(command)}")


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where that needs the user."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    can_ask = sys.stdin is not None and sys.stdin.isatty() and not os.environ.get("CI")
    return ["sudo"] if can_ask else None


def say_what_to_install() -> None:
    """Go on where Pango is found; elsewhere say how to get it and exit 2."""
    names = ("pango-1.0", "libpango-1.0-0", "pango-1.0-0")
    folders = [*os.environ.get("WEASYPRINT_DLL_DIRECTORIES", "").split(";"), "/opt/homebrew/lib", "/usr/local/lib"]
    found = any(map(ctypes.util.find_library, names)) or any(
        path for folder in folders if folder for path in Path(folder).glob("libpango-1.0*")
    )
    advice = ELSEWHERE.get(sys.platform, ELSEWHERE["linux"])
    if not found:
        stop(2, f"Pango is missing; reports are typeset with it. {advice}")
    print("Pango found. If a library is still missing:", advice, sep="\n")


# --- Python environment ----------------------------------------------------------------------------------------------


def python_environment() -> None:
    """Bring .venv to exactly what the lock says, with the project in it; do nothing where it already is."""
    if not (STAMP.is_file() and STAMP.read_text().splitlines()[:1] == [lock_stamp()]):
        install_lock()
    if STAMP.read_text().splitlines() != [lock_stamp(), project_stamp()]:
        pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text(f"{lock_stamp()}\n{project_stamp()}\n")
    else:
        print("All there.")


def install_lock() -> None:
    """Make .venv anew and install the lock into it, every file checked by its hash, nothing built from source."""
    python = find_python()
    if python is None:
        first, last = (".".join(map(str, version)) for version in (OLDEST, NEWEST))
        stop(2, f"No Python from {first} to {last} with venv, pip, ssl and sqlite3 found. Install one, then try again.")
    print(f"Making {VENV.name} with {python}", flush=True)
    must([str(python), "-m", "venv", "--clear", str(VENV)])
    print(f"Installing {LOCK.relative_to(ROOT)}; this takes a minute, and 0.6 GB of disk", flush=True)
    exact = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
    pip("install", "--quiet", *exact, "--requirement", str(LOCK))
    pip("check")
    STAMP.write_text(lock_stamp() + "\n")


def lock_stamp() -> str:
    """Return what the environment depends on: the lock, its Python, and its folder (its scripts name it)."""
    return f"lock {hashlib.sha256(LOCK.read_bytes()).hexdigest()} python {python_of(VENV)} in {VENV}"


def project_stamp() -> str:
    """Return what the editable install depends on: the project file."""
    return f"project {hashlib.sha256(PROJECT.read_bytes()).hexdigest()}"


def find_python() -> Path | None:
    """Return the newest Python found that can make an environment: on PATH, in pyenv, or the one running this."""
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    candidates = [Path(found) for name in names if (found := shutil.which(name))]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    if os.access(pyenv, os.R_OK | os.X_OK):
        candidates += sorted(pyenv.glob("versions/*/bin/python3"))
    # Not sys.executable and nothing from .venv, which may be running this and is about to be cleared.
    candidates.append(Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3"))
    suitable = [(version, path) for path in candidates if VENV not in path.parents and (version := probe(path))]
    return max(suitable, key=lambda pair: pair[0])[1] if suitable else None


def probe(python: Path) -> tuple[int, ...] | None:
    """Return the version of a Python that is a suitable final release with all it takes, else None."""
    code = (
        "import bz2, ctypes, ensurepip, lzma, sqlite3, ssl, sys, venv, zlib;"
        "print(sys.version_info.releaselevel, *sys.version_info[:3])"
    )
    try:
        answer = subprocess.run(
            [str(python), "-I", "-c", code],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None  # a broken link or a shim that hangs is simply not a candidate
    level, *numbers = answer.stdout.split() or ["none"]
    version = tuple(map(int, numbers))
    return version if answer.returncode == 0 and level == "final" and OLDEST <= version[:2] <= NEWEST else None


def python_of(venv: Path) -> str:
    """Return the version of an environment's Python, or "" where there is none that works."""
    try:
        answer = subprocess.run(
            [str(in_venv("python", venv)), "-c", "import sys; print(*sys.version_info[:3], sep='.')"],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return ""
    return answer.stdout.strip()


def in_venv(program: str, venv: Path = VENV) -> Path:
    """Return the path of a program in an environment."""
    return venv / "Scripts" / f"{program}.exe" if os.name == "nt" else venv / "bin" / program


def pip(*arguments: str) -> None:
    """Run pip of the environment; exit 1 where it fails."""
    must([str(in_venv("python")), "-m", "pip", "--disable-pip-version-check", *arguments])


# --- veraPDF ---------------------------------------------------------------------------------------------------------


def fetch_verapdf() -> None:
    """Fetch veraPDF through Maven, checked by its hash; without Maven or Java say so and go on."""
    header("veraPDF")
    if is_verapdf(VERAPDF_FILE):
        print("All there.")
        return
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        print(
            f"Not fetched: there is no {' and no '.join(missing)} here. A verapdf on PATH is used; else its tests skip."
        )
        return
    VERAPDF_FILE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VERAPDF_FILE.parent) as folder:
        # By its whole name, so that the newest plugin of today does not decide what happens.
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
        must(["mvn", "--quiet", "--batch-mode", copy, f"-Dartifact={VERAPDF}", f"-DoutputDirectory={folder}"])
        [fetched] = Path(folder).iterdir()
        if not is_verapdf(fetched):
            stop(1, f"{fetched.name} is not the file whose hash is pinned in {Path(__file__).name}. Nothing was kept.")
        fetched.replace(VERAPDF_FILE)
    print(f"Fetched {VERAPDF_FILE.relative_to(ROOT)}")


def is_verapdf(path: Path) -> bool:
    """Return whether a file is the veraPDF whose hash is pinned."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == VERAPDF_HASH


# --- Run and test ----------------------------------------------------------------------------------------------------


def run() -> int:
    """Open the window; without a display make the demo reports and show where they lie."""
    command = [str(in_venv("python")), "-m", "shipworthy"]
    if has_display():
        command.append("--samples")  # the first start shows the sample portfolio
    else:
        print("No display answers, so the same job runs headless: shipworthy demo")
        command.append("demo")
    header(" ".join(command[1:]))
    try:
        code = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment()).returncode
    except KeyboardInterrupt:
        return 130
    return code if code >= 0 else 128 - code  # a death by signal, as a shell tells it


def has_display() -> bool:
    """Return whether a window can open; on Linux by opening a connection, for a variable alone proves nothing."""
    if sys.platform in ("darwin", "win32"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    connect = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    try:
        answer = subprocess.run(
            [str(in_venv("python")), "-c", connect],
            check=False,
            capture_output=True,
            timeout=30,
            stdin=subprocess.DEVNULL,
            env=environment(),
        )
    except subprocess.TimeoutExpired:
        return False
    return answer.returncode == 0


def test() -> int:
    """Run every check, all of them even when one fails, and end with what failed and pytest's own last line."""
    python = str(in_venv("python"))
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    pytest = [python, "-m", "pytest"]
    steps: list[tuple[str, list[str], Mapping[str, str]]] = [
        ("ruff check", [str(in_venv("ruff")), "check"], {}),
        ("ruff format", [str(in_venv("ruff")), "format", "--check"], {}),
        ("mypy --strict", [python, "-m", "mypy", "--strict"], {}),
        ("import-linter", [str(in_venv("lint-imports")), "--no-logo"], {}),
    ]
    if shutil.which("xvfb-run"):
        # A screen has one active window, so each of these halves has a screen of its own; they take as long as another.
        xvfb = ["xvfb-run", "--auto-servernum", "--server-args", "-screen 0 1600x1000x24", *pytest, "-m", "xvfb"]
        pages = "tests/gui/pages"
        steps.insert(0, ("pages on xcb", [*xvfb, pages], {"QT_QPA_PLATFORM": "xcb"}))
        steps.append(("others on xcb", [*xvfb, f"--ignore={pages}"], {"QT_QPA_PLATFORM": "xcb"}))
    else:
        print("There is no xvfb-run on this system, so no test runs in a real window.")
    # None of these so far keeps more than one core busy.
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        results = list(pool.map(lambda each: step(*each, at_once=False), steps))
    # One file stays with one worker: its tests share what they prepare.
    workers = ["--numprocesses=auto", "--dist=loadfile"]
    coverage = [
        "--cov=shipworthy.domain",
        "--cov-branch",
        "--cov-fail-under=100",
        "--cov-report=term-missing:skip-covered",
    ]
    # Counting lines costs a third of the time: the tests that cover the domain are a step of their own.
    inner = ["tests/domain", "tests/workflows"]
    wide = [
        ("pytest inner", [*pytest, *workers, *coverage, *inner], offscreen),
        # Last, so that its closing line ends the output.
        ("pytest", [*pytest, *workers, *(f"--ignore={folder}" for folder in inner)], offscreen),
    ]
    results += [step(*each) for each in wide]
    header("Summary")
    for (name, _, _), (passed, seconds, _) in zip([*steps, *wide], results, strict=True):
        print(f"{'passed' if passed else 'FAILED':8}{name:16}{seconds:7.1f} s")
    print(results[-1][2])
    return 0 if all(passed for passed, _, _ in results) else 1


def step(
    name: str, command: Sequence[str], variables: Mapping[str, str], *, at_once: bool = True
) -> tuple[bool, float, str]:
    """Run one check with its output passed through; return whether it passed, its seconds and its last line.

    Unless `at_once`, the output follows when the check has ended, so that it stays together beside another's.
    """
    if at_once:
        header(name)
    begin = time.monotonic()
    last, kept = "", ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environment(), **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if at_once:
                print(line, end="", flush=True)
            else:
                kept += line
            last = line.rstrip() or last
    if not at_once:
        print(f"\n== {name}\n{kept}", end="", flush=True)
    return process.returncode == 0, time.monotonic() - begin, last


def write_lock(*, upgrade: bool) -> int:
    """Resolve the lock for every platform and Python, with hashes and without naming an index."""
    with tempfile.TemporaryDirectory() as folder:
        venv = Path(folder)
        must([sys.executable, "-m", "venv", folder])
        must([str(in_venv("python", venv)), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "uv"])
        compile_lock = [
            *(str(in_venv("uv", venv)), "pip", "compile", "pyproject.toml", "--group", "dev", "--universal"),
            *("--python-version", ".".join(map(str, OLDEST)), "--generate-hashes", "--no-emit-index-url"),
            *("--custom-compile-command", "python3 packaging/bootstrap.py lock"),
            *("--output-file", LOCK.relative_to(ROOT).as_posix(), "--quiet"),
        ]
        must([*compile_lock, "--upgrade"] if upgrade else compile_lock)
    print(f"Wrote {LOCK}")
    return 0


# --- Shared ----------------------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """Return the variables for our own programs: nothing from another Python, Homebrew's libraries findable."""
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    if sys.platform == "darwin":
        variables.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    return variables


def must(command: Iterable[str]) -> None:
    """Run a command in the checkout; exit 1 with its name where it fails."""
    arguments = list(command)
    done = subprocess.run(arguments, check=False, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        stop(1, f"This failed; the reason is above. The first set-up needs the network.\n  {' '.join(arguments)}")


def header(title: str) -> None:
    """Print where we are."""
    print(f"\n== {title}", flush=True)


def stop(code: int, message: str) -> NoReturn:
    """End with a message to the user and an exit code."""
    print(message, file=sys.stderr, flush=True)
    sys.exit(code)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        stop(
            2, f"This is Python {sys.version.split()[0]}; Shipworthy needs 3.11 or newer. Start this with a newer one."
        )
    sys.exit(main(sys.argv[1:]))
