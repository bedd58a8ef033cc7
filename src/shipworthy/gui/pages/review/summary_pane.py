"""The summary at the end of a review: what is left, why the verdict is no better, and the way to the decision."""

from collections.abc import Iterator
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shipworthy.domain.assessment import OPEN_STATES, AnswerState
from shipworthy.domain.meeting import ParkedItem
from shipworthy.domain.review import Review
from shipworthy.gui.decision_words import decision_words, standing_words
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.pages.review.blind_banner import progress_words
from shipworthy.gui.pages.review.callout import Callout
from shipworthy.gui.pages.review.course import Course, Filter
from shipworthy.gui.pages.review.filter_menu import filter_end
from shipworthy.gui.pages.review.minutes_lines import parked_lines
from shipworthy.gui.pages.review.question_list import QuestionList
from shipworthy.gui.pages.review.side_panes import SidePane, question_line
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.staleness import DecisionView

_LEAST_LIST = 150


class SummaryPane(SidePane):
    """The summary, at the end or on the way: what is still open, contradictory or a gap, and the way to the report.

    Of blind answers it tells neither score nor verdict, and offers to stop instead of the report: `stop_asked`.
    """

    export_asked = Signal()
    decide_asked = Signal()
    plan_asked = Signal()
    stop_asked = Signal()
    all_asked = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Review summary"), parent)
        self._wording = wording
        self._decided: UUID | None = None
        self._parked: tuple[ParkedItem, ...] = ()
        self._shown: tuple[Review, Course, str] | None = None
        self.list = QuestionList(theme, _("What is left to look at"))
        self.list.question_chosen.connect(self.question_chosen)
        self.standing = PlainLabel(role="small", wrap=True)
        self.remediation = PlainLabel(role="small", wrap=True)
        self.decision = Callout(theme, "accent")
        self.decide = push_button(_("Decide…"), "primary")
        self.decide.clicked.connect(self.decide_asked)
        self.plan = push_button(_("Plan remediation…"))
        self.plan.clicked.connect(self.plan_asked)
        self.export = push_button(_("Export PDF…"))
        self.export.clicked.connect(self.export_asked)
        self.stop = push_button("", "primary")
        self.stop.clicked.connect(self.stop_asked)
        self.back.setText(_("Back to the questions"))
        self.filter_end = PlainLabel(role="strong", wrap=True)
        self.show_all = push_button(_("Show all questions"))
        self.show_all.clicked.connect(self.all_asked)
        self.list.setMinimumHeight(theme.pixels(_LEAST_LIST))
        content, self._area = self.make_scrolling()
        content.insertWidget(1, self.filter_end)
        content.insertWidget(2, self.show_all, alignment=Qt.AlignmentFlag.AlignLeading)
        for button in (self.export, self.plan, self.decide, self.stop):
            self.buttons.insertWidget(0, button)
        content.addWidget(self.standing)
        content.addWidget(self.remediation)
        content.addWidget(self.decision)
        content.addWidget(self.list, 1)
        self.column.addLayout(self.buttons)

    def show_parked(self, items: tuple[ParkedItem, ...]) -> None:
        """Show also what was parked in meetings and is not settled."""
        self._parked = items
        if self._shown is not None and self.isVisible():
            self.open_for(*self._shown)

    def open_for(self, review: Review, course: Course, assessor: str = "") -> None:
        """Show what a review still lacks, or the blind answers of one assessor."""
        self._shown = (review, course, assessor)
        lines = [*parked_lines(self._parked, course), *summary_lines(review, course, self._wording)]
        self.filter_end.setText(filter_end(course))
        for part in (self.filter_end, self.show_all):
            part.setVisible(course.filter is not Filter.ALL)
        self.list.setVisible(bool(lines))
        self.list.show_lines(lines)
        ended = review.assessment.state not in OPEN_STATES
        for part in (self.export, self.plan, self.remediation):
            part.setVisible(not assessor)
        self.decide.setVisible(not assessor and not ended)
        if not ended or review.assessment.id != self._decided:
            self.decision.show_words("")
        self.standing.setText("" if assessor else " · ".join(standing_words(review, self._wording)))
        self.standing.setVisible(not assessor)
        self.stop.setVisible(bool(assessor))
        self.stop.setText(_("Stop answering as {name}").format(name=assessor.replace("&", "&&")))
        score = self._wording.score_with_band(review.scorecard.score, review.scorecard.band)
        verdict = self._wording.verdict(review.shown_verdict)
        left = _("Nothing is left open.") if not lines else _("Enter goes to a question.")
        if assessor:
            self.line.setText(f"{progress_words(review)} · {left}")
            return
        self.line.setText(_("{verdict} · {score} · {left}").format(verdict=verdict, score=score, left=left))

    def show_remediation(self, words: str) -> None:
        """Show how far the gaps are planned."""
        self.remediation.setText(words)

    def show_decision(self, review: Review, view: DecisionView | None) -> None:
        """Show how a review ended: everything that was decided, its seal, and what changed since."""
        self._decided = review.assessment.id
        self.decision.show_words(*decision_words(review, view, self._wording))

    def take_focus(self) -> None:
        """Put the focus on the way out of a filter, else on the list, or where nothing is left on what comes next."""
        after = next(
            each for each in (self.stop, self.decide, self.export) if not each.isHidden() or each is self.export
        )
        target = self.list if not self.list.isHidden() else after
        self.go_to_widget(target if self.show_all.isHidden() else self.show_all, self._area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)


def summary_lines(review: Review, course: Course, wording: Wording) -> Iterator[QuestionLine]:
    """Yield what is left to look at at the end of a review, each kind under its heading with its number."""
    applying = [item.id for item in review.applying()]
    unanswered = [each for each in applying if review.counts(each).state is AnswerState.UNANSWERED]
    carried = [each for each in applying if review.counts(each).carried]
    unknown = [each for each in applying if review.counts(each).state is AnswerState.UNKNOWN and each not in carried]
    marked = [each for each in applying if review.counts(each).marked]
    gaps = [each for each in applying if review.counts(each).gap and each not in {*unanswered, *unknown, *carried}]
    yield from _group(_("Unanswered"), unanswered, review, course, wording)
    yield from _group(_("Carried, to be confirmed"), carried, review, course, wording)
    yield from _group(_("Unknown"), unknown, review, course, wording)
    yield from _group(_("Marked for review"), marked, review, course, wording)
    held = review.scorecard.contradictions
    if held:
        yield QuestionLine("", f"{_('Contradictions')} ({len(held)})")
    for placed in held:
        here = [each for each in placed.questions if each in course]
        if here:
            yield QuestionLine(here[0], placed.contradiction.message, _named(here, course))
    yield from _group(_("Gaps"), gaps, review, course, wording)


def _group(
    heading: str, questions: list[str], review: Review, course: Course, wording: Wording
) -> Iterator[QuestionLine]:
    if questions:
        yield QuestionLine("", f"{heading} ({len(questions)})")
    for question_id in questions:
        yield question_line(review, question_id, wording, course)


def _named(questions: list[str], course: Course) -> str:
    numbers = ", ".join(str(course.position(each).number) for each in questions)
    return _("Questions {numbers}").format(numbers=numbers)
