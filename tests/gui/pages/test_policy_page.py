"""The gate policy by key and click: read, changed with its effect shown first, put in force, taken back."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import sample_reviews

from shipworthy.domain.gate import Verdict
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.policy.policy_page import PolicyPage
from shipworthy.gui.places import Places
from shipworthy.packs.policy_file import policy_text
from shipworthy.packs.shipped import default_policy
from shipworthy.workflows.policies import current_policy, save_policy
from shipworthy.workflows.portfolio import list_services

READY = "parcel-tracking"


@pytest.fixture
def page(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> PolicyPage:
    """Return the page over the sample portfolio, come to through the settings."""
    context.write(sample_reviews, lambda _reviews: context.changed.emit(), owner=window)
    settle()
    window.show_page("settings")
    settle()
    QTest.mouseClick(places.settings.policy.open_button, Qt.MouseButton.LeftButton)
    settle()
    assert window.page is places.policy
    return places.policy


def press(key: Qt.Key) -> None:
    """Press a key where the focus is, which is on screen."""
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    QTest.keyClick(focus, key)


def verdict(context: Context, name: str = READY) -> Verdict:
    """Return the verdict of a service as the store has it."""
    return next(line.verdict for line in list_services(context.session) if line.service.name == name)


@pytest.fixture
def rest(page: PolicyPage, qtbot: QtBot) -> Callable[[], None]:
    """Return a function that waits until the effect of what is in the boxes is shown, or a problem is."""

    def wait() -> None:
        def is_at_rest() -> bool:
            is_working = page.is_editing and "Working" in page.effect.state.text()
            return not is_working and not page.context.tasks.busy and not page.waits_for_rest

        qtbot.waitUntil(is_at_rest, timeout=20_000)

    return wait


def set_overall(page: PolicyPage, value: str) -> None:
    """Type the least overall score of tier 2, which is that of the service that is ready."""
    box = page.grid.percents[2, "overall"]
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, value)


def listed(page: PolicyPage) -> list[str]:
    """Return the lines of the effect, each with its reasons."""
    lines = page.effect.services.lines
    return [str(lines.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(lines.rowCount())]


def test_the_policy_in_force_is_read_at_a_glance(page: PolicyPage) -> None:
    assert page.heading == ("Gate policy", "Default gate policy 1.0.0")
    texts = [cell.text.text() for _name, cells in page.grid.rows for cell in cells.values()]
    assert texts[:4] == ["85 %", "70 %", "60 %", "40 %"]
    assert "14 days" in texts
    assert page.origin.text() == "The shipped policy; nobody has chosen another."
    assert page.effect.isHidden()
    assert QApplication.focusWidget() is page.edit_button
    visible = [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
    assert visible == ["Copy and edit", "Use a file…", "Export…"]
    assert nameless(page) == []
    assert rich_labels(page) == []


def test_the_effect_is_shown_before_it_is_put_in_force(
    page: PolicyPage, context: Context, rest: Callable[[], None], window: MainWindow
) -> None:
    press(Qt.Key.Key_Return)
    assert page.is_editing
    assert QApplication.focusWidget() is page.grid.percents[1, "overall"]
    rest()
    assert not page.save_button.isEnabled() or page.edited() != default_policy()
    set_overall(page, "99.5")
    assert not page.save_button.isEnabled()  # what is shown is the effect of other values
    rest()
    assert page.save_button.isEnabled()
    assert page.effect.counts[Verdict.READY].text() == "1 → 0"
    assert page.effect.counts[Verdict.READY].accessibleName() == "Ready: now 1, then 0"
    assert listed(page)[0] == "Verdict changes at once (1)"
    assert listed(page)[1].startswith(f"{READY}: Ready → Not ready. Newly fails: Overall ")
    assert "3 open reviews take the policy over" in page.effect.state.text()
    assert verdict(context) is Verdict.READY
    assert current_policy(context.session).is_shipped
    assert nameless(page) == []
    page.save_button.setFocus()
    press(Qt.Key.Key_Space)
    rest()
    assert verdict(context) is Verdict.NOT_READY
    in_force = current_policy(context.session).policy
    assert in_force.tiers[2].overall == Fraction(995, 1000)
    assert (in_force.title, in_force.version, in_force.id) == ("Our gate policy", "1", "own")
    assert not page.is_editing
    assert page.heading[1] == "Our gate policy 1"
    assert "Put in force by Amira on 22 November 2026." in page.origin.text()
    assert QApplication.focusWidget() is page.edit_button
    assert window.notices.frames[-1].notice.hint == "3 open reviews took it over."


def test_it_is_taken_back_from_the_notice(
    page: PolicyPage, context: Context, rest: Callable[[], None], window: MainWindow
) -> None:
    page.copy_and_edit()
    set_overall(page, "99")
    rest()
    page.save()
    rest()
    assert verdict(context) is Verdict.NOT_READY
    (button,) = [each for each in window.notices.findChildren(QPushButton) if each.text() == "Take back"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    rest()
    assert verdict(context) is Verdict.READY
    assert current_policy(context.session).policy == default_policy()


def test_values_changed_back_while_it_is_worked_out_are_never_saved_unseen(
    page: PolicyPage, context: Context, rest: Callable[[], None]
) -> None:
    page.copy_and_edit()
    set_overall(page, "99")
    page.work_out()
    set_overall(page, "98")
    page.save()  # too early: nothing happens
    assert page.is_editing
    rest()
    page.save()
    rest()
    assert current_policy(context.session).policy.tiers[2].overall == Fraction(98, 100)


def test_cancel_and_esc_leave_everything_as_it_was(
    page: PolicyPage, context: Context, rest: Callable[[], None], window: MainWindow
) -> None:
    page.copy_and_edit()
    set_overall(page, "99")
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.cancel_button
    press(Qt.Key.Key_Space)
    rest()
    assert not page.is_editing
    assert current_policy(context.session).is_shipped
    assert page.edited() == default_policy()
    press(Qt.Key.Key_Escape)
    assert window.page is not page


def test_a_name_that_is_taken_or_wrong_is_said_and_cannot_be_saved(page: PolicyPage, rest: Callable[[], None]) -> None:
    page.copy_and_edit()
    page.id.setFocus()
    page.id.selectAll()
    QTest.keyClicks(page.id, "Our Policy")
    rest()
    assert "small letters" in page.effect.problem.text()
    assert not page.save_button.isEnabled()
    page.id.selectAll()
    QTest.keyClicks(page.id, "default")
    page.version.selectAll()
    QTest.keyClicks(page.version, "1.0.0")
    set_overall(page, "99")
    rest()
    assert "another gate policy called default 1.0.0" in page.effect.problem.text()
    assert not page.save_button.isEnabled()
    page.version.selectAll()
    QTest.keyClicks(page.version, "2")
    rest()
    assert page.effect.problem.isHidden()
    assert page.save_button.isEnabled()


def test_a_policy_that_somebody_else_put_in_force_meanwhile_is_not_overwritten(
    page: PolicyPage, context: Context, rest: Callable[[], None]
) -> None:
    page.copy_and_edit()
    set_overall(page, "99")
    rest()
    theirs = replace(default_policy(), id="theirs")
    save_policy(context.session, theirs)
    page.save()
    rest()
    assert "Somebody else changed this" in page.effect.problem.text()
    assert current_policy(context.session).policy == theirs


def test_a_file_is_tried_before_it_is_used_and_exported_again(
    page: PolicyPage, context: Context, rest: Callable[[], None], tmp_path: Path
) -> None:
    strict = {tier: replace(rules, overall=Fraction(1)) for tier, rules in default_policy().tiers.items()}
    policy = replace(default_policy(), id="file", title="From a file", tiers=strict)
    source = tmp_path / "mine.yaml"
    source.write_text(policy_text(policy), encoding="utf-8")
    page.files.read(str(source))
    rest()
    assert page.edited() == policy
    assert page.effect.counts[Verdict.READY].text() == "1 → 0"
    page.save()
    rest()
    assert current_policy(context.session).policy == policy
    page.export(str(tmp_path / "out.yaml"))
    assert (tmp_path / "out.yaml").read_text(encoding="utf-8") == policy_text(policy)
    QTest.mouseClick(page.shipped_button, Qt.MouseButton.LeftButton)
    rest()
    page.save()
    rest()
    assert current_policy(context.session).is_shipped


def test_a_file_that_is_no_policy_is_refused_with_its_places(
    page: PolicyPage, window: MainWindow, tmp_path: Path
) -> None:
    source = tmp_path / "broken.yaml"
    source.write_text(policy_text(default_policy()).replace("level: 1", "level: 9"), encoding="utf-8")
    page.files.read(str(source))
    assert not page.is_editing
    assert "broken.yaml:" in window.notices.frames[-1].notice.hint
    page.files.read(str(tmp_path / "missing.yaml"))
    assert "missing.yaml" in window.notices.frames[-1].notice.text


def test_enter_in_the_effect_opens_the_service(
    page: PolicyPage, places: Places, window: MainWindow, rest: Callable[[], None], settle: Callable[[], None]
) -> None:
    page.copy_and_edit()
    set_overall(page, "99")
    rest()
    page.effect.services.setFocus()
    press(Qt.Key.Key_Return)
    settle()
    assert window.page is places.service
    assert places.service.heading[0] == READY
    window.show_page("policy")
    assert page.is_editing  # nothing that was typed is lost
    rest()
    assert page.save_button.isEnabled()


@pytest.mark.parametrize("size", [(1024, 640), (512, 420)])
def test_a_small_window_shows_all_numbers_without_scrolling_sideways(
    window: MainWindow, page: PolicyPage, rest: Callable[[], None], size: tuple[int, int], qtbot: QtBot
) -> None:
    page.copy_and_edit()
    rest()
    window.resize(*size)
    qtbot.waitUntil(lambda: page.width() < 1000)
    QApplication.processEvents()
    for box in (page.grid.percents[4, "overall"], page.grid.ages[4], page.effect.state, page.save_button):
        right = box.mapTo(page, QPoint(box.width(), 0)).x()
        assert 0 < right <= page.width()


def test_tab_follows_the_tiers_where_they_stand_below_each_other(
    window: MainWindow, page: PolicyPage, rest: Callable[[], None], qtbot: QtBot
) -> None:
    page.copy_and_edit()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.grid.percents[2, "overall"]
    window.resize(512, 420)
    qtbot.waitUntil(lambda: page.width() < 500)
    page.grid.percents[1, "overall"].setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.grid.percents[1, "principle"]
    rest()
