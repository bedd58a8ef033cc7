"""Starting a review in the window: what it starts from, what is left out, and the one open already."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.domain.builders import pack, principle, question
from tests.gui import accessibility
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    AssessmentState,
    Evidence,
    EvidenceKind,
    LeftOutPack,
)
from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.start_dialog import StartDialog
from shipworthy.gui.places import Places
from shipworthy.workflows.reviews import open_review, record_answers
from shipworthy.workflows.services import save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.templates import add_template, list_templates, save_template

Ask = Callable[[UUID], StartDialog]
MAY = dt.datetime(2026, 5, 14, 9, tzinfo=dt.UTC)
MARKUP = "<b>Other</b> & more"


@pytest.fixture
def ask(
    window: MainWindow, places: Places, context: Context, settle: Callable[[], None], qtbot: QtBot
) -> Callable[[UUID], StartDialog]:
    """Return a function that opens the dialog from the page of a service."""

    def open_dialog(service: UUID) -> StartDialog:
        context.open_service(service)
        settle()
        places.service.start_review()
        settle()
        (dialog,) = window.findChildren(StartDialog)
        qtbot.waitUntil(lambda: bool(dialog.preview.text()))
        settle()
        accessibility.check(dialog)
        assert nameless(dialog) == []
        assert rich_labels(dialog) == []
        return dialog

    return open_dialog


def last_review(session: Session) -> Assessment:
    """Return a review of two packs, decided in May."""
    then = replace(session, now=lambda: MAY)
    other = replace(pack("other", principle("one", question("q"))), title=MARKUP)
    assessment = begin_review(then, [small_pack(), other], title="Design review, May")
    proof = Evidence(EvidenceKind.TEXT, "Load test", expires=dt.date(2026, 11, 3))
    given = Answer("small/first", state=AnswerState.ANSWERED, choices=("b",), evidence=(proof,))
    record_answers(then, assessment.id, [given, replace(given, question="other/q", evidence=())])
    with then.begin() as tx:
        current = tx.assessments.get(assessment.id)
        return tx.assessments.save(replace(current, state=AssessmentState.DECIDED, decided_at=MAY)).value


def assessments(context: Context, service: UUID) -> tuple[Assessment, ...]:
    """Return a service's assessments as the store has them, oldest first."""
    with context.session.store.read() as tx:
        return tx.assessments.of_service(service)


def test_a_first_review_has_nothing_to_choose_and_enter_starts_it(
    context: Context, ask: Ask, places: Places, settle: Callable[[], None]
) -> None:
    service = save_service(context.session, Service(uuid.uuid4(), "ledger", tier=2)).id
    dialog = ask(service)
    assert dialog.title.text() == "Review of 22 Nov 2026"
    assert dialog.title.selectedText() == dialog.title.text()
    assert not dialog.origin.isVisible()
    assert not dialog.notice.isVisible()
    assert [row.box.isChecked() for row in dialog.packs.rows][:1] == [True]
    assert dialog.preview.text().endswith("questions open")
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()
    (started,) = assessments(context, service)
    assert places.review.conduct.shows(started.id)
    assert (started.title, started.assessors, started.based_on) == ("Review of 22 Nov 2026", ("Amira",), None)


def test_the_standing_review_is_what_it_starts_from(
    context: Context, ask: Ask, places: Places, settle: Callable[[], None]
) -> None:
    last = last_review(context.session)
    dialog = ask(last.service)
    assert dialog.origin.standing.isChecked()
    assert dialog.origin.standing.accessibleDescription() == "Design review, May · decided · 14 May 2026"
    assert dialog.preview.text().splitlines() == [
        "2 answers carried",
        "1 with expired evidence",
        "5 questions open",
    ]
    dialog.title.setText("Design review, November")
    dialog.assessors.setText("Amira, Jonas")
    QTest.keyClick(dialog.assessors, Qt.Key.Key_Return)
    settle()
    started = assessments(context, last.service)[-1]
    assert (started.title, started.assessors, started.based_on) == (
        "Design review, November",
        ("Amira", "Jonas"),
        last.id,
    )
    assert places.review.conduct.last_time is not None
    context.undo_asked.emit()
    settle()
    assert assessments(context, last.service) == (last,)
    assert not places.review.conduct.is_open


def test_from_nothing_carries_nothing(context: Context, ask: Ask, settle: Callable[[], None], qtbot: QtBot) -> None:
    last = last_review(context.session)
    dialog = ask(last.service)
    dialog.origin.standing.setFocus()
    QTest.keyClick(dialog.origin.standing, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.preview.text() == "7 questions open")
    QTest.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    settle()
    started = assessments(context, last.service)[-1]
    assert started.based_on is None
    assert open_review(context.session, started.id).answers == {}


def test_a_pack_left_out_needs_its_reason_in_place(
    context: Context, ask: Ask, settle: Callable[[], None], qtbot: QtBot
) -> None:
    last = last_review(context.session)
    dialog = ask(last.service)
    row = dialog.packs.rows[1]
    assert row.box.accessibleName() == MARKUP
    assert row.box.accessibleDescription() == "Version 1.0.0 · 1 question"
    assert not row.field.isVisible()
    QTest.keyClick(row.box, Qt.Key.Key_Space)
    assert row.field.isVisible()
    QTest.keyClick(dialog.start_button, Qt.Key.Key_Return)
    settle()
    assert dialog.isVisible()
    assert row.field.problem == "Say why; the report shows it."
    assert dialog.focusWidget() is row.reason
    QTest.keyClicks(row.reason, "Another team's now.")
    assert row.field.problem == ""
    qtbot.waitUntil(lambda: dialog.preview.text().startswith("1 answer carried"))
    QTest.keyClick(row.reason, Qt.Key.Key_Return)
    settle()
    started = assessments(context, last.service)[-1]
    assert started.left_out == (LeftOutPack("other", "Another team's now."),)
    assert [use.pack_id for use in started.packs] == ["small"]


def test_without_any_pack_nothing_starts(context: Context, ask: Ask, settle: Callable[[], None]) -> None:
    service = save_service(context.session, Service(uuid.uuid4(), "ledger", tier=2)).id
    dialog = ask(service)
    for row in dialog.packs.rows:
        row.box.setChecked(False)
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()
    assert dialog.problem == "✕ Choose at least one pack."
    assert assessments(context, service) == ()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_open_review_is_told_and_continued_by_one_key(
    context: Context, ask: Ask, places: Places, settle: Callable[[], None]
) -> None:
    going_on = begin_review(context.session, [small_pack()], title="Design review, November")
    dialog = ask(going_on.service)
    assert dialog.notice.text.text() == ("A review is open already: “Design review, November”. Begun on 22 Nov 2026.")
    assert dialog.focusWidget() is dialog.notice.button
    QTest.keyClick(dialog.notice.button, Qt.Key.Key_Return)
    settle()
    assert places.review.conduct.shows(going_on.id)
    assert len(assessments(context, going_on.service)) == 1


def test_another_one_beside_it_is_started_deliberately(context: Context, ask: Ask, settle: Callable[[], None]) -> None:
    going_on = begin_review(context.session, [small_pack()])
    dialog = ask(going_on.service)
    assert dialog.start_button.text() == "Start another review"
    QTest.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    settle()
    assert len(assessments(context, going_on.service)) == 2


def test_a_template_is_offered_with_what_it_is_for(
    context: Context, ask: Ask, settle: Callable[[], None], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "platform.yaml"
    file.write_text("pack: backend-engineering\nanswers:\n  security.secrets: manager\n", encoding="utf-8")
    template = add_template(context.session, file, "Platform & more", "Runs on <i>Kubernetes</i>").template
    service = save_service(context.session, Service(uuid.uuid4(), "ledger", tier=2)).id
    dialog = ask(service)
    box = dialog.origin.boxes[template.id]
    assert box.accessibleName() == "Template “Platform & more”"
    assert box.accessibleDescription() == "1 answer · Runs on <i>Kubernetes</i>"
    assert not dialog.origin.standing.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.preview.text().startswith("1 answer from templates"))
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle()
    (started,) = assessments(context, service)
    answers = open_review(context.session, started.id).answers
    assert list(answers) == ["backend-engineering/security.secrets"]
    assert answers["backend-engineering/security.secrets"].carried


def test_the_template_ticked_first_counts_and_the_dialog_says_so(
    context: Context, ask: Ask, settle: Callable[[], None], qtbot: QtBot
) -> None:
    last = last_review(context.session)
    first = "small/first"
    save_template(context.session, last.id, "Alpha", "", [first])
    open_one = begin_review(context.session, [small_pack()], "other service")
    record_answers(context.session, open_one.id, [Answer(first, state=AnswerState.UNKNOWN)])
    save_template(context.session, open_one.id, "Beta", "", [first])
    alpha, beta = list_templates(context.session)
    dialog = ask(last.service)
    dialog.origin.nothing.setChecked(True)
    QTest.keyClick(dialog.origin.boxes[beta.id], Qt.Key.Key_Space)
    assert not dialog.origin.order.isVisible()
    QTest.keyClick(dialog.origin.boxes[alpha.id], Qt.Key.Key_Space)
    assert dialog.origin.order.text().endswith("the one ticked first counts: Beta, Alpha.")
    assert dialog.plan.templates == (beta.id, alpha.id)
    QTest.keyClick(dialog.origin.boxes[beta.id], Qt.Key.Key_Space)
    assert not dialog.origin.order.isVisible()
    QTest.keyClick(dialog.origin.boxes[beta.id], Qt.Key.Key_Space)
    assert dialog.origin.order.text().endswith("the one ticked first counts: Alpha, Beta.")
    QTest.keyClick(dialog.origin.boxes[alpha.id], Qt.Key.Key_Space)
    QTest.keyClick(dialog.origin.boxes[alpha.id], Qt.Key.Key_Space)
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()
    answers = open_review(context.session, assessments(context, last.service)[-1].id).answers
    assert {each.question: each.state for each in answers.values()} == {first: AnswerState.UNKNOWN}


def test_what_happened_meanwhile_is_told_in_the_dialog(context: Context, ask: Ask, settle: Callable[[], None]) -> None:
    last = last_review(context.session)
    dialog = ask(last.service)
    with context.session.begin() as tx:
        tx.assessments.save(replace(last, id=uuid.uuid4(), state=AssessmentState.DRAFT, sequence=0, version=0))
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()
    assert dialog.isVisible()
    assert dialog.problem.startswith("✕ The service has an open review already: “Design review, May”.")
    assert dialog.start_button.isEnabled()
    assert len(assessments(context, last.service)) == 2
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("width", "height"), [(620, 600), (360, 280)])
def test_nothing_is_lost_in_a_small_dialog(context: Context, ask: Ask, width: int, height: int) -> None:
    dialog = ask(last_review(context.session).service)
    dialog.resize(width, height)
    assert dialog._form.horizontalScrollBar().maximum() == 0
    assert dialog.start_button.isVisible()
