"""What is done to services beside editing them, from page and table: archive, restore, merge, note what happened.

The list of services, which is the first page shown, need not wait for dialogs: that is why they are imported when they
are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.gui.context import Context

if TYPE_CHECKING:
    from shipworthy.workflows.service_events import EventsChanged
    from shipworthy.workflows.services import ServicesChanged


class ServiceActs(QObject):
    """Opens the dialogs over the window of a page, and does what needs none."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def archive(self, service_ids: Sequence[UUID]) -> None:
        """Say what archiving does, and do it if that is wanted."""
        if not self._context.may_edit():
            return
        from shipworthy.gui.pages.service.archive_dialog import ArchiveDialog

        ArchiveDialog(self._context, service_ids, self._page.window()).open()

    def note(self, services: Sequence[Service], kind: EventKind = EventKind.INCIDENT) -> None:
        """Ask what happened."""
        if not self._context.may_edit():
            return
        from shipworthy.gui.pages.service.note_dialog import NoteDialog

        NoteDialog(self._context, services, kind, self._page.window()).open()

    def merge(self, one: Service, other: Service) -> None:
        """Show what merging two services does."""
        if not self._context.may_edit():
            return
        from shipworthy.gui.pages.service.merge_dialog import MergeDialog

        MergeDialog(self._context, one, other, self._page.window()).open()

    def merge_with(self, service: Service) -> None:
        """Ask with which service to merge one, beginning with those that look like it."""
        if not self._context.may_edit():
            return
        from shipworthy.gui.pages.service.merge_with_dialog import MergeWithDialog

        dialog = MergeWithDialog(self._context, service, self._page.window())
        dialog.chosen.connect(lambda other: self.merge(service, other))
        dialog.open()

    def restore(self, service: Service) -> None:
        """Put an archived service back; where its name was taken, ask for another."""
        if not self._context.may_edit():
            return
        from shipworthy.gui.pages.service.restore_dialog import RestoreDialog
        from shipworthy.workflows.service_archive import NameTaken, restore_service
        from shipworthy.workflows.undo import Step

        def done(changed: ServicesChanged) -> None:
            self._context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
            self._context.changed.emit()

        def refused(error: UserError) -> None:
            self._context.forget_refused()
            if isinstance(error, NameTaken):
                RestoreDialog(self._context, service, self._page.window()).open()
            else:
                self._context.failed.emit(error)

        self._context.write(lambda session: restore_service(session, service.id), done, refused, owner=self)

    def remove_note(self, event_id: UUID) -> None:
        """Take a noted incident or major change away."""
        if not self._context.may_edit():
            return
        from shipworthy.workflows.service_events import remove_event
        from shipworthy.workflows.undo import Step

        def done(changed: EventsChanged) -> None:
            self._context.did_step.emit(Step(changed.service, changed.sequences, changed.name))
            self._context.changed.emit()

        self._context.write(lambda session: remove_event(session, event_id), done, owner=self)
