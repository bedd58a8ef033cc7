"""The looks: about a dozen named tokens per theme, and what Qt makes of them (palette, style sheet, fonts, icons).

The values are those of the design's mock-ups; tests hold every pair of ink and ground in use at 4.5:1 or better.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from shipworthy.gui.icons import coloured_icon
from shipworthy.paths import shipped
from shipworthy.settings import TextSize
from shipworthy.settings import Theme as ThemeChoice

_MIDDLE_LIGHTNESS = 0.6
SIZES = (12, 13, 16, 22, 32)  # pixels at 100 %: small print, text, title, heading, figure


class Tokens(NamedTuple):
    """The colours of one theme; `x_weak` is the ground that `x` is written on, `edge` outlines what can be
    operated, `off` and `off_line` write and outline what cannot at the moment."""

    bg: str
    surface: str
    line: str
    edge: str
    ink: str
    soft: str
    accent: str
    accent_weak: str
    on_accent: str
    ok: str
    ok_weak: str
    warn: str
    warn_weak: str
    bad: str
    bad_weak: str
    none: str
    none_weak: str
    off: str
    off_line: str


LIGHT = Tokens(
    bg="#f6f7f9",
    surface="#ffffff",
    line="#d9dee5",
    edge="#858f9c",
    ink="#1a1f26",
    soft="#57606c",
    accent="#2a5bd0",
    accent_weak="#e7eefc",
    on_accent="#ffffff",
    ok="#17734a",
    ok_weak="#e2f3ea",
    warn="#8a5a00",
    warn_weak="#fdf0d5",
    bad="#b3261e",
    bad_weak="#fbe6e4",
    none="#57606c",
    none_weak="#eceff3",
    off="#57606c",
    off_line="#d9dee5",
)
DARK = Tokens(
    bg="#14171c",
    surface="#1c2026",
    line="#323943",
    edge="#76808d",
    ink="#e8ebef",
    soft="#a3adba",
    accent="#8db0ff",
    accent_weak="#23314f",
    on_accent="#101521",
    ok="#6fd3a0",
    ok_weak="#173427",
    warn="#f0c061",
    warn_weak="#3a2d10",
    bad="#ff9c93",
    bad_weak="#43201d",
    none="#a3adba",
    none_weak="#2a3038",
    off="#a3adba",
    off_line="#323943",
)
HIGH_CONTRAST = Tokens(
    bg="#000000",
    surface="#000000",
    line="#ffffff",
    edge="#ffffff",
    ink="#ffffff",
    soft="#ffffff",
    accent="#ffe04d",
    accent_weak="#2b2600",
    on_accent="#000000",
    ok="#7dffb8",
    ok_weak="#00240f",
    warn="#ffd166",
    warn_weak="#2b1f00",
    bad="#ffb3ac",
    bad_weak="#330905",
    none="#ffffff",
    none_weak="#1c1c1c",
    off="#8c8c8c",
    off_line="#5c5c5c",
)
# What is written on what, somewhere in the window: the test of contrast reads this.
PAIRS = (
    *((ink, ground) for ink in ("ink", "soft", "accent", "bad") for ground in ("bg", "surface")),
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("accent_weak", "none_weak")),
    *((kind, f"{kind}_weak") for kind in ("ok", "warn", "bad", "none")),
    *(("ink", f"{kind}_weak") for kind in ("ok", "warn", "bad", "none")),
    *((kind, ground) for kind in ("ok", "warn") for ground in ("bg", "surface")),
    ("on_accent", "accent"),
)


class Theme(QObject):
    """The theme in use; `changed` follows every change of tokens or text size, whether by the user or the system."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: ThemeChoice, text_size: TextSize) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._text_size = text_size
        self._family = application.font().families()
        self._tokens: Tokens | None = None
        self._applied_size: int | None = None
        # What the system's palette tells, until `follow_system` asks for more: see launch.py on Qt's names.
        ground = application.palette().color(QPalette.ColorRole.Window)
        self._system = DARK if ground.lightnessF() < _MIDDLE_LIGHTNESS else LIGHT
        application.screenAdded.connect(self.changed)  # it may be denser: icons are drawn for the densest there is
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self.follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self.follow_system)
        if choice is ThemeChoice.SYSTEM:
            self._apply()
        else:
            self.choose(choice, text_size)

    @property
    def tokens(self) -> Tokens:
        """Return the colours in use."""
        assert self._tokens is not None
        return self._tokens

    def choose(self, choice: ThemeChoice, text_size: TextSize) -> None:
        """Change theme and text size; "system" follows the system's light, dark or high contrast from now on."""
        self._choice, self._text_size = choice, text_size
        hints = QGuiApplication.styleHints()
        match choice:
            case ThemeChoice.SYSTEM:
                hints.unsetColorScheme()
                self._system = _asked_of_system()
            case ThemeChoice.LIGHT:
                hints.setColorScheme(QtCore.Qt.ColorScheme.Light)
            case ThemeChoice.DARK | ThemeChoice.HIGH_CONTRAST:
                hints.setColorScheme(QtCore.Qt.ColorScheme.Dark)
        self._apply()

    def colour(self, token: str) -> QColor:
        """Return a token's colour."""
        value: str = getattr(self.tokens, token)
        return QColor(value)

    def pixels(self, size: int) -> int:
        """Return a length of the design, such as a font size, at the text size in use."""
        return round(size * self._text_size / 100)

    def font(self, size: int = 13, *, bold: bool = False) -> QFont:
        """Return the window's font in one of SIZES."""
        font = QFont(self._family)
        font.setPixelSize(self.pixels(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def icon(self, name: str, ink: str = "soft", active: str = "accent") -> QIcon:
        """Return one of resources/icons in a token's colour, and in another where it is switched on."""
        density = self._application.devicePixelRatio()
        return coloured_icon(name, self.colour(ink), self.colour(active), density)

    @contextmanager
    def unstyled(self) -> Iterator[None]:
        """Leave the style sheet off while much is built.

        Under a style sheet Qt styles a part with all that lies in it anew each time that it gets a parent: the pages
        take twice as long.
        """
        self._application.setStyleSheet("")
        try:
            yield
        finally:
            self._application.setStyleSheet(style_sheet(self.tokens, self._text_size))

    @Slot()
    def follow_system(self) -> None:
        """Where the system is to be followed, ask it for light, dark or high contrast, and obey."""
        if self._choice is ThemeChoice.SYSTEM:
            self._system = _asked_of_system()
            self._apply()

    def _chosen_tokens(self) -> Tokens:
        match self._choice:
            case ThemeChoice.LIGHT:
                return LIGHT
            case ThemeChoice.DARK:
                return DARK
            case ThemeChoice.HIGH_CONTRAST:
                return HIGH_CONTRAST
        return self._system

    def _apply(self) -> None:
        tokens = self._chosen_tokens()
        if (tokens, self._text_size) == (self._tokens, self._applied_size):
            return
        self._tokens, self._applied_size = tokens, self._text_size
        with self.unstyled():  # four times as fast as a change of the style sheet in place
            self._application.setFont(self.font())
            self._application.setPalette(palette(tokens))
        self.changed.emit()


def _asked_of_system() -> Tokens:
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is QtCore.Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() is QtCore.Qt.ColorScheme.Dark else LIGHT


def palette(tokens: Tokens) -> QPalette:
    """Return what Fusion needs to know of the tokens."""
    roles = {
        QPalette.ColorRole.Window: tokens.bg,
        QPalette.ColorRole.WindowText: tokens.ink,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.bg,
        QPalette.ColorRole.Text: tokens.ink,
        QPalette.ColorRole.PlaceholderText: tokens.soft,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.ink,
        QPalette.ColorRole.BrightText: tokens.bad,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.ink,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Light: tokens.surface,
        QPalette.ColorRole.Midlight: tokens.line,
        QPalette.ColorRole.Dark: tokens.edge,
        QPalette.ColorRole.Shadow: tokens.edge,
    }
    result = QPalette()
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.off))
    return result


def style_sheet(tokens: Tokens, text_size: int = 100) -> str:
    """Return resources/style.qss with tokens, sizes and the folder of icons filled in."""
    template = Template(shipped("resources", "style.qss").read_text(encoding="utf-8"))
    sizes = {f"px{size}": f"{round(size * text_size / 100)}px" for size in SIZES}
    icons = shipped("resources", "icons").as_posix()
    # A style sheet cannot colour a picture, so there is a tick for each kind of ground.
    check = "check-light" if QColor(tokens.accent).lightnessF() < _MIDDLE_LIGHTNESS else "check-dark"
    return template.substitute(tokens._asdict(), **sizes, icons=icons, check=check)
