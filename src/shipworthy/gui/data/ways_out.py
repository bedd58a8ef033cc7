"""What to do when the data cannot be opened: a damaged or lost database can come back from a backup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import shiboken6

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.data.open_data_folder import OpenDataFolder
from shipworthy.gui.data.restore import Restore
from shipworthy.gui.errors import sentence
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.storage.backup_files import BackupFile, BackupReason
from shipworthy.storage.errors import Damaged, Lost, Newer
from shipworthy.text import _
from shipworthy.workflows.backup_folders import all_backups

Way = tuple[str, Callable[[], None]]


def show_ways_out(error: UserError, window: MainWindow, context: Context, again: Callable[[], None]) -> None:
    """Fill the window with the reason and the ways on; what a backup mends names the newest whole one."""
    other = (_("Open another data folder…"), OpenDataFolder(context, window).ask)
    if isinstance(error, Newer):
        data_dir, settings = context.data_dir, context.settings
        show = partial(_show_newer, error, window, context, again, other)
        context.tasks.run(lambda: all_backups(data_dir, settings), show, owner=window)
        return
    if not isinstance(error, Damaged):
        window.show_failure(error, again)
        return
    restore = Restore(context, window)
    ways: list[Way] = [(_("Restore from a backup…"), restore.start)]
    if isinstance(error, Lost):
        ways.append((_("Begin with an empty store"), partial(restore.begin_anew, again)))
    else:
        ways.append(other)
    hint = (
        _("A backup can bring it back. The backups stay, whatever you choose.")
        if isinstance(error, Lost)
        else _("A backup can take its place. The present file is kept beside it.")
    )
    page = window.show_failure(UserError(error.message, hint), again, ways)
    restore.find_newest(partial(_tell_newest, page, sentence(error.message), hint))


def _show_newer(
    error: Newer,
    window: MainWindow,
    context: Context,
    again: Callable[[], None],
    other: Way,
    backups: Sequence[BackupFile],
) -> None:
    """Name the newest backup of the older form, which this version still opens, where there is one."""
    older = next((each for each in backups if each.reason is BackupReason.BEFORE_UPDATE), None)
    if older is None:
        window.show_failure(error, again, [other])
        return
    day = context.wording.date(older.made_at.astimezone(context.now().tzinfo).date())
    hint = _(
        "Before that, on {day}, a backup was made that this version can still open: put a copy of {name} into another "
        "folder as shipworthy.db, and open that."
    ).format(day=day, name=older.path.name)
    ways: list[Way] = [other, (_("Show the backup"), partial(show_in_folder, older.path))]
    window.show_failure(type(error)(error.message, f"{error.hint} {hint}"), again, ways)


def _tell_newest(page: EmptyState, heading: str, hint: str, moment: str) -> None:
    if shiboken6.isValid(page):
        newest = _("The newest whole backup is of {moment}.").format(moment=moment)
        page.show_texts(heading, f"{hint} {newest}")
