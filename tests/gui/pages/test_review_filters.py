"""Filters: their counts after each answer, the place they keep, their keys, and the way out at their end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.pages.review_desk import Desk

from shipworthy.gui.pages.review.course import Filter

# Offscreen, a menu can neither rise nor grab keys.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def choose(desk: Desk, key: Qt.Key) -> None:
    """Open the menu of filters by its key and choose one by its digit."""
    desk.press(Qt.Key.Key_F)
    menu = desk.page.pane.position.menu
    assert menu.isVisible()
    QTest.keyClick(menu, key)
    assert not menu.isVisible()
    desk.settle()


def shown(desk: Desk) -> list[str]:
    """Return what the menu says, without the digits, as far as it can be chosen."""
    return [action.text().partition("  ")[2] for action in desk.page.pane.position.menu.actions() if action.isEnabled()]


def test_counts_are_right_after_each_answer(desk: Desk) -> None:
    assert shown(desk) == ["All questions (6)", "Unanswered (6)", "Gaps (6)", "Blockers (1)"]
    desk.press(Qt.Key.Key_1)
    assert shown(desk) == ["All questions (6)", "Unanswered (5)", "Gaps (6)", "Blockers (1)"]
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Up, Qt.Key.Key_M)
    assert shown(desk) == [
        "All questions (6)",
        "Unanswered (4)",
        "Marked (1)",
        "Gaps (6)",
        "Blockers (1)",
        "No evidence (1)",
    ]
    desk.go("breaker")
    desk.press(Qt.Key.Key_5)
    assert "Contradictions (2)" in shown(desk)
    digits = [action.text().partition("  ")[0] for action in desk.page.pane.position.menu.actions()]
    assert digits == [f"&{number}" for number in range(1, 10)]


def test_a_filter_keeps_the_place_and_skips_the_rest(desk: Desk) -> None:
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Down, Qt.Key.Key_M, Qt.Key.Key_Up)
    assert desk.current == "proved"
    choose(desk, Qt.Key.Key_2)
    assert desk.current == "proved"
    assert desk.focus is desk.page.pane
    assert desk.page.pane.position.filter_button.text() == "Shown: Unanswered (5)"
    desk.press(Qt.Key.Key_Up)
    assert desk.current == "proved"
    desk.press(Qt.Key.Key_2)
    assert desk.current == "limits"
    assert desk.page.pane.position.filter_button.text() == "Shown: Unanswered (4)"
    desk.press(Qt.Key.Key_Up)
    assert desk.current == "limits"
    desk.go("drain")
    choose(desk, Qt.Key.Key_3)
    assert desk.current == "limits", "the nearest one that it keeps"


def test_a_digit_of_a_filter_that_keeps_nothing_does_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F)
    menu = desk.page.pane.position.menu
    QTest.keyClick(menu, Qt.Key.Key_6)
    assert menu.isVisible()
    menu.close()
    assert desk.page.conduct.course.filter is Filter.ALL


def test_esc_and_the_cross_show_all_again_and_keep_the_place(desk: Desk) -> None:
    for leave in ("key", "click"):
        choose(desk, Qt.Key.Key_2)
        cross = desk.page.pane.position.clear_button
        assert cross.isVisible()
        assert cross.accessibleName() == "Show all questions"
        if leave == "key":
            desk.press(Qt.Key.Key_Escape)
        else:
            desk.click(cross)
        assert not cross.isVisible()
        assert desk.page.pane.position.filter_button.text() == "Filter"
        assert desk.current == "first"
        assert desk.focus is desk.page.pane


def test_the_end_of_a_filter_is_told_and_one_key_shows_all_again(desk: Desk) -> None:
    desk.go("drain")
    desk.press(Qt.Key.Key_M)
    choose(desk, Qt.Key.Key_3)
    desk.press(Qt.Key.Key_M)
    assert desk.page.pane.position.filter_button.text() == "Shown: Marked (0)"
    desk.press(Qt.Key.Key_2)
    summary = desk.page.parts.summary
    assert summary.isVisible()
    assert summary.filter_end.text() == "Nothing is marked for review any more."
    assert desk.focus is summary.show_all
    desk.press(Qt.Key.Key_5)  # a key too many answers nothing
    assert len(desk.stored()) == 1
    desk.press(Qt.Key.Key_Return)
    assert desk.current == "drain"
    assert desk.page.conduct.course.filter is Filter.ALL
    assert desk.focus is desk.page.pane


def test_the_end_of_a_filter_counts_what_is_still_in_it(desk: Desk) -> None:
    choose(desk, Qt.Key.Key_2)
    desk.go("last")
    desk.press(Qt.Key.Key_2)
    summary = desk.page.parts.summary
    assert summary.filter_end.text() == "Filter “Unanswered”: 5 questions are still in it."
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Down)
    assert summary.isVisible()
    assert not summary.show_all.isVisible()
