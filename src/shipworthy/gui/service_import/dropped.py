"""Files and folders of services that are dragged over the Portfolio page; told by their names, so that nothing is
imported for it that the first page can do without."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

ENDINGS = (".yaml", ".yml", ".xlsx", ".csv", ".tsv")


def sources_in(data: QMimeData) -> Sequence[Path] | None:
    """Return what is dragged or dropped where all of it may hold services; None for anything else."""
    urls = data.urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    fits = all(path.suffix.lower() in ENDINGS or path.is_dir() for path in paths)
    return paths if paths and fits and len(paths) == len(urls) else None
