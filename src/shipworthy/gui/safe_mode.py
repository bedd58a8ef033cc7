"""Safe mode: the window without what may be at fault for its crashes, and with all of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from shipworthy.gui.context import Context
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.lasting_banner import LastingBanner
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.main_window import MainWindow


class SafeMode(QObject):
    """Says on every page of a window that it runs in safe mode, and leads out of it."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self.leave_button = push_button(_("Leave safe mode"))
        self.leave_button.setAccessibleDescription(_("Closes the window and starts it as usual"))
        self.leave_button.clicked.connect(self.leave)
        self.banner = LastingBanner(context.theme, "info", (self.leave_button,))
        window.add_banner(self.banner)
        self.banner.say(_("This is safe mode"), what_is_off())

    @Slot()
    def leave(self) -> None:
        """Close, and start as usual."""
        self._context.ask_to_restart(safely=False)


def what_is_off() -> str:
    """Return what safe mode does without, in a few sentences."""
    return _(
        "Safe mode uses the standard theme, text size, language and window place. It leaves out your own report "
        "templates, files kept to make things faster, and automatic backups. All your data can be used."
    )
