"""Waivers on the Review page: what stands for the question shown, and asking for one."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from shipworthy.domain.review import Review
from shipworthy.domain.waiver_register import stands, waivable, waiver_of
from shipworthy.gui.context import Context
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.reviews import Recorded, open_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step
from shipworthy.workflows.waivers import WaiverChanged, request_waiver

_TOPIC = "waiver"


class _Requested(NamedTuple):
    changed: WaiverChanged
    review: Review


class WaiverWork(QObject):
    """Joins waivers to the conduct of a review; `show_live` is told of the review as it counts today."""

    def __init__(self, context: Context, conduct: Conduct, parts: ReviewLayout, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._live: Review | None = None

    def ask(self) -> None:
        """Open the form for the miss shown, or go to the waiver that stands; without a miss, say so calmly."""
        question_id, review, pane = self._conduct.current, self._live, self._parts.question
        if question_id is None or review is None:
            return
        waiver = waiver_of(review, question_id)
        if self._conduct.assessor:
            self._tell(_("A waiver is asked for by the agreed answers."), _("Stop answering blind first."))
        elif waiver is not None and stands(waiver, review.today):
            pane.waiver.link.setFocus()
            self._parts.show_widget(pane.waiver.words)
        elif not review.counts(question_id).miss:
            text = review.questionnaire.asked[question_id].question.text
            self._tell(
                _("“{question}” is no miss, so there is nothing to waive.").format(question=text),
                _("Only a question that applies and is missed can be accepted as a risk."),
            )
        else:
            pane.close_forms()
            pane.request.open_request(waivable(review, question_id), self._context.session.actor)
            self._parts.show_widget(pane.request)

    def request(self) -> None:
        """Ask for the waiver that the form says: a step of the conduct."""
        form, review = self._parts.question.request, self._conduct.review
        assert form.miss is not None, "the form was opened for a miss"
        question_id, reason, until, requester = form.miss.question, form.reason, form.until, form.requester

        def work(session: Session) -> _Requested:
            changed = request_waiver(session, review.service.id, question_id, reason, until, requester)
            return _Requested(changed, open_review(session, review.assessment.id))

        def done(requested: _Requested) -> None:
            changed = requested.changed
            self._context.did_step.emit(Step(review.service.id, changed.sequences, changed.name))
            title, _reason = self._context.wording.waiver_words(changed.waiver, review.today)
            self._tell(f"{title}.")

        self._conduct.carry_out(
            work, lambda requested: Recorded(requested.review, (), ""), done, self._conduct.refused.emit
        )

    @Slot(object)
    def show_live(self, live: Review | None) -> None:
        """Show the waiver of the question shown, as it stands today."""
        conduct, box = self._conduct, self._parts.question.waiver
        self._live = live
        if not conduct.is_open or live is None or conduct.current is None or conduct.assessor:
            box.show_waiver("", "", None, offered=False)
            return
        waiver = waiver_of(live, conduct.current)
        offered = live.counts(conduct.current).miss and (waiver is None or not stands(waiver, live.today))
        words = self._context.wording.waiver_words(waiver, live.today) if waiver else ("", "")
        open_it = partial(self._context.open_waiver, waiver.id) if waiver else None
        box.show_waiver(*words, open_it, offered=offered)

    def _tell(self, text: str, hint: str = "") -> None:
        self._context.notify(Notice(text, hint=hint, topic=_TOPIC))
