"""The shortest path to a target: its steps, locks, ties, and what stands in the way; a plan becomes items at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.path_to_ready import MOST_TIES, Path, PathProblem, find_path, other_paths
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.errors import sentence
from shipworthy.gui.models.path_model import CLOSES, LOCK, SERVICE, PathModel, rows_of
from shipworthy.gui.models.path_services_model import WHY, PathServicesModel
from shipworthy.gui.pages.remediation.path_bar import PathBar
from shipworthy.gui.pages.remediation.path_form import PathForm
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.tasks import Cancelled, LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.item_delegate import ROW_HEIGHT
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _, ngettext
from shipworthy.wording.path import PathWording
from shipworthy.workflows.path_to_ready import make_items, read_problem
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.remediation import ItemsChanged
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step

T = TypeVar("T")
_MOST_SERVICES, _FEWEST = 5, 2  # rows of the list of services before it scrolls
_ROWS = 4  # of the steps that are always seen
_BESIDE = 460  # pixels of height that everything but the services takes, with a few steps
_NARROWEST = 180


class PathTable(TableView):
    """The steps; `lock_asked(bool)` for L (in) and X (out)."""

    lock_asked = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier)
        if plain and event.key() in (Qt.Key.Key_L, Qt.Key.Key_X):
            self.lock_asked.emit(event.key() == Qt.Key.Key_L)
            return
        super().keyPressEvent(event)


class PathTab(RemediationTab):
    """Works a path out whenever something is asked for or changes, off the GUI thread; the last one stays meanwhile."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wording = PathWording()
        self._asked = 0  # counts what was asked for: only the newest is shown
        self._paths: tuple[Path, ...] = ()
        self._place = 0
        self._locked_in: frozenset[str] = frozenset()
        self._locked_out: frozenset[str] = frozenset()
        self._kept = ""  # the candidate that was locked last: the focus stays with it
        self._wants_focus = False  # it came up before there was anything to give the focus to
        self.bar = PathBar(self._wording)
        self.bar.changed.connect(self._ask)
        self.model = PathModel(context.theme, self._wording, self)
        self.table = PathTable(
            context.theme, context.wording, _("Steps of the path"), (CLOSES, SERVICE), narrowest=_NARROWEST
        )
        self.table.setModel(self.model)
        self.table.lock_asked.connect(self._lock_current)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(self._open)
        self.services_model = PathServicesModel(self._wording, self)
        self.services = TableView(context.theme, context.wording, _("Services of the path"), (WHY,))
        self.services.setModel(self.services_model)
        self.form = PathForm()
        self.form.submitted.connect(self._make_items)
        edits(context, self.form.button, self.form.owner, self.form.due)
        self._make_labels()
        self._lay_out()

    def _make_labels(self) -> None:
        self.outcome = PlainLabel(role="title", wrap=True)
        self.obstacles = PlainLabel(role="problem", wrap=True, selectable=True)
        self.progress = PlainLabel(role="soft")
        self.tie_words = PlainLabel(role="soft")
        self.previous_button, self.next_button = push_button(_("Previous path")), push_button(_("Next path"))
        self.previous_button.clicked.connect(lambda: self._show_tie(self._place - 1))
        self.next_button.clicked.connect(lambda: self._show_tie(self._place + 1))
        self.lock_in_button, self.lock_out_button = push_button(_("Lock in")), push_button(_("Lock out"))
        self.lock_in_button.setToolTip("L")
        self.lock_out_button.setToolTip("X")
        self.lock_in_button.clicked.connect(lambda: self._lock_current(True))
        self.lock_out_button.clicked.connect(lambda: self._lock_current(False))
        self.unlock_button = push_button(_("Unlock all"))
        self.unlock_button.clicked.connect(self._unlock_all)
        self.left_out = PlainLabel(self._wording.left_out(), "small", wrap=True)
        self.review_button = push_button(_("Go to the review"))
        self.review_button.clicked.connect(lambda: self._context.go_to("review"))
        self.empty = EmptyState(
            _("No review to plan from"),
            _(
                "The path to ready is the least work that makes a service ready, worked out exactly from what its "
                "review says. Review a service first."
            ),
            [self.review_button],
        )

    def _lay_out(self) -> None:
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        self._ties = (self.tie_words, self.previous_button, self.next_button)
        head = _flow(self.progress, *self._ties)
        foot = _flow(self.lock_in_button, self.lock_out_button, self.unlock_button, self.form)
        for each in (self.bar, self.outcome, head, self.obstacles, self.services):
            layout.addWidget(each)
        layout.addWidget(self.table, 1)
        for each in (foot, self.form.problem, self.left_out):
            layout.addWidget(each)
        scroll = QScrollArea(widgetResizable=True)  # with large text on a small screen
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(part)
        self._part = scroll
        self._stack = QStackedLayout(self)
        for shown in (QWidget(), self.empty, self._part):
            self._stack.addWidget(shown)
        for hidden in (self.obstacles, self.services, self.progress, *self._ties):
            hidden.hide()

    @property
    def path(self) -> Path:
        """Return the path that is shown."""
        return self._paths[self._place]

    def refresh(self) -> None:
        self._context.read(list_services, self._show_services, owner=self)

    def _show_services(self, lines: Sequence[ServiceLine]) -> None:
        reviewed = [line for line in lines if line.standing is not None]
        self.bar.show_services(reviewed)
        focus, shown = QApplication.focusWidget(), self._stack.currentWidget()
        had_focus = focus is not None and shown is not None and shown.isAncestorOf(focus)
        self._stack.setCurrentWidget(self._part if reviewed else self.empty)
        if self._wants_focus or (had_focus and shown is not self._stack.currentWidget()):
            self.take_focus()
        if reviewed:
            self._ask()

    @Slot()
    def _ask(self) -> None:
        """Read what the path is worked out from, then work it out; what is under way for an earlier one is stopped."""
        self._asked += 1
        asked = self._asked
        request = replace(self.bar.request, locked_in=self._locked_in, locked_out=self._locked_out)
        self._say_progress(_("Working out the shortest path…"))
        self.form.setEnabled(False)

        def done(problem: PathProblem) -> None:
            if asked == self._asked:
                self._solve(problem, asked)

        self._context.read(lambda session: read_problem(session, request), done, self._refuse, owner=self)

    def _solve(self, problem: PathProblem, asked: int) -> None:
        self._locked_in, self._locked_out = problem.locked_in, problem.locked_out

        def done(path: Path) -> None:
            if asked == self._asked:
                self._show_found(path, asked)

        self._run(lambda told: find_path(problem, told), done, asked)

    def _show_found(self, path: Path, asked: int) -> None:
        self._paths, self._place = (path,), 0
        self._show_path()
        self.form.setEnabled(bool(path.steps))
        self._say_progress(_("Looking for others as short…") if path.effort else "")

        def done(paths: tuple[Path, ...]) -> None:
            if asked == self._asked:
                self._paths = (path, *(each for each in paths if each.chosen != path.chosen))
                self._say_progress("")
                self._show_ties()

        self._run(lambda told: other_paths(path, told), done, asked)

    def _run(self, work: Callable[[Callable[[int, int], None]], T], done: Callable[[T], None], asked: int) -> None:
        """Run a solution off the GUI thread; it stops as soon as something else is asked for."""

        def solve(job: LongJob) -> T:
            def told(number: int, total: int) -> None:
                job.check()
                if asked != self._asked:
                    raise Cancelled
                job.report(number, total)

            return work(told)

        job = self._context.tasks.run_long(solve, done, self._refuse, owner=self)
        job.progressed.connect(self._show_progress)

    def _refuse(self, error: UserError) -> None:
        if isinstance(error, Cancelled):
            return  # because something else was asked for
        self._say_progress("")
        self.obstacles.setText(f"✕ {sentence(error.message)} {error.hint}")
        self.obstacles.show()

    def _say_progress(self, text: str) -> None:
        self.progress.setText(text)
        self.progress.setVisible(bool(text))

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        if total > 1:
            text = _("Working out the shortest path, {done} of {total}…")
            self._say_progress(text.format(done=done, total=total))

    def _show_path(self) -> None:
        path = self.path
        kept, self._kept = self._kept, ""
        self.outcome.setText(self._wording.path_outcome(path))
        several = len(path.services) > 1
        self.services_model.show_services(path.services if several else ())
        self.services.setColumnHidden(WHY, all(each.obstacles is None for each in path.services))
        self.services.setVisible(several)
        words = [] if several else [each for one in path.services for each in self._wording.obstacles(one)]
        self.obstacles.setText("\n".join(words))
        self.obstacles.setVisible(bool(words))
        rows = rows_of(path)
        self.model.show_rows(rows)
        names = {path.services[0].review.service.name}
        self.table.setColumnHidden(SERVICE, not several and {row.service for row in rows} <= names)
        locked = bool(self._locked_in or self._locked_out)
        self.table.setColumnHidden(LOCK, not locked)
        self.unlock_button.setEnabled(locked)
        self.table.fit()
        self._fit_heights()
        self.table.setCurrentIndex(self.model.index(self.model.place_of(kept), 0))
        self.lock_in_button.setEnabled(bool(rows))
        self.lock_out_button.setEnabled(bool(rows))
        self._show_ties()

    def _fit_heights(self) -> None:
        """Leave most of the height to the steps."""
        row = self._context.theme.pixels(ROW_HEIGHT)
        room = (self.height() - self._context.theme.pixels(_BESIDE)) // row
        self.services.show_whole(min(max(room, _FEWEST), _MOST_SERVICES))
        self.table.setMinimumHeight(_ROWS * row)

    def _show_ties(self) -> None:
        count = len(self._paths)
        had_focus = QApplication.focusWidget() in (self.previous_button, self.next_button)
        more = _("Path {number} of the first {count} that are as short")
        text = (more if count == MOST_TIES else _("Path {number} of {count} that are as short")).format(
            number=self._place + 1, count=count
        )
        self.tie_words.setText(text)
        self.previous_button.setEnabled(self._place > 0)
        self.next_button.setEnabled(self._place < count - 1)
        if had_focus:
            (self.next_button if self._place < count - 1 else self.previous_button).setFocus()
        for part in self._ties:
            part.setVisible(count > 1)

    def _show_tie(self, place: int) -> None:
        self._place = place
        self._show_path()

    @Slot(bool)
    def _lock_current(self, inside: bool) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            return
        candidate = self._kept = self.model.row(index.row()).candidate.id
        was_in, was_out = candidate in self._locked_in, candidate in self._locked_out
        self._locked_in -= {candidate}
        self._locked_out -= {candidate}
        if inside and not was_in:
            self._locked_in |= {candidate}
        if not inside and not was_out:
            self._locked_out |= {candidate}
        self._ask()

    @Slot()
    def _unlock_all(self) -> None:
        self._locked_in = self._locked_out = frozenset()
        self.table.setFocus()  # the button goes off
        self._ask()

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == LOCK:
            self._lock_current(not self.model.row(index.row()).locked_out)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        candidate = self.model.row(index.row()).candidate
        if not candidate.proposed:
            self.item_asked.emit(candidate.item.id)

    @Slot()
    def _make_items(self) -> None:
        path, owner, due = self.path, self.form.owner_name, self.form.due_day

        def work(session: Session) -> ItemsChanged:
            return make_items(session, path, owner=owner, due=due)

        self._context.write(work, self._made, self.form.show_problem, owner=self)

    def _made(self, changed: ItemsChanged) -> None:
        count = len(changed.sequences)
        if changed.sequences:
            self._context.did_step.emit(Step(changed.items[0].service, changed.sequences, changed.name))
            self._context.changed.emit()
        text = ngettext("Planned {count} item.", "Planned {count} items.", count).format(count=count)
        self._context.notify(Notice(text if count else _("Every step is planned already."), topic="path"))
        self.table.setFocus()

    @Slot()
    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        self._wants_focus = shown not in (self.empty, self._part)
        if not self._wants_focus:
            (self.table if shown is self._part else self.review_button).setFocus()

    def leave(self) -> None:
        self._wants_focus = False

    def bindings(self) -> Sequence[Binding]:
        return (
            Binding(_("Enter"), _("Open the item beside the list")),
            Binding("L", _("Lock the work in, or unlock it")),
            Binding("X", _("Lock the work out, or unlock it")),
        )

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.services.isVisible():
            self._fit_heights()


def _flow(*parts: QWidget) -> QWidget:
    flow = QWidget()
    layout = FlowLayout(flow, spacing=8)
    for part in parts:
        layout.addWidget(part)
    return flow
