"""Hostile archives at every door where one comes in: row S10 of docs/reliability.md."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.test_archives import HOSTILE, LIARS, UNSAFE_NAMES, renamed

from shipworthy.archives import open_archive
from shipworthy.errors import UserError
from shipworthy.exchange.bundle import read_bundle
from shipworthy.exchange.received_sheets import read_workbook

Case = tuple[str, str]
SECONDS = 1
"""Of processor time, in which each is refused."""


def _read_all(path: Path) -> None:
    with open_archive(path) as archive:
        for name in archive.names:
            archive.read(name, 1_000_000)


DOORS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "archive": (".zip", _read_all),
    "bundle": (".zip", read_bundle),
    "workbook": (".xlsx", read_workbook),
}
ARCHIVES: dict[str, Callable[[], bytes]] = {
    **{name: make for name, (make, _message) in HOSTILE.items()},
    **{f"the name {name[:40]!r}": lambda name=name: renamed(name) for name in UNSAFE_NAMES},  # type: ignore[misc]
    **LIARS,
}


def archives() -> Iterator[Case]:
    """Hand every archive in at every door: refused in time, and nothing lies anywhere that did not before."""
    with tempfile.TemporaryDirectory(prefix="archive-drill-") as folder:
        inner = Path(folder) / "a" / "b"
        inner.mkdir(parents=True)
        for name, make in ARCHIVES.items():
            data = make()
            for door, (suffix, read) in DOORS.items():
                path = inner / f"sent{suffix}"
                path.write_bytes(data)
                begin = time.process_time()
                wrong = _refused(read, path)
                took = time.process_time() - begin
                path.unlink()
                left = [each for each in Path(folder).rglob("*") if each.is_file()]
                if left:
                    wrong = f"left behind: {left}"
                yield f"{name}, {door}", wrong or (f"took {took:.2f} s" if took > SECONDS else "")


def _refused(read: Callable[[Path], object], path: Path) -> str:
    try:
        read(path)
    except UserError as error:
        return "" if error.message and error.hint else "no words"
    return "it was read"
