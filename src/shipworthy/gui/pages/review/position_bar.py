"""Where the reviewer stands, what is filtered, and steps by mouse."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shipworthy.gui.pages.review.course import Course, Filter
from shipworthy.gui.pages.review.filter_menu import FilterMenu, filter_name
from shipworthy.gui.pages.review.key_cap import PaneButton
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.text import _


class PositionBar(QWidget):
    """ "Question 12 of 55 · Design for failure", the mark, the filter with the way out of it, and two arrows."""

    filter_chosen = Signal(object)
    previous_asked = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.position = PlainLabel(role="soft", wrap=True)
        self.mark = Chip(_("⚑ Marked for review"), "accent")
        self.filter_button = PaneButton(kind="flat")
        self.filter_button.clicked.connect(self.open_filters)
        self.menu = FilterMenu(self)
        self.menu.filter_chosen.connect(self.filter_chosen)
        self.clear_button = PaneButton("✕", "flat")
        self.clear_button.setAccessibleName(_("Show all questions"))
        set_plain_tool_tip(self.clear_button, _("Show all questions (Esc)"))
        self.clear_button.clicked.connect(lambda: self.filter_chosen.emit(Filter.ALL))
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
        for button in (self.filter_button, self.clear_button, previous, following):
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
        self.menu.show_course(course)
        is_filtered = course.filter is not Filter.ALL
        shown = f"{filter_name(course.filter)} ({course.count(course.filter)})"
        name = _("Shown: {filter}").format(filter=shown)
        self.filter_button.setText(name if is_filtered else _("Filter"))
        self.filter_button.setAccessibleName(name)
        self.clear_button.setVisible(is_filtered)

    def open_filters(self) -> None:
        """Open the menu of filters; `popup` returns at once, so that no event loop runs inside another."""
        self.menu.setActiveAction(next(action for action in self.menu.actions() if action.isChecked()))
        self.menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))
