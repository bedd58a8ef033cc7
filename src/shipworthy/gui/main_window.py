"""The main window: rail, header, the page shown, notices, menus. It imports no workflow, so that it paints at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context, Saving
from shipworthy.gui.errors import sentence
from shipworthy.gui.menus import Menus
from shipworthy.gui.tasks import CLOSING_SECONDS
from shipworthy.gui.widgets.header import Header
from shipworthy.gui.widgets.rail import Place, Rail
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _

if TYPE_CHECKING:  # what the first frame does not show
    from shipworthy.gui.widgets.empty_state import EmptyState
    from shipworthy.gui.widgets.notice_area import Notice, NoticeArea
    from shipworthy.gui.widgets.page import Page

_SMALLEST = QSize(480, 320)  # what is left of a small screen at twice the size
_USUAL = (1280, 800)


class MainWindow(QMainWindow):
    """The window of one data folder; `state_file` keeps its place and size.

    `first_painted` is emitted once, after the shell is on screen: the time to import what is slow. `ended` follows
    `end` with the exit code: 1 where something could not be saved.
    """

    first_painted = Signal()
    ended = Signal(int)

    def __init__(self, context: Context, state_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state_file = state_file
        self._painted = False
        self._closing = False
        self._must_end = False
        self._failure: EmptyState | None = None
        self._pages: dict[str, Page] = {}
        self._making: dict[str, Callable[[], Page]] = {}  # by page, what makes it when it is first wanted
        self._without_data: set[str] = set()
        self._places: dict[str, str] = {}  # by page, the place of the rail that is lit for it
        self._wished = self._key_before = "portfolio"
        self.setWindowTitle("Shipworthy")
        self.setMinimumSize(_SMALLEST)
        self.rail = Rail(context.theme, places())
        self.header = Header()
        self._column = QVBoxLayout()
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self.setCentralWidget(self._laid_out())
        self.menus = Menus(context, self.menuBar())
        self._add_view_actions()
        self._connect()
        self._restore()
        self.rail.show_place(self._wished)

    @property
    def page(self) -> Page | None:
        """Return the page shown; None before the first."""
        shown = self._stack.currentWidget()
        return next((page for page in self._pages.values() if page is shown), None)

    @cached_property
    def notices(self) -> NoticeArea:
        """Return the notices at the foot of the window."""
        # Imported here: the first frame has none.
        from shipworthy.gui.widgets.notice_area import NoticeArea

        notices = NoticeArea(self.centralWidget())
        self._column.addWidget(notices)
        return notices

    def stored_state(self) -> QSettings:
        """Return what is kept of the window of this data folder; what cannot be written there is forgotten."""
        return QSettings(str(self._state_file), QSettings.Format.IniFormat)

    def add_banner(self, banner: QWidget) -> None:
        """Put what must be known on every page below the header."""
        self._column.insertWidget(self._column.indexOf(self._stack), banner)

    def add_page(self, key: str, make: Callable[[], Page], place: str = "", *, needs_data: bool = True) -> None:
        """Take in a page, which is made when it is first shown.

        `place` is the place of the rail that is lit for it, its own key unless given. A page that `needs_data` gives
        way to the reason why the data cannot be opened.
        """
        if not needs_data:
            self._without_data.add(key)
        self._making[key] = make
        self._places[key] = place or key
        if key == self._wished:
            self.show_page(key)

    def _made(self, key: str) -> Page:
        if key not in self._pages:
            page = self._pages[key] = self._making[key]()
            self._stack.addWidget(page)
            page.heading_changed.connect(lambda: self._show_heading(page))
        return self._pages[key]

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show a page, or as soon as it is there."""
        self._wished = key
        self.rail.show_place(self._places.get(key, key))
        if key not in self._making:
            return
        page, before = self._made(key), self.page
        if before is not None and before is not page:
            if "notices" in vars(self):  # else there was none yet
                self.notices.leave_page()
            before.leave()
            self._key_before = next(each for each, shown in self._pages.items() if shown is before)
        if self._failure is not None and key not in self._without_data:
            self._show_failure(self._failure)
            return
        self._stack.setCurrentWidget(page)
        self._show_heading(page)
        self.header.show_tool(page.heading_tool())
        self.menus.show_page(page)
        page.arrive()

    @Slot()
    def show_page_before(self) -> None:
        """Show the page that this one took the place of."""
        self.show_page(self._key_before)

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice at the foot of the window."""
        self.notices.show_notice(notice)

    @Slot(object)
    def show_error(self, error: UserError) -> None:
        """Show what happened and what to do, until it is closed."""
        # Imported here: as above.
        from shipworthy.gui.widgets.notice_area import Notice

        self.notices.show_notice(Notice(sentence(error.message), "bad", error.hint, topic=error.message))

    def show_failure(
        self, error: UserError, again: Callable[[], None], ways: Sequence[tuple[str, Callable[[], None]]] = ()
    ) -> EmptyState:
        """Fill the window with the reason why the data cannot be opened, and a button to try again.

        Before it stand other ways on, each with its words; the first is the one suggested. Returns what is shown.
        """
        # Imported here: a window that starts as it should does without.
        from shipworthy.gui.widgets.buttons import push_button
        from shipworthy.gui.widgets.empty_state import EmptyState

        others = [push_button(text) for text, _act in ways]
        for button, (_text, act) in zip(others, ways, strict=True):
            button.clicked.connect(lambda _checked, act=act: act())
        retry = push_button(_("Try again"))
        leave = push_button(_("Quit"))
        failure = EmptyState(sentence(error.message), error.hint, [*others, retry, leave])
        self._failure = failure
        self._stack.addWidget(failure)
        leave.clicked.connect(self.close)

        def try_again() -> None:
            self._failure = None
            self._stack.removeWidget(failure)
            failure.deleteLater()
            again()
            self.show_page(self._wished)

        retry.clicked.connect(try_again)
        failure.setFocusProxy([*others, retry][0])
        if self._wished not in self._without_data:
            self._show_failure(failure)
        return failure

    def _show_failure(self, failure: QWidget) -> None:
        self._stack.setCurrentWidget(failure)
        self.header.show_heading(_("Shipworthy cannot open its data"), "")
        self.header.show_tool(None)
        self.setWindowTitle("Shipworthy")
        failure.setFocus()

    @Slot()
    def raise_window(self) -> None:
        """Come to the front; asked for by a second start."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def is_closing(self) -> bool:
        """Tell whether the window waits for what is being saved, to close then."""
        return self._closing

    def save_typed(self) -> None:
        """Save what is typed and not saved yet, as when the page is left."""
        if self.page is not None:
            self.page.leave()

    @Slot()
    def end(self) -> None:
        """Close because the system asks for it: also where saving fails, and whatever else is open."""
        self._must_end = True
        self._context.in_between = self._context.restart_asked = None
        self.close()

    @property
    def pages(self) -> list[Page]:
        """Return all pages, in the order in which they came; those that nobody wanted yet are made for it."""
        return [self._made(key) for key in self._making]

    def _laid_out(self) -> QWidget:
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedWidth(1)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(line)
        row.addLayout(self._column, 1)
        central = QWidget()
        central.setLayout(row)
        return central

    def _add_view_actions(self) -> None:
        for number, place in enumerate(places(), start=1):
            show = partial(self.show_page, place.key)
            self.menus.add_action(self.menus.view, place.title, f"Ctrl+{number}", triggered=show)

    def _connect(self) -> None:
        context = self._context
        self.rail.place_chosen.connect(self.show_page)
        self.menus.quit.triggered.connect(self.close)
        context.place_asked.connect(self.show_page)
        context.notice_asked.connect(self.show_notice)
        context.failed.connect(self.show_error)
        context.reopen_asked.connect(self.close)
        context.save_state_changed.connect(self.header.show_save_state)
        context.ready.connect(self._show_saved)
        if context.is_ready:
            self._show_saved()
        context.tasks.idle.connect(self._close_if_waiting)

    @Slot()
    def _show_saved(self) -> None:
        """Say from the first that all is saved, not only after something was."""
        self.header.show_save_state(self._context.save_state)

    def _show_heading(self, page: Page) -> None:
        if page is self.page:
            title, subtitle = page.heading
            self.header.show_heading(title, subtitle)
            self.setWindowTitle(f"{title} — Shipworthy" if title else "Shipworthy")

    def _restore(self) -> None:
        geometry = self.stored_state().value("window/geometry")
        if self._context.safe_mode or geometry is None or not self.restoreGeometry(geometry):
            resize_within_screen(self, *_USUAL)

    def _store_state(self) -> None:
        stored = self.stored_state()
        stored.setValue("window/geometry", self.saveGeometry())
        stored.sync()

    def _saves(self) -> bool:
        return self._context.tasks.saving_work or any(page.waits_to_save() for page in self._pages.values())

    @Slot()
    def _close_if_waiting(self) -> None:
        if not self._closing or self._context.tasks.saving_work:
            return
        if self._must_end and self._context.save_state.saving is Saving.FAILED:
            self._close_at_last()
            return
        self._closing = False
        if self._context.save_state.saving is not Saving.FAILED:
            self.close()
        else:
            self._context.in_between = self._context.restart_asked = (
                None  # the window stays, and closes another time for another reason
            )

    @Slot()
    def _close_at_last(self) -> None:
        if self._closing:
            self._context.tasks.close(0)
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once everything is saved; stay when saving failed, so that it can be seen and mended."""
        if not self._closing:
            self.save_typed()
        if self._saves() and not self._context.tasks.closed:  # closed: it was waited for long enough
            event.ignore()
            if not self._closing:
                self._closing = True
                QTimer.singleShot(round(CLOSING_SECONDS * 1000), self, self._close_at_last)
            if not self._context.tasks.saving_work:  # a page saves at the next turn of the event loop
                QTimer.singleShot(0, self, self._close_if_waiting)
            return
        self._store_state()
        self._context.tasks.close(0 if self._context.tasks.closed else CLOSING_SECONDS)
        super().closeEvent(event)
        if self._must_end:
            self.ended.emit(1 if self._context.save_state.saving is Saving.FAILED else 0)


def places() -> tuple[Place, ...]:
    """Return the places of the rail."""
    return (
        Place("portfolio", _("Portfolio"), "portfolio"),
        Place("review", _("Review"), "review"),
        Place("remediation", _("Remediation"), "remediation"),
        Place("reports", _("Reports"), "reports"),
        Place("packs", _("Packs"), "packs"),
        Place("settings", _("Settings"), "settings", at_end=True),
    )
