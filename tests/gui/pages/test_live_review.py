"""A whole live review by the keyboard alone, from the portfolio to the seal, and what a note costs in keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot
from tests.domain.builders import choices, pack, principle, question
from tests.gui import accessibility
from tests.gui.pages.conftest import OpenReview
from tests.gui.pages.review_desk import Desk
from tests.gui.pages.test_blind_answers import answer_as, stop
from tests.workflows.builders import begin_review

from shipworthy.domain.assessment import AnswerState, AssessmentState, Dissent, Outcome, Signatory
from shipworthy.domain.pack import EvidenceRule, Pack, Select
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.review.assessors_dialog import AssessorsDialog
from shipworthy.gui.places import Places
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.verification import verify

# Offscreen, a menu can neither rise nor grab keys.
pytestmark = [pytest.mark.xvfb, pytest.mark.qt_log_ignore("This plugin does not support")]

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
CHORD = CTRL | Qt.KeyboardModifier.ShiftModifier
ROUND = (Key.Key_4, Key.Key_2, Key.Key_Return, *(Key.Key_5,) * 11)  # all but the first question
FIRST = (Key.Key_1, Key.Key_5, Key.Key_1)  # what each says to the first
ASKED = 14
DIGITS = (Key.Key_1, Key.Key_2, Key.Key_3)


def test_a_live_review_goes_from_the_portfolio_to_the_seal_by_keys_alone(desk_from_portfolio: Desk) -> None:
    desk = desk_from_portfolio
    name_three_assessors(desk)
    desk.keys_outside_editors = 0
    for number, first in enumerate(FIRST, start=1):
        answer_as(desk, number)
        desk.press(first, *ROUND)
        assert desk.current is None
    assert desk.keys_outside_editors / (len(FIRST) * ASKED) <= 1.2
    stop(desk)
    agree_with_one_dissent(desk)
    hold_the_meeting(desk)
    prove(desk, "https://wiki.example/load-test")
    desk.press(Key.Key_S, modifiers=CHORD)
    assert desk.page.parts.summary.isVisible()
    decide(desk)
    assessment = open_review(desk.context.session, desk.assessment.id).assessment
    assert assessment.state is AssessmentState.DECIDED
    assert assessment.decision is not None
    assert assessment.decision.outcome is Outcome.CONDITIONAL_GO
    assert [(each.text, each.owner) for each in assessment.decision.conditions] == [("Rehearse a drain", "Kenji")]
    assert assessment.decision.signatories == (Signatory("Ada Okafor", "Director"),)
    assert assessment.assessors == ("Amira", "Jonas", "Mira")
    nothing_can_be_changed(desk)
    assert verify(desk.context.session).is_sound


def test_a_note_on_every_fifth_question_costs_little(open_desk: OpenReview) -> None:
    names = [f"q{number:02}" for number in range(20)]
    desk = open_desk([pack("notes", principle("one", *(question(name) for name in names)))])
    for number, name in enumerate(names):
        assert desk.current == name
        if number % 5 == 0:
            desk.press(Key.Key_T)
            desk.type_text(f"Said about {name}")
            desk.press(Key.Key_Escape)
        desk.press(DIGITS[number % 3])
    stored = desk.stored()
    assert all(stored[f"notes/{name}"].state is AnswerState.ANSWERED for name in names)
    assert [name for name in names if stored[f"notes/{name}"].note == f"Said about {name}"] == names[::5]
    assert desk.keys_outside_editors / len(names) <= 2.5


def test_a_note_goes_on_behind_what_is_written(desk: Desk) -> None:
    for words in ("Timeouts are set", ", but not for bulk orders"):
        desk.press(Key.Key_T)
        desk.type_text(words)
        desk.press(Key.Key_Escape, Key.Key_Down, Key.Key_Up)
    assert desk.answer("first").note == "Timeouts are set, but not for bulk orders"


def live_pack() -> Pack:
    """Return questions as most packs mix them: one asks for evidence, one has several choices, the rest are plain."""
    return pack(
        "live",
        principle("contract", question("first"), question("proved", evidence_rule=EvidenceRule.REQUIRED)),
        principle(
            "failure",
            question("limits", select=Select.MANY, choices=choices("0 0.25 0.25 0.5")),
            *(question(f"plain{number}") for number in range(7)),
        ),
        principle("stop", *(question(f"stop{number}") for number in range(4))),
    )


@pytest.fixture
def desk_from_portfolio(
    qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
) -> Desk:
    """Return a review that was opened by keys, from the portfolio by way of its service."""
    assessment = begin_review(context.session, [live_pack()], title="Design review, November")
    context.changed.emit()
    settle()

    def rest() -> None:
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: not context.tasks.busy and not places.review.conduct.is_committing, timeout=20_000)

    desk = Desk(qtbot, window, places.review, context, assessment, rest)
    window.show_page("portfolio")
    rest()
    tab_to(desk, lambda widget: isinstance(widget, QTableView))
    desk.press(Key.Key_Home, Key.Key_Return)
    assert places.service.isVisible()
    desk.press(Key.Key_Return)  # the service's first action is to go on with its review
    assert places.review.isVisible()
    assert places.review.conduct.shows(assessment.id)
    assert desk.focus is desk.page.pane
    return desk


def tab_to(desk: Desk, wanted: Callable[[QWidget], bool]) -> None:
    """Walk with Tab until the focus is on what is wanted."""
    for _step in range(40):
        if wanted(desk.focus):
            return
        desk.press(Key.Key_Tab)
    raise AssertionError("Tab never came there")


def name_three_assessors(desk: Desk) -> None:
    """Find the dialog in the palette, and name two colleagues in it."""
    palette_command(desk, "Assessors")
    (dialog,) = desk.window.findChildren(AssessorsDialog)
    for name in ("Jonas", "Mira"):
        in_dialog(desk, dialog, name, Key.Key_Return)
    in_dialog(desk, dialog, "", Key.Key_Return)
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(AssessorsDialog))
    desk.window.activateWindow()  # which a window manager does
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    assert desk.focus is desk.page.pane
    assert desk.page.conduct.review.assessment.assessors == ("Amira", "Jonas", "Mira")


def palette_command(desk: Desk, words: str) -> None:
    """Carry out the first command that the palette finds for some words."""
    desk.press(Key.Key_K, modifiers=CTRL)
    desk.type_text(words)
    desk.settle()
    desk.press(Key.Key_Return)


def in_dialog(desk: Desk, dialog: QDialog, words: str, key: Key) -> None:
    """Type words and a key where the focus of a dialog is."""
    focus = dialog.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)
    accessibility.check(dialog)
    QTest.keyClick(focus, key)
    desk.settle()


def agree_with_one_dissent(desk: Desk) -> None:
    """Discuss the one question on which they differ, agree on the others at once."""
    desk.press(Key.Key_C, modifiers=CHORD)
    pane = desk.page.parts.consensus
    desk.press(Key.Key_Return)
    assert pane.card.question_id == "live/first"
    desk.press(Key.Key_1, Key.Key_D)
    desk.type_text("It was rehearsed.")
    desk.press(Key.Key_Return, Key.Key_Return)
    assert desk.answer("first").dissent == (Dissent("Jonas", "It was rehearsed."),)
    if not pane.list.isVisible():
        desk.press(Key.Key_Escape)
    tab_to(desk, lambda widget: widget is pane.agree_all)
    desk.press(Key.Key_Return)
    assert len(desk.stored()) == ASKED
    desk.press(Key.Key_Escape)
    assert desk.page.parts.shows_question


def hold_the_meeting(desk: Desk) -> None:
    """Begin session mode with the assessors, park something and record what was decided."""
    desk.press(Key.Key_F5, Key.Key_Return)  # the assessors are on the list of those present
    desk.press(Key.Key_K)
    desk.type_text("Who owns the runbook?")
    desk.press(Key.Key_Return, Key.Key_G)
    desk.type_text("Timeouts everywhere")
    desk.press(Key.Key_Return)
    [meeting] = meetings_of(desk.context.session, desk.assessment.id)
    assert [each.name for each in meeting.attendees] == ["Amira", "Jonas", "Mira"]
    assert [each.text for each in meeting.parked] == ["Who owns the runbook?"]
    assert [each.text for each in meeting.resolutions] == ["Timeouts everywhere"]


def prove(desk: Desk, address: str) -> None:
    """Add a link to the question that asks for evidence."""
    desk.press(Key.Key_Down)
    assert desk.current == "proved"
    desk.press(Key.Key_E)
    desk.type_text(address)
    desk.press(Key.Key_Return)
    assert [each.value for each in desk.answer("proved").evidence] == [address]


def decide(desk: Desk) -> None:
    """Fill the form of the decision from its first field to the seal."""
    desk.press(Key.Key_D, modifiers=CHORD)
    pane = desk.page.parts.decision
    assert pane.isVisible()
    desk.press(Key.Key_2)
    tab_on_to(desk, lambda widget: isinstance(widget, QPlainTextEdit))
    desk.type_text("The launch is fixed.")
    for text in ("Rehearse a drain", "Kenji", "2026-12-01", "Ada Okafor", "Director"):
        tab_on_to(desk, lambda widget: isinstance(widget, QLineEdit))
        desk.type_text(text)
    tab_to(desk, lambda widget: widget is pane.seal)
    desk.press(Key.Key_Return)
    assert pane.confirm.isVisible()
    assert desk.focus is pane.confirm.no
    desk.press(Key.Key_Backtab, Key.Key_Return)


def tab_on_to(desk: Desk, wanted: Callable[[QWidget], bool]) -> None:
    desk.press(Key.Key_Tab)
    tab_to(desk, wanted)


def nothing_can_be_changed(desk: Desk) -> None:
    """Try every key that records something, and undo: the store stays as it was sealed."""
    before = desk.stored()
    desk.press(Key.Key_Escape)
    desk.go("first")
    for key in (Key.Key_3, Key.Key_U, Key.Key_N, Key.Key_C, Key.Key_M, Key.Key_E, Key.Key_D):
        desk.press(key)
        assert desk.page.pane.open_form is None
    desk.press(Key.Key_T)
    desk.type_text("a late thought")
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Z, modifiers=CTRL)
    assert desk.stored() == before
    assert not desk.page.session.is_on
