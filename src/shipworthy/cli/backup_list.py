"""`shipworthy backups`: which there are, from when, and what each holds, read from the files themselves."""

from datetime import UTC, datetime

import typer

from shipworthy.cli.context import AsJson, Start, print_json, say
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.backup_folders import all_backups
from shipworthy.workflows.restore import Point, point_of
from shipworthy.workflows.restore_words import held_words, moment_words, reason_words


def list_backups(context: typer.Context, as_json: AsJson = False) -> None:
    """List the backups in both folders, newest first: moment, reason, size, file and what each holds."""
    start: Start = context.obj
    data_dir, settings = start.place()
    found = [point_of(file) for file in all_backups(data_dir, settings)]
    if as_json:
        print_json([_as_json(point) for point in found])
        return
    if not found:
        say(_("There is no backup yet: shipworthy backup makes one."))
    wording, now = Wording(), datetime.now().astimezone()
    for point in found:
        made, why = moment_words(point.file.made_at, now, wording), reason_words(point.file.reason)
        size = _("{size} MB").format(size=f"{_size(point) / 1e6:.1f}")
        held = held_words(point.info) if point.info is not None else f"✕ {point.problem}"
        say(f"{made}  {why}  {size}  {held}")
        say(f"    {point.file.path}")


def _size(point: Point) -> int:
    try:
        return point.file.path.stat().st_size
    except OSError:  # unplugged since it was listed
        return 0


def _as_json(point: Point) -> dict[str, object]:
    about: dict[str, object] = {
        "made_at": point.file.made_at.astimezone(UTC).isoformat(),
        "reason": point.file.reason.name.lower(),
        "file": str(point.file.path),
        "bytes": _size(point),
    }
    if point.info is None:
        return about | {"problem": point.problem}
    return about | {
        "store": str(point.info.store_id),
        "schema": point.info.schema,
        "program": point.info.program,
        "last_change": point.info.last_change,
        "services": point.info.services,
        "reviews": point.info.reviews,
        "answers": point.info.answers,
    }
