"""After a run that did not end as it should: says what happened and what it means for the data, once and calmly.

Loaded only where there is something to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from shipworthy import log
from shipworthy.errors import UserError
from shipworthy.gui.after_crash_dialog import AfterCrashDialog, DataState, Story
from shipworthy.gui.context import Context
from shipworthy.gui.errors import sentence
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.run_marker import Ended, LastRun, RunMarker
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.wording import Wording


class AfterCrash(QObject):
    """Tells how the last run ended: a fault in a dialog, an end from outside in a notice.

    What was saved is spoken of only after the database was looked at. After two faults in a row within a minute of the
    start it asks first whether to go on at all.
    """

    def __init__(self, window: MainWindow, context: Context, marker: RunMarker) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._marker = marker
        log.note("the last run ended", "warning", how=marker.last.ended.name, early=marker.last.early_crashes)

    @property
    def _last(self) -> LastRun:
        return self._marker.last

    def begin(self, go_on: Callable[[], None]) -> None:
        """Go on and tell once the data is open, or tell first and go on if the user wants to."""
        if self._last.wants_safe_mode and not self._context.safe_mode:
            untouched = _("Your data has not been opened yet.")
            dialog = self._dialog(DataState("", untouched), safe_mode_first=True)
            dialog.go_on_asked.connect(go_on)
            self._show(dialog)
        else:
            self._context.ready.connect(self._look)
            go_on()

    @Slot()
    def _look(self) -> None:
        """Look at the database before anything is said of it."""
        self._context.read(lambda session: session.store.look_over(), self._tell_whole, self._tell_damaged, owner=self)

    def _tell_whole(self, looked_at: bool) -> None:
        if looked_at:
            said = _(
                "Everything that was shown as saved is there: the database was opened and looked over just now. Only "
                "what was being typed at that moment may be missing."
            )
        else:
            said = _("What was shown as saved was stored on the server of the database, which answers.")
        self._tell(DataState("ok", said))

    def _tell_damaged(self, error: UserError) -> None:
        self._tell(DataState("bad", f"{sentence(error.message)} {error.hint}"))

    def _tell(self, data: DataState) -> None:
        if self._last.ended is Ended.FAULT or data.kind == "bad":
            self._show(self._dialog(data))
            return
        self._marker.told = True
        details = (_("Details…"), lambda: self._show(self._dialog(data)))
        self._context.notify(Notice(self._headline(), "warn", data.words, action=details, topic="last run"))

    def _show(self, dialog: AfterCrashDialog) -> None:
        self._marker.told = True
        dialog.open()

    def _dialog(self, data: DataState, *, safe_mode_first: bool = False) -> AfterCrashDialog:
        story = Story(self._headline(), self._what_happened(), data, self._last.report)
        dialog = AfterCrashDialog(story, self._marker.folder, self._window)
        if self._context.safe_mode or self._last.ended is not Ended.FAULT:
            dialog.offer_no_safe_mode()
        elif safe_mode_first:
            dialog.prefer_safe_mode()
        dialog.safe_mode_asked.connect(lambda: self._context.ask_to_restart(safely=True))
        return dialog

    def _headline(self) -> str:
        if self._last.ended is Ended.OUTSIDE:
            return _("Shipworthy was ended from outside last time")
        return _("Shipworthy ended unexpectedly last time")

    def _what_happened(self) -> str:
        if self._last.ended is Ended.OUTSIDE:
            said = _(
                "It was ended by force, or the computer lost its power or went down. The program noted no fault of its "
                "own."
            )
            begun = self._last.started
            opened = _("It had been opened on {moment}.").format(moment=_moment(begun)) if begun else ""
            return f"{opened} {said}".strip()
        said = _("There was a fault inside the program.")
        if self._last.at is not None:
            said = _("There was a fault inside the program on {moment}.").format(moment=_moment(self._last.at))
        if self._last.wants_safe_mode:
            again = _("{count} starts in a row ended within a minute.").format(count=self._last.early_crashes)
            return f"{said} {again}"
        return said


def _moment(at: datetime) -> str:
    here, wording = at.astimezone(), Wording()
    return _("{day} at {time}").format(day=wording.date(here.date()), time=wording.time(here))
