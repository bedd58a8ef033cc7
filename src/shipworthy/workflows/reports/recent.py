"""The list of what was exported last: a small file beside the database, for this computer's paths alone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from shipworthy.domain.canonical import decode, encode
from shipworthy.domain.report_kind import ReportOrder
from shipworthy.errors import UserError
from shipworthy.files import write_bytes
from shipworthy.text import _
from shipworthy.untrusted.files import read_bytes

FILE = "recent-exports.json"
MOST = 20
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class RecentExport:
    """A report that was exported: where to, `what` it is on in words, by which order, and when."""

    path: str
    what: str
    order: ReportOrder
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ListedExport:
    """An export with whether its file is still there."""

    export: RecentExport
    is_there: bool


def list_recent(folder: Path) -> tuple[ListedExport, ...]:
    """Return the last exports of a data folder, the newest first; raises UserError where the list is damaged."""
    return tuple(ListedExport(each, Path(each.path).is_file()) for each in _read(folder))


def note_export(folder: Path, export: RecentExport) -> None:
    """Put an export at the head of the list, in the place of an earlier one to the same file.

    A list that is damaged begins anew. Raises UserError where it cannot be written.
    """
    try:
        known = _read(folder)
    except UserError:
        known = ()
    others = (each for each in known if each.path != export.path)
    _write(folder, (export, *others)[:MOST])


def forget_exports(folder: Path) -> None:
    """Empty the list; the files stay. Raises UserError where it cannot be written."""
    _write(folder, ())


def _write(folder: Path, exports: tuple[RecentExport, ...]) -> None:
    write_bytes(folder / FILE, encode(exports))


def _read(folder: Path) -> tuple[RecentExport, ...]:
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        return decode(read_bytes(path, _MOST_BYTES), tuple[RecentExport, ...])[:MOST]
    except msgspec.DecodeError as error:
        raise UserError(
            _("The list of recent exports is damaged."), _("Clear it; the exported files stay where they are.")
        ) from error
