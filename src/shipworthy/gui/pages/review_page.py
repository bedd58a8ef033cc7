"""The Review page: the principles, the question, its help, and what the answers come to; the heart of the product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from shipworthy.domain.applicability import Hidden, facts_read, hidden_questions
from shipworthy.domain.last_time import LastTime
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.bundles.send_bundle import SendBundle
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.export import ReportExport
from shipworthy.gui.pages.review import keys
from shipworthy.gui.pages.review.acting import Acting
from shipworthy.gui.pages.review.commands import act_commands, question_commands
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.course import Filter
from shipworthy.gui.pages.review.deciding import Deciding
from shipworthy.gui.pages.review.evidence_work import EvidenceWork
from shipworthy.gui.pages.review.form_work import FormWork
from shipworthy.gui.pages.review.keys import Act
from shipworthy.gui.pages.review.questionnaire_work import QuestionnaireWork
from shipworthy.gui.pages.review.remediation_work import RemediationWork
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.gui.pages.review.said import fact_words, hidden_words
from shipworthy.gui.pages.review.session_mode import SessionMode
from shipworthy.gui.pages.review.several_assessors import SeveralAssessors
from shipworthy.gui.pages.review.template_work import TemplateWork
from shipworthy.gui.pages.review.upgrade_work import UpgradeWork
from shipworthy.gui.pages.review.waiver_work import WaiverWork
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.text import _
from shipworthy.workflows.reports.making import review_order
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import last_time

# They show what is agreed, which somebody who answers blind may not see.
_REVEALING = ("Ctrl+Shift+W", "Ctrl+Shift+E", "Ctrl+Shift+V")


class ReviewPage(Page):
    """One review: what it shows, and where its parts meet. The Conduct commits each step before the next is shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.parts = ReviewLayout(context, self)
        self.pane = self.parts.question
        self.conduct = Conduct(context, self._unsaved_note, self)
        self._evidence = EvidenceWork(context, self.conduct, self.pane)
        self._export = ReportExport(context, self)
        self._bundle = SendBundle(context, self)
        self._hidden: dict[str, Hidden] = {}
        self._hidden_for: object = None
        self._stale = False
        self._unannounced = False  # answers that lists on other pages do not show yet
        self._announcing = False
        self.session = SessionMode(context, self.conduct, self.parts, self)
        self._actions = self._make_actions()
        revealing = [action for action in self._actions if action.shortcut().toString() in _REVEALING]
        self._questionnaires = QuestionnaireWork(context, self.conduct, self)
        self._templates = TemplateWork(context, self.conduct, self)
        revealing += [*self._questionnaires.actions, *self._templates.actions]
        self._upgrade = UpgradeWork(context, self.conduct, self.parts, self)
        self._upgrade.packs_changed.connect(lambda: self.open_review(self.conduct.review.assessment.id))
        self._deciding = Deciding(context, self.conduct, self.parts, self.session.leave, self)
        self._remediation = RemediationWork(context, self.conduct, self.parts, self)
        self._waivers = WaiverWork(context, self.conduct, self.parts, self)
        self._remediation.live_shown.connect(self._waivers.show_live)
        self._several = SeveralAssessors(context, self.conduct, self.parts, revealing, self)
        self._forms = FormWork(
            self.conduct,
            self.parts,
            {
                self.pane.evidence_form: self._evidence.save_form,
                self.pane.dissent: self._several.save_dissent,
                self.pane.request: self._waivers.request,
            },
            self,
        )
        elsewhere: dict[Act, Callable[[], object]] = {
            Act.REMEDIATE: self._remediation.make_item,
            Act.WAIVE: self._waivers.ask,
            Act.SEARCH: self._search,
            Act.FILTER: self.pane.position.open_filters,
            Act.BACK: lambda: self._filter(Filter.ALL),
        }
        self.acting = Acting(context, self.conduct, self.parts, self._forms, self.session, self._may, elsewhere, self)
        self._connect()

    def open_review(self, assessment_id: UUID, question_id: str = "") -> None:
        """Open an assessment, at a question by its whole id, else at its first unanswered one."""
        same = self.conduct.shows(assessment_id)
        if not same:
            self.parts.show_opening()
        assessor = self.conduct.assessor if same else ""
        read = partial(_with_last_time, assessment_id=assessment_id, assessor=assessor)
        self.context.read(read, partial(self._open, assessor, question_id), self._show_not_opened, owner=self)

    def menu_title(self) -> str:
        """Return the title of the page's own menu."""
        return _("&Review")

    def menu_actions(self) -> Sequence[QAction]:
        """Return the page's actions."""
        files = [*self._questionnaires.actions, *self._templates.actions, *self._upgrade.actions]
        several, deciding = self._several.actions, self._deciding.actions
        return [*self._actions, *files, *several, *self.session.actions, *self._remediation.actions, *deciding]

    def bindings(self) -> Sequence[Binding]:
        """Return the keys of the question pane, from the table it obeys."""
        return [Binding(*row) for row in keys.sheet(self.context.settings.single_key_answers)]

    def commands(self) -> Sequence[Command]:
        """Return the acts on the question shown, and the questions of the open review."""
        conduct = self.conduct
        if not conduct.is_open:
            return ()
        found = list(question_commands(conduct.review, conduct.course, self.context.wording, self._come_and_go))
        if self.isVisible() and self.parts.shows_question and conduct.current is not None:
            single = self.context.settings.single_key_answers
            found += act_commands(
                self.pane.act_asked.emit, single, is_carried=conduct.answer().carried, in_session=self.session.is_on
            )
        return found

    def arrive(self) -> None:
        """Go on where the review stands, and read it again where a service or an answer changed elsewhere."""
        if self.parts.is_opening:
            return
        if not self.conduct.is_open:
            self.parts.take_focus()
            return
        if self._stale:
            self.open_review(self.conduct.review.assessment.id)
        self._several.arrive()
        self.session.look_at_clock()
        self.pane.take_focus()

    def leave(self) -> None:
        """Save a note that is being typed, and let the lists read again what was answered here."""
        self._save_note()
        self.session.leave()
        self._several.leave()
        if self._unannounced:
            self._unannounced = False
            self._announcing = True
            self.context.changed.emit()
            self._announcing = False

    def waits_to_save(self) -> bool:
        return self.conduct.is_committing and self._unsaved_note() is not None

    def _connect(self) -> None:
        pane, parts, conduct = self.pane, self.parts, self.conduct
        pane.go_asked.connect(self._go)
        pane.facts_asked.connect(self._show_facts)
        pane.note.rested.connect(self._save_note)
        pane.note.left.connect(self._leave_note)
        pane.position.filter_chosen.connect(lambda kept: conduct.offer(lambda: self._filter(kept)))
        parts.principles.principle_chosen.connect(lambda each: conduct.offer(lambda: self._go_to_principle(each)))
        parts.score.why_asked.connect(lambda: conduct.offer(self._show_why))
        parts.score.contradictions_asked.connect(lambda: conduct.offer(lambda: self.conduct.go(None)))
        parts.go_asked.connect(self._go)
        parts.back_asked.connect(lambda: conduct.offer(self._go_back))
        parts.summary.export_asked.connect(self._ask_export)
        parts.summary.all_asked.connect(lambda: conduct.offer(conduct.show_all))
        conduct.moved.connect(self._show_moved)
        conduct.changed.connect(self._show_changed)
        conduct.closed.connect(self._show_closed)
        conduct.refused.connect(self._show_refused)
        self.context.changed.connect(self._note_stale)
        self.context.save_state_changed.connect(self._note_unannounced)
        self.context.settings_changed.connect(pane.show_keys_anew)
        self.context.theme.changed.connect(self._fold)

    def _make_actions(self) -> list[QAction]:
        rows = (
            (_("&Search questions…"), "Ctrl+F", self._search),
            (_("&Why this score?"), "Ctrl+Shift+W", self._show_why),
            (_("S&ummary of what is left"), "Ctrl+Shift+S", lambda: self.conduct.go(None)),
            (_("&Help for this question"), "F2", self._toggle_help),
            (_("&Facts of the service"), "", self._show_facts),
            (_("&Export PDF…"), "Ctrl+Shift+E", self._ask_export),
            (_("Pre&view report"), "Ctrl+Shift+V", self._preview),
            (_("Send to a &colleague…"), "", lambda: self._bundle.ask(self.conduct.review.assessment.id)),
        )
        actions = []
        for text, shortcut, act in rows:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(shortcut))
            action.setEnabled(False)
            action.triggered.connect(lambda _checked=False, act=act: self.conduct.offer(act))
            actions.append(action)
        return actions

    # Steps

    @Slot()
    def _leave_note(self) -> None:
        self._save_note()
        self.pane.take_focus()

    def _save_note(self) -> None:
        if self._unsaved_note() is not None:
            self.conduct.offer_here(self.conduct.save_note)

    def _may(self, act: Act) -> bool:
        return not self._deciding.refuses(act) and (act is not Act.DISSENT or self._several.may_dissent())

    def _filter(self, kept: Filter) -> None:
        self.conduct.filter_by(kept)
        self.pane.take_focus()

    @Slot(str)
    def _go(self, question_id: str) -> None:
        self.conduct.offer(lambda: self.conduct.go(question_id))

    def _come_and_go(self, question_id: str) -> None:
        self.context.go_to("review")
        self._go(question_id)

    def _go_back(self) -> None:
        if self.conduct.current is None:
            last = self.conduct.last
            self.conduct.go(
                last if last is not None and last in self.conduct.course else self.conduct.course.before(None)
            )
        else:
            self.parts.show_question()
            self.pane.take_focus()

    def _go_to_principle(self, principle_id: str) -> None:
        first = self.conduct.course.first_of(principle_id)
        if first is not None:
            self.conduct.go(first)
            return
        title, text = hidden_words(self._hidden_in(principle_id), self.conduct.review)
        self.context.notify(
            Notice(title, hint=text, action=(_("Facts of the service"), self._show_facts), topic="facts")
        )

    def _search(self) -> None:
        self.parts.show_search(self.conduct.review, self.conduct.course)

    def _show_why(self) -> None:
        if self.conduct.review.scorecard.score is not None:
            self.parts.show_why(self.conduct.review)

    @Slot()
    def _toggle_help(self) -> None:
        self.parts.toggle_help()

    @Slot()
    def _show_facts(self) -> None:
        self.context.open_service(self.conduct.review.service.id)

    @Slot()
    def _ask_export(self) -> None:
        review = self.conduct.review
        self._export.ask(review.assessment.id, review.service.name)

    def _preview(self) -> None:
        self.context.open_report(review_order(self.conduct.review.assessment.id))

    # What is shown

    def _open(self, assessor: str, question_id: str, opened: tuple[Review, LastTime | None]) -> None:
        review, last_time = opened
        if self.conduct.shows(review.assessment.id) and assessor != self.conduct.assessor:
            return  # somebody else answers by now, whose answers are on their way
        self._stale = False
        for action in self._actions:
            action.setEnabled(True)
        self.set_heading(review.service.name, review.assessment.title)
        self.session.show_review(review)
        self.conduct.open(review, last_time)
        asked_id = review.questionnaire.roots.get(question_id, "")
        if asked_id in self.conduct.course:
            self.conduct.go(asked_id)

    def _show_not_opened(self, error: UserError) -> None:
        if self.conduct.is_open:
            self._show_moved()
        else:
            self.parts.show_empty()
        self.context.failed.emit(error)

    @Slot()
    def _show_closed(self) -> None:
        """Show that no review is open any more: the one shown was taken back."""
        self.session.forget()
        for action in self._actions:
            action.setEnabled(False)
        self.set_heading(_("Review"))
        self.parts.show_empty()

    @Slot()
    def _show_moved(self) -> None:
        """Show another question, or the summary, and give it the keys."""
        self._forms.forget()
        self._show_figures()
        if self.conduct.current is None:
            self.parts.show_summary(self.conduct.review, self.conduct.course, self.conduct.assessor)
            return
        self.parts.show_question()
        self.parts.scroll_to_top()
        self._show_current()
        self.pane.take_focus()

    @Slot()
    def _show_changed(self) -> None:
        """Show what changed on the question shown; a form that was saved closes."""
        self._show_figures()
        self._forms.close_saved()
        if self.conduct.current is not None:
            self._show_current()

    @Slot(object)
    def _show_refused(self, error: UserError) -> None:
        """Say in place why nothing was recorded; a form that was saved has the focus again."""
        if not self._forms.show_refused(error):
            self.pane.show_problem(error)
            self.parts.scroll_to_top()

    def _show_current(self) -> None:
        conduct = self.conduct
        assert conduct.current is not None
        asked = conduct.review.questionnaire.asked[conduct.current]
        self.pane.show_question(conduct.review, conduct.course, conduct.current)
        self.pane.show_raised(conduct.raised, conduct.course)
        ends = conduct.course.ends_principle(conduct.current)
        self.pane.show_hidden(self._hidden_in(asked.principle.id) if ends else (), conduct.review)
        because = "\n".join(fact_words(fact) for fact in facts_read(conduct.review, conduct.current))
        self.parts.help.show_question(asked.question, because, conduct.last_time)
        self.parts.principles.show_current(asked.principle.id)

    def _show_figures(self) -> None:
        review = self.conduct.review
        self.parts.principles.show_review(review)
        self.parts.score.show_review(review)
        key = (review.assessment.packs, review.service.facts, frozenset(item.id for item in review.applying()))
        if key != self._hidden_for:  # works out the scoring once per fact: only where something new is hidden
            self._hidden, self._hidden_for = hidden_questions(review), key

    def _hidden_in(self, principle_id: str) -> list[Hidden]:
        asked = self.conduct.review.questionnaire.asked
        return [each for each in self._hidden.values() if asked[each.question].principle.id == principle_id]

    def _unsaved_note(self) -> str | None:
        note = self.pane.note
        return note.note if note.is_unsaved and self.pane.question_id == self.conduct.current else None

    @Slot()
    def _note_unannounced(self) -> None:
        self._unannounced = self._unannounced or self.conduct.is_open

    @Slot()
    def _note_stale(self) -> None:
        if self._announcing:
            return
        self._stale = True
        if self.isVisible() and self.conduct.is_open:
            self.open_review(self.conduct.review.assessment.id)

    @Slot()
    def _fold(self) -> None:
        self.parts.fold_for(self.width())

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def _with_last_time(session: Session, assessment_id: UUID, assessor: str) -> tuple[Review, LastTime | None]:
    """Return a review, by one assessor's answers or the agreed ones, with the review that it is based on."""
    return open_review(session, assessment_id, assessor), last_time(session, assessment_id)
