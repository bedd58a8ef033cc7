"""The shim between a program and the C library: built once, loaded into a process of its own, steered from inside."""

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SOURCE = Path(__file__).with_name("shim.c")
_ROOT = Path(__file__).resolve().parents[2]
_HEAD = struct.Struct("=cqII")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed the disk, or a word of the drill's.

    `kind`: c(reated), w(ritten), t(runcated), s(ynced), u(nlinked), r(enamed to `data`), m(ark).
    """

    kind: str
    path: str
    offset: int
    data: bytes


def missing() -> str:
    """Return why the shim cannot be used on this machine; "" where it can."""
    if sys.platform != "linux":
        return "the shim of the disk drills is made for Linux"
    return "" if shutil.which("gcc") else "the shim of the disk drills needs gcc"


@cache
def _library() -> Path:
    built = Path(tempfile.mkdtemp(prefix="shipworthy-shim-")) / "shim.so"
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", built, _SOURCE, "-ldl"], check=True)
    return built


def run(module: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a module of the tests under the shim, and return what it printed."""
    paths = os.pathsep.join([str(_ROOT), str(_ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "LD_PRELOAD": str(_library()), "PYTHONPATH": paths}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=_ROOT, capture_output=True, text=True)


class Shim:
    """The shim from inside a process that was started with it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.drill_end.restype = ctypes.c_long

    def watch(self, folder: Path, at: int = 0, error: int = 0, for_ever: bool = False) -> None:
        """Count what is done to the files of a folder; call number `at`, from 1, fails, or all from there on."""
        self._library.drill_watch(os.fsencode(folder), ctypes.c_long(at), error, int(for_ever))

    def end(self) -> int:
        """Watch nothing any more, and return how many calls there were."""
        return int(self._library.drill_end())

    def failed(self) -> str:
        """Return the kind of the first call that failed; "" where none did."""
        return chr(self._library.drill_failed()).strip("\0")

    def record(self, tape: Path) -> None:
        """Write all calls down from now on."""
        self._library.drill_record(os.fsencode(tape))

    def mark(self, word: str) -> None:
        """Write a word between the calls."""
        self._library.drill_mark(word.encode())


def read_tape(tape: Path) -> Iterator[Call]:
    """Yield what was recorded."""
    content, place = tape.read_bytes(), 0
    while place < len(content):
        kind, offset, path, size = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        yield Call(kind.decode(), os.fsdecode(content[place : place + path]), offset, content[place + path :][:size])
        place += path + size
