"""Kills a program while it replaces files: each must hold what it held or what it should, never a mix of both."""

import random
import signal
from collections import Counter
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep

from tests.storage.writers import received, start

from shipworthy.files import put, write_bytes, write_export, write_part

WAYS = ("write_bytes", "write_export", "put")


def content(number: int) -> bytes:
    """Return the content with a number: too long to be written at once, and each length another."""
    return f"{number:08}".encode() * (20_000 + number % 7 * 1_000)


def replace_without_end(folder: Path, way: str, telling: Connection) -> None:
    """Replace a file with one content after another, and tell the number of each before and after."""
    target = folder / way
    for number in count(1):
        telling.send(("soon", number))
        match way:
            case "write_bytes":
                write_bytes(target, content(number))
            case "write_export":
                write_export(target, content(number))
            case _:
                put(write_part(folder, (content(number)[:50_000], content(number)[50_000:])), target)
        telling.send(("done", number))


def kill_while_replacing(folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill that often, and count what was left: `old`, `new`, `mixed` or `lost`, and `litter`, the parts left beside.

    A part has a hidden name of its own that no file of the user's has, and no program reads it.
    """
    chance, found = random.Random(seed), Counter[str]()
    for number in range(kills):
        home, way = folder / str(number), WAYS[number % len(WAYS)]
        home.mkdir(parents=True)
        write_bytes(home / way, content(0))
        writer, told = start(replace_without_end, home, way)
        told.recv()
        sleep(chance.uniform(0.001, 0.08))
        writer.kill()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        words = received(told)
        done = max((number for word, number in words if word == "done"), default=0)
        left = (home / way).read_bytes()
        kinds = {content(done): "old", content(done + 1): "new"}
        found[kinds.get(left, "mixed" if left[:8] != left[-8:] else "lost")] += 1
        others = {each.name for each in home.iterdir()} - {way}
        found["litter"] += len(others)
        found["seen by people"] += sum(not (name.startswith(".") and name.endswith(".part")) for name in others)
    return found
