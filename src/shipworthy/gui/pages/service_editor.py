"""The editor of a service: every field, its facts as questions, its links, and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.domain.service import TIERS, Lifecycle, Service
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.facts_editor import FactsEditor
from shipworthy.gui.pages.service_editor_parts import DependenciesEditor, LinksEditor, scrolled
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, section_title, side_by_side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tab_order import set_reading_order
from shipworthy.text import _
from shipworthy.workflows.facts import FactLine, blank_facts
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.services import blank_service, save_service, view_service
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class _Material:
    """What the editor starts from."""

    service: Service
    facts: tuple[FactLine, ...]
    others: tuple[Service, ...]


class ServiceEditor(QDialog):
    """Edits one service, or with None as its id adds one; opens that service's page when it was added."""

    def __init__(self, context: Context, service_id: UUID | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._is_new = service_id is None
        self._original: Service | None = None
        self.setWindowTitle(_("Add a service") if service_id is None else _("Edit service"))
        resize_within_screen(self, context.theme.pixels(720), context.theme.pixels(680))
        self.setMinimumSize(360, 280)
        self._make_fields()
        self.facts = FactsEditor()
        self.links = LinksEditor(context)
        self.dependencies = DependenciesEditor(context)
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
        footer.addWidget(self.problem)
        footer.addLayout(row)
        return footer

    def _show(self, material: _Material) -> None:
        service = material.service
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
        self.facts.show_facts(material.facts)
        self.links.show_links(service.links)
        self.dependencies.show_services(material.others, service.hard_dependencies, service.soft_dependencies)
        self._follow_reading_order()
        self.links.grown.connect(self._follow_reading_order)
        # Typed once and read back, so that only what a person changes counts as a change.
        self._original = service
        self._original = self.edited()
        self._form.setEnabled(True)
        self.name.setFocus()
        self.name.selectAll()

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
            hard_dependencies=self.dependencies.hard,
            soft_dependencies=self.dependencies.soft,
        )

    @Slot()
    def save(self) -> None:
        """Save, unless something is plainly wrong; the form stays as it is until that worked."""
        if self._original is None or not self.save_button.isEnabled() or not self._is_complete():
            return
        service = self.edited()
        self.save_button.setEnabled(False)
        self._form.setEnabled(False)
        self._context.write(lambda session: save_service(session, service), self._saved, self._refused, owner=self)

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

    def _saved(self, service: Service) -> None:
        self._original = None
        self.accept()
        self._context.changed.emit()
        if self._is_new:
            self._context.open_service(service.id)

    def _refused(self, error: UserError) -> None:
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
    if service_id is None:
        return _Material(blank_service(session), blank_facts(session), others)
    view = view_service(session, service_id)
    return _Material(view.service, view.facts, others)
