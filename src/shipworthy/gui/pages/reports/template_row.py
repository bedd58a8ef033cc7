"""In whose looks: ours, or a report template of one's own; the preview follows the files of the template chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shipworthy.domain.report_kind import Audience, ReportOrder, Subject, audiences_of
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.reports.choice_row import ChoiceRow
from shipworthy.gui.pages.reports.folder_watch import FolderWatch
from shipworthy.gui.pages.reports.review_row import narrow_box
from shipworthy.gui.pages.reports.starter_dialog import StarterDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.text import _
from shipworthy.workflows.reports.choice import ReportMatter
from shipworthy.workflows.reports.order import WITH_LOOKS
from shipworthy.workflows.reports.own_templates import (
    ListedTemplate,
    list_report_templates,
    models_for,
    start_template,
)


class TemplateRow(ChoiceRow):
    """Ours first, then the templates that suit the report, and those that cannot be used, for people to see why."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._subject = Subject.ASSESSMENT
        self._audience = audiences_of(self._subject)[0]
        self._listed: Sequence[ListedTemplate] = ()
        self._wanted = ""  # the template of an order, or a new one, that is not listed yet
        self.template = narrow_box()
        self.new_button = push_button(_("New from starter…"), "link")
        self.folder_button = push_button(_("Open folder"), "link")
        edits(context, self.new_button)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.new_button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        self.field = Field(_("Template"), self.template)
        self.field.add_below(buttons)
        self.column.addWidget(self.field)
        self.watch = FolderWatch(self)
        self.watch.saved.connect(self.looks_changed)
        self.template.activated.connect(self._take)
        self.new_button.clicked.connect(self._ask_new)
        self.folder_button.clicked.connect(self._open_folder)
        self._offer()

    @property
    def chosen(self) -> ListedTemplate | None:
        """Return the template that is chosen; None for ours."""
        name = self.template.currentData()
        return next((each for each in self._listed if each.name == name), None)

    def show_matter(self, matter: ReportMatter) -> None:
        del matter
        self._read()

    def show_subject(self, subject: Subject) -> None:
        self._subject = subject
        self._offer()

    def show_audience(self, audience: Audience) -> None:
        self._audience = audience
        self._offer()

    def show_order(self, order: ReportOrder) -> None:
        self._wanted = order.template
        self._choose(order.template)
        self._read()

    def completed(self, order: ReportOrder) -> ReportOrder:
        name = self.template.currentData() if order.format in WITH_LOOKS else ""
        return replace(order, template=name or "")

    @property
    def is_reading(self) -> bool:
        return bool(self._wanted)

    def _read(self) -> None:
        safely = self.context.safe_mode  # where people's own templates are left out
        self.context.read(
            lambda session: () if safely else list_report_templates(session.data_dir), self._show, owner=self
        )

    def _show(self, listed: Sequence[ListedTemplate]) -> None:
        before = self.template.currentData()
        self._listed = listed
        self._offer()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._choose(wanted)
        if wanted or self.template.currentData() != before:
            self.changed.emit()

    def _offer(self) -> None:
        """Offer what suits the report; what was chosen stays chosen where it still does."""
        before, suited = self.template.currentData(), models_for(self._subject, self._audience)
        with QSignalBlocker(self.template):
            self.template.clear()
            self.template.addItem(_("Shipworthy's own"), "")
            for each in self._listed:
                if each.about is None:
                    self.template.addItem(_("{name} (cannot be used)").format(name=each.name), each.name)
                elif each.about in suited:
                    self.template.addItem(each.name, each.name)
        self._choose(before or "")

    def _choose(self, name: str) -> None:
        with QSignalBlocker(self.template):
            self.template.setCurrentIndex(max(self.template.findData(name), 0))
        chosen = self.chosen
        self.folder_button.setVisible(chosen is not None)
        self.field.show_hint(chosen.title if chosen else "")
        self.watch.watch(chosen.folder if chosen else None)

    @Slot()
    def _take(self) -> None:
        self._choose(self.template.currentData())
        self.changed.emit()

    @Slot()
    def _open_folder(self) -> None:
        if self.chosen is not None:
            show_in_folder(self.chosen.folder)

    # A new one

    @Slot()
    def _ask_new(self) -> None:
        dialog = StarterDialog(self.window())
        dialog.asked.connect(partial(self._start, dialog))
        dialog.open()

    def _start(self, dialog: StarterDialog, name: str) -> None:
        model = models_for(self._subject, self._audience)[0]

        self.context.read(
            lambda session: start_template(name, model, session.data_dir),
            partial(self._show_new, dialog),
            dialog.show_problem,
            owner=dialog,
        )

    def _show_new(self, dialog: StarterDialog, folder: Path) -> None:
        dialog.accept()
        self._wanted = folder.name
        self._read()
