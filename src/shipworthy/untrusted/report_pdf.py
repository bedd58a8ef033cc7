"""Reading back a report that lay elsewhere: the file attached to it, and the words on its pages.

A PDF may hold anything. It is read to a bounded size by a parser made for broken ones, nothing in it is run, drawn or
followed, and each stream is unpacked only as far as its bound.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.files import read_bytes
from shipworthy.untrusted.our_json import MAX_JSON_BYTES

if TYPE_CHECKING:
    import pikepdf

MAX_PDF_BYTES = 100_000_000
MAX_PAGES = 5_000
_MAX_STREAM = 20_000_000  # bytes of a page or a font's table, unpacked
_MAX_UNPACKED = 100_000_000  # bytes of any stream that the parser itself unpacks, such as one full of objects
_MAX_FILTERS = 2
# In the content of a page: a font that is chosen, and glyphs that are drawn, four hexadecimal digits each.
_TOKEN = re.compile(rb"(?P<font>/[A-Z]+)\s+[\d.]+\s+Tf|<(?P<text>(?:[0-9A-Fa-f]{4})+)>")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SINGLE_MAPPINGS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What a report brought along: the one file attached to it, and whatever stands on its pages, without spaces."""

    name: str
    content: bytes
    words: str


def read_report(path: Path) -> ReportFile:
    """Return the file attached to a PDF and its words.

    Raises UserError for a file that is none, too large, broken or locked, and unless exactly one file is attached.
    """
    # Loaded here, because a command that reads no PDF must not pay for it.
    import pikepdf

    data = read_bytes(path, MAX_PDF_BYTES)
    _bound_the_parser()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            name, content = _attached(pdf, path)
            return ReportFile(name, content, "".join("".join(_words(pdf)).split()))
    except pikepdf.PasswordError as error:
        raise UserError(
            _("{path} is locked with a password.").format(path=path), _("Ask for the report as it was printed.")
        ) from error
    except (pikepdf.PikepdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise UserError(
            _("{path} is no PDF, or a broken one.").format(path=path),
            _("Check that it is the right file, and ask whoever sent it to send it again."),
        ) from error


@cache
def _bound_the_parser() -> None:
    """Set, once for the whole process, how much the parser unpacks by itself: a small stream may hold gigabytes."""
    from pikepdf import settings  # as above

    settings.set_qpdf_limits(
        flate_max_memory=_MAX_UNPACKED,
        png_max_memory=_MAX_UNPACKED,
        tiff_max_memory=_MAX_UNPACKED,
        run_length_max_memory=_MAX_UNPACKED,
        dct_max_memory=_MAX_UNPACKED,
        max_stream_filters=_MAX_FILTERS,
    )


def _attached(pdf: "pikepdf.Pdf", path: Path) -> tuple[str, bytes]:
    files = list(pdf.attachments.items())
    if not files:
        raise UserError(
            _("No sealed review is attached to {path}.").format(path=path),
            _("Full reports on decided reviews carry one; those for leadership and on open reviews do not."),
        )
    if len(files) > 1:
        raise UserError(
            _("{count} files are attached to {path}, and a report carries one.").format(count=len(files), path=path),
            _("Ask for the report as it was printed."),
        )
    (name, file) = files[0]
    return name, _unpacked(file.obj.EF.F, MAX_JSON_BYTES)


def _unpacked(stream: Any, limit: int) -> bytes:
    """Return what a stream holds; ValueError where that is more than `limit` bytes, or packed as we never do."""
    packed: bytes = stream.read_raw_bytes()
    kind = stream.get("/Filter")
    if kind is None:
        data = packed
    elif str(kind) == "/FlateDecode":
        data = zlib.decompressobj().decompress(packed, limit + 1)
    else:
        raise ValueError(f"packed by {kind}")
    if len(data) > limit:
        raise ValueError(f"more than {limit} bytes")
    return data


def _words(pdf: "pikepdf.Pdf") -> Iterator[str]:
    """Yield the texts of all pages as their fonts spell them; what cannot be spelt is left out."""
    fonts: dict[tuple[int, int], Mapping[bytes, str]] = {}
    if len(pdf.pages) > MAX_PAGES:
        raise ValueError(f"more than {MAX_PAGES} pages")
    for page in pdf.pages:
        named: Any = page.obj.Resources.get("/Font", {})
        letters: Mapping[bytes, str] = {}
        for token in _TOKEN.finditer(_unpacked(page.obj.Contents, _MAX_STREAM)):
            if token["font"]:
                font = named.get(token["font"].decode("ascii"))
                if font is not None and font.objgen not in fonts:
                    fonts[font.objgen] = _letters(font)
                letters = fonts[font.objgen] if font is not None else {}
            else:
                yield _spelt(token["text"], letters)


def _letters(font: Any) -> Mapping[bytes, str]:
    table = font.get("/ToUnicode")
    if table is None:
        return {}
    found: dict[bytes, str] = {}
    for block in _SINGLE_MAPPINGS.finditer(_unpacked(table, _MAX_STREAM)):
        for glyph, letters in _MAPPED.findall(block[1]):
            found[glyph.lower()] = bytes.fromhex(letters.decode("ascii")).decode("utf-16-be", "replace")
    return found


def _spelt(text: bytes, letters: Mapping[bytes, str]) -> str:
    glyphs = text.lower()
    return "".join(letters.get(glyphs[place : place + 4], "") for place in range(0, len(glyphs), 4))
