"""Choosing the services that get a report each, and what the reports share."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.models.batch_services_model import SERVICE, TEAM, BatchServicesModel
from shipworthy.gui.pages.reports.batch_options import BatchOptions
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _, ngettext
from shipworthy.workflows.reports.batch import BatchOrder
from shipworthy.workflows.reports.batch_choice import BatchMatter

_WIDTH, _HEIGHT, _OPTIONS, _LEAST_TABLE = 920, 640, 300, 120
_MOST_NAMED = 5


class BatchDialog(AskDialog):
    """`asked(BatchOrder)` when the reports are wanted; whoever is asked closes the dialog or says why not.

    `look` holds language and paper of the reports, and the audience that is offered first.
    """

    asked = Signal(object)

    def __init__(
        self,
        context: Context,
        matter: BatchMatter,
        ticked: Collection[UUID],
        look: ReportOrder,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Reports on several services"), parent)
        self._theme, self._wording = context.theme, context.wording
        self._look = look
        self.model = BatchServicesModel(matter.services, ticked, self)
        self.table = TickTable(context.theme, context.wording, _("Services"), (SERVICE, TEAM))
        self.table.setAccessibleDescription(_("Space ticks a service or unticks it"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(context.theme.pixels(_LEAST_TABLE))
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(_("Search by name or team"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.tick_all, self.tick_none = push_button(_("Tick &all"), "flat"), push_button(_("Tick &none"), "flat")
        self.nothing = PlainLabel(_("No service is called like that."), "soft", wrap=True)
        self.without = PlainLabel(_without_words(matter), "small", wrap=True)
        self.without.setVisible(bool(matter.without))
        self.options = BatchOptions(look, folder)
        self.total = PlainLabel(role="strong", wrap=True)
        self.export_button = push_button("", "primary")
        self.lay_out(self._content(), self.export_button)
        self._connect()
        resize_within_screen(self, context.theme.pixels(_WIDTH), context.theme.pixels(_HEIGHT))
        self._show_found()
        self._count()
        (self.table if self.model.rowCount() else self.cancel_button).setFocus()

    @Slot()
    def ask(self) -> None:
        """Ask for the reports."""
        self.say("")
        self.export_button.setEnabled(False)  # until it is planned: a second press would ask for all of it twice
        options = self.options
        look, ticked = self._look, self.model.ticked
        self.asked.emit(options.completed(BatchOrder(ticked, look.audience, (), options.chosen_folder, look=look)))

    @Slot(object)
    def show_refused(self, error: UserError) -> None:
        """Say why there is no export; all that is chosen stays."""
        self._count()
        self.say_refused(error)
        self.export_button.setFocus()

    def _content(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.search, 1)
        for button in (self.tick_all, self.tick_none):
            tools.addWidget(button)
        services = QVBoxLayout()
        services.setSpacing(10)
        services.addWidget(
            PlainLabel(_("Each gets a report of its own on the review that speaks for it."), "soft", wrap=True)
        )
        services.addLayout(tools)
        services.addWidget(self.table, 1)
        services.addWidget(self.nothing)
        services.addWidget(self.without)
        services.addWidget(self.total)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addWidget(self.options)
        column = scrolled(inside)
        column.setFixedWidth(self._theme.pixels(_OPTIONS))
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(24, 20, 16, 16)
        layout.setSpacing(24)
        layout.addLayout(services, 1)
        layout.addWidget(column)
        return content

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.table.toggled.connect(self.model.toggle)
        self.tick_all.clicked.connect(lambda: self.model.tick_shown(True))
        self.tick_none.clicked.connect(lambda: self.model.tick_shown(False))
        self.model.ticked_changed.connect(self._count)
        self.options.changed.connect(self._count)
        self.export_button.clicked.connect(self.ask)

    @Slot(str)
    def _search(self, text: str) -> None:
        self.model.search(text)
        self._show_found()

    def _show_found(self) -> None:
        found = bool(self.model.rowCount())
        self.table.setVisible(found)
        self.nothing.setVisible(not found and bool(self.search.text()))
        for button in (self.tick_all, self.tick_none):
            button.setEnabled(found)
        if found:
            self.table.fit()
            self.table.setCurrentIndex(self.model.index(0, SERVICE))

    @Slot()
    def _count(self) -> None:
        """Say how many services and files it will be, or what is missing."""
        services = len(self.model.ticked)
        files = services * len(self.options.chosen_formats)
        lack = self.options.lack() if services else _("Tick at least one service.")
        counted = _("{services}, {files}").format(
            services=self._wording.count("{count} service", "{count} services", services),
            files=self._wording.count("{count} file", "{count} files", files),
        )
        self.total.setText(". ".join(filter(None, (counted if files else "", lack))))
        text = ngettext("Export {count} report", "Export {count} reports", files).format(count=files)
        self.export_button.setText(text if files else _("Export reports"))
        self.export_button.setEnabled(not lack)
        self.export_button.setToolTip(lack)
        self.export_button.setAccessibleDescription(lack)
        self.say("")


def batch_bindings() -> tuple[Binding, ...]:
    """Return the keys of the dialog, for the sheet of keys."""
    return (Binding(_("Space"), _("Tick a service or untick it")), Binding(_("Esc"), _("Cancel")))


def _without_words(matter: BatchMatter) -> str:
    """Return which services no report can be on; of many, the first by name."""
    count, named = len(matter.without), ", ".join(matter.without[:_MOST_NAMED])
    if count > _MOST_NAMED:
        named = _("{names} and {count} more").format(names=named, count=count - _MOST_NAMED)
    return ngettext(
        "{count} service has no review yet: {names}.", "{count} services have no review yet: {names}.", count
    ).format(count=count, names=named)
