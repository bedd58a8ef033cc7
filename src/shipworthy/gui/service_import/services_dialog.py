"""Before services are imported: what becomes of each, to be looked at, and what the columns of a table say."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.service_import import ServiceEffect
from shipworthy.errors import Problem, UserError
from shipworthy.exchange.received_services import ReceivedServices
from shipworthy.exchange.service_table import ServiceTable, services_in
from shipworthy.gui.context import Context
from shipworthy.gui.models.incoming_model import Incoming, IncomingModel, IncomingRow
from shipworthy.gui.service_import.column_form import ColumnForm
from shipworthy.gui.service_import.incoming_services import incoming_services, lines_by_row, said
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.incoming_view import IncomingView
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.problems_dialog import FindingsDialog
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _, ngettext
from shipworthy.workflows.service_import import ImportOptions, IncomingService, ServicesPlan, plan_import
from shipworthy.workflows.session import Session

_HIDDEN_AT_FIRST = ServiceEffect.UNCHANGED
_SPACING = 12


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the services of a catalogue, or a table whose columns may be said otherwise."""

    name: str
    paths: tuple[Path, ...]
    found: ReceivedServices | ServiceTable


@dataclass(slots=True)
class Choices:
    """What a person chose for some files; kept while the window is open, so that a closed dialog loses nothing."""

    mapping: Mapping[int, str] | None = None
    clear_empty: bool = False
    left_out: set[str] = field(default_factory=set)


class ServicesDialog(AskDialog):
    """The services of files, or first the columns of a table without names; `import_asked` carries plan and rows.

    Esc leads from the columns back to the services; it never takes a choice away.
    """

    import_asked = Signal(object, object)

    def __init__(self, source: Source, choices: Choices, context: Context, parent: QWidget) -> None:
        super().__init__(_("Import services from {source}").format(source=source.name), parent)
        self._source = source
        self._choices = choices
        self._context = context
        self._plan: ServicesPlan | None = None
        self._lines: Mapping[Hashable, IncomingService] = {}
        self._is_storing = False
        self.columns = self._column_form()
        self.view = IncomingView(_NOTHING, context.theme, context.wording)
        self.filters = {effect: QCheckBox() for effect in ServiceEffect}
        self.only_told = QCheckBox()
        self.columns_button = push_button(_("&Columns…"), "flat")
        self.told_button = push_button("", "flat")
        self._take_all, self._take_none = push_button(_("Take &all"), "flat"), push_button(_("Take &none"), "flat")
        self.act_button = push_button("", "primary")
        self._summary = PlainLabel("", "strong", wrap=True)
        self._note = PlainLabel("", "soft", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._preview())
        if self.columns is not None:
            self._stack.addWidget(self._columns_page(self.columns))
        self.lay_out(self._stack, self.act_button)
        self._connect()
        resize_within_screen(self, 1040, 680)
        if self.columns is None or self.columns.is_sound:
            self._look()
        else:
            self.show_columns()

    @property
    def model(self) -> IncomingModel:
        """Return the services of the files."""
        return self.view.model

    @property
    def shows_columns(self) -> bool:
        """Tell whether the columns are shown in place of the services."""
        return self._stack.currentIndex() == 1

    @Slot()
    def show_columns(self) -> None:
        """Show what the columns say."""
        assert self.columns is not None, "only a table has columns"
        self._stack.setCurrentIndex(1)
        self._show_button()
        self.columns.setFocus()

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why nothing was imported; the ticks stay."""
        self._is_storing = False
        self.say_refused(error)
        self._show_button()

    def _column_form(self) -> ColumnForm | None:
        table = self._source.found
        if not isinstance(table, ServiceTable):
            return None
        mapping = table.guessed if self._choices.mapping is None else self._choices.mapping
        return ColumnForm(table, mapping, self._choices.clear_empty)

    def _preview(self) -> QWidget:
        tools = FlowLayout(spacing=_SPACING)
        for box in (*self.filters.values(), self.only_told):
            tools.addWidget(box)
        for button in (self.told_button, self.columns_button, self._take_all, self._take_none):
            tools.addWidget(button)
        self.columns_button.setVisible(self.columns is not None)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(self._summary)
        layout.addWidget(self._note)
        layout.addLayout(tools)
        layout.addWidget(self.view, 1)
        area = QScrollArea(widgetResizable=True)  # on a small screen at twice the size there is no room for all
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus
        area.setWidget(page)
        return area

    def _columns_page(self, form: ColumnForm) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(_("What do the columns say?"), "strong", wrap=True))
        text = _("Guessed by their titles; choose otherwise where that is wrong. One column must hold the names.")
        layout.addWidget(PlainLabel(text, "soft", wrap=True))
        layout.addWidget(form, 1)
        return page

    def _connect(self) -> None:
        for box in (*self.filters.values(), self.only_told):
            box.toggled.connect(self._filter)
        self.model.taken_changed.connect(self._note_taken)
        self.act_button.clicked.connect(self._act)
        self.columns_button.clicked.connect(self.show_columns)
        self.told_button.clicked.connect(self._show_told)
        self._take_all.clicked.connect(lambda: self.model.take_all(True))
        self._take_none.clicked.connect(lambda: self.model.take_all(False))
        if self.columns is not None:
            self.columns.changed.connect(self._note_columns)

    @Slot()
    def _note_columns(self) -> None:
        assert self.columns is not None, "its own signal"
        self._choices.mapping = self.columns.mapping
        self._choices.clear_empty = self.columns.clear_empty.isChecked()
        self.say(self.columns.problem)
        self._show_button()

    def _look(self) -> None:
        """Work out what would become of each service."""
        found, form, wording, name = self._source.found, self.columns, self._context.wording, self._source.name
        mapping = form.mapping if form is not None else {}
        options = ImportOptions(clear_empty=form is not None and form.clear_empty.isChecked())

        def work(session: Session) -> tuple[ServicesPlan, Incoming]:
            received = services_in(found, mapping) if isinstance(found, ServiceTable) else found
            plan = plan_import(session, name, received, options)
            return plan, incoming_services(plan, wording)

        self.act_button.setEnabled(False)
        self._context.read(work, self._show_plan, self.show_problem, owner=self)

    def _show_plan(self, looked_at: tuple[ServicesPlan, Incoming]) -> None:
        plan, incoming = looked_at
        self._plan = plan
        self._lines = lines_by_row(plan)
        self.say("")
        self._summary.setText(incoming.summary)
        self._note.setText(incoming.note)
        self._note.setVisible(bool(incoming.note))
        for effect, count in plan.counts.items():
            is_shown = effect is not _HIDDEN_AT_FIRST or count == len(plan.lines)
            _set_box(self.filters[effect], self._context.wording.service_effect(effect), count, is_shown)
        told = sum(bool(line.notes) for line in plan.lines)
        _set_box(self.only_told, _("Only with remarks"), told, False)
        self.told_button.setText(_told_text(len(plan.told)))
        self.told_button.setVisible(bool(plan.told))
        left_out = {line.number for line in plan.lines if line.received.name in self._choices.left_out}
        self.model.show_incoming(incoming, incoming.takeable - left_out)
        self._filter()
        self._stack.setCurrentIndex(0)
        self._show_button()
        self.view.table.setFocus()

    @Slot()
    def _filter(self) -> None:
        shown = {effect for effect, box in self.filters.items() if box.isChecked()}
        only_told, lines = self.only_told.isChecked(), self._lines

        def is_shown(row: IncomingRow) -> bool:
            line = lines[row.key]
            return line.effect in shown and (not only_told or bool(line.notes))

        self.model.show_only(is_shown)

    @Slot()
    def _note_taken(self) -> None:
        if self._plan is not None:
            taken = self.model.taken
            changes = self._plan.changes
            self._choices.left_out = {line.received.name for line in changes if line.number not in taken}
        self._show_button()

    def _show_button(self) -> None:
        if self.shows_columns:
            self.act_button.setText(_("&Show what changes"))
            self.act_button.setEnabled(self.columns is not None and self.columns.is_sound)
            return
        count = len(self.model.taken)
        text = ngettext("&Import {count} service", "&Import {count} services", count)
        self.act_button.setText(text.format(count=count))
        self.act_button.setEnabled(count > 0 and not self._is_storing)

    @Slot()
    def _act(self) -> None:
        if self.shows_columns:
            self._look()
            return
        self._is_storing = True
        self.act_button.setEnabled(False)  # until the outcome is there
        self.say("")
        self.import_asked.emit(self._plan, self.model.taken)

    @Slot()
    def _show_told(self) -> None:
        assert self._plan is not None, "its button is hidden till then"
        head = _("What was passed over in {source}").format(source=self._source.name)
        remarks_dialog(head, self._plan.told, self).open()

    # Qt overrides

    def reject(self) -> None:
        if self._is_storing:
            return  # what is being stored is told when it is done
        if self.shows_columns and self._plan is not None and self.columns is not None and self.columns.is_sound:
            self._look()
            return
        super().reject()


def remarks_dialog(head: str, told: Sequence[Problem], parent: QWidget) -> FindingsDialog:
    """Return a dialog that lists what was passed over in some files."""
    lines = [said(problem) for problem in told]
    text = "\n".join(str(problem) for problem in told)
    advice = _("All else was read. Mend these and import again, if they matter.")
    dialog = FindingsDialog(_("Remarks on the files"), (head, advice), lines, text, parent)
    dialog.list.setAccessibleName(_("Remarks"))
    return dialog


def _set_box(box: QCheckBox, text: str, count: int, is_checked: bool) -> None:
    """Say in the box of a filter how many it concerns, without filtering yet."""
    box.setText(f"{text} ({count})")
    box.setVisible(bool(count))
    box.blockSignals(True)
    box.setChecked(bool(count) and is_checked)
    box.blockSignals(False)


def _told_text(count: int) -> str:
    return ngettext("{count} &remark on files", "{count} &remarks on files", count).format(count=count)


_NOTHING = Incoming(
    "", "", "", _("Service"), _("Services from the file"), _("The selected service"), lambda _count: "", ()
)
