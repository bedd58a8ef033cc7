"""How a folder of backups stands, in words."""

from datetime import datetime

from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.backups import FolderStanding
from shipworthy.workflows.restore_words import moment_words


def standing_words(standing: FolderStanding, now: datetime, wording: Wording) -> str:
    """Return when the last backup of a folder was made, and how many it keeps."""
    if not standing.is_there:
        return _("This folder cannot be reached now.")
    if standing.newest is None:
        return _("No backup there yet.")
    moment = moment_words(standing.newest, now, wording)
    return _("Last backup: {moment}, verified; {count} kept.").format(moment=moment, count=standing.kept)
