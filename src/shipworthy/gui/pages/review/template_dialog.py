"""Keeping answers of a review as a template: its name, for which services it holds, and which answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.models.template_answers_model import ANSWER, NOTE, KeptAnswer, TemplateAnswersModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, side_by_side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.templates import LONGEST_NAME, NameRefused

_LONGEST_SUMMARY = 300
_TABLE_HEIGHT = 96  # a row and a half under the header, on the smallest screen
_DETAIL_HEIGHT, _DETAIL_LEAST = 116, 40


class TemplateDialog(AskDialog):
    """Name, summary and a table of answers with the selected one whole below it.

    `keep_asked(name, summary, questions)` asks for the template to be stored; the dialog closes once it is.
    """

    keep_asked = Signal(str, str, object)

    def __init__(
        self, answers: Sequence[KeptAnswer], theme: Theme, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Save as template"), parent)
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.name_field = Field(_("Name"), self.name, _("Whose answers these are, such as “Platform”."))
        self.summary = QLineEdit(maxLength=_LONGEST_SUMMARY)
        self.model = TemplateAnswersModel(answers, self)
        self.table = TickTable(theme, wording, _("Answers to keep"), (ANSWER, NOTE))
        self.table.setAccessibleDescription(_("Space keeps an answer or leaves it out"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.pixels(_TABLE_HEIGHT))
        self.tick_all, self.tick_none = push_button(_("Tick &all"), "flat"), push_button(_("Tick &none"), "flat")
        self.tick_principle = push_button(_("Tick the &principle"), "flat")
        about = _("Ticks every answer of the selected one's principle, or unticks them where all are ticked")
        self.tick_principle.setAccessibleDescription(about)
        self.tick_principle.setToolTip(about)
        self.keep_button = push_button("", "primary")
        self._detail = PlainLabel("", wrap=True)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._heading = PlainLabel("", "strong", wrap=True)
        self._area = QScrollArea(widgetResizable=True)
        self._fill_area(theme)
        self.lay_out(self._content(), self.keep_button)
        self._connect()
        resize_within_screen(self, theme.pixels(900), theme.pixels(660))
        self._count()
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.name.setFocus()

    @property
    def detail(self) -> tuple[str, str]:
        """Return what is shown of the selected row: principle and question, and what was said."""
        return self._heading.text(), self._detail.text()

    @Slot()
    def keep(self) -> None:
        """Ask for the ticked answers to be kept, or say in place why that cannot be."""
        if not self.keep_button.isEnabled():
            return
        if not self.model.kept:
            self.say(_("Tick at least one answer."))
            self.table.setFocus()
            return
        self.say("")
        self.name_field.show_problem("")
        self.keep_button.setEnabled(False)  # until the outcome is there: a second press would store it twice
        self.keep_asked.emit(self.name.text(), self.summary.text(), self.model.kept)

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why nothing was kept, beneath the name where it is the name; what was typed and ticked stays."""
        self.keep_button.setEnabled(True)
        if isinstance(error, NameRefused):
            self.name_field.show_problem(f"✕ {error.message} {error.hint}")
            self.name.setFocus()
            self.name.selectAll()
        else:
            self.say_refused(error)
            self.keep_button.setFocus()

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda: self.name_field.show_problem(""))
        self.model.kept_changed.connect(self._count)
        self.table.toggled.connect(self.model.toggle)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.tick_all.clicked.connect(lambda: self.model.keep_all(True))
        self.tick_none.clicked.connect(lambda: self.model.keep_all(False))
        self.tick_principle.clicked.connect(lambda: self.model.toggle_principle(self.table.currentIndex().row()))
        self.keep_button.clicked.connect(self.keep)

    def _content(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(PlainLabel(_("Answers to keep"), "label"))
        tools.addStretch(1)
        for button in (self.tick_principle, self.tick_all, self.tick_none):
            tools.addWidget(button)
        summary = Field(_("For which services"), self.summary, _("Such as “All on our Kubernetes”; may be empty."))
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        about = _("Reviews may start from a template: its answers and notes fill what is open, each to be confirmed.")
        layout.addWidget(PlainLabel(about, "soft", wrap=True))
        layout.addLayout(side_by_side(self.name_field, summary))
        layout.addLayout(tools)
        layout.addWidget(self.table, 3)
        layout.addWidget(self._area, 2)
        return content

    def _fill_area(self, theme: Theme) -> None:
        inside = QWidget()
        inside.setProperty("ground", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._detail)
        column.addStretch(1)
        self._area.setWidget(inside)
        self._area.setProperty("role", "framed")
        self._area.setAccessibleName(_("The selected answer"))
        self._area.setMinimumHeight(_DETAIL_LEAST)
        self._area.setMaximumHeight(theme.pixels(_DETAIL_HEIGHT))

    @Slot(QModelIndex)
    def _show_row(self, index: QModelIndex) -> None:
        answer = self.model.answer(index.row())
        question, said, note = answer.texts
        self._heading.setText(f"{answer.principle_title} · {question}")
        self._detail.setText("\n".join(filter(None, (said, _("Note: {text}").format(text=note) if note else ""))))
        self._area.verticalScrollBar().setValue(0)

    @Slot()
    def _count(self) -> None:
        count = len(self.model.kept)
        self.keep_button.setText(ngettext("Keep {count} answer", "Keep {count} answers", count).format(count=count))
        if count:
            self.say("")

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.table.hasFocus():
            self.keep()
            return
        super().keyPressEvent(event)


def template_bindings() -> tuple[Binding, ...]:
    """Return the keys of the dialog, for the sheet of keys."""
    return (
        Binding(_("Space"), _("Keep an answer or leave it out")),
        Binding(_("Alt+P"), _("Tick the principle of the selected answer")),
        Binding(_("Enter"), _("Keep the ticked answers")),
        Binding(_("Esc"), _("Cancel")),
    )
