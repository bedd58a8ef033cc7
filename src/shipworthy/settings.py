"""What a person can set, each with its default and a sentence; kept as TOML beside the data, read by window and CLI.

The values are checked here by hand: the library that checks all other files takes as long to load as the whole window.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from shipworthy.errors import UserError
from shipworthy.files import write_text
from shipworthy.paths import config_dir, data_dir
from shipworthy.text import _

FILE_NAME = "settings.toml"
TextSize = Literal[90, 100, 115, 130, 150]
TEXT_SIZES: tuple[TextSize, ...] = get_args(TextSize)
PAPERS = ("a4", "letter")  # the domain names them too, but is not loaded before the window is on screen
_CHOICES: dict[str, tuple[object, ...]] = {"text_size": TEXT_SIZES, "report_paper": PAPERS}


class Theme(StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


class Settings(NamedTuple):
    """The settings as they stand; `data_folder` is empty for the usual place, `text_size` is in percent."""

    name: str = ""
    theme: Theme = Theme.SYSTEM
    text_size: TextSize = 100
    language: str = ""
    data_folder: str = ""
    backup_folder: str = ""
    second_backup_folder: str = ""
    single_key_answers: bool = True
    organisation: str = ""
    report_logo: str = ""
    report_accent: str = ""
    report_classification: str = ""
    report_language: str = ""
    report_paper: str = PAPERS[0]
    report_watermark: str = ""

    @property
    def in_safe_mode(self) -> "Settings":
        """Return the settings with the usual looks of the window, whatever is set."""
        usual = Settings()
        return self._replace(theme=usual.theme, text_size=usual.text_size, language=usual.language)

    @property
    def of_reports(self) -> tuple[str, ...]:
        """Return the values that reports show; they look the same as long as these are the same."""
        own = (self.report_language, self.report_paper, self.report_watermark)
        return (
            self.language,
            self.organisation,
            self.report_logo,
            self.report_accent,
            self.report_classification,
            *own,
        )


SENTENCES = {
    "name": "The name that stands beside your answers.",
    "theme": "How the window looks: system, light, dark or high contrast.",
    "text_size": "Size of the window's text in percent: 90, 100, 115, 130 or 150.",
    "language": "Language of the window; empty for the system's.",
    "data_folder": "Folder of the database; empty for the usual place. Needs a restart.",
    "backup_folder": "Folder of backups; empty for the folder backups beside the database.",
    "second_backup_folder": "Folder, best on another disk, that every backup goes to as well; empty for none.",
    "single_key_answers": "Whether single keys such as 1, N and U answer a question.",
    "organisation": "Your organisation, at the head of reports; one line of at most 60 characters.",
    "report_logo": "Picture file, PNG or JPEG, at the head of reports; empty for none.",
    "report_accent": "Colour of reports as #rrggbb, readable on white; empty for ours.",
    "report_classification": "Line such as Confidential at the head of reports; at most 60 characters.",
    "report_language": "Language of reports; empty for the window's.",
    "report_paper": "Paper of reports: a4 or letter.",
    "report_watermark": "Text behind every page of every report, such as Preliminary; at most 30 characters.",
}
LEAST_CONTRAST = 4.5  # of text on its ground: WCAG 2.2, 1.4.3
LONGEST_LINE = 60
LONGEST_WATERMARK = 30
_PLACES = ("backup_folder", "second_backup_folder", "report_logo")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PRINTED_LINES = {
    "organisation": LONGEST_LINE,
    "report_classification": LONGEST_LINE,
    "report_watermark": LONGEST_WATERMARK,
}


def settings_folder(folder: Path | None) -> Path:
    """Return where the settings lie; a data folder that was asked for carries them along, as on a removable disk."""
    return folder or config_dir()


def data_folder(folder: Path | None, settings: Settings) -> Path:
    """Return where the data lie: the folder asked for, or that of the settings, or the usual one."""
    return folder or Path(settings.data_folder or data_dir())


def load_settings(folder: Path) -> Settings:
    """Read the settings of a folder; defaults where there is no file.

    Raises UserError for a file that is not TOML or that holds an unknown name or a wrong value: nothing is guessed.
    """
    path = folder / FILE_NAME
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise _unreadable(path, error) from error
    # Imported here: the first start does without.
    import tomllib

    try:
        values = tomllib.loads(written.decode("utf-8"))
        checked = {name: _checked(name, value) for name, value in values.items()}
    except ValueError as error:  # also what is not UTF-8 and what is not TOML
        raise _unreadable(path, error) from error
    here = folder.absolute()
    return Settings(**checked | {name: str(here / checked[name]) for name in _PLACES if checked.get(name)})


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings into a folder, with the sentence of each as a comment; raises UserError where it cannot."""
    # Imported here: the window is on screen before anything is set.
    import tomli_w

    values = settings._asdict() | {name: _from_here(folder, getattr(settings, name)) for name in _PLACES}
    lines = [f"# {SENTENCES[name]}\n{tomli_w.dumps({name: value})}" for name, value in values.items()]
    write_text(folder / FILE_NAME, "\n".join(lines))


def _from_here(folder: Path, place: str) -> str:
    """Return a place as it is written: one inside the settings' folder moves with it, as on a removable disk."""
    here = folder.absolute()
    return Path(place).relative_to(here).as_posix() if place and Path(place).is_relative_to(here) else place


def _checked(name: str, value: object) -> Any:
    """Return a value as its setting has it; raises ValueError for an unknown name or a wrong value."""
    defaults = Settings._field_defaults
    if name not in defaults:
        raise ValueError(_("there is no setting {name}").format(name=name))
    if name == "theme" and value in tuple(Theme):
        return Theme(str(value))
    # The type itself and not isinstance: TOML's true is no size, though Python takes it for the number 1.
    is_of_type = type(value) is type(defaults[name])
    if not is_of_type or value not in _CHOICES.get(name, (value,)) or not _may_be_printed(name, str(value)):
        sentence = SENTENCES[name].rstrip(".")
        raise ValueError(_("{name} cannot be {value} ({sentence})").format(name=name, value=value, sentence=sentence))
    return value


def _may_be_printed(name: str, value: str) -> bool:
    """Tell whether a text that reports show fits there; True for every other setting."""
    if name == "report_accent":
        return not value or (is_colour(value) and contrast_on_white(value) >= LEAST_CONTRAST)
    return name not in _PRINTED_LINES or (len(value) <= _PRINTED_LINES[name] and (value.isprintable() or not value))


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour such as #2a5bd0."""
    return _COLOUR.fullmatch(text) is not None


def contrast_on_white(colour: str) -> float:
    """Return how well a colour such as #2a5bd0 is read on white: 1 (not at all) to 21 (black).

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _unreadable(path: Path, error: Exception) -> UserError:
    return UserError(
        _("The settings file {path} cannot be read: {error}.").format(path=path, error=error),
        _("Mend the line, or remove the file to start from the defaults. Settings are: {names}.").format(
            names=", ".join(Settings._fields)
        ),
    )
