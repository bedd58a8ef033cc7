"""Notices: what just happened, at the foot of the window, without getting in the way; long work with its progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.tasks import LongJob

_MOST = 3
_PASSING_MILLISECONDS = 12_000


class Notice(NamedTuple):
    """Something to tell: `kind` is info, ok, warn or bad; `action` is a button's text and what it does.

    `topic` makes it take the place of an earlier notice on the same topic. Those of kind ok and info go by themselves;
    warn and bad stay until they are closed. Info speaks of the page in front, so it goes with it; what was done (ok),
    long work, and what must be read stay. One that `stays` waits to be closed, whatever its kind.
    """

    text: str
    kind: str = "info"
    hint: str = ""
    action: tuple[str, Callable[[], None]] | None = None
    topic: str = ""
    job: LongJob | None = None
    stays: bool = False


class NoticeFrame(QFrame):
    """One notice on screen."""

    closed = Signal(object)

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("role", "notice")
        self.setProperty("kind", notice.kind)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(PlainLabel(notice.text, "strong" if notice.hint else "", wrap=True))
        if notice.hint:
            texts.addWidget(PlainLabel(notice.hint, wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(12)
        layout.addLayout(texts, 1)
        if notice.job is not None:
            self._add_progress(layout, texts, notice.job)
        else:
            self._add_buttons(layout, notice)
        self._passing = QTimer(self, singleShot=True, interval=_PASSING_MILLISECONDS)
        self._passing.timeout.connect(self._pass)
        if notice.kind in {"ok", "info"} and notice.job is None and not notice.stays:
            self._passing.start()

    def _add_buttons(self, layout: QHBoxLayout, notice: Notice) -> None:
        if notice.action is not None:
            text, act = notice.action
            button = _flat_button(text)
            button.clicked.connect(lambda: self._act(act))
            layout.addWidget(button, alignment=QtCore.Qt.AlignmentFlag.AlignVCenter)
        close = _flat_button("✕")
        close.setAccessibleName(_("Close this notice"))
        close.clicked.connect(self.close_notice)
        layout.addWidget(close, alignment=QtCore.Qt.AlignmentFlag.AlignVCenter)

    def _add_progress(self, layout: QHBoxLayout, texts: QVBoxLayout, job: LongJob) -> None:
        bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        bar.setAccessibleName(self.notice.text)
        texts.addWidget(bar)
        cancel = _flat_button(_("Cancel"))
        cancel.clicked.connect(job.cancel)
        cancel.clicked.connect(lambda: cancel.setEnabled(False))
        layout.addWidget(cancel, alignment=QtCore.Qt.AlignmentFlag.AlignVCenter)
        job.progressed.connect(lambda done, total: _show_progress(bar, done, total))
        job.ended.connect(self.close_notice)

    def _act(self, act: Callable[[], None]) -> None:
        self.close_notice()
        act()

    @Slot()
    def close_notice(self) -> None:
        """Take the notice away."""
        self.closed.emit(self)

    @Slot()
    def _pass(self) -> None:
        # Somebody may be reading or about to press the button: wait while pointer or focus is on it.
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._passing.start()
        else:
            self.close_notice()


class NoticeArea(QWidget):
    """The stack of notices, newest last; takes no room when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 16, 12)
        self._layout.setSpacing(8)
        self.hide()

    @property
    def frames(self) -> list[NoticeFrame]:
        """Return the notices on screen, oldest first."""
        return [frame for frame in self.findChildren(NoticeFrame) if not frame.isHidden()]

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice, in the place of an earlier one on its topic; announces it to assistive technology."""
        for frame in self.frames:
            if notice.topic and frame.notice.topic == notice.topic:
                self._remove(frame)
        for frame in [frame for frame in self.frames if frame.notice.job is None][: -(_MOST - 1)]:
            self._remove(frame)
        frame = NoticeFrame(notice, self)
        frame.closed.connect(self._remove)
        self._layout.addWidget(frame)
        frame.show()
        self.show()
        # Imported here: slow to load, and the window starts without.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{notice.text} {notice.hint}".strip()))

    def leave_page(self) -> None:
        """Take away what was said of the page that is being left."""
        for frame in self.frames:
            if frame.notice.kind == "info" and frame.notice.job is None:
                self._remove(frame)

    @Slot(object)
    def _remove(self, frame: NoticeFrame) -> None:
        frame.hide()
        self._layout.removeWidget(frame)
        frame.deleteLater()
        self.setVisible(bool(self.frames))


def _flat_button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "flat")
    button.setAutoDefault(False)
    return button


def _show_progress(bar: QProgressBar, done: int, total: int) -> None:
    bar.setRange(0, total)
    bar.setValue(done)
