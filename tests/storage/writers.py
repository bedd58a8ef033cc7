"""Starts the writers of the drills, each in a process of its own, forked from one that has everything loaded."""

import os
import sys
from collections.abc import Callable
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

_context = get_context("forkserver")


def start(work: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Start work in a process, with the end of a pipe as its last argument; return the process and the other end."""
    _load()
    told, telling = _context.Pipe(duplex=False)
    writer: BaseProcess = _context.Process(target=work, args=(*arguments, telling))
    writer.start()
    telling.close()
    return writer, told


def received(told: Connection) -> list[Any]:
    """Return what a writer that has ended had told."""
    words: list[Any] = []
    while told.poll(5):
        try:
            words.append(told.recv())
        except EOFError:
            break
    told.close()
    return words


def _load() -> None:
    """Start the server, should it not run yet: it finds the modules to load by its environment alone."""
    _context.set_forkserver_preload(["tests.storage.warm_writer"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
