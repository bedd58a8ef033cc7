"""What a person can set, each with its default and a sentence; kept as TOML beside the data, read by window and CLI.

The values are checked here by hand: the library that checks all other files takes as long to load as the whole window.
"""

import dataclasses
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args

from shipworthy.errors import UserError
from shipworthy.files import write_text
from shipworthy.text import _

FILE_NAME = "settings.toml"
TextSize = Literal[90, 100, 115, 130, 150]
TEXT_SIZES: tuple[TextSize, ...] = get_args(TextSize)
_SENTENCE = "sentence"


class Theme(StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


def _says(sentence: str) -> dict[str, str]:
    return {_SENTENCE: sentence}


@dataclasses.dataclass(frozen=True)
class Settings:
    """The settings as they stand; `data_folder` is empty for the usual place, `text_size` is in percent."""

    name: str = dataclasses.field(default="", metadata=_says("The name that stands beside your answers."))
    theme: Theme = dataclasses.field(
        default=Theme.SYSTEM, metadata=_says("How the window looks: system, light, dark or high contrast.")
    )
    text_size: TextSize = dataclasses.field(
        default=100, metadata=_says("Size of the window's text in percent: 90, 100, 115, 130 or 150.")
    )
    language: str = dataclasses.field(default="", metadata=_says("Language of the window; empty for the system's."))
    data_folder: str = dataclasses.field(
        default="", metadata=_says("Folder of the database; empty for the usual place. Needs a restart.")
    )
    single_key_answers: bool = dataclasses.field(
        default=True, metadata=_says("Whether single keys such as 1, N and U answer a question.")
    )


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
        return Settings(**{name: _checked(name, value) for name, value in values.items()})
    except ValueError as error:  # also what is not UTF-8 and what is not TOML
        raise _unreadable(path, error) from error


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings into a folder, with the sentence of each as a comment; raises UserError where it cannot."""
    # Imported here: the window is on screen before anything is set.
    import tomli_w

    lines = []
    for field in dataclasses.fields(Settings):
        lines.append(f"# {field.metadata[_SENTENCE]}")
        lines.append(tomli_w.dumps({field.name: getattr(settings, field.name)}))
    write_text(folder / FILE_NAME, "\n".join(lines))


def _checked(name: str, value: object) -> Any:
    """Return a value as its setting has it; raises ValueError for an unknown name or a wrong value."""
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    if name not in fields:
        raise ValueError(_("there is no setting {name}").format(name=name))
    if name == "theme" and value in tuple(Theme):
        return Theme(str(value))
    # The type itself and not isinstance: TOML's true is no size, though Python takes it for the number 1.
    is_of_type = type(value) is type(fields[name].default)
    if not is_of_type or (name == "text_size" and value not in TEXT_SIZES):
        sentence = fields[name].metadata[_SENTENCE].rstrip(".")
        raise ValueError(_("{name} cannot be {value} ({sentence})").format(name=name, value=value, sentence=sentence))
    return value


def _unreadable(path: Path, error: Exception) -> UserError:
    return UserError(
        _("The settings file {path} cannot be read: {error}.").format(path=path, error=error),
        _("Mend the line, or remove the file to start from the defaults. Settings are: {names}.").format(
            names=", ".join(field.name for field in dataclasses.fields(Settings))
        ),
    )
