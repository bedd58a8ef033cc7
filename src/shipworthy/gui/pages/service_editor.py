"""The editor of a service: every field, its facts as questions, its links, and what it depends on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.domain.service import TIERS, Lifecycle, Service
from shipworthy.domain.service_effect import ChangeEffect
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.facts_editor import FactsEditor
from shipworthy.gui.pages.service.effect_box import EffectBox
from shipworthy.gui.pages.service_editor_parts import DependenciesEditor, LinksEditor, scrolled
from shipworthy.gui.pages.service_effect_watch import EffectWatch
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, section_title, side_by_side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tab_order import set_reading_order
from shipworthy.gui.widgets.value_completer import ListCompleter, ValueCompleter
from shipworthy.text import _
from shipworthy.workflows.facts import FactLine, blank_facts
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.service_editing import (
    ChangedMeanwhile,
    ValuesInUse,
    effect_of_change,
    merged_edits,
    save_edited,
    values_in_use,
)
from shipworthy.workflows.services import ServicesChanged, blank_service, view_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step


@dataclass(frozen=True, slots=True)
class _Material:
    """What the editor starts from."""

    service: Service
    facts: tuple[FactLine, ...]
    others: tuple[Service, ...]
    values: ValuesInUse


class ServiceEditor(QDialog):
    """Edits one service, or with None as its id adds one; opens that service's page when it was added."""

    def __init__(self, context: Context, service_id: UUID | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._is_new = service_id is None
        self._stored: Service | None = None  # as it was read
        self._original: Service | None = None  # the same as the form says it
        self._others: tuple[Service, ...] = ()
        self.setWindowTitle(_("Add a service") if service_id is None else _("Edit service"))
        resize_within_screen(self, context.theme.pixels(720), context.theme.pixels(680))
        self.setMinimumSize(360, 280)
        self._make_fields()
        self.facts = FactsEditor()
        self.links = LinksEditor(context)
        self.dependencies = DependenciesEditor(context)
        self.effect = EffectBox(context.theme, context.wording)
        self._watch = self._watch_effect()
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        context.read(lambda session: _gather(session, service_id), self._show, owner=self)

    def _make_fields(self) -> None:
        wording = self._context.wording
        self.name, self.team, self.owner = QLineEdit(), QLineEdit(), QLineEdit()
        self.system, self.domain, self.tags = QLineEdit(), QLineEdit(), QLineEdit()
        self.tier, self.lifecycle = QComboBox(), QComboBox()
        for tier in TIERS:
            self.tier.addItem(wording.tier(tier), tier)
        for lifecycle in Lifecycle:
            self.lifecycle.addItem(wording.lifecycle(lifecycle), lifecycle)
        self._completers = {
            "team": ValueCompleter(self.team, _("Known teams")),
            "owner": ValueCompleter(self.owner, _("Known owners")),
            "system": ValueCompleter(self.system, _("Known systems")),
            "domain": ValueCompleter(self.domain, _("Known domains")),
            "tag": ListCompleter(self.tags, _("Known tags")),
        }
        self.description = QPlainTextEdit(tabChangesFocus=True)
        self.description.setFixedHeight(self._context.theme.pixels(88))
        self.name_field = Field(_("Name"), self.name)
        self.tier_field = Field(_("Tier"), self.tier)
        self.tier.currentIndexChanged.connect(self._show_tier)
        self.name.textEdited.connect(self._forget_problem)

    def _lay_out(self) -> None:
        form = self._fields = QVBoxLayout()
        form.setContentsMargins(24, 16, 24, 16)
        form.setSpacing(16)
        form.addWidget(self.name_field)
        form.addLayout(side_by_side(Field(_("Team"), self.team), Field(_("Owner"), self.owner)))
        form.addLayout(side_by_side(self.tier_field, Field(_("Lifecycle"), self.lifecycle)))
        form.addLayout(side_by_side(Field(_("System"), self.system), Field(_("Domain"), self.domain)))
        form.addWidget(Field(_("Description"), self.description))
        form.addWidget(Field(_("Tags"), self.tags, _("Separated by commas.")))
        for title, part in (
            (_("Facts"), self.facts),
            (_("Links"), self.links),
            (_("Depends on"), self.dependencies),
        ):
            form.addSpacing(8)
            form.addWidget(section_title(title))
            form.addWidget(part)
        form.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._form = scrolled(form)
        self._form.setEnabled(False)
        outer.addWidget(self._form, 1)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        outer.addWidget(line)
        outer.addLayout(self._footer())
        self._ask_to_discard(False)

    def _footer(self) -> QVBoxLayout:
        self.problem = PlainLabel(role="problem", wrap=True)
        self.problem.hide()
        self.discard_question = PlainLabel(_("Discard what you changed?"), "strong")
        self.discard_button = push_button(_("Discard"))
        self.discard_button.clicked.connect(self._discard)
        self.keep_button = push_button(_("Keep editing"))
        self.keep_button.clicked.connect(self._keep)
        self.cancel_button = push_button(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = push_button(_("Save"), "primary", tip=QKeySequence("Ctrl+S").toString())
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for part in (
            *(self.discard_question, self.discard_button, self.keep_button),
            *(self.cancel_button, self.save_button),
        ):
            row.addWidget(part)
        footer = QVBoxLayout()
        footer.setContentsMargins(24, 12, 24, 12)
        footer.setSpacing(8)
        footer.addWidget(self.effect)
        footer.addWidget(self.problem)
        footer.addLayout(row)
        return footer

    def _watch_effect(self) -> EffectWatch:
        """Follow what counts for verdicts: tier, lifecycle, facts and hard dependencies."""
        watch = EffectWatch(self._context, self._counted, self._effect_of_edited, self)
        watch.told.connect(self._show_effect)
        watch.cleared.connect(self._store)
        watch.held.connect(self._hold)
        watch.refused.connect(self._refused)
        for changed in (
            *(self.tier.currentIndexChanged, self.lifecycle.currentIndexChanged),
            *(self.facts.changed, self.dependencies.changed),
        ):
            changed.connect(self._follow_effect)
        return watch

    def _counted(self) -> tuple[object, ...] | None:
        if self._original is None:
            return None
        edited = self.edited()
        return edited.tier, edited.lifecycle, tuple(sorted(edited.facts.items())), edited.hard_dependencies

    def _effect_of_edited(self) -> Callable[[Session], ChangeEffect]:
        assert self._stored is not None
        service = replace(self.edited(), name=self._stored.name)
        return lambda session: effect_of_change(session, [service])

    @Slot()
    def _follow_effect(self) -> None:
        if self._original is not None and not self._is_new:
            self._watch.follow()

    def _show(self, material: _Material) -> None:
        for field, completer in self._completers.items():
            completer.show_values(getattr(material.values, field))
        self.facts.show_facts(material.facts)
        self._others = material.others
        self._begin(material.service, material.service)
        self._follow_reading_order()
        self.links.grown.connect(self._follow_reading_order)
        self._form.setEnabled(True)
        self.name.setFocus()
        self.name.selectAll()

    def _begin(self, stored: Service, shown: Service) -> None:
        """Edit a service as the store has it, beginning with what somebody typed."""
        self._stored = stored
        self._fill(stored)
        # Typed once and read back, so that only what a person changes counts as a change.
        self._original = stored
        self._original = self.edited()
        self._watch.begin()
        if shown is not stored:
            self._fill(shown)
            self._watch.follow()

    def _fill(self, service: Service) -> None:
        self.name.setText(service.name)
        self.team.setText(service.team)
        self.owner.setText(service.owner)
        self.system.setText(service.system)
        self.domain.setText(service.domain)
        self.tags.setText(", ".join(service.tags))
        self.description.setPlainText(service.description)
        self.tier.setCurrentIndex(self.tier.findData(service.tier))
        self.lifecycle.setCurrentIndex(self.lifecycle.findData(service.lifecycle))
        self._show_tier()
        self.facts.choose(service.facts)
        self.links.show_links(service.links)
        known = {each.id for each in self._others}
        # A dependency that was archived is no longer offered, and stays as it is.
        self.dependencies.show_services(
            self._others, service.hard_dependencies & known, service.soft_dependencies & known
        )

    def edited(self) -> Service:
        """Return the service as it stands in the form."""
        assert self._original is not None
        tags = (tag.strip() for tag in self.tags.text().split(","))
        return replace(
            self._original,
            name=self.name.text().strip(),
            team=self.team.text().strip(),
            owner=self.owner.text().strip(),
            tier=self.tier.currentData(),
            lifecycle=Lifecycle(self.lifecycle.currentData()),
            system=self.system.text().strip(),
            domain=self.domain.text().strip(),
            description=self.description.toPlainText().strip(),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            facts=self.facts.facts(self._original.facts),
            links=self.links.links(),
            hard_dependencies=self.dependencies.hard | self._hidden(self._original.hard_dependencies),
            soft_dependencies=self.dependencies.soft | self._hidden(self._original.soft_dependencies),
        )

    def _hidden(self, needed: frozenset[UUID]) -> frozenset[UUID]:
        """Return the dependencies that are not offered: those on archived services."""
        return needed - {each.id for each in self._others}

    @Slot()
    def save(self) -> None:
        """Save, unless something is plainly wrong; the form stays as it is until that worked."""
        if self._original is None or not self.save_button.isEnabled() or not self._is_complete():
            return
        self.save_button.setEnabled(False)
        self._form.setEnabled(False)
        if self._is_new:
            self._store()
        else:
            self._watch.clear()

    @Slot()
    def _store(self) -> None:
        assert self._stored is not None
        stored, service = self._stored, self.edited()
        self._context.write(
            lambda session: save_edited(session, stored, service), self._saved, self._refused, owner=self
        )

    @Slot()
    def _hold(self) -> None:
        """Leave it at what was told: saving once more does it."""
        self.save_button.setEnabled(True)
        self._form.setEnabled(True)
        self.save_button.setText(_("Save all the same"))
        self.save_button.setFocus()
        self._say("")

    @Slot(object)
    def _show_effect(self, effect: ChangeEffect | None) -> None:
        self.save_button.setText(_("Save"))
        self.effect.show_effect(effect)

    def _is_complete(self) -> bool:
        self._say("")
        nameless = not self.name.text().strip()
        self.name_field.show_problem(_("Type the name that people use for it.") if nameless else "")
        wrong_link = self.links.check()
        wrong = self.name if nameless else wrong_link
        if wrong is not None:
            wrong.setFocus()
            self._form.ensureWidgetVisible(wrong)
        return wrong is None

    def _saved(self, changed: ServicesChanged) -> None:
        self._original = None
        self.accept()
        if changed.sequences:
            self._context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
        self._context.changed.emit()
        if self._is_new:
            self._context.open_service(changed.service.id)

    @Slot(object)
    def _refused(self, error: UserError) -> None:
        if isinstance(error, ChangedMeanwhile) and self._stored is not None:
            self._begin(error.current, merged_edits(self._stored, error.current, self.edited()))
        self.save_button.setEnabled(True)
        self._form.setEnabled(True)
        self._say(f"{sentence(error.message)} {error.hint}")
        self.name.setFocus()

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    @Slot()
    def _forget_problem(self) -> None:
        """Take back what was said about a name, which is another one now."""
        self.name_field.show_problem("")
        self._say("")

    @Slot()
    def _follow_reading_order(self) -> None:
        """Put facts and links, which are made after the buttons, before them in the order of Tab."""
        set_reading_order(self, self._fields)

    @Slot()
    def _show_tier(self) -> None:
        tier = self.tier.currentData()
        self.tier_field.show_hint(self._context.wording.tier_meaning(tier) if tier else "")

    @property
    def _is_changed(self) -> bool:
        return self._original is not None and self.edited() != self._original

    def _ask_to_discard(self, asking: bool) -> None:
        for part in (self.discard_question, self.discard_button, self.keep_button):
            part.setVisible(asking)
        for usual in (self.cancel_button, self.save_button):
            usual.setVisible(not asking)

    @Slot()
    def _discard(self) -> None:
        self._original = None
        self._context.forget_refused()
        self.reject()

    @Slot()
    def _keep(self) -> None:
        self._ask_to_discard(False)
        self.name.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save_button.isVisible():
            self.save()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Close, but ask first, in place, where something would be lost."""
        if not self._is_changed:
            super().reject()
        elif self.discard_question.isHidden():
            self._ask_to_discard(True)
            self.keep_button.setFocus()
        else:
            self._keep()


def editor_bindings() -> tuple[Binding, ...]:
    """Return the keys of the editor, for the sheet of keys."""
    save = QKeySequence(QKeySequence.StandardKey.Save).toString(QKeySequence.SequenceFormat.NativeText)
    return (
        Binding(_(" or ").join((save, _("Enter"))), _("Save")),
        Binding(_("Esc"), _("Close; asks first where something would be lost")),
    )


def _gather(session: Session, service_id: UUID | None) -> _Material:
    others = tuple(line.service for line in list_services(session) if line.service.id != service_id)
    values = values_in_use(session)
    if service_id is None:
        return _Material(blank_service(session), blank_facts(session), others, values)
    view = view_service(session, service_id)
    return _Material(view.service, view.facts, others, values)
