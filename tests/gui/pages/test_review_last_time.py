"""A review that began from the one before: what was said last time, what waits for its confirmation, what expired."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from tests.domain.builders import pack, principle, question
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    AssessmentState,
    Confidence,
    Decision,
    Evidence,
    EvidenceKind,
    NotApplicableType,
    Outcome,
    Signatory,
)
from shipworthy.domain.pack import EvidenceRule, Pack
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import StartPlan, start_review

MAY = dt.datetime(2026, 5, 14, 9, tzinfo=dt.UTC)
MARKUP = "<b>No</b> client has one."
EXPIRED = Evidence(EvidenceKind.TEXT, "Load test", expires=dt.date(2026, 11, 3))


def last_answers() -> list[Answer]:
    """Return what was answered in May."""
    given = Answer("small/first", state=AnswerState.ANSWERED, choices=("b",))
    return [
        replace(given, note=MARKUP, confidence=Confidence.HIGH),
        replace(given, question="small/proved", choices=("e",), evidence=(EXPIRED,)),
        replace(given, question="small/limits", choices=("b", "c")),
        replace(
            Answer("small/breaker"),
            state=AnswerState.NOT_APPLICABLE,
            not_applicable_type=NotApplicableType.OUT_OF_SCOPE,
            reason="There is one caller.",
        ),
        replace(Answer("small/drain"), note="Nobody knew."),
    ]


def decided_in_may(session: Session) -> Assessment:
    """Return a review decided in May."""
    then = replace(session, actor="Jonas", now=lambda: MAY)
    assessment = begin_review(then, [small_pack()])
    record_answers(then, assessment.id, last_answers())
    with then.begin() as tx:
        current = tx.assessments.get(assessment.id)
        return tx.assessments.save(replace(current, state=AssessmentState.DECIDED, decided_at=MAY)).value


def next_review(session: Session, *packs: Pack) -> Assessment:
    """Return a review started from the one of May."""
    service = decided_in_may(session).service
    return start_review(session, service, StartPlan(packs or (small_pack(),))).review.assessment


@pytest.fixture
def desk(context: Context, show_desk: ShowReview) -> Desk:
    """Return a review that began from the one of May, on screen."""
    return show_desk(next_review(context.session))


def card_texts(desk: Desk) -> list[str]:
    """Return what the card of last time says."""
    card = desk.page.parts.help.last_time
    return [label.text() for label in (card.title, card.answer, card.note, card.other_words) if label.isVisible()]


def test_last_times_answer_note_and_author_stand_beside_each_question(desk: Desk) -> None:
    assert desk.current == "first"
    assert card_texts(desk) == [
        "Last time (14 May 2026)",
        "Label b; high confidence",
        f"“{MARKUP}” – Jonas",
    ]
    desk.go("breaker")
    assert card_texts(desk)[1:] == ["Not applicable (out of scope)", "“There is one caller.” – Jonas"]
    desk.go("drain")
    assert card_texts(desk)[1:] == ["Unanswered", "“Nobody knew.” – Jonas"]
    desk.go("last")
    assert card_texts(desk)[1:] == ["Unanswered"]
    assert nameless(desk.window) == []
    assert rich_labels(desk.window) == []


def test_a_carried_answer_says_from_when_and_whom_and_one_key_confirms_it(desk: Desk) -> None:
    pane, score = desk.page.pane, desk.page.parts.score
    assert pane.carried.isVisible()
    assert pane.carried.text == "Carried from 14 May 2026 by Jonas Space confirms it; any other answer replaces it."
    assert [row.isChecked() for row in pane.choices.rows[:2]] == [False, True]
    assert score.counts.text() == "1 blocker · 0 % answered · 4 to confirm"
    band = desk.page.conduct.review.scorecard.band
    assert band is not None
    assert (band.low, band.high) == (0, 1)
    desk.press(Qt.Key.Key_Space)
    assert desk.current == "proved"
    assert score.counts.text() == "1 blocker · 17 % answered · 3 to confirm"
    first = desk.answer("first")
    assert (first.carried, first.answered_by, first.choices, first.note) == (False, "Amira", ("b",), MARKUP)
    desk.press(Qt.Key.Key_Up)
    assert not pane.carried.isVisible()


def test_a_key_that_answers_replaces_what_was_carried(desk: Desk) -> None:
    desk.press(Qt.Key.Key_5)
    answer = desk.answer("first")
    assert (answer.choices, answer.carried) == (("e",), False)
    desk.press(Qt.Key.Key_Up)
    assert card_texts(desk)[1] == "Label b; high confidence"


def test_expired_evidence_is_flagged_on_its_chip_and_in_words(desk: Desk) -> None:
    desk.go("proved")
    pane = desk.page.pane
    assert pane.standing.text == "Counts 0: its evidence expired on 3 Nov 2026 E adds evidence that is valid today."
    (chip,) = pane.evidence.chips
    assert chip.text() == "Load test · ✕ expired 3 Nov 2026"
    assert pane.carried.isVisible()
    desk.press(Qt.Key.Key_Space, Qt.Key.Key_Up)
    assert pane.standing.isVisible()
    assert not pane.carried.isVisible()


def test_the_filters_of_a_started_review(desk: Desk) -> None:
    course = desk.page.conduct.course
    counts = {kept.value: course.count(kept) for kept in type(course.filter)}
    assert (counts["carried"], counts["changed since last time"], counts["no evidence"]) == (4, 0, 1)
    desk.press(Qt.Key.Key_5)
    assert desk.page.conduct.course.count(type(course.filter).CHANGED) == 1
    desk.go("last")
    desk.press(Qt.Key.Key_5)
    assert desk.page.conduct.course.count(type(course.filter).CHANGED) == 2


def test_the_summary_lists_what_waits_for_its_confirmation(desk: Desk) -> None:
    desk.go("last")
    desk.press(Qt.Key.Key_Down)
    model = desk.page.parts.summary.list.model()
    lines = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert "Carried, to be confirmed (4)" in lines


def test_other_words_and_new_questions_are_told(context: Context, show_desk: ShowReview) -> None:
    newer = pack(
        "small",
        principle("contract", question("first", text="Is it <i>first</i>?"), question("added")),
    )
    desk = show_desk(next_review(context.session, newer))
    assert card_texts(desk)[-1] == "Asked then: Text of first?"
    desk.go("added")
    assert card_texts(desk) == ["Last time (14 May 2026)", "This question was not asked."]


def test_evidence_that_is_only_expected_is_flagged_too(context: Context, show_desk: ShowReview) -> None:
    asks = pack("small", principle("contract", question("proved", evidence_rule=EvidenceRule.EXPECTED)))
    desk = show_desk(next_review(context.session, asks))
    assert desk.page.pane.standing.text.startswith("Its evidence expired on 3 Nov 2026 ")


def test_a_review_from_nothing_has_no_last_time(context: Context, show_desk: ShowReview) -> None:
    desk = show_desk(begin_review(context.session, [small_pack()], name="ledger"))
    assert not desk.page.parts.help.last_time.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 640)])
def test_last_time_is_in_sight_without_scrolling(desk: Desk, window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    desk.settle()
    card = desk.page.parts.help.last_time
    assert card.isVisible()
    if width >= 1280:
        assert card.visibleRegion().boundingRect().height() == card.height()


def test_undo_of_the_start_closes_the_review(context: Context, show_desk: ShowReview, places: Places) -> None:
    service = decided_in_may(context.session).service
    started = start_review(context.session, service, StartPlan((small_pack(),)))
    desk = show_desk(started.review.assessment)
    context.note_done(started)
    desk.press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert not places.review.conduct.is_open
    with context.session.store.read() as tx:
        assert len(tx.assessments.of_service(service)) == 1


def test_who_answers_blind_is_not_swayed_by_last_time_either(desk: Desk) -> None:
    assert card_texts(desk)
    desk.page.conduct.offer(lambda: desk.page.conduct.answer_as("Amira"))
    desk.settle()
    assert desk.current == "first"
    assert card_texts(desk) == []
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Up)
    assert card_texts(desk) == []
    desk.page.conduct.offer(lambda: desk.page.conduct.answer_as(""))
    desk.settle()
    assert card_texts(desk)[1] == "Label b; high confidence"
    assert desk.answer("first").carried


def test_a_decided_review_offers_no_key_that_would_change_it(desk: Desk) -> None:
    decide(desk.context.session, desk.assessment.id, Decision(Outcome.NO_GO, signatories=(Signatory("Ada Okafor"),)))
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    desk.go("proved")
    pane = desk.page.pane
    assert pane.carried.text.endswith("Nobody confirmed it before the review was decided.")
    assert pane.standing.text.strip() == "Counts 0: its evidence expired on 3 Nov 2026"
