"""The one place that knows everyone: it wires settings, store, window and terminal together.

Window, terminal and store are imported by the functions that start them, so that the terminal never loads Qt and the
window is on screen before the store is loaded.
"""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from shipworthy import redaction
from shipworthy.errors import UserError
from shipworthy.files import make_folder
from shipworthy.paths import CACHE_VARIABLE
from shipworthy.settings import Settings, data_folder, load_settings, settings_folder
from shipworthy.text import _, use_language

if TYPE_CHECKING:
    from shipworthy.workflows.session import Session

_DATA_DIR = "--data-dir"
_SAMPLES = "--samples"
_SAFE_MODE = "--safe-mode"
# One of these tells Qt on Linux where windows go.
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(arguments: list[str]) -> int:
    """Open the window, or run a command; returns the exit code: 2 for an error that is the user's to fix.

    The window's own arguments are `--data-dir FOLDER`, `--samples` (load the sample portfolio into an empty store) and
    `--safe-mode` (leave out what may keep the window from starting); they are read here by hand, because the terminal's
    library takes longer to load than the window.
    """
    rest = [argument for argument in arguments if argument not in (_SAMPLES, _SAFE_MODE)]
    folder = None
    if len(rest) == 2 and rest[0] == _DATA_DIR:
        folder, rest = Path(rest[1]), []
    elif len(rest) == 1 and rest[0].startswith(f"{_DATA_DIR}="):
        folder, rest = Path(rest[0].partition("=")[2]), []
    try:
        if not rest:
            return _run_window(folder, with_samples=_SAMPLES in arguments, safely=_SAFE_MODE in arguments)
        return _run_terminal(arguments)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2


def tell_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print what nobody caught as it may be sent to anybody: what the code says, and no word of the user's."""
    if not issubclass(kind, Exception):  # such as Ctrl+C while Python ends
        sys.__excepthook__(kind, error, trace)
        return
    lines = [
        *redaction.report(error, trace),
        "",
        _("This is a fault of the program. Please send this report to whoever looks after Shipworthy for you:"),
        _("it names no service and no answer. What led to it is printed by shipworthy log --action ID."),
    ]
    print("\n".join(lines), file=sys.stderr)


def _load_settings(folder: Path | None, safely: bool = False) -> Settings:
    if folder is not None and folder.exists() and not folder.is_dir():
        raise UserError(
            _("{folder} is a file, not a folder.").format(folder=folder), _("Name the folder that holds the database.")
        )
    settings = load_settings(settings_folder(folder))
    use_language((settings.in_safe_mode if safely else settings).language)
    return settings


def _open_session(folder: Path | None, settings: Settings) -> "Session":
    # Imported here: these load the database library and more, which the window must not wait for.
    from uuid import uuid4

    from tzlocal import get_localzone_name

    from shipworthy.workflows.restore import refuse_lost
    from shipworthy.workflows.session import open_session

    where = data_folder(folder, settings)
    refuse_lost(where, settings)
    return open_session(
        where,
        settings,
        actor=settings.name or _login_name(),
        now=lambda: datetime.now(UTC),
        new_id=uuid4,
        time_zone=get_localzone_name(),
    )


def _login_name() -> str:
    """Return the name of whoever is logged in; in a container that may be a number without a name."""
    # Imported here: the window's first frame does without.
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # OSError from Python 3.13 on; before, what the lookup itself raises
        return str(os.getuid()) if hasattr(os, "getuid") else _("unnamed")


def _run_terminal(arguments: list[str]) -> int:
    # Imported here: the window does without it.
    from shipworthy import cli

    return cli.run(cli.terminal(lambda folder: _open_session(folder, _load_settings(folder))), arguments)


def _run_window(folder: Path | None, with_samples: bool, safely: bool) -> int:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        # Qt would end the process without a word that helps.
        raise UserError(
            _("There is no display to open the window on."),
            _("Start it on a desktop, or use the commands: shipworthy --help lists them."),
        )
    gc.disable()  # until the window shows nearly all that is made stays: looking for garbage takes a tenth of the start
    stored = _load_settings(folder, safely)
    settings = stored.in_safe_mode if safely else stored
    where = data_folder(folder, stored)
    make_folder(where)
    # Imported here: the terminal does without Qt.
    from shipworthy.gui.launch import launch

    wanted: list[bool] = []
    with _fresh_cache() if safely else nullcontext():
        code = launch(
            settings,
            settings_folder(folder),
            where,
            partial(_open_filled, folder, settings, with_samples),
            kept=stored if safely else None,
            restart=wanted.append,
        )
    if wanted:
        _start_again(folder, safely=wanted[-1])
    return code


@contextmanager
def _fresh_cache() -> Iterator[None]:
    """Keep files that can be made again in a folder of this run alone: what lies in the usual one may be at fault."""
    try:
        made = tempfile.TemporaryDirectory(prefix="shipworthy-cache-", ignore_cleanup_errors=True)
    except OSError:  # as on a full disk: then with the usual one, rather than without a window
        yield
        return
    with made as folder:
        os.environ[CACHE_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[CACHE_VARIABLE]


def _start_again(folder: Path | None, *, safely: bool) -> None:
    """Put a new window in the place of this process, which has closed everything; on Windows beside it."""
    # -P: a folder that happens to be the current one must not lend its modules to the window.
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "shipworthy"]
    data = [] if folder is None else [_DATA_DIR, str(folder)]
    command = [*program, *data, *([_SAFE_MODE] if safely else [])]
    if sys.platform == "win32":
        import subprocess  # only this end of a window needs it

        subprocess.Popen(command)  # noqa: S603 - our own program
    else:
        os.execv(sys.executable, command)  # noqa: S606 - our own program


def _open_filled(folder: Path | None, settings: Settings, with_samples: bool) -> "Session":
    # Imported here: these load the database library, on the store's worker.
    from shipworthy.workflows.samples import load_samples
    from shipworthy.workflows.services import has_services

    session = _open_session(folder, settings)
    if with_samples and not has_services(session):
        load_samples(session)
    return session
