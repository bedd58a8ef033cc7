"""Where things lie on disk: the user's folders, and what ships with the program.

The one module that knows whether it runs from a checkout, from an installed wheel or frozen.
"""

import sys
from pathlib import Path

import platformdirs

_APP = "shipworthy"
_SHIPPED_FOLDERS = ("assessments", "report_templates", "resources")


def data_dir() -> Path:
    """Return the folder that holds the user's database unless --data-dir names another; it may not exist yet."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def config_dir() -> Path:
    """Return the folder that holds the settings file; it may not exist yet."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False, roaming=True))


def cache_dir() -> Path:
    """Return the folder for files that can be made again at any time; it may not exist yet."""
    return Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def shipped(*parts: str) -> Path:
    """Return the path of a file or folder that ships with the program, such as `shipped("assessments")`.

    The first part is one of assessments, report_templates, resources; ValueError otherwise.
    """
    if not parts or parts[0] not in _SHIPPED_FOLDERS:
        raise ValueError(f"shipped() starts with one of {', '.join(_SHIPPED_FOLDERS)}, not {parts[:1]}")
    return _shipped_root().joinpath(*parts)


def _shipped_root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller alone
    if frozen is not None:
        return Path(frozen) / _APP / "_shipped"
    package = Path(__file__).resolve().parent
    in_wheel = package / "_shipped"
    return in_wheel if in_wheel.is_dir() else package.parents[1]
