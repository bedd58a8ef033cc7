"""One service reviewed with three packs at once, by keyboard, from the start dialog to the report."""

import uuid
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.review_desk import Desk
from tests.reports.builders import page_texts

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.pack import Select
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.principle_model import LINE_ROLE, PrincipleLine
from shipworthy.gui.pages.review.principle_list import PrincipleList
from shipworthy.gui.pages.start_dialog import StartDialog
from shipworthy.gui.places import Places
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.services import save_service

pytestmark = pytest.mark.xvfb

CHOSEN = ("backend-engineering", "observability-and-monitoring", "security-and-hardening")
LEAK, MASKED = "backend-engineering/security.leaks", "observability-and-monitoring/telemetry.personal"


@pytest.fixture
def desk(
    window: MainWindow,
    places: Places,
    context: Context,
    show_desk: ShowReview,
    settle: Callable[[], None],
    qtbot: QtBot,
) -> Desk:
    """Return a review of three packs that was chosen and begun by keys."""
    service = save_service(context.session, Service(uuid.uuid4(), "checkout", tier=2)).id
    context.open_service(service)
    settle()
    places.service.start_review()
    settle()
    (dialog,) = window.findChildren(StartDialog)
    qtbot.waitUntil(lambda: bool(dialog.preview.text()))
    QTest.keyClick(dialog.title, Qt.Key.Key_Tab)
    for row in dialog.packs.rows:
        assert dialog.focusWidget() is row.box
        if row.pack.id in CHOSEN and not row.box.isChecked():
            QTest.keyClick(row.box, Qt.Key.Key_Space)
        QTest.keyClick(row.box, Qt.Key.Key_Tab)
    QTest.keyClick(dialog.assessors, Qt.Key.Key_Return)
    settle()
    with context.session.store.read() as tx:
        (assessment,) = tx.assessments.of_service(service)
    assert tuple(use.pack_id for use in assessment.packs) == CHOSEN
    return show_desk(assessment)


def test_three_packs_are_one_review_by_keys_alone(desk: Desk, context: Context, tmp_path: Path) -> None:
    conduct = desk.page.conduct
    review = conduct.review
    linked = {question for question, root in review.questionnaire.roots.items() if question != root}
    assert len(linked) == 16
    assert not linked & set(review.questionnaire.asked)
    principles = [principle.id for _pack, principle in review.questionnaire.principles()]
    assert {each.partition("/")[0] for each in principles} == set(CHOSEN)
    model = desk.page.findChildren(PrincipleList)[0].model()
    assert model is not None
    assert model.rowCount() == len(principles)
    lines: list[PrincipleLine] = [model.index(row, 0).data(LINE_ROLE) for row in range(model.rowCount())]
    assert [line.pack for line in lines if line.pack] == [each.pack.title for each in review.questionnaire.packs]

    asked = []
    while (current := conduct.current) is not None:
        asked.append(current)
        question = conduct.review.questionnaire.asked[current].question
        if question.select is Select.MANY:
            desk.press(*(_digit(place) for place in range(1, len(question.choices))), Qt.Key.Key_Return)
        else:
            desk.press(_digit(0 if current == LEAK else len(question.choices) - 1))
    applying = [item.id for item in conduct.review.applying()]
    assert len(asked) == len(set(asked))
    assert set(asked) == set(applying) == set(desk.stored())
    assert all(answer.state is AnswerState.ANSWERED for answer in desk.stored().values())
    keys = desk.keys_outside_editors / len(asked)
    assert keys <= 1.2, f"{len(asked)} questions, {keys:.2f} keys each"

    scorecard = conduct.review.scorecard
    assert scorecard.coverage == 1
    assert 0 < (scorecard.score or Fraction(0)) < 1
    (across,) = (each for each in scorecard.contradictions if set(each.questions) == {LEAK, MASKED})
    for place in (LEAK, MASKED):
        conduct.offer(partial(conduct.go, place))
        desk.settle()
        assert [box for box in desk.page.pane.boxes if across.contradiction.message in box.text]
        listed = desk.page.parts.principles
        row = listed.visualRect(listed.currentIndex())
        assert listed.visibleRegion().boundingRect().contains(row.center())

    file = make_report(context.session, review_order(desk.assessment.id), tmp_path / "composite.pdf")
    pages = page_texts(file.read_bytes())
    text = " ".join(pages)
    for figure in ("3 packs", f"{len(asked)} of {len(asked)} answered", f"of {len(principles)} principles"):
        assert figure in pages[0]
    for weighted in conduct.review.questionnaire.packs:
        assert weighted.pack.title in text
        assert all(principle.title in text for principle in weighted.pack.principles)
    assert text.count("Also counted here:") == len(shared_principles(conduct.review))
    assert across.contradiction.message in text


def shared_principles(review: Review) -> set[str]:
    """Return the principles in which a question counts that is asked under another one."""
    return {
        place.principle.id
        for item in review.applying()
        for place in item.placements
        if place.principle.id != item.principle.id
    }


def _digit(place: int) -> Qt.Key:
    return Qt.Key(Qt.Key.Key_1 + place)
