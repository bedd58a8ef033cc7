"""What is dropped or pasted: read into what can become evidence, without opening any of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from shipworthy.domain.answering import is_link
from shipworthy.domain.assessment import Evidence
from shipworthy.gui.bundles.dropped import bundle_in
from shipworthy.gui.pictures import as_png
from shipworthy.text import _
from shipworthy.workflows.evidence import Attachment


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a picture that has no file yet, with the name it goes by."""

    content: Path | QImage
    name: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody dropped or pasted: files, or else a picture, or else links, or else a text; the rest is empty."""

    files: tuple[Path, ...] = ()
    picture: QImage | None = None
    links: tuple[str, ...] = ()
    text: str = ""


def is_evidence(data: QMimeData) -> bool:
    """Tell whether data is meant as evidence even where a text could take it: files, or a picture without words.

    A spreadsheet copies its cells as a picture too; in a text, people mean the words.
    """
    return bool(_files(data)) or (data.hasImage() and not data.hasText())


def may_be_dropped(data: QMimeData) -> bool:
    """Tell whether data can be dropped on a question: files, a picture or links; a bundle is for the window."""
    if bundle_in(data) is not None:
        return False
    return data.hasUrls() or data.hasImage() or is_link(data.text().strip())


def read_handed(data: QMimeData) -> Handed:
    """Return what data holds, the most telling first."""
    files = _files(data)
    if files:
        return Handed(files=files)
    addresses = (bytes(url.toEncoded().data()).decode() for url in data.urls())
    links = tuple(each for each in addresses if is_link(each))
    picture = _picture(data)
    if picture is not None:
        return Handed(picture=picture)
    text = data.text().strip()
    if not links and is_link(text):
        links = (text,)
    return Handed(links=links, text=text)


def clipboard_data() -> QMimeData:
    """Return what was copied last; nothing where whoever copied it is gone, which Qt's signature does not tell."""
    return cast("QMimeData | None", QGuiApplication.clipboard().mimeData()) or QMimeData()


def from_clipboard() -> Handed:
    """Return what was copied last; a link counts as a text, as what was copied may be half of what is meant."""
    handed = read_handed(clipboard_data())
    return replace(handed, links=(), text=handed.text or " ".join(handed.links))


def pieces(handed: Handed, now: datetime, evidence: Iterable[Evidence]) -> tuple[Piece, ...]:
    """Return the files or the picture that were handed over; the picture gets a name that no evidence has yet."""
    if handed.picture is not None:
        return (Piece(handed.picture, screenshot_name(now, [each.title for each in evidence])),)
    return tuple(Piece(path, path.name) for path in handed.files)


def screenshot_name(now: datetime, taken: Iterable[str]) -> str:
    """Return "Screenshot 2026-11-22 14.03.png", with a number behind the time where that is taken."""
    stem, number = _("Screenshot {moment}").format(moment=f"{now:%Y-%m-%d %H.%M}"), 1
    names, name = set(taken), f"{stem}.png"
    while name in names:
        number += 1
        name = f"{stem} ({number}).png"
    return name


def attachment(piece: Piece, said: Evidence | None = None) -> Attachment:
    """Return a piece as the workflow takes it, with the title and dates that were said of it. Encodes a picture."""
    content = piece.content if isinstance(piece.content, Path) else as_png(piece.content)
    title = piece.name if isinstance(piece.content, QImage) else ""
    if said is None:
        return Attachment(content, title)
    return Attachment(content, said.title or title, said.dated, said.expires)


def _files(data: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def _picture(data: QMimeData) -> QImage | None:
    if not data.hasImage():
        return None
    picture = data.imageData()
    if isinstance(picture, QPixmap):
        picture = picture.toImage()
    return picture if isinstance(picture, QImage) and not picture.isNull() else None
