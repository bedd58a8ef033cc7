"""The bar that comes with several services selected: one field of all of them in one action, asked in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.service import TIERS, Lifecycle, Service
from shipworthy.domain.service_effect import ChangeEffect
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.remediation.typed import read_tags
from shipworthy.gui.pages.reports.batch_exporting import BatchExporting
from shipworthy.gui.pages.service.acts import ServiceActs
from shipworthy.gui.pages.service.effect_box import EffectBox
from shipworthy.gui.pages.service_effect_watch import EffectWatch
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.value_completer import ListCompleter, ValueCompleter
from shipworthy.text import _
from shipworthy.workflows.service_editing import (
    LONGEST_FIELD,
    ServiceEdit,
    ValuesInUse,
    edit_services,
    effect_of_edit,
    values_in_use,
)
from shipworthy.workflows.services import ServicesChanged
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step

_FIELD_WIDTH = 220
_MOST_NAMED = 3


class BulkField(Enum):
    """What can be changed of several services at once."""

    TEAM = auto()
    OWNER = auto()
    TIER = auto()
    LIFECYCLE = auto()
    SYSTEM = auto()
    DOMAIN = auto()
    ADD_TAGS = auto()
    REMOVE_TAGS = auto()


_LINES = {BulkField.TEAM: "team", BulkField.OWNER: "owner", BulkField.SYSTEM: "system", BulkField.DOMAIN: "domain"}
_TAGS = (BulkField.ADD_TAGS, BulkField.REMOVE_TAGS)


class ServicesBulkBar(QFrame):
    """Shown while services are selected; `left` when its form closes, so that the focus can go back to the table."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services: tuple[Service, ...] = ()
        self._field: BulkField | None = None
        self.acts = ServiceActs(context, self)
        self.batch = BatchExporting(context, self)
        self.setProperty("role", "quiet")
        self.setAccessibleName(_("Services selected"))
        self.line, self.choice = QLineEdit(maxLength=LONGEST_FIELD), QComboBox()
        self.line.setMinimumWidth(context.theme.pixels(_FIELD_WIDTH))
        self.effect = EffectBox(context.theme, context.wording, counts=True)
        self.effect.setProperty("role", "")
        self.problem = PlainLabel(role="problem", wrap=True)
        self._watch = EffectWatch(context, self._key, self._effect_work, self)
        self._lay_out()
        edits(context, *self.buttons.values(), self.note_button, self.merge_button, self.archive_button)
        self._connect()
        self._show_form(None)
        self.hide()

    def _lay_out(self) -> None:
        top, self.form = QWidget(), QWidget()
        flow, form = FlowLayout(top, spacing=8), FlowLayout(self.form, spacing=8)
        self.buttons = {
            field: push_button(_("{field}…").format(field=self._name(field)), "evidence") for field in BulkField
        }
        self.note_button = push_button(_("Note…"), "evidence")
        self.merge_button = push_button(_("Merge…"), "evidence")
        self.archive_button = push_button(_("Archive…"), "evidence")
        self.reports_button = push_button(_("Export reports…"), "evidence")
        acts = (self.note_button, self.merge_button, self.archive_button, self.reports_button)
        for button in (*self.buttons.values(), *acts):
            flow.addWidget(button)
        self._label = PlainLabel(role="label")
        self.apply_button, self.cancel_button = push_button(_("Apply"), "primary"), push_button(_("Cancel"))
        for part in (self._label, self.line, self.choice, self.apply_button, self.cancel_button):
            form.addWidget(part)
        form.addWidget(PlainLabel(_("Enter applies, Esc cancels"), "small"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        for row in (top, self.form, self.effect, self.problem):
            layout.addWidget(row)

    def _connect(self) -> None:
        for field, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, field=field: self.ask(field))
        self.note_button.clicked.connect(lambda: self.acts.note(self._services))
        self.merge_button.clicked.connect(self._merge)
        self.archive_button.clicked.connect(lambda: self.acts.archive([each.id for each in self._services]))
        self.reports_button.clicked.connect(lambda: self.batch.ask([each.id for each in self._services]))
        self.apply_button.clicked.connect(self.submit)
        self.cancel_button.clicked.connect(self.close_form)
        self.choice.currentIndexChanged.connect(self._follow)
        self._watch.told.connect(self.effect.show_effect)
        self._watch.cleared.connect(self._store)
        self._watch.held.connect(self._hold)
        self._watch.refused.connect(self.show_problem)

    def show_services(self, services: Sequence[Service]) -> None:
        """Act on these services from now on; the bar goes with the last of them."""
        if [each.id for each in services] != [each.id for each in self._services] and self.is_asking:
            self._show_form(None)
        self._services = tuple(services)
        count = len(self._services)
        self.merge_button.setEnabled(count == 2)
        self.merge_button.setToolTip("" if count == 2 else _("Select two services to merge them."))
        self.setVisible(count > 0)

    @property
    def is_asking(self) -> bool:
        """Tell whether a form is open."""
        return self._field is not None

    def ask(self, field: BulkField) -> None:
        """Open the form of a field, filled with what the services share, or saying that they have several values."""
        self._show_form(field)
        if field in _LINES:
            self._fill_line({getattr(each, _LINES[field]) for each in self._services})
        elif field in _TAGS:
            self._fill_tags(field)
        else:
            self._fill_choice(field)
        self._watch.begin()
        shown = self.line if field in _LINES or field in _TAGS else self.choice
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown is self.line:
            self.line.selectAll()
            self._context.read(values_in_use, self._offer, owner=self)

    @Slot()
    def close_form(self) -> None:
        """Ask for nothing any more."""
        self._close_offers()
        self.left.emit()  # first: the focus moves on before its field goes
        self._show_form(None)

    @Slot()
    def submit(self) -> None:
        """Apply what was chosen, once its effect was told."""
        self.show_problem(None)
        if self._field in (BulkField.TIER, BulkField.LIFECYCLE) and self.choice.currentData() is None:
            self.show_problem(UserError(_("They have several values."), _("Choose the one that all shall have.")))
            return
        self.apply_button.setEnabled(False)
        self._watch.clear()

    @Slot()
    def _reveal(self) -> None:
        """In a low window the page scrolls: whoever is about to apply has to see what that does."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self, 0, 8)

    @Slot(object)
    def show_problem(self, error: UserError | None) -> None:
        """Say why nothing was changed; what was typed stays."""
        self.problem.setText(f"✕ {sentence(error.message)} {error.hint}" if error else "")
        self.problem.setVisible(error is not None)
        self.apply_button.setEnabled(True)
        if error is not None and self.is_asking:
            (self.choice if self.line.isHidden() else self.line).setFocus()

    def _fill_line(self, values: set[str]) -> None:
        self.line.setText(values.pop() if len(values) == 1 else "")
        if len(values) > 1:
            named = sorted(filter(None, values), key=str.casefold)[:_MOST_NAMED]
            self.line.setPlaceholderText(_("Several: {values}…").format(values=", ".join(named)))
        else:
            self.line.setPlaceholderText(_("Empty for none"))

    def _fill_tags(self, field: BulkField) -> None:
        tags = sorted({tag for each in self._services for tag in each.tags}, key=str.casefold)
        self.line.clear()
        has = _("They have: {tags}").format(tags=", ".join(tags[:_MOST_NAMED]))
        wanted = _("Tags, separated by commas")
        self.line.setPlaceholderText(has if field is BulkField.REMOVE_TAGS and tags else wanted)

    def _fill_choice(self, field: BulkField) -> None:
        wording = self._context.wording
        self.choice.blockSignals(True)
        self.choice.clear()
        held: set[object] = {each.tier if field is BulkField.TIER else each.lifecycle for each in self._services}
        if len(held) > 1:
            self.choice.addItem(_("Several"), None)
        if field is BulkField.TIER:
            for tier in TIERS:
                self.choice.addItem(f"{wording.tier(tier)}: {wording.tier_meaning(tier)}", tier)
        else:
            for lifecycle in Lifecycle:
                self.choice.addItem(wording.lifecycle(lifecycle), lifecycle)
        self.choice.setCurrentIndex(0 if len(held) > 1 else self.choice.findData(held.pop()))
        self.choice.blockSignals(False)

    def _offer(self, values: ValuesInUse) -> None:
        """Complete what is typed from the values in use, of the field asked for by now."""
        if self._field in _LINES:
            completer = ValueCompleter(self.line, _("Values in use"))
            completer.show_values(getattr(values, _LINES[self._field]))
        elif self._field in _TAGS:
            of_all = ListCompleter(self.line, _("Values in use"))
            of_all.show_values(values.tag)

    def _close_offers(self) -> None:
        """Close what is offered: a pop-up that closes later would give the focus back to the hidden field."""
        completer = self.line.completer()
        if completer is not None:
            popup = completer.popup()
            assert popup is not None
            popup.hide()

    def _edit(self) -> ServiceEdit:
        field = self._field
        match field:
            case BulkField.TIER:
                return ServiceEdit(tier=self.choice.currentData())
            case BulkField.LIFECYCLE:
                chosen = self.choice.currentData()
                return ServiceEdit(lifecycle=None if chosen is None else Lifecycle(chosen))
            case BulkField.ADD_TAGS:
                return ServiceEdit(add_tags=read_tags(self.line.text()))
            case BulkField.REMOVE_TAGS:
                return ServiceEdit(remove_tags=read_tags(self.line.text()))
            case BulkField.TEAM:
                return ServiceEdit(team=self.line.text())
            case BulkField.OWNER:
                return ServiceEdit(owner=self.line.text())
            case BulkField.SYSTEM:
                return ServiceEdit(system=self.line.text())
            case BulkField.DOMAIN:
                return ServiceEdit(domain=self.line.text())
        return ServiceEdit()

    def _key(self) -> tuple[object, ...]:
        """Return what the effect depends on: texts hardly ever decide about a verdict."""
        edit = self._edit()
        return edit.tier, edit.lifecycle

    def _effect_work(self) -> Callable[[Session], ChangeEffect]:
        ids, edit = [each.id for each in self._services], self._edit()
        return lambda session: effect_of_edit(session, ids, edit)

    @Slot()
    def _follow(self) -> None:
        self.show_problem(None)
        if self.is_asking:
            self._watch.follow()

    @Slot()
    def _store(self) -> None:
        ids, edit = [each.id for each in self._services], self._edit()
        self._context.write(lambda session: edit_services(session, ids, edit), self._done, self._refused, owner=self)

    @Slot()
    def _hold(self) -> None:
        """Leave it at what was told: applying once more does it."""
        self.apply_button.setEnabled(True)
        self.apply_button.setFocus()

    def _done(self, changed: ServicesChanged) -> None:
        self.close_form()
        self._context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
        self._context.changed.emit()

    def _refused(self, error: UserError) -> None:
        self._context.forget_refused()
        self.show_problem(error)

    @Slot()
    def _merge(self) -> None:
        if len(self._services) == 2:
            self.acts.merge(*self._services)

    def _show_form(self, field: BulkField | None) -> None:
        self._field = field
        is_line = field in _LINES or field in _TAGS
        self.form.setVisible(field is not None)
        self.line.setVisible(is_line)
        self.choice.setVisible(field is not None and not is_line)
        name = self._name(field) if field is not None else ""
        self._label.setText(name)
        for part in (self.line, self.choice):
            part.setAccessibleName(name)
        self.effect.show_effect(None)
        self.show_problem(None)

    def _name(self, field: BulkField) -> str:
        return {
            BulkField.TEAM: _("Team"),
            BulkField.OWNER: _("Owner"),
            BulkField.TIER: _("Tier"),
            BulkField.LIFECYCLE: _("Lifecycle"),
            BulkField.SYSTEM: _("System"),
            BulkField.DOMAIN: _("Domain"),
            BulkField.ADD_TAGS: _("Add tags"),
            BulkField.REMOVE_TAGS: _("Remove tags"),
        }[field]

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_asking:
            QTimer.singleShot(0, self, self._reveal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_asking and event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif self.is_asking and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def bulk_bindings() -> tuple[Binding, ...]:
    """Return the keys of the bar, for the sheet of keys."""
    return (
        Binding(_("Enter"), _("Apply what was asked for to all that are selected")),
        Binding(_("Esc"), _("Close the form; once more, back to the table")),
    )
