"""The items as a board: a column for each state, and cards that go from one to the next by drag or key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from shipworthy.domain.remediation import ItemState
from shipworthy.errors import UserError
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.board_model import Lane, in_order, lane_beside, lane_of
from shipworthy.gui.pages.remediation.drop_form import DropForm
from shipworthy.gui.pages.remediation.filter_bar import FilterBar
from shipworthy.gui.pages.remediation.filter_state import FilterState
from shipworthy.gui.pages.remediation.item_keys import ItemAct, key_of
from shipworthy.gui.pages.remediation.lane_view import LaneColumn, lane_name
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.pages.review.key_queue import KeyQueue
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _
from shipworthy.workflows.item_checks import not_verified_by_hand
from shipworthy.workflows.item_lists import ItemLine, list_items
from shipworthy.workflows.remediation import ItemEdit, ItemsChanged, edit_items
from shipworthy.workflows.undo import Step

_TOPIC = "board"


class BoardTab(RemediationTab):
    """All items that the shared filter keeps, in columns.

    A move is committed before the next is made; keys pressed meanwhile wait and act on its outcome.
    """

    def __init__(self, context: Context, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = state
        self._lines: dict[UUID, ItemLine] = {}
        self._queue: KeyQueue[Callable[[], None]] = KeyQueue(lambda step: step())
        self._follows: tuple[UUID, ...] = ()  # what was moved: it stays chosen, wherever it stands by then
        self._wants_focus = False
        self.filters = FilterBar(context.wording, state)
        self.add_button = push_button(_("New item"), "primary")
        edits(context, self.add_button)
        self.form = DropForm(context.wording)
        self.columns = {lane: LaneColumn(context, lane) for lane in Lane}
        self.review_button = push_button(_("Go to the review"))
        self.empty = self._make_empty()
        self._lay_out()
        self._connect()

    # The tab

    def refresh(self) -> None:
        self._context.read(list_items, self.show_lines, owner=self)

    def show_lines(self, lines: Sequence[ItemLine]) -> None:
        """Show items; what is chosen and what has the focus stay so, wherever they stand by now."""
        had_focus = self._holds_focus()
        self._lines = {line.item.id: line for line in lines}
        self._stack.setCurrentWidget(self._board if lines else self.empty)
        self.filters.show_lines(lines)
        self._show_kept()
        if had_focus or self._wants_focus:
            self.take_focus()
        if self._queue.is_committing:
            self._queue.committed()

    def take_focus(self) -> None:
        self._wants_focus = not self._lines and self._stack.currentWidget() is not self.empty
        if self._stack.currentWidget() is self.empty:
            self.review_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.form.isHidden():
            self.form.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._lines:
            self._focus_column(self._column_to_focus())

    def leave(self) -> None:
        self._wants_focus = False
        self._queue.failed()
        self.form.hide()

    def commands(self) -> Sequence[Command]:
        chosen = self._chosen()
        if not chosen or self._context.read_only:
            return ()
        wording, found = self._context.wording, []
        for lane in Lane:
            if lane not in (Lane.VERIFIED, Lane.WAIVED):
                text = _("Move to “{name}”").format(name=lane_name(wording, lane))
                found.append(Command(_("Chosen cards"), text, partial(self.move_cards, chosen, lane)))
        return found

    def bindings(self) -> Sequence[Binding]:
        plain = self._context.settings.single_key_answers
        back, forward = ("<", ">") if plain else ("Alt+<", "Alt+>")
        return (
            Binding(_("Arrows"), _("Previous or next card, or the column beside")),
            Binding(_(" or ").join((_("Alt+Right"), forward)), _("Move the chosen cards one state forward")),
            Binding(_(" or ").join((_("Alt+Left"), back)), _("Move the chosen cards one state back")),
            Binding(_("Shift+Up, Shift+Down"), _("Choose several cards of a column")),
            Binding(_("Delete"), _("Drop the chosen cards, with the reason")),
            Binding(_("Enter"), _("Open the item")),
            Binding(key_of(ItemAct.NEW, plain), _("New item, by hand")),
            Binding(key_of(ItemAct.SEARCH, plain), _("Search items")),
        )

    # Moving

    def move_cards(self, ids: Sequence[UUID], target: Lane) -> None:
        """Move cards to a column in one action, or say why that cannot be."""
        if self._context.may_edit():
            self._queue.offer(lambda: self._move(ids, target))

    def _move(self, ids: Sequence[UUID], target: Lane) -> None:
        lines = [self._lines[each] for each in ids if each in self._lines]
        lines = [line for line in lines if lane_of(line) is not target]
        if not lines:
            return
        refusal = _refusal(lines, target)
        if refusal is not None:
            self._context.notify(Notice(refusal.message, hint=refusal.hint, topic=_TOPIC))
        elif target is Lane.DROPPED:
            self.form.ask(lines)
        else:
            self._save([line.item.id for line in lines], ItemEdit(state=ItemState(target.value)))

    def _save(self, ids: Sequence[UUID], edit: ItemEdit) -> None:
        self._queue.begin()
        self._follows = tuple(ids)
        self._context.write(partial(edit_items, item_ids=ids, edit=edit), self._show_moved, self._refuse, owner=self)

    def _show_moved(self, changed: ItemsChanged) -> None:
        self._close_form()
        if not changed.sequences or not self.isVisible():
            self._queue.failed()
        if changed.sequences:
            self._context.did_step.emit(Step(changed.items[0].service, changed.sequences, changed.name))
            self._context.notify(Notice(changed.name, topic=_TOPIC))
            self._context.changed.emit()  # the page reads again what its visible tab shows

    def _refuse(self, error: UserError) -> None:
        self._queue.failed()
        self._follows = ()
        self._context.failed.emit(error)
        self.refresh()

    @Slot(int)
    def _carry(self, step: int) -> None:
        def act() -> None:
            ids = self._chosen()
            lanes = {lane_of(self._lines[each]) for each in ids if each in self._lines}
            target = lane_beside(lanes.pop(), step) if len(lanes) == 1 else None
            if target is not None:
                self._move(ids, target)

        if self._context.may_edit():
            self._queue.offer(act)

    @Slot()
    def _ask_to_drop(self) -> None:
        self.move_cards(self._chosen(), Lane.DROPPED)

    @Slot(object, str)
    def _drop(self, ids: Sequence[UUID], reason: str) -> None:
        self._queue.offer(lambda: self._save(ids, ItemEdit(state=ItemState.DROPPED, reason=reason)))

    @Slot()
    def _close_form(self) -> None:
        had_focus = self.form.isAncestorOf(self.window().focusWidget())
        if had_focus:
            self._focus_column(self._column_to_focus())  # first: Qt would give the focus of what goes to anything
        self.form.hide()

    # What is shown

    @Slot()
    def _show_kept(self) -> None:
        chosen = self._follows or tuple(self._chosen())
        current = self._current()
        if current is None or (self._follows and current not in self._follows):
            current = chosen[0] if chosen else None
        focused = next((lane for lane, column in self.columns.items() if column.view.hasFocus()), None)
        self._follows = ()
        kept = in_order(self._state.filter.kept(self._lines.values()))
        today = self._context.session.today()
        by_lane: dict[Lane, list[ItemLine]] = {lane: [] for lane in self.columns}
        for line in kept:
            by_lane[lane_of(line)].append(line)
        for lane, column in self.columns.items():
            column.show_lines(by_lane[lane], today)
        shown = {line.item.id for line in kept}
        if current in shown and current is not None:
            lane = lane_of(self._lines[current])
            here = [each for each in chosen if each in shown and lane_of(self._lines[each]) is lane]
            self.columns[lane].set_open(True)
            self.columns[lane].view.choose(here, current)
            if focused is not None:
                self._focus_column(self.columns[lane])

    def _chosen(self) -> list[UUID]:
        return [each for column in self.columns.values() for each in column.view.chosen]

    def _current(self) -> UUID | None:
        column = next((each for each in self.columns.values() if each.view.selectedIndexes()), None)
        return column.view.current if column is not None else None

    def _column_to_focus(self) -> LaneColumn:
        """Return the column with what is chosen, else the first that has a card, else the first."""
        shown = [column for column in self.columns.values() if column.is_open]
        with_choice = [column for column in shown if column.view.selectedIndexes()]
        with_cards = [column for column in shown if column.view.cards.rowCount()]
        return next(iter([*with_choice, *with_cards, *shown]))

    def _focus_column(self, column: LaneColumn) -> None:
        target = column.view if column.is_open else column.strip
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        view = column.view
        if column.is_open and view.cards.rowCount() and not view.selectedIndexes():
            view.choose((), view.current or view.cards.lines[0].item.id)
        self._area.ensureWidgetVisible(column, 8, 0)

    def _step(self, column: LaneColumn, step: int) -> None:
        """Give the focus to the column beside, at the height of the card that has it."""
        columns = list(self.columns.values())
        place = columns.index(column) + step
        if not 0 <= place < len(columns):
            return
        beside = columns[place]
        view, row = beside.view, max(column.view.currentIndex().row(), 0)
        if beside.is_open and view.cards.rowCount():
            row = min(row, view.cards.rowCount() - 1)
            view.choose((), view.cards.lines[row].item.id)
        self._focus_column(beside)

    def _choose_one_column(self, column: LaneColumn) -> None:
        """Take the choice out of all other columns: cards that move together stand together."""
        if column.view.selectedIndexes():
            for other in self.columns.values():
                if other is not column:
                    other.view.clearSelection()

    def _holds_focus(self) -> bool:
        return self.isAncestorOf(self.window().focusWidget())

    def _make_empty(self) -> EmptyState:
        self.review_button.clicked.connect(lambda: self._context.go_to("review"))
        text = _("Cards go from open to done here. Plan the remediation of a review: every miss becomes a card.")
        return EmptyState(_("Nothing to remedy yet"), text, [self.review_button])

    def _connect(self) -> None:
        self._state.changed.connect(self._show_kept)
        self.filters.left.connect(self.take_focus)
        self.add_button.clicked.connect(lambda: self._act(ItemAct.NEW))
        self.form.cancelled.connect(self._close_form)
        self.form.dropped.connect(self._drop)
        for column in self.columns.values():
            view = column.view
            view.opened.connect(self.item_asked)
            view.carried.connect(self._carry)
            view.drop_asked.connect(self._ask_to_drop)
            view.acted.connect(self._act)
            view.stepped.connect(partial(self._step, column))
            view.selectionModel().selectionChanged.connect(lambda *_args, at=column: self._choose_one_column(at))
            column.dropped.connect(partial(self._take_drop, column.lane))
            column.hovered.connect(partial(self._area.ensureWidgetVisible, column, 8, 0))

    @Slot(object)
    def _act(self, act: ItemAct) -> None:
        if act is ItemAct.NEW:
            current = self._current()
            self.new_asked.emit(self._lines[current].service.id if current is not None else None)
        else:
            self.filters.take_search()

    def _take_drop(self, lane: Lane, ids: Sequence[UUID]) -> None:
        self.move_cards(ids, lane)

    def _lay_out(self) -> None:
        row = QWidget()
        row.setProperty("ground", "bg")
        lanes = QHBoxLayout(row)
        lanes.setContentsMargins(0, 0, 0, 0)
        lanes.setSpacing(8)
        for column in self.columns.values():
            lanes.addWidget(column, 1)  # what is folded takes no more than its strip
        self._area = QScrollArea(widgetResizable=True)
        self._area.setProperty("kind", "calm")
        self._area.viewport().setProperty("ground", "bg")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(row)
        self._board = QWidget()
        board = QVBoxLayout(self._board)
        board.setContentsMargins(0, 12, 0, 0)
        board.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.filters, 1)
        top.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignTop)
        board.addLayout(top)
        board.addWidget(self.form)
        board.addWidget(self._area, 1)
        self._stack = QStackedLayout(self)
        for part in (QWidget(), self.empty, self._board):
            self._stack.addWidget(part)


def _refusal(lines: Sequence[ItemLine], target: Lane) -> UserError | None:
    """Return why cards cannot go to a column; None where they can."""
    if target is Lane.VERIFIED:
        return not_verified_by_hand(lines[0].item)
    if target is Lane.WAIVED:
        return UserError(
            _("“{title}” cannot be waived on the board.").format(title=lines[0].item.title),
            _("The Waivers tab asks for a waiver, which somebody else approves."),
        )
    waived = [line for line in lines if line.waived]
    if waived and target is not Lane.DROPPED:
        return UserError(
            _("“{title}” is waived.").format(title=waived[0].item.title),
            _("It shows its own state again once its waiver ends; the Waivers tab can revoke it."),
        )
    return None
