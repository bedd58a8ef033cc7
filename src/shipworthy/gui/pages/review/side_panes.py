"""What takes the question's place for a while: search, "Why 63?" and the summary at the end."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.meeting import ParkedItem
from shipworthy.domain.pack import bare_id
from shipworthy.domain.review import Review
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.models.why_model import QUESTION_ROLE, WhyModel
from shipworthy.gui.pages.review.blind_banner import progress_words
from shipworthy.gui.pages.review.course import Course, Filter
from shipworthy.gui.pages.review.filter_menu import filter_end
from shipworthy.gui.pages.review.finding import Field, Found, find
from shipworthy.gui.pages.review.minutes_lines import parked_lines
from shipworthy.gui.pages.review.question_list import QuestionLineDelegate, QuestionList
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_SEARCH_MILLISECONDS = 60


class SidePane(QWidget):
    """A pane with a heading, a line of text and a way back; `question_chosen` leads to a question."""

    question_chosen = Signal(str)
    back_asked = Signal()

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = PlainLabel(heading, "heading", wrap=True)
        self.line = PlainLabel(role="soft", wrap=True)
        self.back = push_button(_("Back to the question"))
        self.back.clicked.connect(self.back_asked)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.back)
        self.buttons.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(32, 24, 32, 16)
        self.column.setSpacing(12)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)


class SearchPane(SidePane):
    """Questions by what they ask and by what was said about them, found while typing."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Search"), parent)
        self._wording = wording
        self._course: Course | None = None
        self._review: Review | None = None
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Words of a question, a note, a reason or evidence"))
        self.words.setAccessibleName(_("Search questions, notes and evidence"))
        self.words.setClearButtonEnabled(True)
        self.found = QuestionList(theme, _("Questions found"))
        self.found.question_chosen.connect(self.question_chosen)
        self._typing = QTimer(self, singleShot=True, interval=_SEARCH_MILLISECONDS)
        self._typing.timeout.connect(self.search)
        self.words.textChanged.connect(self._search_soon)
        self.column.insertWidget(1, self.words)
        self.column.addWidget(self.found, 1)
        self.column.addLayout(self.buttons)

    def open_for(self, review: Review, course: Course) -> None:
        """Show the search, its words selected so that typing begins a new one."""
        self._review, self._course = review, course
        self.search()
        self.words.selectAll()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _search_soon(self) -> None:
        self._typing.start()

    @Slot()
    def search(self) -> None:
        """Show what the words find."""
        self._typing.stop()
        if self._review is None or self._course is None:
            return
        found = find(self._review, self.words.text())
        self.found.show_lines([_found_line(self._review, each, self._wording, self._course) for each in found])
        self.line.setText(self._wording.count("{count} question", "{count} questions", len(found)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.words.hasFocus():
            self.search()
            self.found.choose_current()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.words.hasFocus():
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)
            self.found.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class WhyPane(SidePane):
    """What each question adds to the score and takes from it."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._wording = wording
        self.model = WhyModel(wording, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(0, QuestionLineDelegate(theme, self.table))
        self.table.setAccessibleName(_("What each question adds and loses"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.table.clicked.connect(self._choose)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(self.buttons)

    def open_for(self, review: Review) -> None:
        """Show the rows of a review, largest loss first."""
        score = self._wording.score_with_band(review.scorecard.score, review.scorecard.band)
        self.heading.setText(_("Why {score}?").format(score=score))
        self.line.setText(
            _("Points of 100 that each question adds and loses, largest loss first. Enter goes to the question.")
        )
        self.model.show(review)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        question_id = index.data(QUESTION_ROLE)
        if question_id:
            self.question_chosen.emit(question_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self._choose(self.table.currentIndex())
        else:
            super().keyPressEvent(event)


class SummaryPane(SidePane):
    """The summary, at the end or on the way: what is still open, contradictory or a gap, and the way to the report.

    Of blind answers it tells neither score nor verdict, and offers to stop instead of the report: `stop_asked`.
    """

    export_asked = Signal()
    stop_asked = Signal()
    all_asked = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(_("Review summary"), parent)
        self._wording = wording
        self._parked: tuple[ParkedItem, ...] = ()
        self._shown: tuple[Review, Course, str] | None = None
        self.list = QuestionList(theme, _("What is left to look at"))
        self.list.question_chosen.connect(self.question_chosen)
        self.export = push_button(_("Export PDF…"), "primary")
        self.export.clicked.connect(self.export_asked)
        self.stop = push_button("", "primary")
        self.stop.clicked.connect(self.stop_asked)
        self.back.setText(_("Back to the questions"))
        self.filter_end = PlainLabel(role="strong", wrap=True)
        self.show_all = push_button(_("Show all questions"))
        self.show_all.clicked.connect(self.all_asked)
        self.column.insertWidget(1, self.filter_end)
        self.column.insertWidget(2, self.show_all, alignment=Qt.AlignmentFlag.AlignLeading)
        self.buttons.insertWidget(0, self.export)
        self.buttons.insertWidget(0, self.stop)
        self.column.addWidget(self.list, 1)
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
        self.export.setVisible(not assessor)
        self.stop.setVisible(bool(assessor))
        self.stop.setText(_("Stop answering as {name}").format(name=assessor.replace("&", "&&")))
        score = self._wording.score_with_band(review.scorecard.score, review.scorecard.band)
        verdict = self._wording.verdict(review.shown_verdict)
        left = _("Nothing is left open.") if not lines else _("Enter goes to a question.")
        if assessor:
            self.line.setText(f"{progress_words(review)} · {left}")
            return
        self.line.setText(_("{verdict} · {score} · {left}").format(verdict=verdict, score=score, left=left))

    def take_focus(self) -> None:
        """Put the focus on the way out of a filter, else on the list, or where nothing is left on what comes next."""
        after = self.export if self.stop.isHidden() else self.stop
        target = self.list if not self.list.isHidden() else after
        (target if self.show_all.isHidden() else self.show_all).setFocus(Qt.FocusReason.OtherFocusReason)

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


def question_line(review: Review, question_id: str, wording: Wording, course: Course) -> QuestionLine:
    """Return the line of one question: number and text, below them the id, the answer and the note."""
    question = review.questionnaire.asked[question_id].question
    answer = review.answer(question_id)
    note = " ".join(answer.note.split())
    parts = [bare_id(question_id), wording.answer_text(question, answer), note]
    number = course.position(question_id).number
    return QuestionLine(question_id, f"{number}  {question.text}", " · ".join(part for part in parts if part))


def _found_line(review: Review, found: Found, wording: Wording, course: Course) -> QuestionLine:
    """Return the line of a question that was found; where it was found stands in the place of its note."""
    line = question_line(review, found.question, wording, course)
    if not found.hits:
        return line
    answer = wording.answer_text(review.questionnaire.asked[found.question].question, review.answer(found.question))
    hits = (f"{_field_name(hit.field)}: {hit.snippet}" for hit in found.hits)
    return replace(line, detail="\n".join([f"{bare_id(found.question)} · {answer}", *hits]))


def _field_name(field: Field) -> str:
    return {
        Field.QUESTION: _("Question"),
        Field.ID: _("Id"),
        Field.NOTE: _("Note"),
        Field.REASON: _("Reason"),
        Field.EVIDENCE: _("Evidence"),
        Field.CHOICE: _("Choice"),
    }[field]


def _named(questions: list[str], course: Course) -> str:
    numbers = ", ".join(str(course.position(each).number) for each in questions)
    return _("Questions {numbers}").format(numbers=numbers)
