"""Forms: a field is its label, its control, and beneath it what is wrong with it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from shipworthy.gui.widgets.labels import PlainLabel, restyle


class Field(QWidget):
    """A labelled control; the label is its buddy and its accessible name."""

    def __init__(self, label: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._label = PlainLabel(label, "label")
        self._label.setBuddy(control)
        self._hint = PlainLabel(hint, "small", wrap=True)
        self._problem = PlainLabel(role="problem", wrap=True)
        control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._label, control, self._hint, self._problem):
            layout.addWidget(part)
        # Hidden only now: a part that was told to show before it has a parent would be a window for a moment.
        self._hint.setVisible(bool(hint))
        self._problem.hide()
        layout.addStretch(1)  # beside a taller field it keeps its place at the top
        self._column = layout

    def add_below(self, widget: QWidget) -> None:
        """Add something that belongs to the control, such as buttons, right below it."""
        self._column.insertWidget(self._column.indexOf(self.control) + 1, widget)

    @property
    def problem(self) -> str:
        """Return what is said to be wrong; "" for nothing."""
        return self._problem.text()

    def show_hint(self, hint: str) -> None:
        """Change the sentence beneath the control."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleDescription(hint)

    def show_problem(self, problem: str) -> None:
        """Say what is wrong, or with "" that nothing is."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.control.setProperty("wrong", bool(problem))
        self.control.setAccessibleDescription(problem or self._hint.text())
        restyle(self.control)


class Card(QFrame):
    """A framed part of a page with a small title; `body` takes the content."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.head = QHBoxLayout()
        self.head.addWidget(PlainLabel(title, "title"), 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(self.head)
        layout.addLayout(self.body)

    def add_button(self, button: QWidget) -> None:
        """Add a button to the body, no wider than it needs to be."""
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)


def side_by_side(*widgets: QWidget) -> QHBoxLayout:
    """Return a row of equally wide widgets, aligned at their tops."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


def empty_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()  # deleted later; until then it must not show in the old place
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)


def section_title(text: str) -> QLabel:
    """Return the title of a part of a form."""
    return PlainLabel(text, "title")
