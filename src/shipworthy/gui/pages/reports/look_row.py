"""The language and the paper of a report, where they are to differ from the settings."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.gui.context import Context
from shipworthy.gui.pages.reports.choice_row import ChoiceRow
from shipworthy.gui.pages.reports.review_row import narrow_box
from shipworthy.gui.report_words import paper_names
from shipworthy.gui.widgets.form import Field
from shipworthy.text import _, report_languages


class LookRow(ChoiceRow):
    """Language and paper; usually as the settings say."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.language, self.paper = narrow_box(), narrow_box()
        self.language.addItem(_("As in the settings"), "")
        for tag in report_languages():
            self.language.addItem(QLocale(tag).nativeLanguageName() or tag, tag)
        self.paper.addItem(_("As in the settings"), None)
        for size, name in paper_names().items():
            self.paper.addItem(name, size)
        for field in (Field(_("Language"), self.language), Field(_("Paper"), self.paper)):
            self.column.addWidget(field)
        for box in (self.language, self.paper):
            box.activated.connect(self.changed)

    def show_order(self, order: ReportOrder) -> None:
        self.language.setCurrentIndex(max(self.language.findData(order.language), 0))
        self.paper.setCurrentIndex(max(self.paper.findData(order.paper), 0))

    def completed(self, order: ReportOrder) -> ReportOrder:
        return replace(order, language=self.language.currentData(), paper=self.paper.currentData())
