"""Checks that hold for every widget of the window, used by the tests of all pages."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget


def nameless(root: QWidget) -> list[str]:
    """Return the focusable widgets on screen that assistive technology has no name for, as it would see them."""
    return [_describe(widget) for widget in _focusable(root) if not _name(widget)]


def rich_labels(root: QWidget) -> list[str]:
    """Return the labels that would read text as markup."""
    return [
        f"{_describe(label)}: {label.text()[:40]}"
        for label in root.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and not isinstance(label.window(), QMessageBox)
    ]


def _focusable(root: QWidget) -> Iterator[QWidget]:
    for widget in (root, *root.findChildren(QWidget)):
        is_inner = widget.objectName().startswith("qt_")
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.isVisible() and not is_inner:
            yield widget


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _describe(widget: QWidget) -> str:
    parents = []
    above: QObject | None = widget
    while above is not None:
        parents.append(type(above).__name__)
        above = above.parent()
    return " < ".join(parents[:4])


class WindowWatch(QObject):
    """Notes every window that comes on screen: a widget shown before it has a parent is one for a moment, and takes
    the focus away."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.seen: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(_describe(watched))
        return False
