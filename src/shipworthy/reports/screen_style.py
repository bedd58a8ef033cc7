"""The style of paper made fit for the screen, where letters grow with the reader's own size and there are no pages."""

import re
from functools import lru_cache

from shipworthy.paths import shipped

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAGES = re.compile(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")
_OF_PAPER = re.compile(
    r"(?:(?:bookmark-[a-z]+|string-set|line-clamp)\s*:[^;}]*"
    r"|position\s*:\s*running\([^)]*\)"
    r"|content\s*:[^;}]*(?:target-counter|leader)\([^;}]*);?\s*"
)
# A template of the user's own may name what a page does not load.
_LOADS = re.compile(r"@import[^;]*;|@font-face\s*\{[^}]*\}", re.IGNORECASE)
_LOADED = re.compile(r"(?:url|image-set)\s*\([^)]*\)+", re.IGNORECASE)
_LENGTH = re.compile(r"(?<![\w.#-])(\d*\.?\d+)px")
_TEXT = 12  # pixels of the letters on paper; a screen's are as large as its reader has set
_LEAST = 6  # what is thinner is a line and stays one
_GROUND, _DARK_GROUND = "#eef1f5", "#252b33"  # the grounds of screen.css on which letters are hardest to read
_ENOUGH = 4.5  # WCAG 2.2, 1.4.3


def screen_style(style: str, accent: str = "") -> str:
    """Return the style sheet of a report for the screen; another accent (#rrggbb) is made readable on either ground."""
    alone = _LOADED.sub("none", _LOADS.sub("", _PAGES.sub("", _COMMENT.sub("", style))))
    adapted = _LENGTH.sub(_scaled, _OF_PAPER.sub("", alone))
    parts = [adapted, _COMMENT.sub("", _own())]
    if accent:
        light, dark = readable(accent, _GROUND), readable(accent, _DARK_GROUND)
        parts.append(f":root {{ --accent: {light}; }}")
        parts.append(f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}")
    return "\n".join(line for part in parts for line in part.splitlines() if line.strip())


@lru_cache(maxsize=1)
def _own() -> str:
    return shipped("report_templates", "screen.css").read_text(encoding="utf-8")


def _scaled(found: re.Match[str]) -> str:
    length = float(found[1])
    return found[0] if length < _LEAST else f"{round(length / _TEXT, 3):g}rem"


def readable(colour: str, ground: str) -> str:
    """Return a colour (#rrggbb), moved away from its ground as far as letters in it need to be read there."""
    towards = 0 if _brightness(ground) > 0.5 else 255
    parts = _parts(colour)
    for step in range(101):
        moved = "#" + "".join(f"{round(part + (towards - part) * step / 100):02x}" for part in parts)
        if contrast(moved, ground) >= _ENOUGH:
            return moved
    raise AssertionError("black is read on every light ground, white on every dark one")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#rrggbb), from 1 to 21; the formula is that of WCAG 2.2."""
    dark, light = sorted((_brightness(one), _brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def _brightness(colour: str) -> float:
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
