"""The menu of filters, each with its number of questions, and what is said when a filter comes to its end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from shipworthy.gui.pages.review.course import Course, Filter
from shipworthy.text import _, ngettext


class FilterMenu(QMenu):
    """One line per filter; the digit before it chooses it. What keeps no question is greyed."""

    filter_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        self.filters: dict[Filter, QAction] = {}
        for kept in Filter:
            action = QAction(self, checkable=True)
            action.triggered.connect(lambda _checked, kept=kept: self.filter_chosen.emit(kept))
            group.addAction(action)
            self.addAction(action)
            self.filters[kept] = action

    def show_course(self, course: Course) -> None:
        """Show how many questions each filter keeps, and which one is on."""
        for number, (kept, action) in enumerate(self.filters.items(), start=1):
            count = course.count(kept)
            action.setText(f"&{number}  {filter_name(kept)} ({count})")
            action.setChecked(kept is course.filter)
            action.setEnabled(bool(count) or kept in (Filter.ALL, course.filter))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        actions = self.actions()
        if 0 <= place < len(actions):
            if actions[place].isEnabled():
                self.close()
                actions[place].trigger()
            return
        super().keyPressEvent(event)


def filter_name(kept: Filter) -> str:
    """Return the name of a filter."""
    return {
        Filter.ALL: _("All questions"),
        Filter.UNANSWERED: _("Unanswered"),
        Filter.MARKED: _("Marked"),
        Filter.GAPS: _("Gaps"),
        Filter.BLOCKERS: _("Blockers"),
        Filter.CARRIED: _("Carried, to be confirmed"),
        Filter.CONTRADICTIONS: _("Contradictions"),
        Filter.NO_EVIDENCE: _("No evidence"),
        Filter.CHANGED: _("Changed since last time"),
    }[kept]


def filter_end(course: Course) -> str:
    """Return what is said at the end of a filter; "" where none is on."""
    count = course.count(course.filter)
    if course.filter is Filter.ALL:
        return ""
    if count:
        text = ngettext(
            "Filter “{filter}”: {count} question is still in it.",
            "Filter “{filter}”: {count} questions are still in it.",
            count,
        )
        return text.format(filter=filter_name(course.filter), count=count)
    return {
        Filter.UNANSWERED: _("Every question has an answer."),
        Filter.MARKED: _("Nothing is marked for review any more."),
        Filter.GAPS: _("No gap is left."),
        Filter.BLOCKERS: _("No blocker is left."),
        Filter.CARRIED: _("Every carried answer is confirmed."),
        Filter.CONTRADICTIONS: _("No answers contradict each other any more."),
        Filter.NO_EVIDENCE: _("No answer lacks evidence any more."),
        Filter.CHANGED: _("No answer differs from last time any more."),
    }[course.filter]
