"""Remediation on the Review page: items of the question shown, and planning for all that a review misses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.items_box import item_words, items_of
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.gui.remediation_words import due_words, effort_words, planned_words
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.item_planning import Proposal, plan_remediation, propose_items, refuse_no_gaps
from shipworthy.workflows.remediation import ItemsChanged
from shipworthy.workflows.reviews import Recorded, live_review, open_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step, TakenBack

_TOPIC = "remediation"


class _Planned(NamedTuple):
    changed: ItemsChanged
    review: Review


class RemediationWork(QObject):
    """Joins remediation to the conduct of a review.

    Items are made from the review as it counts today: a sealed one shows what it was sealed with, and its items go on.
    `live_shown` carries that review, None where there is none.
    """

    live_shown = Signal(object)

    def __init__(self, context: Context, conduct: Conduct, parts: ReviewLayout, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._live: Review | None = None
        self._live_for: Review | None = None
        self.plan = QAction(_("Plan re&mediation…"), page)
        self.plan.setShortcut(QKeySequence("Ctrl+Shift+R"))
        self.plan.setEnabled(False)
        edits(context, self.plan, parts.summary.plan)
        self.plan.triggered.connect(lambda: conduct.offer(self._open_plan))
        parts.summary.plan_asked.connect(self.plan.trigger)
        parts.plan.back_asked.connect(lambda: conduct.offer(lambda: conduct.go(None)))
        parts.plan.planned.connect(lambda questions, owner: conduct.offer(lambda: self._make(questions, owner)))
        parts.question.items.opened.connect(context.open_item)
        for signal in (conduct.moved, conduct.changed, conduct.closed):
            signal.connect(self._show)
        context.taken_back.connect(self._follow_undo)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu."""
        return (self.plan,)

    def make_item(self) -> None:
        """Make an item of the question shown, or show the one that stands for it; without a gap, say so calmly."""
        question_id, review = self._conduct.current, self._live
        if question_id is None or review is None:
            return
        if self._conduct.assessor:
            text = _("Remediation is planned by the agreed answers.")
            self._context.notify(Notice(text, hint=_("Stop answering blind first."), topic=_TOPIC))
        elif any(item.is_live for item in items_of(review, question_id)):
            self._go_to_item()
        else:
            try:
                refuse_no_gaps(review, [question_id])
            except UserError as error:
                self._context.notify(Notice(error.message, hint=error.hint, topic=_TOPIC))
            else:
                self._plan(
                    partial(plan_remediation, questions=[question_id]), self._show_made, self._context.failed.emit
                )

    def _plan(
        self,
        act: Callable[[Session, UUID], ItemsChanged],
        done: Callable[[ItemsChanged], None],
        failed: Callable[[UserError], None],
    ) -> None:
        assessment_id, service_id = self._conduct.review.assessment.id, self._conduct.review.service.id

        def work(session: Session) -> _Planned:
            changed = act(session, assessment_id)
            return _Planned(changed, open_review(session, assessment_id))

        def note(planned: _Planned) -> None:
            if planned.changed.sequences:
                # By the service: sealing a review ends the undo of its answers, not that of work planned beside them.
                self._context.did_step.emit(Step(service_id, planned.changed.sequences, planned.changed.name))
            done(planned.changed)

        def recorded(planned: _Planned) -> Recorded:
            return Recorded(planned.review, (), "")

        self._conduct.carry_out(work, recorded, note, failed)

    def _show_made(self, changed: ItemsChanged) -> None:
        wording = self._context.wording
        for item in changed.items:
            due = due_words(wording, item, self._conduct.review.today)
            text = _("Made a remediation item: “{title}”, {due}.").format(title=item.title, due=due)
            self._context.notify(Notice(text, topic=_TOPIC))
        self._parts.show_widget(self._parts.question.items)

    def _open_plan(self) -> None:
        assessment_id = self._conduct.review.assessment.id
        read = partial(propose_items, assessment_id=assessment_id)
        self._context.read(read, partial(self._show_plan, assessment_id), owner=self)

    def _show_plan(self, assessment_id: UUID, proposal: Proposal) -> None:
        if self._conduct.shows(assessment_id) and not self._conduct.assessor:
            self._parts.show_plan(assessment_id, proposal)

    def _make(self, questions: Sequence[str], owner: str) -> None:
        act = partial(plan_remediation, questions=questions, owner=owner)
        self._plan(act, self._show_planned, self._parts.plan.show_refused)

    def _show_planned(self, changed: ItemsChanged) -> None:
        """Go back to the summary, which says from now on how far the gaps are planned."""
        self._parts.plan.show_problem("")
        self._conduct.go(None)
        wording = self._context.wording
        made = wording.count("Made {count} remediation item", "Made {count} remediation items", len(changed.items))
        text = _("{made}: {effort} of effort.").format(made=made, effort=effort_words(wording, changed.items))
        action = (_("Show remediation"), partial(self._context.go_to, "remediation"))
        self._context.notify(Notice(text, "ok", action=action, topic=_TOPIC))

    def _go_to_item(self) -> None:
        box = self._parts.question.items
        box.rows[0].setFocus()
        self._parts.show_widget(box)

    @Slot()
    def _show(self) -> None:
        """Show the items of the question shown, as they stand now."""
        conduct = self._conduct
        review = conduct.review if conduct.is_open else None
        self.plan.setEnabled(review is not None and not conduct.assessor)
        if review is not self._live_for:
            self._live_for = review
            ended = review is not None and review.assessment.state not in OPEN_STATES
            if review is not None and ended:
                read = partial(live_review, assessment_id=review.assessment.id)
                self._context.read(read, partial(self._take_live, review), owner=self)
            else:
                self._live = review
        self._show_items()

    def _take_live(self, shown: Review, live: Review) -> None:
        if shown is self._live_for:
            self._live = live
            self._show_items()

    def _show_items(self) -> None:
        conduct, live, wording = self._conduct, self._live, self._context.wording
        if live is not None:
            self._parts.summary.show_remediation(planned_words(live, wording))
        box = self._parts.question.items
        self.live_shown.emit(live)
        if not conduct.is_open or live is None or conduct.current is None or conduct.assessor:
            box.hide()
            return
        found = items_of(live, conduct.current)
        offered = live.counts(conduct.current).gap and not any(item.is_live for item in found)
        box.show_items([item_words(item, live, wording) for item in found], offered=offered)

    @Slot(object)
    def _follow_undo(self, taken_back: TakenBack) -> None:
        """Read the review again where something of its service was taken back: its verdict reads items."""
        conduct = self._conduct
        if conduct.is_open and taken_back.assessment == conduct.review.service.id:
            review, assessor = conduct.review, conduct.assessor
            read = partial(open_review, assessment_id=review.assessment.id, assessor=assessor)
            self._context.read(read, partial(self._take_over, assessor), owner=self)

    def _take_over(self, assessor: str, review: Review) -> None:
        if not self._conduct.shows(review.assessment.id) or assessor != self._conduct.assessor:
            return
        self._conduct.take_over(review)
        if self._parts.shown_pane() is self._parts.plan:
            read = partial(propose_items, assessment_id=review.assessment.id)
            self._context.read(read, partial(self._parts.plan.show_proposal, review.assessment.id), owner=self)
