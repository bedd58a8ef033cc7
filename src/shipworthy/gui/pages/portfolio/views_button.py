"""The button that names the saved view shown, and opens the menu to choose, save, rename and remove views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from shipworthy.domain.service_filter import SavedView
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.portfolio.portfolio_state import UNSAVED, PortfolioState
from shipworthy.gui.pages.portfolio.view_name_dialog import ViewNameDialog
from shipworthy.gui.widgets.buttons import PushButton
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.text import _
from shipworthy.workflows.saved_views import ViewChanged, list_views, remove_view, rename_view, save_view
from shipworthy.workflows.undo import Step

_LONGEST = 40


class ViewsButton(PushButton):
    """Follows a PortfolioState: says which view it came from, and whether it was changed since."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "flat")
        self.setAutoDefault(False)
        self._context = context
        self._state = state
        self._current: SavedView | None = None
        self._applied = UNSAVED  # as the state had the view once it was applied: columns of it may be gone by then
        self.menu_of_views = QMenu(self)
        self.clicked.connect(self._read)
        state.filter_changed.connect(self._show)
        state.arrangement_changed.connect(self._show)
        context.taken_back.connect(self._follow_undo)
        self._show()

    @property
    def current(self) -> SavedView | None:
        """Return the view that is shown, perhaps changed; None where none was chosen."""
        return self._current

    @property
    def is_changed(self) -> bool:
        """Tell whether what is shown is no longer as the view says."""
        return self._current is not None and self._state.current_view() != self._applied

    def apply(self, view: SavedView | None) -> None:
        """Show what a view says; the usual with None."""
        self._current = view
        self._state.apply_view(view or UNSAVED)
        self._applied = self._state.current_view()
        self._show()

    @Slot()
    def ask_for_name(self) -> None:
        """Ask for a name and keep what is shown under it."""
        shown = self._state.current_view()
        dialog = ViewNameDialog(_("Save view"), _("Save"), parent=self.window())

        def save(name: str, replaces: bool) -> None:
            self._context.write(
                lambda session: save_view(session, name, shown, replaces=replaces),
                lambda changed: self._named(dialog, changed),
                dialog.show_problem,
                owner=dialog,
            )

        dialog.asked.connect(save)
        dialog.open()

    @Slot()
    def ask_for_other_name(self) -> None:
        """Ask for another name of the view that is shown."""
        view = self._current
        if view is None:
            return
        dialog = ViewNameDialog(_("Rename the view"), _("Rename"), view.name, self.window())

        def rename(name: str, _replaces: bool) -> None:
            self._context.write(
                lambda session: rename_view(session, view.id, name),
                lambda changed: self._named(dialog, changed),
                dialog.show_problem,
                owner=dialog,
            )

        dialog.asked.connect(rename)
        dialog.open()

    def _named(self, dialog: ViewNameDialog, changed: ViewChanged) -> None:
        is_rename = self._current is not None and self._current.id == changed.view.id and self._is_shown(changed.view)
        dialog.accept()
        self._note(changed)
        self._current = changed.view
        if not (is_rename and self.is_changed):
            self._applied = self._state.current_view()
        self._show()
        self.setFocus()

    def _is_shown(self, view: SavedView) -> bool:
        """Tell whether a view was stored with what it held before, and not with what is shown."""
        return self._current is not None and replace(view, name="", version=0) == replace(
            self._current, name="", version=0
        )

    @Slot()
    def _replace(self) -> None:
        view, shown = self._current, self._state.current_view()
        if view is None:
            return

        def done(changed: ViewChanged) -> None:
            self._note(changed)
            self._current, self._applied = changed.view, shown
            self._show()

        self._context.write(lambda session: save_view(session, view.name, shown, replaces=True), done, owner=self)

    @Slot()
    def _remove(self) -> None:
        view = self._current
        if view is None:
            return

        def done(changed: ViewChanged) -> None:
            self._note(changed)
            self._current = None
            self._show()

        self._context.write(lambda session: remove_view(session, view.id), done, owner=self)

    def _note(self, changed: ViewChanged) -> None:
        """Let undo know of a change, and say what was done."""
        if changed.sequences:
            self._context.did_step.emit(Step(changed.view.id, changed.sequences, changed.name))
        said = changed.name[:1].upper() + changed.name[1:]
        self._context.notify(Notice(f"{said}.", "ok", topic="view"))

    @Slot()
    def _show(self) -> None:
        if self._current is None:
            said = _("Views")
        else:
            said = _("View: {name}").format(name=self._current.name)
            said = _("{view} (changed)").format(view=said) if self.is_changed else said
        self.setAccessibleName(said)
        self.setAccessibleDescription(_("Choose, save, rename or remove a view"))
        shown = said if self._current is None else said.replace(self._current.name, _short(self._current.name))
        self.setText(f"{shown} ▾".replace("&", "&&"))
        self.setToolTip("" if shown == said else plain_tool_tip(said))

    @Slot()
    def _read(self) -> None:
        self._context.read(list_views, self._open, owner=self)

    @Slot()
    def _follow_undo(self) -> None:
        self._context.read(list_views, self._take_note, owner=self)

    def _take_note(self, views: Sequence[SavedView]) -> None:
        """Follow a view that was changed or removed elsewhere; what is shown stays."""
        if self._current is None:
            return
        found = next((each for each in views if each.id == self._current.id), None)
        if found is not None and not self._is_shown(found):
            self._applied = replace(found, id=UNSAVED.id, name="", version=0)
        self._current = found
        self._show()

    def _open(self, views: Sequence[SavedView]) -> None:
        self._take_note(views)
        menu = self.menu_of_views
        menu.clear()
        usual = menu.addAction(_("Usual view"), partial(self.apply, None))
        usual.setCheckable(True)
        usual.setChecked(self._current is None and self._state.current_view() == UNSAVED)
        for view in views:
            action = menu.addAction(view.name.replace("&", "&&"), partial(self.apply, view))
            action.setCheckable(True)
            action.setChecked(self._current is not None and view.id == self._current.id)
        menu.addSeparator()
        edits(self._context, menu.addAction(_("Save view…"), self.ask_for_name))
        if self._current is not None:
            name = _short(self._current.name).replace("&", "&&")
            change = menu.addAction(_("Save changes to “{name}”").format(name=name), self._replace)
            change.setEnabled(self.is_changed)
            rename = menu.addAction(_("Rename “{name}”…").format(name=name), self.ask_for_other_name)
            remove = menu.addAction(_("Remove “{name}”").format(name=name), self._remove)
            edits(self._context, change, rename, remove)
        below = self.rect().bottomRight() if self.isRightToLeft() else self.rect().bottomLeft()
        menu.popup(self.mapToGlobal(below))
        menu.setActiveAction(menu.actions()[0])


def _short(name: str) -> str:
    return isolated(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…")
