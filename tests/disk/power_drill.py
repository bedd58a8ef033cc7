"""What a disk may hold after the power fails at any moment, and whether the store then holds one committed state.

A run of the program is recorded at the door to the C library: every write with its bytes, every truncation, sync,
creation and deletion. Then the power fails after each of these calls, and for each the drill makes files as a disk may
hold them:

- What was synced is there. What was not synced since may be there in any part: nothing, all, all but one write, the
  last write up to or from any 512-byte step, or a random choice of 512-byte sectors; a file made longer whose bytes did
  not arrive reads as zeros.
- A file that was made or deleted is so for certain only once its folder is synced; until then the changes of a folder
  arrive in their order, up to any of them.
- When one file is there by parts, the others are there with nothing or all of what was not synced.

Simulated are honest disks: what was synced is kept, and a sector of 512 bytes is written whole. Not simulated are disks
that lie about a sync, sectors that decay, or garbage that was never written. The index of a write-ahead log (-shm)
lies in shared memory, is made anew at the first opening, and is left out.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice, pairwise
from pathlib import Path

from tests.disk.shim import Call, read_tape, run
from tests.storage.kill_drill import look
from tests.storage.writer_drill import make_store

from shipworthy.workflows.session import DATABASE_NAME

SECTOR = 512
Write = tuple[int, bytes]  # offset and bytes; one without bytes cuts the file off there

Files = dict[str, bytes]


@dataclass(eq=False)
class Node:
    """A file on the disk: what was synced, and what was done to it since."""

    synced: bytes = b""
    since: list[Write] = field(default_factory=list)

    def parts(self, chance: random.Random) -> Iterator[bytes]:
        """Yield what may be there when the power fails now, everything first."""
        yield _applied(self.synced, self.since)
        if not self.since:
            return
        yield self.synced
        *before, (offset, data) = self.since
        for cut in range(SECTOR - offset % SECTOR, len(data), SECTOR):
            yield _applied(self.synced, [*before, (offset, data[:cut])])
            yield _applied(self.synced, [*before, (offset + cut, data[cut:])])
        for left_out in range(len(self.since) - 1):
            yield _applied(self.synced, self.since[:left_out] + self.since[left_out + 1 :])
        sectors = [sector for each in self.since for sector in _sectors(each)]
        for _state in range(3):
            yield _applied(self.synced, [each for each in sectors if chance.random() < 0.5])


def _sectors(write: Write) -> Iterator[Write]:
    offset, data = write
    if not data:
        yield write
        return
    ends = [offset, *range(offset - offset % SECTOR + SECTOR, offset + len(data), SECTOR), offset + len(data)]
    for start, end in pairwise(ends):
        yield start, data[start - offset : end - offset]


def _applied(content: bytes, writes: list[Write]) -> bytes:
    made = bytearray(content)
    for offset, data in writes:
        made.extend(bytes(max(offset + len(data) - len(made), 0)))
        if data:
            made[offset : offset + len(data)] = data
        else:
            del made[offset:]
    return bytes(made)


class Disk:
    """A folder as the program sees it, and as a loss of power may leave it."""

    def __init__(self, files: Files, chance: random.Random) -> None:
        self._now = {name: Node(content) for name, content in files.items()}
        self._synced = dict(self._now)
        self._since: list[tuple[str, Node | None]] = []
        self._chance = chance

    def do(self, call: Call) -> None:
        """Do what the program did."""
        name = Path(call.path).name
        match call.kind:
            case "c":
                self._now[name] = Node()
                self._since.append((name, self._now[name]))
            case "u":
                del self._now[name]
                self._since.append((name, None))
            case "w" | "t":
                self._now[name].since.append((call.offset, call.data))
            case "s" if name in self._now:
                node = self._now[name]
                node.synced, node.since = _applied(node.synced, node.since), []
            case "s":
                self._synced, self._since = dict(self._now), []
            case _:
                raise AssertionError(f"the database did what it never does: {call.kind} {name}")

    def after_a_loss_of_power(self) -> Iterator[Files]:
        """Yield what the folder may hold when the power fails now."""
        names: dict[str, Node | None] = dict(self._synced)
        for name, node in [("", None), *self._since]:
            names[name] = node
            there = {each: file for each, file in names.items() if file is not None}
            for parted in [each for each, file in there.items() if file.since] or list(there)[:1]:
                for others_too in (True, False):
                    rest = {
                        each: _applied(file.synced, file.since if others_too else []) for each, file in there.items()
                    }
                    for content in there[parted].parts(self._chance):
                        yield {**rest, parted: content}


@dataclass(frozen=True, slots=True)
class Found:
    """What the states came to: how many there were, how many lack an acknowledged answer, how many are no state."""

    states: int
    lost: int
    torn: int


def lose_power(folder: Path, mode: str, transactions: int, seed: int, every: int = 1) -> Found:
    """Record a run in a journal mode and open the states that a loss of power may leave, every one or every n-th."""
    data, tape = folder / "data", folder / "tape"
    data.mkdir(parents=True)
    review = make_store(data)
    before = {DATABASE_NAME: (data / DATABASE_NAME).read_bytes()}
    start = look(data / DATABASE_NAME)
    done = run("tests.disk.power_writer", data, review, mode, transactions, tape)
    assert done.returncode == 0, done.stderr
    states = lost = torn = 0
    for files, saved, soon in islice(_states(before, tape, start, random.Random(seed)), 0, None, every):
        left = opened_again(folder / "again", files)
        states += 1
        lost += left not in (saved[-1], soon) and left in saved
        torn += left != soon and left not in saved
    return Found(states, lost, torn)


def _states(before: Files, tape: Path, start: str, chance: random.Random) -> Iterator[tuple[Files, list[str], str]]:
    """Yield each state once, with the checksums acknowledged up to then and the one that was about to be."""
    disk, saved, soon = Disk(before, chance), [start], ""
    known = set()
    for call in read_tape(tape):
        if call.kind == "m":
            word, _space, hashed = call.path.partition(" ")
            saved, soon = ([*saved, hashed], "") if word == "saved" else (saved, hashed)
            continue
        if call.path.endswith("-shm") or (DATABASE_NAME not in call.path and call.kind != "s"):
            continue
        disk.do(call)
        for files in disk.after_a_loss_of_power():
            key = sha256(f"{sorted(files)} {saved[-1]} {soon}".encode())
            for name in sorted(files):
                key.update(files[name])
            if key.digest() not in known:
                known.add(key.digest())
                yield files, saved, soon


def opened_again(folder: Path, files: Files) -> str:
    """Open a state as the next start does, and return its checksum."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return look(folder / DATABASE_NAME)
