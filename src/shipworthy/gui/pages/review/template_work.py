"""Templates on the Review page: answers of this review, kept for others to start from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.template_answers_model import answered
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.template_dialog import TemplateDialog
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _, ngettext
from shipworthy.workflows.reviews import Recorded
from shipworthy.workflows.templates import save_template

_TOPIC = "template"


class TemplateWork(QObject):
    """Joins the making of templates to the conduct of the review; a sealed review serves as well as an open one."""

    def __init__(self, context: Context, conduct: Conduct, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._page = page
        self.save_action = QAction(_("Sa&ve as template…"), page)
        self.save_action.setEnabled(False)
        edits(context, self.save_action)
        self.save_action.triggered.connect(lambda: conduct.offer(self._ask))

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu; they show what is agreed."""
        return (self.save_action,)

    def _ask(self) -> None:
        self._conduct.save_note()
        self._conduct.offer(self._show_dialog)  # after the note, which the template keeps too

    def _show_dialog(self) -> None:
        review = self._conduct.review
        answers = answered(review, self._context.wording)
        if not answers:
            text = _("A template needs at least one answer.")
            self._context.notify(Notice(text, hint=_("Answer a question first."), topic=_TOPIC))
            return
        dialog = TemplateDialog(answers, self._context.theme, self._context.wording, self._page.window())

        def done(name: str, count: int) -> None:
            dialog.accept()
            text = ngettext("Kept {count} answer as “{name}”.", "Kept {count} answers as “{name}”.", count)
            hint = _("“Start review” offers it; Settings removes it.")
            self._context.notify(Notice(text.format(count=count, name=name), "ok", hint=hint, topic=_TOPIC))

        def store(name: str, summary: str, questions: Sequence[str]) -> None:
            def kept(_recorded: Recorded) -> None:
                done(" ".join(name.split()), len(questions))

            work = partial(
                save_template,
                assessment_id=review.assessment.id,
                name=name,
                summary=summary,
                question_ids=questions,
            )
            self._conduct.carry_out(work, lambda recorded: recorded, kept, dialog.show_problem)

        dialog.keep_asked.connect(
            lambda name, summary, questions: self._conduct.offer(partial(store, name, summary, questions))
        )
        dialog.open()
