"""Saved views of the portfolio."""

from uuid import UUID

from shipworthy.domain.service_filter import SavedView
from shipworthy.errors import UserError
from shipworthy.storage.changes import Subject, SubjectKind
from shipworthy.storage.tables import saved_views
from shipworthy.storage.versioned_rows import VersionedRows
from shipworthy.text import _


class SavedViews(VersionedRows[SavedView]):
    """The saved views, as one transaction sees them, by name."""

    table = saved_views
    order = (saved_views.c.name, saved_views.c.id)
    kind = SavedView

    def subject(self, value: SavedView) -> Subject:
        """Return what the log calls a saved view."""
        return Subject(SubjectKind.VIEW, value.id)

    def get(self, view_id: UUID) -> SavedView:
        """Return a view; raises UserError when there is none."""
        found = self.find(view_id)
        if found is None:
            raise UserError(_("The view is no longer there."), _("Choose another one."))
        return found

    def all(self) -> tuple[SavedView, ...]:
        """Return every saved view."""
        return self.where()
