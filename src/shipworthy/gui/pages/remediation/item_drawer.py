"""The drawer: one item beside the list, all of it editable, saved on leaving; with its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.remediation.history_list import HistoryList
from shipworthy.gui.pages.remediation.item_form import ItemForm, Values, merged, values_of
from shipworthy.gui.widgets.buttons import icon_button, push_button
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.form import Field, section_title
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _
from shipworthy.workflows.item_view import ItemView, of_service, view_item, view_new_item
from shipworthy.workflows.remediation import ItemsChanged, save_item
from shipworthy.workflows.undo import Step

_SAVE = "Ctrl+Return"


class ItemDrawer(QFrame):
    """Shows one item; `opened` before and `closed` after. What was typed stays until it is saved or given up."""

    opened = Signal()
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: ItemView | None = None
        self._shown: Values = {}
        self._then: Callable[[], None] | None = None  # what waits until everything typed is saved
        self._saving = False
        self.setProperty("role", "card")
        self.setAccessibleName(_("Remediation item"))
        self.form = ItemForm(context)
        self.history = HistoryList(context.wording)
        self.service = QComboBox()
        self.service_field = Field(_("Service"), self.service)
        self._lay_out()
        self._connect()
        edits(context, *self.form.editors)
        self.hide()

    def _lay_out(self) -> None:
        self.heading, self.origin = ElidedLabel(role="title"), PlainLabel(role="small", wrap=True)
        self.mark = Chip()
        self.service_link = push_button("", "flat")
        self.close_button = icon_button(self._context.theme, "close", _("Close the item"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addWidget(self.mark)
        head.addWidget(self.service_link)
        head.addWidget(self.close_button)
        body = QVBoxLayout()
        body.setContentsMargins(16, 4, 16, 16)
        body.setSpacing(12)
        self.history_title = section_title(_("History"))
        for part in (self.origin, self.service_field, self.form, self.history_title, self.history):
            body.addWidget(part)
        body.addStretch(1)
        inner = QWidget()
        inner.setProperty("ground", "surface")
        inner.setLayout(body)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        for inset in (head, self._foot()):
            inset.setContentsMargins(16, 0, 16, 0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        layout.addLayout(self._foot_layout)

    def _foot(self) -> QVBoxLayout:
        self.problem = PlainLabel(role="problem", wrap=True)
        self.problem.hide()
        native = QKeySequence(_SAVE).toString(QKeySequence.SequenceFormat.NativeText)
        self.save_button = push_button(_("Save"), "primary", tip=_("Save ({keys})").format(keys=native))
        self.discard_button = push_button(_("Give up changes"))
        self.saved = PlainLabel(role="small")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save_button)
        row.addWidget(self.discard_button)
        row.addWidget(self.saved, 1)
        self._foot_layout = QVBoxLayout()
        self._foot_layout.setSpacing(8)
        self._foot_layout.addWidget(self.problem)
        self._foot_layout.addLayout(row)
        return self._foot_layout

    def _connect(self) -> None:
        for keys in (_SAVE, "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.save)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.form.changed.connect(self._show_dirty)
        self.form.question_asked.connect(self._open_question)
        self.form.item_asked.connect(self.open_item)
        self.form.link_asked.connect(lambda url: LinkDialog(url, self.window()).open())
        self.service.activated.connect(self._move_to_service)
        self.service_link.clicked.connect(self._open_service)
        self.close_button.clicked.connect(self.close_item)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    # Ways in and out

    @property
    def item_id(self) -> UUID | None:
        """Return the item shown; None where the drawer is closed."""
        return self._view.item.id if self._view is not None else None

    @property
    def is_dirty(self) -> bool:
        """Tell whether something was typed that is not saved."""
        return self._view is not None and self.form.values() != self._shown

    @Slot(object)
    def open_item(self, item_id: UUID) -> None:
        """Show an item, once what was typed into another is saved."""
        self._when_saved(lambda: self._read(item_id))

    @Slot(object)
    def new_item(self, service_id: UUID | None) -> None:
        """Show an item that is not stored yet."""

        if not self._context.may_edit():
            return

        def start() -> None:
            self._context.read(lambda session: view_new_item(session, service_id), self._show_new, owner=self)

        self._when_saved(start)

    @Slot()
    def close_item(self) -> None:
        """Save what was typed, then go; what cannot be saved stays, with the reason."""
        self._when_saved(self._close)

    @Slot()
    def discard(self) -> None:
        """Give up what was typed; a new item goes."""
        assert self._view is not None
        if not self._view.item.version:
            self._close()
            return
        self.form.title.setFocus()  # first: the button goes
        self._take(self._view, self._shown)
        self._say(None)
        self._context.forget_refused()

    def leave(self) -> None:
        """Save what was typed, if it can be."""
        self.save()

    def refresh(self) -> None:
        """Read the item again; what was typed stays."""
        if self._view is not None and self._view.item.version and not self._saving:
            self._context.read(
                lambda session: view_item(session, self._stored_id()), self._renew, self._gone, owner=self
            )

    def _stored_id(self) -> UUID:
        assert self._view is not None
        return self._view.item.id

    def _read(self, item_id: UUID) -> None:
        self._context.read(lambda session: view_item(session, item_id), self._show_item, owner=self)

    def _close(self) -> None:
        self._view = None
        self._say(None)
        self.closed.emit()  # first: the focus moves on before its field goes
        self.hide()

    # Showing

    def _show_item(self, view: ItemView) -> None:
        self._take(view, values_of(view.item))
        self._say(None)
        self.area.verticalScrollBar().setValue(0)
        self.opened.emit()
        self.show()
        self.form.title.setFocus()

    def _show_new(self, view: ItemView | None) -> None:
        if view is None:
            self._context.failed.emit(
                UserError(_("There is no service yet that an item could be for."), _("Add a service first."))
            )
            return
        self._show_item(view)

    def _renew(self, view: ItemView) -> None:
        if self._view is None or self._view.item.id != view.item.id:
            return  # another one is shown by now
        typed, stored = self.form.values(), values_of(view.item)
        values = merged(typed, self._shown, stored)
        self._shown = stored
        self._fill(view, values)

    def _gone(self, error: UserError) -> None:
        """The item was taken back: go, unless something was typed, which can then be added anew."""
        if self._view is None:
            return
        if not self.is_dirty:
            self._close()
            return
        self._view = replace(self._view, item=replace(self._view.item, version=0, sequence=0), history=())
        self._say(UserError(error.message, _("Save adds it anew, as you have it here.")))

    def _take(self, view: ItemView, values: Values) -> None:
        self._shown = values
        self._fill(view, values)

    def _fill(self, view: ItemView, values: Values) -> None:
        self._view = view
        is_new, wording = not view.item.version, self._context.wording
        self.heading.setText(_("New item") if is_new else _("Item"))
        self.mark.setVisible(view.waived or view.overdue)
        self.mark.show_chip(wording.waived() if view.waived else wording.overdue(), "none" if view.waived else "bad")
        self.service_link.setText(view.service.name.replace("&", "&&"))
        self.service_link.setAccessibleName(_("Open the service {name}").format(name=view.service.name))
        self.service_link.setVisible(not is_new)
        self.service_field.setVisible(is_new)
        self.service.clear()
        for service in view.services:
            self.service.addItem(service.name, str(service.id))
        self.service.setCurrentIndex(self.service.findData(str(view.service.id)))
        self.origin.setText(self._origin_words(view))
        self.origin.setVisible(not is_new)
        self.form.show_view(view, values)
        self.history_title.setVisible(not is_new)
        self.history.show_history(view.history)
        self._show_dirty()

    def _origin_words(self, view: ItemView) -> str:
        item, wording = view.item, self._context.wording
        made = view.history[-1] if view.history else None
        parts = [wording.item_origin(item.origin)]
        if made is not None:
            parts.append(_("made by {name} on {date}").format(name=made.actor, date=wording.date(made.day)))
        return ", ".join(parts)

    @Slot()
    def _show_dirty(self) -> None:
        dirty, is_new = self.is_dirty, self._view is not None and not self._view.item.version
        if not (dirty or is_new) and (self.save_button.hasFocus() or self.discard_button.hasFocus()):
            self.form.title.setFocus()  # first: a button that is switched off loses the focus to nothing
        self.save_button.setEnabled(dirty)
        self.discard_button.setVisible(dirty or is_new)
        self.saved.setText("" if dirty or is_new else _("Saved"))

    def _say(self, error: UserError | None) -> None:
        self.problem.setText(f"✕ {sentence(error.message)} {error.hint}" if error else "")
        self.problem.setVisible(error is not None)

    # Saving

    @Slot()
    def save(self) -> None:
        """Save what was typed, or say why it cannot be; nothing typed is lost."""
        if not self.is_dirty or self._saving or not self._context.may_edit():
            return
        assert self._view is not None
        item = self.form.read(self._view.item)
        if item is None:
            self._then = None
            return
        self._say(None)
        self._saving = True
        sent = self.form.values()
        self._context.write(
            lambda session: save_item(session, item), lambda done: self._saved(sent, done), self._refused, owner=self
        )

    def _when_saved(self, then: Callable[[], None]) -> None:
        if not self.is_dirty:
            then()
            return
        self._then = then
        self.save()

    def _saved(self, sent: Values, changed: ItemsChanged) -> None:
        self._saving = False
        item = changed.items[0]
        if self._view is not None and self._view.item.id == item.id:
            self._view = replace(self._view, item=item)
            self._shown = sent
        if changed.sequences:
            self._context.did_step.emit(Step(item.service, changed.sequences, changed.name))
        then, self._then = self._then, None
        if then is not None:
            then()
        self._context.changed.emit()
        self._show_dirty()

    def _refused(self, error: UserError) -> None:
        """Say why, and show what the store says now in the fields that were left alone: the next try builds on it."""
        self._saving, self._then = False, None
        if self.isVisible():
            self._say(error)
            self.form.title.setFocus()
        else:
            self._say(error)
            self._context.failed.emit(error)
        self.refresh()

    # What is linked

    @Slot(object)
    def _open_question(self, question_id: str) -> None:
        assert self._view is not None
        if self._view.review is not None:
            self._context.open_question(self._view.review, question_id)

    @Slot()
    def _open_service(self) -> None:
        assert self._view is not None
        self._context.open_service(self._view.service.id)

    @Slot()
    def _move_to_service(self) -> None:
        """Let a new item be for another service: its gaps are on offer then."""
        view, values = self._view, self.form.values()
        assert view is not None
        service_id = UUID(self.service.currentData())

        def show(other: ItemView | None) -> None:
            if other is not None and self._view is view:
                moved = of_service(view, other)
                self._shown = values_of(moved.item)
                self._fill(moved, {**values, "questions": frozenset()})

        self._context.read(lambda session: view_new_item(session, service_id), show, owner=self)

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep what has the focus in sight."""
        inner = self.area.widget()
        if new is not None and inner is not None and inner.isAncestorOf(new):
            self.area.ensureWidgetVisible(new, 0, 24)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_item()
        else:
            super().keyPressEvent(event)


def drawer_bindings() -> tuple[Binding, ...]:
    """Return the keys of the drawer, for the sheet of keys."""
    save = QKeySequence(_SAVE).toString(QKeySequence.SequenceFormat.NativeText)
    return (
        Binding(save, _("Save the item")),
        Binding(_("Esc"), _("Save the item and close it")),
        Binding(QKeySequence("Down").toString(QKeySequence.SequenceFormat.NativeText), _("In a search: all on offer")),
    )
