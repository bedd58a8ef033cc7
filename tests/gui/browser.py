"""What stands for the system's browser and file manager: nothing that a test opens may leave it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class Browser(QObject):
    """Takes the addresses that the window hands to the system."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Note an address."""
        self.opened.append(url.toString())


@contextmanager
def browsing(schemes: Collection[str]) -> Iterator[Browser]:
    """Take the addresses of these schemes, for the time of the block."""
    browser = Browser()
    for scheme in schemes:
        # The stub wants bytes, which the call refuses.
        QDesktopServices.setUrlHandler(scheme, browser, "open")  # type: ignore[arg-type]
    yield browser
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)
