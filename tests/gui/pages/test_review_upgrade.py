"""Upgrading an open review on the Review page: a banner, a look at what changes, one step of undo."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from tests.domain.builders import choices, pack, principle, question
from tests.gui.pages.conftest import OpenReview
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.pack import Pack
from shipworthy.gui.context import Context
from shipworthy.gui.upgrade_dialog import UpgradeDialog
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.upgrading import upgrade_packs

OLD = pack("own", principle("one", question("same"), question("worded"), question("gone"), question("fewer")))
NEW = replace(
    pack(
        "own",
        principle(
            "one",
            question("added", text="Is <b>this</b> asked now?"),
            question("same"),
            question("worded", text="In other words?"),
            question("fewer", choices=choices("0 0.5 1")),
        ),
    ),
    version="1.10.0",
)


def keep(context: Context, newer: Pack) -> None:
    with context.session.begin() as tx:
        tx.packs.put(newer)


@pytest.fixture
def desk(context: Context, open_desk: OpenReview) -> Desk:
    """Return an answered review of an own pack, of which a newer version is kept."""
    desk = open_desk([OLD])
    given = [
        Answer(f"own/{name}", state=AnswerState.ANSWERED, choices=("e",))
        for name in ("same", "worded", "gone", "fewer")
    ]
    record_answers(context.session, desk.assessment.id, given)
    keep(context, NEW)
    context.changed.emit()
    desk.settle()
    return desk


def shown_dialog(desk: Desk) -> UpgradeDialog:
    [dialog] = [each for each in desk.window.findChildren(UpgradeDialog) if each.isVisible()]
    return dialog


def versions(context: Context, desk: Desk) -> set[str]:
    with context.session.store.read() as tx:
        return {tx.packs.get(use.pack_hash).version for use in tx.assessments.get(desk.assessment.id).packs}


def test_a_review_of_the_newest_packs_says_nothing(open_desk: OpenReview) -> None:
    desk = open_desk([OLD])
    assert desk.page.parts.upgrade_banner.isHidden()
    assert not desk.page._upgrade.action.isEnabled()


def test_the_banner_leads_to_what_changes_and_enter_upgrades_in_one_step(desk: Desk, context: Context) -> None:
    banner = desk.page.parts.upgrade_banner
    assert banner.isVisible()
    assert banner.words.text() == "A newer version is there: Title of own 1.10.0 (this review uses 1.0.0)."
    desk.go("gone")
    QTest.mouseClick(banner.upgrade, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    desk.settle()
    dialog = shown_dialog(desk)
    said = "\n".join(label.text() for label in dialog.findChildren(PlainLabel))
    for line in ("New · 1", "Is <b>this</b> asked now?", "Asked differently · 2", "In other words?", "Removed · 1"):
        assert line in said
    assert "1 answer stays as it is" in said
    assert nameless(dialog) == []
    assert rich_labels(dialog) == []
    assert dialog.upgrade_button.hasFocus()
    QTest.keyClick(dialog.upgrade_button, Qt.Key.Key_Return)
    desk.settle()
    assert versions(context, desk) == {"1.10.0"}
    assert banner.isHidden()
    assert desk.current == "added"  # the question that was shown is no longer asked
    assert desk.page.pane.heading.text() == "Is <b>this</b> asked now?"
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert versions(context, desk) == {"1.0.0"}
    assert banner.isVisible()
    assert desk.current is not None
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert versions(context, desk) == {"1.10.0"}
    assert banner.isHidden()


def test_escape_leaves_everything_as_it_is(desk: Desk, context: Context) -> None:
    desk.page._upgrade.action.trigger()
    desk.settle()
    QTest.keyClick(shown_dialog(desk), Qt.Key.Key_Escape)
    desk.settle()
    assert versions(context, desk) == {"1.0.0"}
    assert not [each for each in desk.window.findChildren(QDialog) if each.isVisible()]


def test_what_was_upgraded_elsewhere_meanwhile_says_so_in_the_dialog(desk: Desk, context: Context) -> None:
    desk.page._upgrade.action.trigger()
    desk.settle()
    dialog = shown_dialog(desk)
    upgrade_packs(context.session, desk.assessment.id, [NEW])
    QTest.keyClick(dialog.upgrade_button, Qt.Key.Key_Return)
    desk.settle()
    assert "uses this version already" in dialog.problem
    assert dialog.upgrade_button.hasFocus()
    dialog.reject()


def test_blind_answers_are_given_without_a_banner(desk: Desk) -> None:
    desk.page.conduct.answer_as("Jonas")
    desk.settle()
    assert desk.page.parts.upgrade_banner.isHidden()
    assert not desk.page._upgrade.action.isEnabled()
