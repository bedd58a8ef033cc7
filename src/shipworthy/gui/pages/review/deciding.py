"""Deciding on the Review page: the way to the decision, the seal shown for ever after, and taking it out of use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shipworthy.domain.assessment import OPEN_STATES, AssessmentState, Decision
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.decision_words import decided_words, live_words, stale_words
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.keys import Act
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.text import _
from shipworthy.workflows.decisions import decide, put_in_review, supersede, withdraw
from shipworthy.workflows.reviews import Recorded, refuse_sealed
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import DecisionView, view_decision

# What would change an answer; everything else may be done to a sealed review.
_CHANGING = frozenset(
    {
        Act.CHOOSE,
        Act.NOT_APPLICABLE,
        Act.UNKNOWN,
        Act.COMPENSATED,
        Act.CONFIRM,
        Act.MARK,
        Act.INTERNAL,
        Act.EVIDENCE,
        Act.DISSENT,
        Act.CONFIDENCE,
    }
)


class Deciding(QObject):
    """Joins decision, seal and end of a review to its conduct.

    `hold_clock` saves the time of a meeting that goes on: once the review is sealed, it could not be saved any more.
    """

    def __init__(
        self, context: Context, conduct: Conduct, parts: ReviewLayout, hold_clock: Callable[[], None], page: QWidget
    ) -> None:
        super().__init__(page)
        self._hold_clock = hold_clock
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._page = page
        self._view: DecisionView | None = None
        self._read_for: Review | None = None
        self.decide = self._action(_("&Decide…"), "Ctrl+Shift+D", self._open_decision)
        self.put_in_review = self._action(_("Put &in review"), "", self._put_in_review)
        self.withdraw = self._action(
            _("Withdra&w…"), "", lambda: parts.show_retire(conduct.review, AssessmentState.WITHDRAWN)
        )
        self.supersede = self._action(
            _("Supe&rsede…"), "", lambda: parts.show_retire(conduct.review, AssessmentState.SUPERSEDED)
        )
        edits(context, *self.actions, parts.summary.decide, parts.question.note)
        parts.summary.decide_asked.connect(self.decide.trigger)
        parts.sealed_banner.decision_asked.connect(lambda: conduct.offer(lambda: conduct.go(None)))
        for pane in (parts.decision, parts.retire):
            pane.back_asked.connect(lambda: conduct.offer(lambda: conduct.go(None)))
        parts.decision.decided.connect(lambda decision: self._end_with(lambda: self._decide(decision)))
        parts.retire.retired.connect(lambda state, reason: self._end_with(lambda: self._retire(state, reason)))
        for signal in (conduct.moved, conduct.changed, conduct.closed):
            signal.connect(self._show)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu."""
        return self.decide, self.put_in_review, self.withdraw, self.supersede

    def refuses(self, act: Act) -> bool:
        """Tell whether a key may not act because the review can no longer be changed, and say so in place."""
        if act not in _CHANGING:
            return False
        try:
            refuse_sealed(self._conduct.review.assessment)
        except UserError as error:
            self._parts.question.show_problem(error)
            self._parts.scroll_to_top()
            return True
        return False

    def _action(self, text: str, keys: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self._page)
        action.setShortcut(QKeySequence(keys))
        action.setEnabled(False)
        action.triggered.connect(lambda: self._conduct.offer(act))
        return action

    def _end_with(self, step: Callable[[], None]) -> None:
        """Take the step that ends the review, after the time of its meeting was saved."""
        self._hold_clock()
        self._conduct.offer(step)

    def _open_decision(self) -> None:
        self._parts.show_decision(self._conduct.review)

    def _decide(self, decision: Decision) -> None:
        assessment_id = self._conduct.review.assessment.id
        name = self._context.wording.outcome(decision.outcome)

        def work(session: Session) -> Recorded:
            return Recorded(decide(session, assessment_id, decision), (), name)

        def done(_recorded: Recorded) -> None:
            self._parts.decision.forget()
            self._conduct.go(None)

        self._conduct.carry_out(work, lambda recorded: recorded, done, self._parts.decision.show_refused)

    def _put_in_review(self) -> None:
        work = partial(put_in_review, assessment_id=self._conduct.review.assessment.id)
        self._conduct.carry_out(
            work, lambda recorded: recorded, lambda _recorded: None, self._parts.question.show_problem
        )

    def _retire(self, state: AssessmentState, reason: str) -> None:
        act = withdraw if state is AssessmentState.WITHDRAWN else supersede
        assessment_id = self._conduct.review.assessment.id

        def work(session: Session) -> Recorded:
            return Recorded(act(session, assessment_id, reason), (), "")

        def done(_recorded: Recorded) -> None:
            self._parts.retire.reason.clear()
            self._conduct.go(None)

        self._conduct.carry_out(work, lambda recorded: recorded, done, self._parts.retire.show_refused)

    @Slot()
    def _show(self) -> None:
        """Show which actions there are now, and on a review that has ended, how."""
        conduct = self._conduct
        review = conduct.review if conduct.is_open else None
        state = review.assessment.state if review else None
        free = review is not None and not conduct.assessor
        self.decide.setEnabled(free and state in OPEN_STATES)
        self.put_in_review.setEnabled(free and state is AssessmentState.DRAFT)
        self.withdraw.setEnabled(free and state in (*OPEN_STATES, AssessmentState.DECIDED))
        self.supersede.setEnabled(free and state is AssessmentState.DECIDED)
        ended = state is not None and state not in OPEN_STATES
        self._parts.question.note.setReadOnly(ended)
        if review is not self._read_for:
            self._read_for, self._view = review, None
            if review is not None and ended:
                read = partial(view_decision, assessment_id=review.assessment.id)
                self._context.read(read, self._show_view, owner=self)
        self._show_end()

    def _show_view(self, view: DecisionView | None) -> None:
        if view is not None and self._conduct.shows(view.live.assessment.id):
            self._view = view
            self._show_end()

    def _show_end(self) -> None:
        conduct, wording = self._conduct, self._context.wording
        if not conduct.is_open or conduct.review.assessment.state in OPEN_STATES:
            self._parts.sealed_banner.show_words("", "", has_decision=False)
            self._parts.score.show_live("")
            return
        review = conduct.review
        self._parts.sealed_banner.show_words(
            decided_words(review.assessment, self._view, wording),
            stale_words(self._view.stale if self._view else (), wording),
            has_decision=review.assessment.decision is not None,
        )
        self._parts.score.show_live(live_words(review, self._view, wording))
        self._parts.summary.show_decision(review, self._view)
