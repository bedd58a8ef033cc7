"""Loaded once by the server that forks the writers: each then begins with everything imported, read and compiled."""

import tempfile
from pathlib import Path

from tests.storage.writer_drill import make_store, write

with tempfile.TemporaryDirectory() as folder:
    write(Path(folder), make_store(Path(folder)), "delete", 2, lambda _told: None)
