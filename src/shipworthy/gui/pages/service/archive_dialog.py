"""Says what archiving services does before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _, ngettext
from shipworthy.workflows.service_archive import ArchiveEffect, Dependent, archive_effect, archive_services
from shipworthy.workflows.services import ServicesChanged
from shipworthy.workflows.undo import Step


class ArchiveDialog(AskDialog):
    """Names what goes and who depends on it; Archive does it."""

    def __init__(self, context: Context, service_ids: Sequence[UUID], parent: QWidget) -> None:
        super().__init__(ngettext("Archive service", "Archive services", len(service_ids)), parent)
        self._context = context
        self._ids = tuple(service_ids)
        resize_within_screen(self, context.theme.pixels(520), context.theme.pixels(380))
        self.setMinimumSize(320, 240)
        self.heading = PlainLabel(role="title", wrap=True)
        self.about = PlainLabel(_("It leaves the lists; nothing of it is deleted, and it can be restored."), wrap=True)
        self.dependents_title = PlainLabel(role="label", wrap=True)
        self.dependents = PlainLabel(wrap=True)
        self.archive_button = push_button(_("Archive"), "primary")
        self.archive_button.setEnabled(False)
        self.archive_button.clicked.connect(self.archive)
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for part in (self.heading, self.about, self.dependents_title, self.dependents):
            column.addWidget(part)
        column.addStretch(1)
        self.lay_out(scrolled(column), self.archive_button, _("Undo takes it back in one step."))
        context.read(lambda session: archive_effect(session, self._ids), self._show, self.say_refused, owner=self)

    def _show(self, effect: ArchiveEffect) -> None:
        names = [each.name for each in effect.services]
        self.heading.setText(self._context.wording.some_names(names))
        if len(names) > 1:
            self.about.setText(_("They leave the lists; nothing of them is deleted, and they can be restored."))
        count = len(effect.dependents)
        title = ngettext("{count} service goes on depending on it", "{count} services go on depending on it", count)
        if len(names) > 1:
            title = ngettext(
                "{count} service goes on depending on them", "{count} services go on depending on them", count
            )
        self.dependents_title.setText(title.format(count=count) if count else _("No service depends on it."))
        self.dependents.setText("\n".join(self._line(each, len(names)) for each in effect.dependents))
        if effect.live_items:
            items = ngettext(
                "{count} item of remediation is still live; it stays where it is.",
                "{count} items of remediation are still live; they stay where they are.",
                effect.live_items,
            )
            self.about.setText(f"{self.about.text()} {items.format(count=effect.live_items)}")
        self.archive_button.setEnabled(True)
        self.archive_button.setFocus()

    def _line(self, each: Dependent, gone: int) -> str:
        kind = _("hard") if each.is_hard else _("soft")
        if each.is_capped:
            kind = _("hard, and capped by it still")
        needs = f" → {', '.join(each.needs)}" if gone > 1 else ""
        return f"{each.service.name}{needs} ({kind})"

    @Slot()
    def archive(self) -> None:
        """Archive them."""
        self.archive_button.setEnabled(False)
        self._context.write(lambda session: archive_services(session, self._ids), self._done, self._refused, owner=self)

    def _done(self, changed: ServicesChanged) -> None:
        self.accept()
        self._context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
        self._context.changed.emit()

    def _refused(self, error: UserError) -> None:
        self._context.forget_refused()
        self.say_refused(error)
        self.cancel_button.setFocus()
