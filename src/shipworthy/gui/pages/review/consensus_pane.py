"""The consensus in the question's place: who is not done yet, the questions by spread, and one of them at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.consensus import Consensus, Progress
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.consensus_model import consensus_lines, initials
from shipworthy.gui.pages.review.callout import Callout
from shipworthy.gui.pages.review.consensus_card import ConsensusCard
from shipworthy.gui.pages.review.consensus_list import ConsensusList
from shipworthy.gui.pages.review.keys import Press
from shipworthy.gui.pages.review.side_panes import SidePane
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, isolated, ngettext
from shipworthy.workflows.consensus import Opened


class ConsensusPane(SidePane):
    """Shows a warning first where somebody is not done, then the list, then a card on Enter.

    Signals: `agreed` (Answer) and `all_agreed` to record; `names_asked` and `answering_asked` where nobody answered.
    """

    agreed = Signal(object)
    all_agreed = Signal()
    names_asked = Signal()
    answering_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Consensus"), parent)
        self._context = context
        self._opened: Opened | None = None
        self._warned: set[object] = set()  # assessments whose answers were revealed in spite of the warning
        self.waits: Callable[[Callable[[], None]], None] = lambda step: step()  # for a commit, which the page knows of
        self.warning = Callout(context.theme, "warn")
        self.problem = Callout(context.theme, "bad")
        self.legend = PlainLabel(role="small", wrap=True)
        self.list = ConsensusList(context.theme)
        self.card = ConsensusCard(context)
        self._card_area = _scrolling(self.card)
        self._empty = QWidget()
        self._stack = QStackedWidget()
        for widget in (self._empty, self.list, self._card_area):
            self._stack.addWidget(widget)
        self.reveal = push_button(_("Show the answers all the same"), "primary")
        self.agree_all = push_button("", "primary")
        self.record = push_button(_("Record and go on (Enter)"), "primary")
        self.to_list = push_button(_("Back to the list"))
        self.answering = push_button(_("Answer blind as…"), "primary")
        self.names = push_button(_("Assessors…"))
        edits(context, self.agree_all, self.record, self.answering, self.names)
        edits(context, self.card.choices, *self.card.buttons.values())
        self._lay_out()
        self._connect()

    @property
    def consensus(self) -> Consensus:
        """Return what is shown."""
        assert self._opened is not None, "the consensus was opened"
        return self._opened.consensus

    @property
    def shows_card(self) -> bool:
        """Tell whether one question is shown."""
        return self._stack.currentWidget() is self._card_area

    def open_for(self, opened: Opened) -> None:
        """Show a consensus from its beginning."""
        self._opened = opened
        self.problem.show_words("")
        if not opened.consensus.participants:
            self._show_nobody()
        elif opened.consensus.unfinished and opened.review.assessment.id not in self._warned:
            self._show_warning()
        else:
            self.show_list()

    def show_anew(self, opened: Opened) -> None:
        """Show what changed meanwhile, in the same place."""
        self._opened = opened
        item = opened.consensus.question(self.card.question_id)
        if self.shows_card and item is not None:
            self._show_card(item.id)
        elif self._stack.currentWidget() is self.list or self.shows_card:
            self.show_list()
        else:
            self.open_for(opened)

    def show_agreed(self, consensus: Consensus, review: Review) -> None:
        """Show the outcome of an agreement: the next question to talk about, or the list."""
        self._opened = Opened(review, consensus)
        self.problem.show_words("")
        following = self._next_open(self.card.question_id) if self.shows_card else None
        if following is None:
            self.show_list()
        else:
            self._show_card(following)

    def show_problem(self, error: UserError) -> None:
        """Say why nothing was recorded."""
        if self.shows_card:
            self.card.show_problem(error)
        else:
            self.problem.show_words(f"✕ {error.message}", error.hint)

    def show_list(self) -> None:
        """Show the questions by spread, the one that was looked at last selected."""
        consensus, review = self.consensus, self._review
        ready = len(consensus.ready())
        agreed = sum(item.is_agreed for item in consensus.questions())
        total = sum(1 for _item in consensus.questions())
        progress = _("{agreed} of {total} agreed").format(agreed=agreed, total=total)
        self.line.setText(f"{progress} · {_('Largest spread first. Enter opens a question.')}")
        if len(consensus.participants) == 1:
            words = _("Only {name} has answered blind so far: there is nothing to compare yet.")
            self.line.setText(f"{progress} · {words.format(name=consensus.participants[0])}")
        short = initials(consensus.participants)
        self.legend.setText(" · ".join(isolated(f"{short[name]} {name}") for name in consensus.participants))
        self.list.show_lines(list(consensus_lines(consensus, review, self._context.wording)), self.card.question_id)
        self.warning.show_words(*unfinished_words(consensus.unfinished))
        self.agree_all.setText(
            ngettext(
                "Agree on {count} question where all say the same",
                "Agree on {count} questions where all say the same",
                ready,
            ).format(count=ready)
        )
        self._show(self.list, self.agree_all if ready else None)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Put the focus where work goes on."""
        if self.shows_card:
            self.card.take_focus()
        elif self._stack.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            shown = self.reveal if not self.reveal.isHidden() else self.answering
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _review(self) -> Review:
        assert self._opened is not None, "the consensus was opened"
        return self._opened.review

    def _show_nobody(self) -> None:
        self.line.setText(
            _("Nobody has answered blind yet. Each assessor answers alone, then the answers stand here side by side.")
        )
        self.warning.show_words("")
        self._show(self._empty, self.answering, self.names)
        self.take_focus()

    def _show_warning(self) -> None:
        self.line.setText(_("Answers that are shown sway those who have not answered yet."))
        self.warning.show_words(*unfinished_words(self.consensus.unfinished))
        self._show(self._empty, self.reveal)
        self.take_focus()

    @Slot()
    def _reveal(self) -> None:
        self._warned.add(self._review.assessment.id)
        self.show_list()

    @Slot(str)
    def _show_card(self, question_id: str) -> None:
        order = [item.id for item in self.consensus.questions()]
        item = self.consensus.question(question_id)
        assert item is not None, "it is in the list"
        principle = self._review.questionnaire.asked[question_id].principle.title
        place = _("{number} of {total} by spread · {principle}").format(
            number=order.index(question_id) + 1, total=len(order), principle=principle
        )
        self.card.show_question(item, self._review, place)
        self._show(self._card_area, self.record, self.to_list)
        self._card_area.verticalScrollBar().setValue(0)
        self.card.take_focus()

    def _next_open(self, question_id: str) -> str | None:
        """Return the next question that is to be talked about, from the start again after the last; None without any.

        Those on which all say the same are not: they are agreed on together, from the list.
        """
        items = list(self.consensus.questions())
        here = next((place for place, item in enumerate(items) if item.id == question_id), -1)
        ordered = [*items[here + 1 :], *items[: here + 1]]
        return next((item.id for item in ordered if not item.is_agreed and not item.unanimous), None)

    @Slot(int)
    def _step(self, by: int) -> None:
        order = [item.id for item in self.consensus.questions()]
        place = order.index(self.card.question_id) + by
        if 0 <= place < len(order):
            self._show_card(order[place])

    @Slot(object)
    def _press(self, press: Press) -> None:
        if self.shows_card and self.card.takes_keys:
            self.card.press(press)
        else:
            press.replay(self.window())

    def _show(self, shown: QWidget, *buttons: QWidget | None) -> None:
        on_card = shown is self._card_area
        for part in (self.heading, self.line):
            part.setVisible(not on_card)
        self.legend.setVisible(shown is self.list)
        self.warning.setVisible(not on_card and bool(self.warning.text))
        for button in (self.reveal, self.agree_all, self.record, self.to_list, self.answering, self.names):
            button.setVisible(button in buttons)
        self._stack.setCurrentWidget(shown)

    def _lay_out(self) -> None:
        for button in (self.names, self.answering, self.to_list, self.record, self.agree_all, self.reveal):
            self.buttons.insertWidget(0, button)
        for widget in (self.warning, self.problem, self.legend):
            self.column.addWidget(widget)
        self.column.addWidget(self._stack, 1)
        self.column.addLayout(self.buttons)

    def _connect(self) -> None:
        self.list.question_chosen.connect(self._show_card)
        self.reveal.clicked.connect(self._reveal)
        self.agree_all.clicked.connect(self.all_agreed)
        self.record.clicked.connect(lambda: self.waits(self.card.record))
        self.to_list.clicked.connect(self.show_list)
        self.names.clicked.connect(self.names_asked)
        self.answering.clicked.connect(self.answering_asked)
        self.card.recorded.connect(self.agreed)
        self.card.stepped.connect(self._step)
        self.card.pressed.connect(lambda press: self.waits(lambda: self._press(press)))
        self.card.grown.connect(self._show_widget)

    @Slot(object)
    def _show_widget(self, widget: QWidget) -> None:
        """Scroll so that a form or message that just appeared can be seen whole, once it has its size."""
        QTimer.singleShot(0, widget, lambda: self._card_area.ensureWidgetVisible(widget, 0, 16))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shows_card:
            self.show_list()
        else:
            super().keyPressEvent(event)


def unfinished_words(unfinished: tuple[Progress, ...]) -> tuple[str, str]:
    """Return who is not done, with how many questions are left; nothing where all are."""
    if not unfinished:
        return "", ""
    lines = [
        _("{name} has not begun").format(name=isolated(each.assessor))
        if not each.takes_part
        else _("{name}: {count} unanswered").format(name=isolated(each.assessor), count=each.open)
        for each in unfinished
    ]
    return _("Not everybody has finished answering"), " · ".join(lines)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setProperty("kind", "calm")
    area.viewport().setProperty("ground", "bg")
    holder = QWidget()
    holder.setProperty("ground", "bg")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 12, 0)
    column.addWidget(content)
    area.setWidget(holder)
    return area
