"""Several assessors on the Review page: who they are, answering blind as one of them, and what they agree on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from shipworthy.domain.assessment import OPEN_STATES, Answer, AnswerState
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review import answering
from shipworthy.gui.pages.review.assessors_dialog import AssessorsDialog
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.text import _
from shipworthy.workflows.consensus import Agreed, Opened, agree, agree_all, open_consensus, set_assessors
from shipworthy.workflows.session import Session


class SeveralAssessors(QObject):
    """Joins names, blind answers and consensus to the conduct of the review.

    `revealing` are the page's actions that show agreed figures; they are off while somebody answers blind.
    """

    def __init__(
        self, context: Context, conduct: Conduct, parts: ReviewLayout, revealing: Sequence[QAction], page: QWidget
    ) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._revealing = revealing
        self._page = page
        self.assessors = self._action(_("&Assessors…"), "", self._ask_assessors)
        self.answer_as = self._action(_("Answer &blind as…"), "Ctrl+Shift+A", self._ask_who_answers)
        self.stop = self._action(_("S&top answering blind"), "Ctrl+Shift+B", lambda: self._answer_as(""))
        self.consensus = self._action(_("&Consensus of the assessors"), "Ctrl+Shift+C", self._open_consensus)
        edits(context, self.assessors, self.answer_as)
        self._people = QMenu(page)
        parts.banner.stop_asked.connect(self.stop.trigger)
        parts.summary.stop_asked.connect(self.stop.trigger)
        pane = parts.consensus
        pane.waits = conduct.offer
        pane.agreed.connect(self._agree)
        pane.all_agreed.connect(self._agree_all)
        pane.names_asked.connect(self.assessors.trigger)
        pane.answering_asked.connect(self.answer_as.trigger)
        conduct.follows_undo = lambda: parts.shown_pane() is not pane
        context.taken_back.connect(self._read_anew)
        parts.question.dissent_removed.connect(lambda name: conduct.offer_here(lambda: self._take_dissent_back(name)))
        conduct.assessor_changed.connect(self._follow_assessor)
        for signal in (conduct.moved, conduct.changed, conduct.closed):
            signal.connect(self._show)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu."""
        return self.assessors, self.answer_as, self.stop, self.consensus

    def arrive(self) -> None:
        """Let undo reach again what the person who answers blind answered."""
        self._context.set_answering_as(self._conduct.assessor)

    def leave(self) -> None:
        """Let undo reach everything while another page is in front."""
        self._context.set_answering_as("")

    def may_dissent(self) -> bool:
        """Tell whether there is an agreed answer to dissent from, and say so in place where there is none yet."""
        if self._conduct.assessor:
            return False  # a blind answer is one person's own
        if self._conduct.answer().state is AnswerState.UNANSWERED:
            problem = UserError(_("There is no agreed answer yet to dissent from."), _("Answer the question first."))
            self._parts.question.show_problem(problem)
            return False
        return True

    def save_dissent(self) -> None:
        """Record the dissent that the form says: a step of the conduct."""
        dissent = self._parts.question.dissent.dissent
        self._conduct.record(lambda answer: answering.with_dissent(answer, dissent), move_on=False)

    def _take_dissent_back(self, name: str) -> None:
        self._conduct.record(lambda answer: answering.without_dissent(answer, name), move_on=False)
        self._parts.question.take_focus()

    def _action(self, text: str, keys: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self._page)
        action.setShortcut(QKeySequence(keys))
        action.setEnabled(False)
        action.triggered.connect(lambda: self._conduct.offer(act))
        return action

    @Slot()
    def _follow_assessor(self) -> None:
        assessor = self._conduct.assessor
        self._parts.question.forget()
        self._context.blind_assessor = assessor
        self._context.set_answering_as(assessor)
        self._parts.show_blind(assessor, self.stop.shortcut().toString(QKeySequence.SequenceFormat.NativeText))

    @Slot()
    def _show(self) -> None:
        """Show which actions there are now, and how far the person is who answers blind."""
        conduct = self._conduct
        blind = bool(conduct.assessor)
        may_change = conduct.is_open and conduct.review.assessment.state in OPEN_STATES
        self.assessors.setEnabled(may_change and not blind)
        self.answer_as.setEnabled(may_change)
        self.stop.setEnabled(blind)
        self.consensus.setEnabled(conduct.is_open and not blind)
        if blind:
            self._parts.blind_progress.show_progress(conduct.assessor, conduct.review)
        for action in self._revealing:
            action.setEnabled(conduct.is_open and not blind)

    def _open_consensus(self) -> None:
        read = partial(open_consensus, assessment_id=self._conduct.review.assessment.id)
        self._context.read(read, self._show_consensus, owner=self)

    def _show_consensus(self, opened: Opened) -> None:
        if self._conduct.shows(opened.review.assessment.id) and not self._conduct.assessor:
            self._parts.show_consensus(opened)

    @Slot()
    def _read_anew(self) -> None:
        """Show in the consensus what undo or redo changed."""
        if self._conduct.is_open and self._parts.shown_pane() is self._parts.consensus:
            read = partial(open_consensus, assessment_id=self._conduct.review.assessment.id)
            self._context.read(read, self._parts.consensus.show_anew, owner=self)

    @Slot(object)
    def _agree(self, answer: Answer) -> None:
        """Record an agreed answer: called in a step of the conduct."""
        self._carry_out(partial(agree, assessment_id=self._assessment_id, answer=answer, dissent=answer.dissent))

    @Slot()
    def _agree_all(self) -> None:
        self._conduct.offer(lambda: self._carry_out(partial(agree_all, assessment_id=self._assessment_id)))

    def _carry_out(self, work: Callable[[Session], Agreed]) -> None:
        pane = self._parts.consensus

        def done(agreed: Agreed) -> None:
            self._parts.principles.show_current("")
            pane.show_agreed(agreed.consensus, agreed.recorded.review)

        self._conduct.carry_out(work, lambda agreed: agreed.recorded, done, pane.show_problem)

    @property
    def _assessment_id(self) -> UUID:
        return self._conduct.review.assessment.id

    def _ask_assessors(self) -> None:
        assessment = self._conduct.review.assessment
        dialog = AssessorsDialog(assessment.assessors, self._context.session.actor, self._page.window())

        def stored() -> None:
            dialog.accept()
            self._read_anew()

        def store(names: list[str]) -> None:
            self._conduct.carry_out(
                partial(set_assessors, assessment_id=assessment.id, names=names),
                lambda recorded: recorded,
                lambda _recorded: stored(),
                dialog.show_problem,
            )

        dialog.saved.connect(lambda names: self._conduct.offer(lambda: store(names)))
        dialog.open()

    def _ask_who_answers(self) -> None:
        """Open the menu of assessors; `popup` returns at once, so that no event loop runs inside another."""
        self._people.clear()
        for number, name in enumerate(self._conduct.review.assessment.assessors, start=1):
            mnemonic = f"&{number}  " if number <= 9 else ""
            action = self._people.addAction(mnemonic + name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == self._conduct.assessor)
            action.triggered.connect(partial(self._conduct.offer, partial(self._answer_as, name)))
        self._people.addSeparator()
        self._people.addAction(self.stop if self._conduct.assessor else self.assessors)
        self._people.setActiveAction(self._people.actions()[0])
        corner = self._parts.mapToGlobal(self._parts.banner.pos())
        self._people.popup(corner + QPoint(28, 16))

    def _answer_as(self, assessor: str) -> None:
        self._parts.question.take_focus()  # a note that is being typed is saved, and keys wait from now on
        self._conduct.answer_as(assessor)
