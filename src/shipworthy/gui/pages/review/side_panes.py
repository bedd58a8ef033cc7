"""What takes the question's place for a while: search, "Why 63?", and what all such panes share."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.pack import bare_id
from shipworthy.domain.remediation import waived_questions
from shipworthy.domain.review import Review
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.models.why_model import QUESTION_ROLE, WhyModel
from shipworthy.gui.pages.review.course import Course
from shipworthy.gui.pages.review.finding import Field, Found, find
from shipworthy.gui.pages.review.question_list import QuestionLineDelegate, QuestionList
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_SEARCH_MILLISECONDS = 60
_AROUND = 64  # pixels in sight above and below a widget that is gone to: its label, and what is wrong with it


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

    def make_scrolling(self) -> tuple[QVBoxLayout, QScrollArea]:
        """Let everything above the buttons scroll where the pane is low; return where it goes, and what scrolls it."""
        inner = QWidget()
        inner.setProperty("ground", "bg")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.column.spacing())
        column.addWidget(self.heading)
        column.addWidget(self.line)
        area = _ScrollArea()
        area.setProperty("kind", "calm")
        area.viewport().setProperty("ground", "bg")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.column.addWidget(area, 1)
        return column, area

    def go_to_widget(self, widget: QWidget, area: QScrollArea) -> None:
        """Give a widget the focus and scroll to it, once what was just shown or hidden has found its place."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

        def show() -> None:
            # By its edges, the upper last: of a text, Qt itself would only bring the cursor into sight.
            inner = area.widget()
            assert inner is not None, "it was made with what it scrolls"
            top = widget.mapTo(inner, QPoint(0, 0)).y()
            for edge in (top + widget.height(), top):
                area.ensureVisible(0, edge, 0, _AROUND)

        QTimer.singleShot(0, widget, show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)


class _ScrollArea(QScrollArea):
    """Scrolls by wheel and by what gets the focus; its keys belong to the pane, where they lead elsewhere."""

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


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


def question_line(review: Review, question_id: str, wording: Wording, course: Course) -> QuestionLine:
    """Return the line of one question: number and text, below them the id, the answer and the note."""
    question = review.questionnaire.asked[question_id].question
    answer = review.answer(question_id)
    note = " ".join(answer.note.split())
    waived = wording.waived().lower() if question_id in waived_questions(review.waivers, review.today) else ""
    parts = [bare_id(question_id), wording.answer_text(question, answer), waived, note]
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
