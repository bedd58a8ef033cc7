"""The points to return to, and beside each what a return would change: the dialog is the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.models.restore_points_model import RestorePointsModel
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.restore import Outlook, Point
from shipworthy.workflows.restore_words import moment_words, outlook_words

_WIDTH, _HEIGHT = 1080, 600
_HOLDS, _WHERE = 2, 3
_NARROWEST = 164  # of a moment with its day


class RestoreDialog(AskDialog):
    """A table of points and what a return to the selected one would change.

    `point_chosen(Point)`: show its outlook; `file_asked`: another file is wanted; `restore_asked(Point)`. While the
    return is prepared nothing else can be chosen, and Cancel stops it.
    """

    point_chosen = Signal(object)
    file_asked = Signal()
    restore_asked = Signal(object)

    def __init__(
        self, points: Sequence[Point], now: datetime, theme: Theme, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Restore to a point"), parent)
        self._now, self._wording = now, wording
        self._job: LongJob | None = None
        self.model = RestorePointsModel(theme, wording, now, self)
        self.table = TableView(theme, wording, _("Points to return to"), elastic=(_WHERE, _HOLDS), narrowest=_NARROWEST)
        self.table.setModel(self.model)
        self.none_yet = PlainLabel(
            _("There is no backup in the backup folders. A backup from elsewhere can be chosen as a file."),
            "soft",
            wrap=True,
        )
        self.none_yet.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.choose_button = push_button(_("Choose a &file…"))
        self.restore_button = push_button(_("Restore"), "primary")
        self.heading = PlainLabel("", "title", wrap=True)
        self._sentences = QVBoxLayout()
        self._shown: list[PlainLabel] = []
        self.progress = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.progress.setAccessibleName(_("Preparing the restore"))
        self.progress.hide()
        self.lay_out(self._content(), self.restore_button)
        self._connect()
        resize_within_screen(self, _WIDTH, _HEIGHT)
        self.show_points(points)

    @property
    def point(self) -> Point | None:
        """Return the point that is selected."""
        index = self.table.currentIndex()
        return self.model.point(index.row()) if index.isValid() else None

    @property
    def sentences(self) -> list[str]:
        """Return what is said of the selected point."""
        return [label.text() for label in self._shown]

    def show_points(self, points: Sequence[Point], selected: Point | None = None) -> None:
        """Show points; selected is the one given, else the newest that can be restored."""
        self.model.show_lines(points)
        self.table.setVisible(bool(points))
        self.none_yet.setVisible(not points)
        if not points:
            self._show("", ())
            self.restore_button.setEnabled(False)
            self.choose_button.setFocus()
            return
        wanted = selected or next((each for each in points if each.info is not None), points[0])
        self.table.fit()
        self.table.selectRow(list(points).index(wanted))
        self.table.setFocus()

    @Slot(object)
    def show_outlook(self, outlook: Outlook) -> None:
        """Say what a return to the selected point would change; what comes too late for another one is dropped."""
        if outlook.point is self.point and self._job is None:
            self._show(self.heading.text(), outlook_words(outlook, self._now, self._wording))
            self.restore_button.setEnabled(True)

    def show_problem(self, point: Point, error: UserError) -> None:
        """Say why a point cannot be restored."""
        if point is self.point:
            self._show(self.heading.text(), (error.message, error.hint))

    def show_working(self, job: LongJob) -> None:
        """Show that the return is being prepared, which Cancel stops."""
        self._job = job
        self._set_free(False)
        self._show(
            self.heading.text(),
            (
                _("The present data are backed up. Then the backup is copied beside them, checked and updated."),
                _("Nothing changes before all of that has succeeded."),
            ),
        )
        self.cancel_button.setFocus()

    @Slot(object)
    def show_refused(self, error: UserError) -> None:
        """Say why nothing was restored."""
        self._job = None
        self._set_free(True)
        self.say_refused(error)
        self._choose()

    def _set_free(self, free: bool) -> None:
        for widget in (self.table, self.choose_button):
            widget.setEnabled(free)
        self.restore_button.setEnabled(False)
        self.progress.setVisible(not free)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.opened.connect(self.restore_button.setFocus)
        self.choose_button.clicked.connect(self.file_asked)
        self.restore_button.clicked.connect(self._ask)

    def _content(self) -> QWidget:
        points = QVBoxLayout()
        points.setSpacing(10)
        points.addWidget(self.table, 1)
        points.addWidget(self.none_yet)
        points.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeading)
        points.addStretch(0)
        inside = QWidget()
        told = QVBoxLayout(inside)
        told.setContentsMargins(0, 0, 8, 0)
        told.setSpacing(10)
        self._sentences.setSpacing(10)
        told.addWidget(self.heading)
        told.addLayout(self._sentences)
        told.addWidget(self.progress)
        told.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(_("What a return would change"))
        area.setWidget(inside)
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(24, 20, 16, 16)
        layout.setSpacing(24)
        layout.addLayout(points, 5)
        layout.addWidget(area, 3)
        return content

    @Slot()
    def _choose(self) -> None:
        point = self.point
        if point is None:
            return
        moment = moment_words(point.file.made_at, self._now, self._wording)
        self.restore_button.setText(_("Restore to {moment}").format(moment=moment))
        self.restore_button.setEnabled(False)
        heading = _("Back to {moment}").format(moment=moment)
        if point.info is None:
            self._show(heading, (point.problem, _("This backup cannot be restored. Choose another one.")))
            return
        self._show(heading, (_("Comparing with the present data…"),))
        self.point_chosen.emit(point)

    def _show(self, heading: str, sentences: Sequence[str]) -> None:
        self.heading.setText(heading)
        for label in self._shown:
            label.hide()
            self._sentences.removeWidget(label)
            label.deleteLater()
        # The first sentence says the most.
        roles = ("strong", *[""] * len(sentences))
        self._shown = [
            PlainLabel(sentence, role, wrap=True, selectable=True)
            for sentence, role in zip(sentences, roles, strict=False)
        ]
        for label in self._shown:
            self._sentences.addWidget(label)

    @Slot()
    def _ask(self) -> None:
        self.say("")
        self.restore_asked.emit(self.point)

    # Qt overrides

    def reject(self) -> None:
        if self._job is None:
            super().reject()
        else:
            self._job.cancel()  # what comes of it closes the dialog, or says why it did not
            self.cancel_button.setEnabled(False)
