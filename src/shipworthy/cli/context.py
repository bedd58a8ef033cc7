"""What the commands of the terminal share: how they come to their session, and how they print."""

import codecs
import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from shipworthy import log
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.settings import Settings, data_folder, load_settings, settings_folder
from shipworthy.text import _, use_language
from shipworthy.workflows import reviews, services
from shipworthy.workflows.session import Session

OpenSession = Callable[[Path | None], Session]

# What a terminal would take for a command; text of packs and file names may hold it. Tab and line break are harmless.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Start:
    """How commands come to their session: the opener that app.py hands in, and the data folder asked for, if any."""

    open_session: OpenSession
    data_dir: Path | None

    def session(self) -> Session:
        """Open the session."""
        session = self.open_session(self.data_dir)
        self.log_into(session.data_dir)  # which was not there before the first command
        return session

    def data_folder(self) -> Path:
        """Return where the data lie; raises UserError for settings that cannot be read."""
        return data_folder(self.data_dir, load_settings(settings_folder(self.data_dir)))

    def log_into(self, folder: Path) -> None:
        """Log into a data folder, unless a log is open already, or there is no such folder: a log makes none."""
        if log.file() is None and folder.is_dir():
            log.start(log.log_folder(folder), "terminal")

    def place(self) -> tuple[Path, Settings]:
        """Return the data folder and its settings, without opening what lies there."""
        settings = load_settings(settings_folder(self.data_dir))
        use_language(settings.language)
        return data_folder(self.data_dir, settings), settings


Name = Annotated[str, typer.Argument(metavar="SERVICE", help="Name of the service.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, exact fractions as text.")]


def session_of(context: typer.Context) -> Session:
    """Return the session of a command, closed when the command ends."""
    start: Start = context.obj
    session = start.session()
    context.call_on_close(session.close)
    return session


def standing_review_of(session: Session, name: str) -> Review:
    """Return the review that speaks for a service; raises UserError where it has none."""
    found = services.find_service(session, name)
    review = reviews.standing_review(session, found.id)
    if review is None:
        raise UserError(
            _("“{name}” has no review yet.").format(name=found.name),
            _("Start one with shipworthy review start SERVICE, or shipworthy assess SERVICE --answers FILE."),
        )
    return review


def print_json(value: object) -> None:
    """Print a value as JSON; what the output cannot write becomes an escape."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    say(json.dumps(value, ensure_ascii=codecs.lookup(encoding).name != "utf-8", indent=2))


def say(text: object, err: bool = False) -> None:
    """Print a line; raises UserError where the output cannot take it, such as a file on a full disk."""
    try:
        typer.echo(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text)), err=err)
    except BrokenPipeError:
        raise  # whoever read it has read enough: Typer ends in silence
    except OSError as error:
        # What is still in the buffer has nowhere to go; Python would try once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())
        raise UserError(
            _("The output could not be written: {reason}.").format(reason=error.strerror),
            _("Check where it goes to, such as the room on that disk."),
        ) from error
