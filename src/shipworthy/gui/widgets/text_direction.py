"""Texts of either direction in an interface of either: each keeps its own, and none disturbs what stands around it."""

from PySide6.QtGui import QGuiApplication

_FIRST_STRONG, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def isolated(text: str) -> str:
    """Return a text that runs as its first letter does: "30 Nov 2026" and "−3" stay in order where Arabic is read."""
    if not text or (text.isascii() and not QGuiApplication.isRightToLeft()):
        return text
    return f"{_FIRST_STRONG}{text}{_POP}"
