"""How the parts of the Review page lie: three columns where there is room, one that scrolls where there is not."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.meeting import ParkedItem
from shipworthy.domain.review import Review
from shipworthy.gui.context import Context
from shipworthy.gui.pages.review.blind_banner import BlindBanner, BlindProgress
from shipworthy.gui.pages.review.consensus_pane import ConsensusPane
from shipworthy.gui.pages.review.course import Course
from shipworthy.gui.pages.review.decision_pane import DecisionPane
from shipworthy.gui.pages.review.help_pane import HelpPane
from shipworthy.gui.pages.review.minutes_panel import MinutesPanel
from shipworthy.gui.pages.review.plan_pane import PlanPane
from shipworthy.gui.pages.review.principle_list import PrincipleList
from shipworthy.gui.pages.review.question_pane import QuestionPane
from shipworthy.gui.pages.review.retire_pane import RetirePane
from shipworthy.gui.pages.review.score_panel import ScorePanel
from shipworthy.gui.pages.review.sealed_banner import SealedBanner
from shipworthy.gui.pages.review.session_bar import SessionBar
from shipworthy.gui.pages.review.side_panes import SearchPane, SidePane, WhyPane
from shipworthy.gui.pages.review.start_card import StartCard
from shipworthy.gui.pages.review.summary_pane import SummaryPane
from shipworthy.gui.pages.review.upgrade_banner import UpgradeBanner
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.text import _
from shipworthy.workflows.consensus import Opened
from shipworthy.workflows.item_planning import Proposal

_SIDE_WIDTH, _HELP_WIDTH = 248, 308
_LEAST_LIST = 130
_ROOM_FOR_HELP, _ROOM_FOR_SIDE = 1060, 700


class ReviewLayout(QWidget):
    """Principles and score, the question or what takes its place, and the help.

    Without room for it the help lies below the question, and then the principles too. `go_asked` (question id) and
    `back_asked` come from the panes that take the question's place.
    """

    go_asked = Signal(str)
    back_asked = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        theme, wording = context.theme, context.wording
        self.principles = PrincipleList(theme)
        self.score = ScorePanel(wording)
        self.blind_progress = BlindProgress()
        self.banner = BlindBanner()
        self.question = QuestionPane(context)
        self.help = HelpPane(wording)
        self.search = SearchPane(theme, wording)
        self.why = WhyPane(theme, wording)
        self.summary = SummaryPane(theme, wording)
        self.bar = SessionBar(theme, wording)
        self.start = StartCard()
        self.minutes = MinutesPanel(theme, wording)
        self.consensus = ConsensusPane(context)
        self.decision = DecisionPane(context)
        self.retire = RetirePane()
        self.plan = PlanPane(theme, wording)
        self.sealed_banner = SealedBanner()
        self.upgrade_banner = UpgradeBanner()
        for pane in (self.search, self.why, self.summary, self.consensus, self.start):
            pane.question_chosen.connect(self.go_asked)
            pane.back_asked.connect(self.back_asked)
        self.empty, self._first = self._empty_state()
        self._opening = QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus)
        self._opening.setAccessibleName(_("Opening the review"))
        self._help_wanted = True
        self._in_session = False
        self._help_in_session = False
        self._folded: tuple[bool, bool] | None = None
        self._side = self._side_content()
        self._side_column = _scrolling(self._side, _("Principles and score"), "surface")
        self._question_column = _scrolling(self.question, "", "bg")
        _keep_room_for_bar(self._question_column)
        self._help_column = _scrolling(self.help, _("Help for this question"), "surface")
        self._help_column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._minutes_column = _scrolling(self.minutes, _("Parking lot and decisions"), "surface")
        self._side_line, self._help_line = _line(), _line()
        self._stack = QStackedWidget()
        for widget in (
            self.empty,
            self._opening,
            self._question_column,
            self.search,
            self.why,
            self.summary,
            self.consensus,
            self.start,
            self.decision,
            self.retire,
            self.plan,
        ):
            self._stack.addWidget(widget)
        self._lay_out(page)
        self._show_columns()

    @property
    def shows_question(self) -> bool:
        """Tell whether the question is shown, and nothing in its place."""
        return self._stack.currentWidget() is self._question_column

    @property
    def is_opening(self) -> bool:
        """Tell whether a review is on its way."""
        return self._stack.currentWidget() is self._opening

    def take_focus(self) -> None:
        """Put the focus on the empty page's first action."""
        self._first.setFocus()

    def show_opening(self) -> None:
        """Show nothing until a review is read: not that none is open, nor another one that would take the keys."""
        self._stack.setCurrentWidget(self._opening)
        self._opening.setFocus()
        self._show_columns()

    def show_empty(self) -> None:
        """Say that no review is open."""
        self._stack.setCurrentWidget(self.empty)
        self._show_columns()
        self.take_focus()

    def show_question(self) -> None:
        """Show the question."""
        self._stack.setCurrentWidget(self._question_column)
        self._show_columns()

    def show_search(self, review: Review, course: Course) -> None:
        """Show the search in the question's place."""
        self._stack.setCurrentWidget(self.search)
        self._show_columns()
        self.search.open_for(review, course)

    def show_why(self, review: Review) -> None:
        """Show what the score is made of."""
        self._stack.setCurrentWidget(self.why)
        self._show_columns()
        self.why.open_for(review)

    def show_summary(self, review: Review, course: Course, assessor: str = "") -> None:
        """Show what is left at the end, of the review or of what one assessor answers blind."""
        self._stack.setCurrentWidget(self.summary)
        self.principles.show_current("")
        self.summary.open_for(review, course, assessor)
        self.summary.take_focus()
        self._show_columns()

    def show_decision(self, review: Review) -> None:
        """Show the form for the decision."""
        self._stack.setCurrentWidget(self.decision)
        self._show_columns()
        self.decision.open_for(review)

    def show_retire(self, review: Review, state: AssessmentState) -> None:
        """Ask why a review is to be withdrawn or superseded."""
        self._stack.setCurrentWidget(self.retire)
        self._show_columns()
        self.retire.open_for(review, state)

    def show_plan(self, assessment_id: UUID, proposal: Proposal) -> None:
        """Show which gaps can be made into items."""
        self._stack.setCurrentWidget(self.plan)
        self._show_columns()
        self.plan.open_for(assessment_id, proposal)

    def show_consensus(self, opened: Opened) -> None:
        """Show the assessors' answers side by side."""
        self._stack.setCurrentWidget(self.consensus)
        self.principles.show_current("")
        self.consensus.open_for(opened)
        self._show_columns()

    def show_blind(self, assessor: str, stop_keys: str) -> None:
        """Show who answers blind and how far, without score and verdict; with "", the score again."""
        self.banner.show_assessor(assessor, stop_keys)
        self.blind_progress.setVisible(bool(assessor))
        self.score.setVisible(not assessor)

    def show_start(self) -> None:
        """Show the card of session mode in the question's place; it is told what to say before or after."""
        self._stack.setCurrentWidget(self.start)
        self._show_columns()

    def show_parked(self, items: tuple[ParkedItem, ...]) -> None:
        """Let the summary show what was parked and is not settled."""
        self.summary.show_parked(items)

    def set_session(self, in_session: bool) -> None:
        """Make room for session mode: its bar, and its panel in place of the help."""
        self._in_session, self._help_in_session = in_session, False
        self.bar.setVisible(in_session)
        self._show_columns()

    def show_minutes(self) -> None:
        """Show the panel of session mode, in the help's place if that was called back, and give it the focus."""
        self._help_in_session = False
        self._show_columns()
        self.minutes.take_focus()
        self.show_widget(self.minutes)

    def shown_pane(self) -> SidePane | None:
        """Return what stands in the question's place; None for the question."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, SidePane) else None

    def scroll_to_top(self) -> None:
        """Show the question from its beginning."""
        self._question_column.verticalScrollBar().setValue(0)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll so that a widget that was just opened can be seen whole, once it has its size."""
        QTimer.singleShot(0, widget, lambda: self._question_column.ensureWidgetVisible(widget, 0, 16))

    def toggle_help(self) -> None:
        """Show or hide the help column; where the help lies below the question, go there or back up."""
        help_folded, _side_folded = self._folded or (False, False)
        if self._in_session:
            self._help_in_session = not self._help_in_session
            self._show_columns()
            if not help_folded or not self._help_in_session:
                return
        elif not help_folded:
            self._help_wanted = not self._help_wanted
            self._show_columns()
            return
        bar = self._question_column.verticalScrollBar()
        top = self.help.mapTo(self.question, QPoint(0, 0)).y()
        bar.setValue(0 if bar.value() >= min(top, bar.maximum()) else top)

    def fold_for(self, width: int) -> None:
        """Lay the parts out for a width of the page."""
        pixels = self._context.theme.pixels
        self._side_column.setFixedWidth(pixels(_SIDE_WIDTH))
        for column in (self._help_column, self._minutes_column):
            column.setFixedWidth(pixels(_HELP_WIDTH))
        folded = (width < pixels(_ROOM_FOR_HELP), width < pixels(_ROOM_FOR_SIDE))
        if folded == self._folded:
            return
        self._folded = folded
        help_folded, side_folded = folded
        _move(self.minutes, self.question.below if help_folded else self._minutes_column)
        _move(self.help, self.question.below if help_folded else self._help_column)
        _move(self._side, self.question.below if side_folded else self._side_column)
        self.help.set_inset(not help_folded)
        self.minutes.set_inset(not help_folded)
        self.bar.set_compact(side_folded)
        self._show_columns()

    @Slot()
    def _show_columns(self) -> None:
        help_folded, side_folded = self._folded or (False, False)
        is_open = self._stack.currentWidget() not in (self.empty, self._opening)
        self._side_column.setVisible(is_open and not side_folded)
        self._side_line.setVisible(is_open and not side_folded)
        wants_help = self._help_in_session if self._in_session else self._help_wanted
        has_column = self.shows_question and not help_folded
        self._help_column.setVisible(has_column and wants_help)
        self._minutes_column.setVisible(has_column and self._in_session and not wants_help)
        self._help_line.setVisible(has_column and (self._in_session or wants_help))
        if help_folded:
            self.help.setVisible(wants_help or not self._in_session)
            self.minutes.setVisible(self._in_session)

    def _side_content(self) -> QWidget:
        """Return principles and score: the list scrolls first, so that the score stays in sight."""
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(12, 12, 12, 4)
        inner.addWidget(self.principles)
        inner.addStretch(1)
        scrolled = _scrolling(holder, _("Principles"), "surface")
        self.principles.current_shown.connect(
            lambda row: scrolled.ensureVisible(0, self.principles.y() + row.center().y(), 0, row.height())
        )
        scrolled.setMinimumHeight(_LEAST_LIST)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        score = QVBoxLayout()
        score.setContentsMargins(12, 0, 12, 4)
        score.addWidget(line)
        score.addWidget(self.score)
        score.addWidget(self.blind_progress)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(scrolled, 1)
        column.addLayout(score)
        return content

    def _empty_state(self) -> tuple[EmptyState, QWidget]:
        button = push_button(_("Choose a service"), "primary")
        button.clicked.connect(lambda: self._context.go_to("portfolio"))
        text = _("A review asks one question at a time and shows at once what each answer does to score and verdict.")
        return EmptyState(_("No review is open"), text, [button]), button

    def _lay_out(self, page: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self._side_column, self._side_line):
            row.addWidget(widget)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.banner)
        middle.addWidget(self.sealed_banner)
        middle.addWidget(self.upgrade_banner)
        middle.addWidget(self._stack, 1)
        row.addLayout(middle, 1)
        for widget in (self._help_line, self._minutes_column, self._help_column):
            row.addWidget(widget)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self, 1)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)


def _scrolling(content: QWidget, accessible_name: str, ground: str) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(accessible_name)
    area.setProperty("kind", "calm")
    area.viewport().setProperty("ground", ground)
    content.setProperty("ground", ground)
    area.setWidget(content)
    return area


def _keep_room_for_bar(area: QScrollArea) -> None:
    """Keep the width of a column that scrolls at times only: a text would wrap anew when a form opens in it."""
    bar = area.verticalScrollBar()
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))


def _move(content: QWidget, target: QScrollArea | QVBoxLayout) -> None:
    """Move a part into a column of its own or below the question; a scroll area would delete what it loses."""
    owner = content.parentWidget()
    area = owner.parentWidget() if owner is not None else None
    if isinstance(area, QScrollArea) and area.widget() is content:
        area.takeWidget()
    if isinstance(target, QScrollArea):
        target.setWidget(content)
    else:
        target.addWidget(content)
    content.show()


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedWidth(1)
    return line
