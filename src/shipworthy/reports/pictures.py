"""Which evidence files a report shows as pictures: PNG and JPEG alone, measured by their headers and within limits.

A picture is unpacked when it is printed, and a small file may claim to be an enormous one; nothing of that is believed
here before it was found small enough.
"""

import re
import struct
from dataclasses import dataclass

MOST_BYTES = 4_000_000
MOST_PIXELS = 12_000_000
MOST_BYTES_TOGETHER = 30_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Markers that begin the frame of a JPEG and so its size: C0 to CF without tables (C4), extensions (C8) and CC.
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a report says of an evidence file: its size in bytes, and whether it shows it as a picture."""

    size: int
    picture: bool = False


def is_printable(data: bytes) -> bool:
    """Tell whether bytes are a picture that a report can show within the limits."""
    width, height = dimensions(data)
    return len(data) <= MOST_BYTES and 0 < width * height <= MOST_PIXELS


def dimensions(data: bytes) -> tuple[int, int]:
    """Return width and height that a PNG or JPEG claims to have, in pixels; 0 and 0 for anything else.

    Sources: PNG specification, 11.2.2 (IHDR comes first); ITU-T T.81, B.1 and B.2.2.
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    return _jpeg_dimensions(data) if data.startswith(_JPEG) else (0, 0)


def _jpeg_dimensions(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        if _FRAME.match(data, place):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        # Each segment states its length, without its marker.
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0, 0
