"""Where the reviewer stands, what is filtered, and steps by mouse."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from shipworthy.gui.pages.review.course import Course, Filter
from shipworthy.gui.pages.review.key_cap import PaneButton
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class PositionBar(QWidget):
    """ "Question 12 of 55 · Design for failure", the mark, the filter and two arrows."""

    filter_chosen = Signal(object)
    previous_asked = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.position = PlainLabel(role="soft", wrap=True)
        self.mark = Chip(_("⚑ Marked for review"), "accent")
        self.filter_button = PaneButton(kind="flat")
        self.filter_button.clicked.connect(self.open_filters)
        self.menu = QMenu(self)
        group = QActionGroup(self)
        self._filters: dict[Filter, QAction] = {}
        for kept in Filter:
            action = QAction(self.menu, checkable=True)
            action.triggered.connect(lambda _checked, kept=kept: self.filter_chosen.emit(kept))
            group.addAction(action)
            self.menu.addAction(action)
            self._filters[kept] = action
        # The bidirectional algorithm mirrors these two signs by itself where the interface runs from right to left.
        previous, following = PaneButton("‹", "flat"), PaneButton("›", "flat")
        previous.setAccessibleName(_("Previous question"))
        following.setAccessibleName(_("Next question"))
        previous.clicked.connect(self.previous_asked)
        following.clicked.connect(self.next_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.position, 1)
        layout.addWidget(self.mark)
        layout.addSpacing(4)
        for button in (self.filter_button, previous, following):
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)

    def show_position(self, course: Course, question_id: str, principle: str, marked: bool) -> None:
        """Show where a question stands."""
        position = course.position(question_id)
        self.position.setText(
            _("Question {number} of {total} · {principle}").format(
                number=position.number, total=position.total, principle=principle
            )
        )
        self.mark.setVisible(marked)
        for kept, action in self._filters.items():
            action.setText(f"{filter_name(kept)} ({course.count(kept)})")
            action.setChecked(kept is course.filter)
        name = _("Shown: {filter}").format(filter=self._filters[course.filter].text())
        self.filter_button.setText(name if course.filter is not Filter.ALL else _("Filter"))
        self.filter_button.setAccessibleName(name)

    def open_filters(self) -> None:
        """Open the menu of filters; `popup` returns at once, so that no event loop runs inside another."""
        self.menu.setActiveAction(next(action for action in self._filters.values() if action.isChecked()))
        self.menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))


def filter_name(kept: Filter) -> str:
    """Return the name of a filter."""
    return {
        Filter.ALL: _("All questions"),
        Filter.UNANSWERED: _("Unanswered"),
        Filter.GAPS: _("Gaps"),
        Filter.MARKED: _("Marked"),
    }[kept]
