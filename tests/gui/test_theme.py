"""Looks: every pair of ink and ground in use can be read, and the style sheet knows all tokens."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from shipworthy.gui.icons import coloured_icon
from shipworthy.gui.theme import DARK, HIGH_CONTRAST, LIGHT, PAIRS, Theme, Tokens, style_sheet
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.paths import shipped
from shipworthy.settings import Theme as ThemeChoice

THEMES = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_of_contrast_is_the_known_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_what_is_written_can_be_read(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ground", ["bg", "surface"])
@pytest.mark.parametrize("edge", ["edge", "accent"])
def test_what_can_be_operated_can_be_seen(tokens: Tokens, edge: str, ground: str) -> None:
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


def test_the_arrows_of_the_style_sheet_show_on_every_ground() -> None:
    for name in ("arrow-down", "arrow-up"):
        drawing = shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")
        (colour,) = re.findall(r'stroke="(#[0-9a-f]{6})"', drawing)
        for tokens in THEMES.values():
            assert contrast(colour, tokens.surface) >= 3


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
def test_the_style_sheet_names_no_colour_of_its_own(tokens: Tokens) -> None:
    source = shipped("resources", "style.qss").read_text(encoding="utf-8")
    assert not re.findall(r":[^;{]*#[0-9a-fA-F]{3,8}", source)
    filled = style_sheet(tokens)
    assert "$" not in filled
    used = set(re.findall(r"#[0-9a-f]{6}", filled))
    assert used <= set(tokens)


def test_text_grows_with_the_text_size() -> None:
    assert "font-size: 22px" in style_sheet(LIGHT)
    assert "font-size: 33px" in style_sheet(LIGHT, 150)


def test_a_choice_is_applied_at_once_and_told(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.DARK, 130)
    assert theme.tokens == DARK
    assert qapp.palette().window().color() == QColor(DARK.bg)
    assert DARK.accent in qapp.styleSheet()
    assert theme.font(16).pixelSize() == 21
    assert theme.pixels(40) == 52
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(ThemeChoice.DARK, 130)


def test_the_style_sheet_comes_back_however_building_ends(theme: Theme, qapp: QApplication) -> None:
    worn = qapp.styleSheet()
    with suppress(ZeroDivisionError), theme.unstyled():
        assert not qapp.styleSheet()
        raise ZeroDivisionError
    assert qapp.styleSheet() == worn != ""


FOLLOWING = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shipworthy.gui.theme import Theme
from shipworthy.settings import Theme as Choice
application = QApplication([])
theme = Theme(application, Choice(sys.argv[1]), 100)
for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
    application.styleHints().setColorScheme(scheme)  # what a change of the system's setting arrives as
    application.processEvents()
    print(theme.tokens.bg)
"""


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="the offscreen platform knows no light and dark")
@pytest.mark.parametrize(("choice", "grounds"), [("system", [DARK.bg, LIGHT.bg]), ("light", [LIGHT.bg, LIGHT.bg])])
def test_system_follows_the_system_and_a_choice_of_ones_own_does_not(choice: str, grounds: list[str]) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "gnome"}
    command = ["xvfb-run", "-a", sys.executable, "-c", FOLLOWING, choice]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    assert printed.split() == grounds


def test_icons_take_the_colours_of_the_theme(theme: Theme) -> None:
    icon = theme.icon("portfolio")
    for state, token in ((QIcon.State.Off, "soft"), (QIcon.State.On, "accent")):
        picture = icon.pixmap(24, 24, QIcon.Mode.Normal, state).toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert colours == {theme.colour(token).name()}


@pytest.mark.parametrize("density", [1.0, 1.25, 2.0])
def test_icons_are_crisp_on_every_screen(qapp: QApplication, density: float) -> None:
    icon = coloured_icon("review", QColor(LIGHT.soft), QColor(LIGHT.accent), density)
    for ratio in (1.0, density):
        assert icon.pixmap(QSize(24, 24), ratio).width() == round(24 * ratio)


CROWDED = """
from PySide6.QtWidgets import QApplication
from shipworthy.gui.theme import Theme
from shipworthy.settings import Theme as Choice
application = QApplication([])
theme = Theme(application, Choice.LIGHT, 100)
theme.changed.connect(lambda: print("changed"))
application.screenAdded.emit(application.primaryScreen())
"""


def test_icons_are_drawn_anew_when_a_screen_is_added() -> None:
    told = subprocess.run([sys.executable, "-c", CROWDED], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout == "changed\n"


def test_a_choice_not_taken_can_be_seen_in_every_theme(one_theme: Theme, qtbot: QtBot) -> None:
    button = QRadioButton()
    qtbot.addWidget(button)
    button.show()
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST):
        one_theme.choose(choice, 100)
        picture = button.grab().toImage()
        inks = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
        # Of a line one pixel wide, curved, the smoothing of edges leaves a little less than its own contrast.
        assert max(contrast(ink, one_theme.tokens.surface) for ink in inks) > 2.5, choice


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
@pytest.mark.parametrize("kind", ["", "primary", "flat", "link"])
def test_a_button_that_is_off_looks_off(theme: Theme, qtbot: QtBot, choice: ThemeChoice, kind: str) -> None:
    theme.choose(choice, 100)
    button = push_button("Upgrade…", kind)
    qtbot.addWidget(button)
    button.show()
    inks = {"": "ink", "primary": "on_accent"}.get(kind, "accent")
    assert theme.colour(inks).rgb() in _colours(button)
    button.setEnabled(False)
    off = _colours(button)
    assert theme.colour("off").rgb() in off
    assert not {theme.colour(each).rgb() for each in ("ink", "edge", "accent")} & off


def _colours(button: QPushButton) -> set[int]:
    picture = button.grab().toImage()
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
