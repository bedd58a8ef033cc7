"""Pictures in a Word report: screenshots, the logo, charts, and the bars that stand beside scores."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx.oxml.shape import CT_Inline
from docx.shared import Emu

from shipworthy.reports.chart_data import PAPER, Chart
from shipworthy.reports.pictures import dimensions
from shipworthy.reports.word.nodes import Node
from shipworthy.reports.word.shell import Shell
from shipworthy.reports.word.xml import Element, element, parsed

_EMU = 635  # in a twentieth of a point
_PIXEL = 15  # twentieths of a point in a pixel of the pages
_GREATEST_HEIGHT = 220 * _PIXEL  # of a screenshot, as in the style sheet
_LOGO_HEIGHT = 20 * _PIXEL
_BAR_HEIGHT = 15
_BAR_SCALE = 2
_DOTS = 200  # of a chart, in an inch
_ASSET = "asset:"
_PNG = b"\x89PNG"
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # Office's name for a picture that is SVG where it can be shown


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart in both of its forms, with its size in pixels of the pages."""

    svg: bytes
    png: bytes


def draw_charts(wanted: Mapping[str, Chart]) -> dict[str, Drawn]:
    """Return charts drawn for a Word report, by the names that its pages use."""
    if not wanted:
        return {}
    # Not at the top: matplotlib takes a second, and most reports have no chart.
    from shipworthy.reports import charts

    return {
        name: Drawn(charts.svg(each, PAPER).encode(), charts.png(each, PAPER, _DOTS)) for name, each in wanted.items()
    }


class Pictures:
    """Puts pictures into a file; `assets` and `charts` are those of the report, by the names that its pages use."""

    def __init__(self, shell: Shell, assets: Mapping[str, bytes], charts: Mapping[str, Drawn]) -> None:
        self._shell, self._assets, self._charts = shell, assets, charts

    def image(self, part: Any, node: Node, most: int) -> Element | None:
        """Return an image as it stands in a line, at most so wide; None where it is no picture of the report."""
        name, alternative = node.attributes.get("src", "").removeprefix(_ASSET), node.attributes.get("alt", "")
        if chart := self._charts.get(name):
            width, height = dimensions(chart.png)
            drawing = self._drawing(part, chart.png, (most, most * height // width), alternative)
            _add_svg(drawing, self._shell.picture(part, chart.svg, "svg", "image/svg+xml"))
            return drawing
        data = self._assets.get(name, b"")
        width, height = dimensions(data)
        if not width * height:
            return None
        tallest = _LOGO_HEIGHT if "logo" in node.classes else _GREATEST_HEIGHT
        usual = tallest / height if "logo" in node.classes else _PIXEL
        scale = min(usual, most / width, tallest / height)
        return self._drawing(part, data, (max(1, round(width * scale)), max(1, round(height * scale))), alternative)

    def bar(self, part: Any, node: Node, width: int) -> Element:
        """Return the bar of a score, so wide; its title is the alternative text."""
        title = node.find("title")
        boxes = tuple(
            (int(float(each.attributes.get("x", 0))), int(float(each.attributes.get("width", 0))),
             int(float(each.attributes.get("y", 0))), int(float(each.attributes.get("height", 0))),
             each.attributes.get("fill", "#000000"))
            for each in node.within() if each.tag == "rect"
        )  # fmt: skip
        size = (width, _BAR_HEIGHT * _PIXEL * 4 // 5)
        return self._drawing(part, _bar(boxes), size, title.text() if title else "")

    def _drawing(self, part: Any, data: bytes, size: tuple[int, int], alternative: str) -> Element:
        ending, kind = ("png", "image/png") if data.startswith(_PNG) else ("jpg", "image/jpeg")
        name = self._shell.picture(part, data, ending, kind)
        number = self._shell.next_number("picture")
        width, height = (Emu(each * _EMU) for each in size)
        inline: Element = CT_Inline.new_pic_inline(number, name, f"picture-{number}.{ending}", width, height)
        inline.docPr.set("descr", alternative)
        for side in ("distT", "distB", "distL", "distR"):  # what is left out, programs make up
            inline.set(side, "0")
        return element("w:drawing", inline)


def _add_svg(drawing: Element, name: str) -> None:
    """Let a program that can show the picture as SVG do so."""
    (blip,) = drawing.xpath(".//a:blip")
    blip.append(
        parsed(
            f'<a:extLst {{ns}}><a:ext uri="{_SVG}"><asvg:svgBlip '
            f'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{name}"/>'
            "</a:ext></a:extLst>"
        )
    )


@lru_cache(maxsize=256)
def _bar(boxes: tuple[tuple[int, int, int, int, str], ...]) -> bytes:
    """Return boxes over each other as a PNG, a thousand points wide.

    Each box is x, width, y, height and colour (#rrggbb).
    """
    rows = []
    for row in range(_BAR_HEIGHT * _BAR_SCALE):
        points = bytearray(b"\xff" * 3000)
        for x, width, y, height, colour in boxes:
            if y * _BAR_SCALE <= row < (y + height) * _BAR_SCALE:
                start, end = max(0, x), min(1000, x + width)
                points[start * 3 : end * 3] = bytes.fromhex(colour.removeprefix("#")) * max(0, end - start)
        rows.append(bytes(points))
    head = struct.pack(">IIBBBBB", 1000, len(rows), 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
