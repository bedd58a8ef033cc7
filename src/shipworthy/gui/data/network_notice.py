"""A data folder on a share of a network: what can go wrong there is said calmly, until somebody has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from shipworthy.gui.context import Context
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.lasting_banner import LastingBanner
from shipworthy.storage.network import share_of
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.main_window import MainWindow

_READ = "notices/network_share_was_read"


class NetworkNotice(QObject):
    """Looks where the data folder lies, and shows its banner for a share until somebody has read it."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.close = push_button(_("Close"))
        self.never = push_button(_("Don't say it again for this folder"))
        self.banner = LastingBanner(context.theme, "info", (self.never, self.close))
        self.close.clicked.connect(self._close)
        self.never.clicked.connect(self._say_never_again)
        if not window.stored_state().value(_READ, False, bool):
            folder = context.data_dir
            context.read(lambda _session: share_of(folder), self._show, owner=self)

    def _show(self, share: str) -> None:
        if not share:
            return
        self._window.add_banner(self.banner)
        self.banner.say(
            _("This data folder is on a network share ({kind}).").format(kind=share),
            _(
                "Where the connection breaks, or the share does not keep locks, the database can be damaged. "
                "Shipworthy writes in its safest way there; let one person write at a time. Better: keep the data "
                "folder on a disk of this computer, and its backups on the share."
            ),
        )

    @Slot()
    def _close(self) -> None:
        if self.banner.isAncestorOf(self._window.focusWidget()) and self._window.page is not None:
            self._window.page.arrive()  # first: Qt would give the focus of what goes to anything
        self.banner.hide()

    @Slot()
    def _say_never_again(self) -> None:
        stored = self._window.stored_state()
        stored.setValue(_READ, True)
        stored.sync()
        self._close()
