"""What a person can set, each with its default and a sentence; kept as TOML beside the data, read by window and CLI."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, get_args, get_type_hints

import msgspec
import tomli_w

from shipworthy.errors import UserError
from shipworthy.files import write_text
from shipworthy.text import _

FILE_NAME = "settings.toml"
TextSize = Literal[90, 100, 115, 130, 150]
TEXT_SIZES: tuple[TextSize, ...] = get_args(TextSize)


class Theme(StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


def _says(sentence: str) -> msgspec.Meta:
    return msgspec.Meta(description=sentence)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings as they stand; `data_folder` is empty for the usual place, `text_size` is in percent."""

    name: Annotated[str, _says("The name that stands beside your answers.")] = ""
    theme: Annotated[Theme, _says("How the window looks: system, light, dark or high contrast.")] = Theme.SYSTEM
    text_size: Annotated[TextSize, _says("Size of the window's text in percent: 90, 100, 115, 130 or 150.")] = 100
    language: Annotated[str, _says("Language of the window; empty for the system's.")] = ""
    data_folder: Annotated[str, _says("Folder of the database; empty for the usual place. Needs a restart.")] = ""
    single_key_answers: Annotated[bool, _says("Whether single keys such as 1, N and U answer a question.")] = True


def load_settings(folder: Path) -> Settings:
    """Read the settings of a folder; defaults where there is no file.

    Raises UserError for a file that is not TOML or that holds an unknown name or a wrong value: nothing is guessed.
    """
    path = folder / FILE_NAME
    try:
        return msgspec.convert(tomllib.loads(path.read_bytes().decode("utf-8")), Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UserError(
            _("The settings file {path} cannot be read: {error}.").format(path=path, error=error),
            _("Mend the line, or remove the file to start from the defaults. Settings are: {names}.").format(
                names=", ".join(Settings.__struct_fields__)
            ),
        ) from error


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings into a folder, with the sentence of each as a comment; raises UserError where it cannot."""
    hints = get_type_hints(Settings, include_extras=True)
    lines = []
    for name, value in msgspec.to_builtins(settings).items():
        lines.append(f"# {hints[name].__metadata__[0].description}")
        lines.append(tomli_w.dumps({name: value}))
    write_text(folder / FILE_NAME, "\n".join(lines))
