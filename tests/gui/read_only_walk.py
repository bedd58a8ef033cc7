"""A walk through the whole window on a database that may only be read: every button and action that can be pressed is.

What must not happen is noted: a change that was asked for, an error, an exception. Choosers of files are caught as they
open, and nothing is opened outside.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from types import TracebackType
from typing import Any
from unittest.mock import patch
from uuid import UUID

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QMenu,
    QWidget,
)

from shipworthy.domain.assessment import AssessmentState
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.workflows.item_view import name_items
from shipworthy.workflows.services import name_services, view_service

_MOST_DEPTH = 3
_NOT_OURS = "a colleague could not answer in it any more"  # nor where the database can be changed
_MOST_TURNS = 12_000  # of 5 ms
_KEYS_OF_REVIEW = "123456789NUCMTPIELDRWKGAB <>"


@dataclass
class Outcome:
    """What a walk pressed, and what must not have happened."""

    pressed: list[str] = field(default_factory=list)
    disabled: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)


class Walk:
    """Walks through a window whose database may only be read, pressing a share of what it meets; what opens over the
    window is pressed whole."""

    def __init__(self, window: MainWindow, places: Places, context: Context, share: float = 1.0) -> None:
        self._window = window
        self._places = places
        self._context = context
        self._now = ""
        self._dice = Random(7)
        self._share = share
        self._seen: set[str] = set()
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Walk, and return what came of it."""
        with self._watched():
            for name, show in self._scenes():
                self._scene(name, show)
            self._window.show_page("portfolio")
            self._until(lambda: not self._context.tasks.busy)
        return self.outcome

    def _settle(self) -> None:
        """Wait for what was read; a report that is being drawn meanwhile is not waited for."""
        self._until(lambda: not self._context.tasks.saving_work)

    def _until(self, there: Callable[[], bool]) -> None:
        for _turn in range(_MOST_TURNS):
            QCoreApplication.processEvents()
            if there():
                return
            QTest.qWait(5)
        self.outcome.broken.append(f"{self._now}: the window did not come to rest")

    # Scenes

    def _scenes(self) -> Iterator[tuple[str, Callable[[], object]]]:
        context, places, window = self._context, self._places, self._window
        services = name_services(context.session)
        first = services[0].id
        yield "window", lambda: window.show_page("portfolio")
        for place in range(places.portfolio.tabs.bar.count()):
            yield f"portfolio {place}", partial(_tab, window, "portfolio", places.portfolio.tabs, place)
        yield "services selected", self._select_services
        yield "service", lambda: context.open_service(first)
        for place in range(1, places.service.tabs.bar.count()):
            yield f"service {place}", partial(self._service_tab, first, place)
        for assessment, title in self._reviews([each.id for each in services]):
            yield f"review {title}", partial(self._review, assessment)
        for place in range(places.remediation.tabs.bar.count()):
            yield (
                f"remediation {place}",
                partial(_tab, window, "remediation", places.remediation.tabs, place),
            )
        items = name_items(context.session)
        if items:
            yield "item", lambda: context.open_item(items[0].id)
        for key in ("reports", "packs", "settings", "policy", "manual"):
            yield key, partial(window.show_page, key)

    def _reviews(self, services: list[UUID]) -> list[tuple[UUID, str]]:
        """Return one review for each state."""
        found: dict[AssessmentState, UUID] = {}
        for service in services:
            for line in view_service(self._context.session, service).assessments:
                found.setdefault(line.state, line.id)
        return [(assessment, state.value) for state, assessment in found.items()]

    def _select_services(self) -> None:
        _tab(self._window, "portfolio", self._places.portfolio.tabs, 0)
        self._settle()
        table = self._places.portfolio.services.table
        table.setFocus()
        table.selectAll()

    def _service_tab(self, service: UUID, place: int) -> None:
        self._context.open_service(service)
        self._settle()
        self._places.service.tabs.show_tab(place)

    def _review(self, assessment: UUID) -> None:
        self._context.open_review(assessment)
        self._settle()
        review = self._places.review
        if review.conduct.current is None and review.conduct.last is not None:
            review.conduct.go(review.conduct.last)

    def _scene(self, name: str, show: Callable[[], object]) -> None:
        self._open(show)
        for thing in _things(self._window):
            self._note(thing)
        there = [_describe(thing) for thing in _things(self._window) if thing.isEnabled()]
        new = [each for each in there if each not in self._seen]
        self._seen.update(new)
        for described in (each for each in new if self._dice.random() < self._share):
            found = self._found(described)
            if found is None:
                self._open(show)
                found = self._found(described)
            if found is None or not found.isEnabled():
                self.outcome.unreachable.append(f"{name}: {described}")
                continue
            self._press(f"{name}: {described}", found)
            self._clear(1)
        self._open(show)

    def _found(self, described: str) -> QAction | QAbstractButton | None:
        return next((each for each in _things(self._window) if _describe(each) == described), None)

    def _open(self, show: Callable[[], object]) -> None:
        show()
        self._settle()
        QCoreApplication.processEvents()
        self._settle()

    # Pressing

    def _press(self, name: str, thing: QAction | QAbstractButton) -> None:
        self._now = name
        self.outcome.pressed.append(name)
        if isinstance(thing, QAction):
            thing.trigger()
        else:
            thing.click()
        QCoreApplication.processEvents()
        self._settle()
        QCoreApplication.processEvents()

    def _clear(self, depth: int) -> None:
        """Press everything in what opened over the window, then close that."""
        for _round in range(10):
            top = _on_top(self._window)
            if top is None:
                return
            if depth <= _MOST_DEPTH:
                self._press_inside(top, depth)
            if _on_top(self._window) is top:
                top.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._settle()

    def _press_inside(self, top: QWidget, depth: int) -> None:
        name = f"{self._now} > {top.windowTitle() or type(top).__name__}"
        things: list[QAction | QAbstractButton] = (
            [each for each in top.actions() if not each.isSeparator()] if isinstance(top, QMenu) else list(_things(top))
        )
        for thing in things:
            self._note(thing)
        for thing in things:
            if not _is_alive(top) or not top.isVisible():
                return  # what closes it was pressed; the rest is pressed when it opens another time
            if not _is_alive(thing):
                continue
            inside = f"{type(top).__name__} {top.windowTitle()}: {_describe(thing)}"
            if thing.isEnabled() and inside not in self._seen:
                self._seen.add(inside)
                self._press(f"{name}: {_describe(thing)}", thing)
                while (above := _on_top(self._window)) is not None and above is not top:
                    self._clear_above(above, depth)

    def _clear_above(self, above: QWidget, depth: int) -> None:
        if depth < _MOST_DEPTH:
            self._press_inside(above, depth + 1)
        if _on_top(self._window) is above:
            above.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._settle()

    def _note(self, thing: QAction | QAbstractButton) -> None:
        if not thing.isEnabled():
            self.outcome.disabled.add(_describe(thing))

    # Watching

    @contextmanager
    def _watched(self) -> Iterator[None]:
        def write(work: object, *_rest: object, **_named: object) -> None:
            self.outcome.broken.append(f"{self._now}: a change was asked for: {work}")

        def failed(error: UserError) -> None:
            if _NOT_OURS in error.message:
                return
            self.outcome.broken.append(f"{self._now}: {error.message} {error.hint}")

        def caught(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
            self.outcome.broken.append(f"{self._now}: {kind.__name__}: {error}")

        def chooser(dialog: QDialog) -> None:
            self.outcome.pressed.append(f"{self._now} > chooser {dialog.windowTitle()}")
            dialog.deleteLater()

        self._context.failed.connect(failed)
        with ExitStack() as stack:
            stack.enter_context(patch.object(self._context, "write", write))
            stack.enter_context(patch.object(sys, "excepthook", caught))
            stack.enter_context(patch.object(QFileDialog, "open", chooser))
            stack.enter_context(patch.object(QColorDialog, "open", chooser))
            stack.enter_context(patch.object(QDesktopServices, "openUrl", lambda _url: True))
            yield
        self._context.failed.disconnect(failed)

    # Keys

    def press_keys(self) -> None:
        """Press every single key, Delete, undo, redo and paste on a question of the review that is open."""
        services = [each.id for each in name_services(self._context.session)]
        assessment = self._reviews(services)[0][0]
        typed = [(Qt.Key(ord(letter)), Qt.KeyboardModifier.NoModifier) for letter in _KEYS_OF_REVIEW]
        typed += [(key, Qt.KeyboardModifier.NoModifier) for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)]
        typed += [(key, Qt.KeyboardModifier.ControlModifier) for key in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_V)]
        with self._watched():
            for key, modifier in typed:
                self._open(partial(self._review, assessment))
                self._places.review.pane.take_focus()
                self._now = f"{modifier.name} {key.name}"
                self.outcome.pressed.append(self._now)
                QTest.keyClick(self._window.focusWidget(), key, modifier)
                self._settle()
                if self._places.review.pane.open_form is not None:
                    self.outcome.broken.append(f"{self._now}: a form opened")
                self._clear(_MOST_DEPTH + 1)


def _tab(window: MainWindow, page: str, tabs: Any, place: int) -> None:
    window.show_page(page)
    tabs.show_tab(place)


def _on_top(window: MainWindow) -> QWidget | None:
    """Return the dialog or menu that is open over the window, the newest."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup
    shown = [
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each is not window and isinstance(each, (QDialog, QMenu))
    ]
    return shown[-1] if shown else None


def _things(root: QWidget) -> Iterator[QAction | QAbstractButton]:
    """Yield the buttons on screen below a widget, and in the window the actions of its menus."""
    for button in root.findChildren(QAbstractButton):
        if button.isVisible() and not button.objectName().startswith("qt_"):
            yield button
    if isinstance(root, MainWindow):
        for menu in root.menuBar().actions():
            yield from _of_menu(menu.menu(), root)


def _of_menu(menu: object, window: MainWindow) -> Iterator[QAction]:
    if not isinstance(menu, QMenu):
        return
    for action in menu.actions():
        if action.menu() is not None:
            yield from _of_menu(action.menu(), window)
        elif not action.isSeparator() and action.isVisible() and action is not window.menus.quit:
            yield action


def _describe(thing: QAction | QAbstractButton) -> str:
    if isinstance(thing, QAction):
        return f"action {thing.text()}"
    names = [thing.accessibleName() or thing.text() or thing.toolTip()]
    above = thing.parentWidget()
    while above is not None and not above.isWindow():
        names.append(type(above).__name__)
        above = above.parentWidget()
    return " < ".join((names[0], *names[1:3]))


def _is_alive(thing: object) -> bool:
    return bool(shiboken6.isValid(thing))
