"""The menu Data: what keeps the data safe and shows that it is. What an action starts is made when it is first wanted.

That is why imports stand inside functions here: the list of services need not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from shipworthy import log
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.data.automatic_backups import AutomaticBackups
from shipworthy.gui.editing import edits
from shipworthy.gui.errors import sentence
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.main_window import MainWindow

T = TypeVar("T", bound=QObject)


class DataMenu(QObject):
    """Fills the menu Data of a window, and starts what is chosen there."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._made: dict[type, QObject] = {}
        self.automatic = AutomaticBackups(context, self)
        self._add(_("&Back up now"), self.back_up)
        edits(context, self._add(_("&Restore to a point…"), self.restore, needs_data=False))
        self._add(_("&Check data"), self.check)
        self._add(_("&Verify seals"), self.verify)
        self._add(_("&Export everything…"), self.export_store)
        edits(context, self._add(_("&Import an export…"), self.import_store, needs_data=False))
        window.menus.data.addSeparator()
        self._add(_("Show &data folder"), self.show_data_folder, needs_data=False)
        self._add(_("Show &log folder"), self.show_log_folder, needs_data=False)
        context.failed.connect(self._offer_restore)

    @Slot()
    def back_up(self) -> None:
        """Back up into the usual folder."""
        from shipworthy.gui.data.back_up import BackUp

        self._once(BackUp, lambda: BackUp(self._context, self)).start()

    @Slot()
    def restore(self) -> None:
        """Show the points that one can return to."""
        from shipworthy.gui.data.restore import Restore

        self._once(Restore, lambda: Restore(self._context, self._window)).start()

    @Slot(object)
    def _offer_restore(self, error: UserError) -> None:
        """Offer a backup with the notice of an error that only a backup mends; the window has shown it without."""
        from shipworthy.storage.errors import Damaged

        if isinstance(error, Damaged) and self._context.is_ready:
            act = (_("Restore from a backup…"), self.restore)
            self._context.notify(Notice(sentence(error.message), "bad", error.hint, action=act, topic=error.message))

    @Slot()
    def check(self) -> None:
        """Look at everything in the data folder."""
        from shipworthy.gui.data.check import Check

        self._once(Check, lambda: Check(self._context, self._window, self.restore)).start()

    @Slot()
    def verify(self) -> None:
        """Compare every seal with the store."""
        from shipworthy.gui.data.verify import Verify

        self._once(Verify, lambda: Verify(self._context, self._window)).start()

    @Slot()
    def export_store(self) -> None:
        """Write the whole store into one archive."""
        from shipworthy.gui.data.export_store import ExportStore

        self._once(ExportStore, lambda: ExportStore(self._context, self._window)).start()

    @Slot()
    def import_store(self) -> None:
        """Put an archive of a whole store in the place of the data."""
        from shipworthy.gui.data.restore import Restore

        self._once(Restore, lambda: Restore(self._context, self._window)).start_import()

    @Slot()
    def show_data_folder(self) -> None:
        """Show the folder with the data."""
        from shipworthy.gui.widgets.links import show_in_folder

        show_in_folder(self._context.data_dir)

    @Slot()
    def show_log_folder(self) -> None:
        """Show the folder with the log."""
        from shipworthy.gui.widgets.links import show_in_folder

        file = log.file()
        show_in_folder(file.parent if file else log.log_folder(self._context.data_dir))

    def _add(self, text: str, start: Callable[[], None], *, needs_data: bool = True) -> QAction:
        action = self._window.menus.add_action(self._window.menus.data, text, triggered=start)
        if needs_data:  # without, as where it cannot be opened, it would lead nowhere
            action.setEnabled(self._context.is_ready)
            self._context.ready.connect(partial(action.setEnabled, True))
        return action

    def _once(self, kind: type[T], make: Callable[[], T]) -> T:
        """Return the one thing of a kind, made when it is first wanted."""
        made = self._made.get(kind) or make()
        self._made[kind] = made
        return cast("T", made)
