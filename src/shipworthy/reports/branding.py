"""What the settings make of a report's looks: name, classification, colour, and a logo that is looked at first."""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.reports.entries.terms import Branding
from shipworthy.settings import Settings
from shipworthy.text import _
from shipworthy.untrusted.files import read_bytes

OUR_ACCENT = "#2a5bd0"  # as in report.css
MAX_LOGO_BYTES = 1_000_000
MAX_LOGO_PIXELS = 4000  # in either direction
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# The markers of a JPEG that hold its size: every start of frame. C4, C8 and CC are something else.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def branding(settings: Settings) -> tuple[Branding, Mapping[str, bytes]]:
    """Return the branding that the settings ask for, and the pictures that its job carries, by SHA-256.

    Raises UserError where the logo is missing or no picture that reports take.
    """
    logo = read_logo(Path(settings.report_logo)) if settings.report_logo else b""
    digest = hashlib.sha256(logo).hexdigest() if logo else ""
    look = Branding(
        classification=settings.report_classification,
        logo=digest,
        logo_text=settings.organisation,
        organisation=settings.organisation,
        accent=settings.report_accent,
        watermark=settings.report_watermark,
    )
    return look, {digest: logo} if logo else {}


def read_logo(path: Path) -> bytes:
    """Return a logo file's content; raises UserError for anything but a PNG or JPEG of bearable size."""
    content = read_bytes(path, MAX_LOGO_BYTES)
    size = _size(content)
    if size is None:
        raise UserError(
            _("The logo {path} is no PNG or JPEG picture.").format(path=path),
            _("Save it as PNG or JPEG and choose it again in the settings."),
        )
    if not all(0 < length <= MAX_LOGO_PIXELS for length in size):
        raise UserError(
            _("The logo {path} is {width} by {height} pixels.").format(path=path, width=size[0], height=size[1]),
            _("Make it at most {most} pixels wide and high; it is printed five millimetres high.").format(
                most=MAX_LOGO_PIXELS
            ),
        )
    return content


def picture_kind(content: bytes) -> str:
    """Return what the files of a logo's kind end in."""
    return "png" if content.startswith(_PNG) else "jpg"


def _size(content: bytes) -> tuple[int, int] | None:
    """Return width and height as the picture's own head says; None where it is neither PNG nor JPEG."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return next(_jpeg_sizes(content), None) if content.startswith(_JPEG) else None


def _jpeg_sizes(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the sizes that the frames of a JPEG state; segments lie behind each other, each with its length."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            yield width, height
        place += 2 + length
