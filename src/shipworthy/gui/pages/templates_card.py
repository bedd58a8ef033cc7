"""The part of the settings that shows the templates, and removes them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.template import Template
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card, empty_layout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _, ngettext
from shipworthy.workflows.templates import TemplateSaved, archive_template, list_templates
from shipworthy.workflows.undo import Step


class TemplatesCard(Card):
    """A row for each template, by name; removing one asks once more in its place.

    `focus_moved` carries what took the focus, which may be out of sight; `emptied` says that the last template went,
    and the focus with it.
    """

    focus_moved = Signal(object)
    emptied = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Templates"))
        self._context = context
        self._focus_row: int | None = None  # where the focus goes once the list is read again
        self.rows: list[TemplateRow] = []
        self._empty = PlainLabel(_("There is none yet."), wrap=True)
        about = _("Answers to start reviews from. “Save as template…” in the menu of a review makes one.")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addWidget(self._empty)
        self.body.addLayout(self._list)
        self.body.addWidget(PlainLabel(about, "small", wrap=True))
        context.changed.connect(self._read_when_seen)
        context.taken_back.connect(self._read_when_seen)

    def read(self) -> None:
        """Read which templates there are."""
        if self._context.is_ready:
            self._context.read(list_templates, self.show_templates, owner=self)

    @Slot()
    def _read_when_seen(self) -> None:
        if self.isVisible():
            self.read()

    def show_templates(self, templates: tuple[Template, ...]) -> None:
        """Show the templates there are; rows stay as they are where nothing changed."""
        self._empty.setVisible(not templates)
        if templates != tuple(row.template for row in self.rows):
            if self._focus_row is None:
                focused = (
                    place for place, row in enumerate(self.rows) if row.isAncestorOf(self.window().focusWidget())
                )
                self._focus_row = next(focused, None)
            empty_layout(self._list)
            self.rows = [TemplateRow(template) for template in templates]
            for row in self.rows:
                edits(self._context, row.remove_button)
                row.removed.connect(partial(self._remove, row))
                row.focus_moved.connect(self.focus_moved)
                self._list.addWidget(row)
                row.show()  # now and not at the next turn of the event loop: what is hidden cannot take the focus
        if self._focus_row is not None:
            place, self._focus_row = self._focus_row, None
            if self.rows:
                self.body.activate()  # rows get their places, so that the page can scroll there
                self.rows[min(place, len(self.rows) - 1)].take_focus()
            else:
                self.emptied.emit()

    def _remove(self, row: TemplateRow) -> None:
        template = row.template

        def done(saved: TemplateSaved) -> None:
            self._context.did_step.emit(Step(template.id, saved.sequences, saved.name))
            self._focus_row = self.rows.index(row) if row in self.rows else 0
            self.read()
            text = _("Removed the template “{name}”.").format(name=template.name)
            self._context.notify(Notice(text, "ok", topic="template"))

        self._context.write(lambda session: archive_template(session, template.id), done, row.show_problem, owner=self)


class TemplateRow(QWidget):
    """One template with what it holds; `removed` once that was confirmed in place, `focus_moved` as the card has it."""

    removed = Signal()
    focus_moved = Signal(object)

    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = template
        count = len(template.answers)
        answers = ngettext("{count} answer", "{count} answers", count).format(count=count)
        self.remove_button = push_button(_("Remove…"))
        self.remove_button.setAccessibleName(_("Remove the template “{name}”…").format(name=template.name))
        self.remove_button.clicked.connect(lambda: self._confirm(True))
        self.confirm_button, self.keep_button = push_button(_("Remove")), push_button(_("Keep it"), "flat")
        self.confirm_button.setAccessibleName(_("Remove the template “{name}”").format(name=template.name))
        self.keep_button.setAccessibleName(_("Keep the template “{name}”").format(name=template.name))
        self.confirm_button.clicked.connect(self._go_ahead)
        self.keep_button.clicked.connect(lambda: self._confirm(False))
        self.question = PlainLabel(
            _("Reviews are offered it no longer; those that started from it keep their answers."), wrap=True
        )
        self.confirm_button.setAccessibleDescription(self.question.text())
        self.problem = PlainLabel(role="problem", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(PlainLabel(template.name, "strong", wrap=True))
        texts.addWidget(PlainLabel(" · ".join(filter(None, (answers, template.summary))), "small", wrap=True))
        texts.addWidget(self.question)
        texts.addWidget(self.problem)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for button in (self.remove_button, self.confirm_button, self.keep_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.question, self.problem, self.confirm_button, self.keep_button):
            part.hide()

    def take_focus(self) -> None:
        """Put the focus on the button that asks whether to remove it."""
        self._focus(self.remove_button)

    def show_problem(self, error: UserError) -> None:
        """Say in place why it was not removed."""
        self._confirm(False)
        self.problem.setText(f"✕ {error.message} {error.hint}")
        self.problem.show()

    def _confirm(self, asking: bool) -> None:
        self.problem.hide()
        self.confirm_button.setEnabled(True)
        asked = (self.question, self.confirm_button, self.keep_button)
        coming, going = (asked, (self.remove_button,)) if asking else ((self.remove_button,), asked)
        for part in coming:
            part.show()
        # Before the button that has it goes: Qt would pass it on to whatever comes next.
        self._focus(self.keep_button if asking else self.remove_button)
        for part in going:
            part.hide()

    def _focus(self, button: QWidget) -> None:
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focus_moved.emit(self)

    @Slot()
    def _go_ahead(self) -> None:
        self.confirm_button.setEnabled(False)  # until the outcome is there
        self.removed.emit()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.question.isHidden():
            self._confirm(False)
            return
        super().keyPressEvent(event)
