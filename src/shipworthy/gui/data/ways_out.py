"""What to do when the data cannot be opened: a damaged or lost database can come back from a backup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.data.restore import Restore
from shipworthy.gui.errors import sentence
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.storage.errors import Damaged, Lost
from shipworthy.text import _


def show_ways_out(error: UserError, window: MainWindow, context: Context, again: Callable[[], None]) -> None:
    """Fill the window with the reason and the ways on; what a backup mends names the newest whole one."""
    if not isinstance(error, Damaged):
        window.show_failure(error, again)
        return
    restore = Restore(context, window)
    ways: list[tuple[str, Callable[[], None]]] = [(_("Restore from a backup…"), restore.start)]
    if isinstance(error, Lost):
        ways.append((_("Begin with an empty store"), partial(restore.begin_anew, again)))
    hint = (
        _("A backup can bring it back. The backups stay, whatever you choose.")
        if isinstance(error, Lost)
        else _("A backup can take its place. The file stays beside it as it is.")
    )
    page = window.show_failure(UserError(error.message, hint), again, ways)
    restore.find_newest(partial(_tell_newest, page, sentence(error.message), hint))


def _tell_newest(page: EmptyState, heading: str, hint: str, moment: str) -> None:
    if shiboken6.isValid(page):
        newest = _("The newest whole backup is of {moment}.").format(moment=moment)
        page.show_texts(heading, f"{hint} {newest}")
