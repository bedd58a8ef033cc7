"""Parts of the window onto which something can be dropped."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.drop_hint import DropHint

T = TypeVar("T")


class DropTarget(QObject):
    """Lets a pane take what `found_in` finds in what is dragged, and hands that to `dropped`; a hint says what for."""

    def __init__(
        self,
        theme: Theme,
        pane: QWidget,
        text: str,
        found_in: Callable[[QMimeData], T | None],
        dropped: Callable[[T], None],
    ) -> None:
        super().__init__(pane)
        self._hint = DropHint(theme, pane, text)

        def act_on(data: QMimeData) -> Callable[[], None] | None:
            found = found_in(data)
            return None if found is None else partial(dropped, found)

        self._act_on = act_on
        pane.setAcceptDrops(True)
        pane.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DragLeave:
            self._hint.hide()
        if not isinstance(event, QDropEvent):  # also the drag that enters or moves, which is one too
            return super().eventFilter(watched, event)
        act = self._act_on(event.mimeData())
        if act is None:
            return super().eventFilter(watched, event)
        event.setDropAction(Qt.DropAction.CopyAction)  # whatever it came from keeps it
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self._hint.hide()
            act()
        elif event.type() is QEvent.Type.DragEnter:
            self._hint.show_over_pane()
        return True


def file_in(data: QMimeData, endings: Collection[str]) -> Path | None:
    """Return the file with one of these endings that is dragged or dropped, alone; None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in endings else None
