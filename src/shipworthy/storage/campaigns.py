"""Campaigns."""

from uuid import UUID

from shipworthy.domain.campaign import Campaign
from shipworthy.errors import UserError
from shipworthy.storage.changes import Subject, SubjectKind
from shipworthy.storage.tables import campaigns
from shipworthy.storage.versioned_rows import VersionedRows
from shipworthy.text import _


class Campaigns(VersionedRows[Campaign]):
    """The campaigns, as one transaction sees them, oldest first."""

    table = campaigns
    order = (campaigns.c.sequence,)
    kind = Campaign

    def subject(self, value: Campaign) -> Subject:
        """Return what the log calls a campaign."""
        return Subject(SubjectKind.CAMPAIGN, value.id)

    def get(self, campaign_id: UUID) -> Campaign:
        """Return a campaign; raises UserError when there is none."""
        found = self.find(campaign_id)
        if found is None:
            raise UserError(
                _("The campaign is not in this database."), _("Look at the list again; it may have changed.")
            )
        return found

    def all(self) -> tuple[Campaign, ...]:
        """Return every campaign."""
        return self.where()
