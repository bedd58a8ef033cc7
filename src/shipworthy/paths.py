"""Where things lie on disk: the user's folders, and what ships with the program.

The one module that knows whether it runs from a checkout, from an installed wheel or frozen.
"""

import os
import sys
from pathlib import Path

from shipworthy.errors import UserError

CACHE_VARIABLE = "SHIPWORTHY_CACHE"  # set in safe mode, for the process and its children
_APP = "shipworthy"
_SHIPPED_FOLDERS = ("assessments", "docs", "report_templates", "resources")


def data_dir() -> Path:
    """Return the folder that holds the user's database unless --data-dir names another; it may not exist yet."""
    return _user_folder("LOCALAPPDATA", "Application Support", "XDG_DATA_HOME", ".local/share") / _APP


def config_dir() -> Path:
    """Return the folder that holds the settings file; it may not exist yet."""
    return _user_folder("APPDATA", "Application Support", "XDG_CONFIG_HOME", ".config") / _APP


def cache_dir() -> Path:
    """Return the folder for files that can be made again at any time; it may not exist yet."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    folder = _user_folder("LOCALAPPDATA", "Caches", "XDG_CACHE_HOME", ".cache") / _APP
    return folder / "Cache" if sys.platform == "win32" else folder


def shipped(*parts: str) -> Path:
    """Return the path of a file or folder that ships with the program, such as `shipped("assessments")`.

    The first part is one of assessments, docs, report_templates, resources; ValueError otherwise.
    """
    if not parts or parts[0] not in _SHIPPED_FOLDERS:
        raise ValueError(f"shipped() starts with one of {', '.join(_SHIPPED_FOLDERS)}, not {parts[:1]}")
    return _shipped_root().joinpath(*parts)


def _user_folder(windows: str, mac: str, xdg: str, xdg_default: str) -> Path:
    """Return a folder of the user's, as each system has it: Windows and XDG name it in the environment.

    By hand, because the library for it would add a thirtieth to the window's start.
    Source: XDG Base Directory Specification 0.8, by which a relative path is to be ignored.
    """
    if sys.platform == "win32":
        home = _home() / "AppData"
        return Path(os.environ.get(windows) or home / ("Roaming" if windows == "APPDATA" else "Local"))
    if sys.platform == "darwin":
        return _home() / "Library" / mac
    named = Path(os.environ.get(xdg, ""))
    return named if named.is_absolute() else _home() / xdg_default


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:  # a user without a name, as containers have them, and nothing in the environment
        # In English: the translations are found through this module.
        raise UserError(
            "This user has no home folder.", "Set the environment variable HOME to a folder that may be written."
        ) from error


def _shipped_root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller alone
    if frozen is not None:
        return Path(frozen) / _APP / "_shipped"
    package = Path(__file__).resolve().parent
    in_wheel = package / "_shipped"
    return in_wheel if in_wheel.is_dir() else package.parents[1]
