"""Looks at everything a window shows for texts of people's that Qt would take for markup: row S13."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from shipworthy.gui.main_window import MainWindow

MARK = "<img src=x><b>"
"""What Qt takes for markup where it guesses."""

_TAG = MARK.partition(">")[0]


@dataclass
class Seen:
    """What a walk came across: how many places showed people's texts, which would be markup, and what opened.

    Of a table, only the first `most_rows` are looked at; with `goes_deep`, every tab and whatever buttons open too.
    """

    most_rows: int
    goes_deep: bool
    labels: int = 0
    tool_tips: int = 0
    cells: int = 0
    documents: int = 0
    wrong: dict[str, str] = field(default_factory=dict)
    windows: set[str] = field(default_factory=set)

    def note(self, widget: QWidget, what: str, text: str) -> None:
        """Note that a widget would show a text as markup."""
        self.wrong[f"{type(widget.window()).__name__} {type(widget).__name__}: {what}"] = text[:80]

    def __str__(self) -> str:
        return (
            f"{len(self.windows)} windows, {self.labels:,} labels, {self.tool_tips:,} tool tips, {self.cells:,} cells, "
            f"{self.documents:,} texts with people's words; {len(self.wrong)} would show them as markup"
        )


def look(root: QWidget, seen: Seen) -> None:
    """Look at a window and everything in it."""
    seen.windows.add(type(root).__name__)
    for widget in (root, *root.findChildren(QWidget)):
        _look_at_tip(widget, widget.toolTip(), seen)
        if isinstance(widget, QLabel) and _TAG in widget.text():
            seen.labels += 1
            if widget.textFormat() is not Qt.TextFormat.PlainText:
                seen.note(widget, "label", widget.text())
        elif isinstance(widget, QMessageBox):
            seen.note(widget, "message box", widget.text())
        elif isinstance(widget, QTextEdit) and _TAG in widget.toPlainText():
            seen.documents += 1
            if "<img" in widget.toHtml():
                seen.note(widget, "text", widget.toPlainText())
        elif isinstance(widget, QAbstractItemView):
            _look_at_model(widget, seen)
        if isinstance(widget, QMenu):
            for action in widget.actions():
                _look_at_tip(widget, action.toolTip() if widget.toolTipsVisible() else "", seen)


def _look_at_tip(widget: QWidget, tip: object, seen: Seen) -> None:
    if isinstance(tip, str) and "img src=x" in tip:
        seen.tool_tips += 1
        if _TAG in tip:
            seen.note(widget, "tool tip", tip)


def _look_at_model(view: QAbstractItemView, seen: Seen) -> None:
    model = view.model()
    if model is None:
        return
    for orientation, count in (
        (Qt.Orientation.Horizontal, _columns(model, QModelIndex())),
        (Qt.Orientation.Vertical, min(model.rowCount(QModelIndex()), seen.most_rows)),
    ):
        for section in range(count):
            _look_at_tip(view, model.headerData(section, orientation, Qt.ItemDataRole.ToolTipRole), seen)
    for index in _cells(model, QModelIndex(), seen.most_rows):
        if _TAG in str(index.data(Qt.ItemDataRole.DisplayRole) or ""):
            seen.cells += 1
        _look_at_tip(view, index.data(Qt.ItemDataRole.ToolTipRole), seen)


def _cells(model: QAbstractItemModel, parent: QModelIndex, most: int) -> Iterator[QModelIndex]:
    for row in range(min(model.rowCount(parent), most)):
        for column in range(_columns(model, parent)):
            index = model.index(row, column, parent)
            yield index
            if column == 0 and model.rowCount(index):
                yield from _cells(model, index, most)


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)  # private in a list


def walk(window: MainWindow, settle: Callable[[], None], seen: Seen) -> None:
    """Look at the page shown, at each of its tabs, and at every dialog that a button on it opens."""
    bars = [bar for bar in window.page.findChildren(QTabBar) if bar.isVisible()] if window.page else []
    if not seen.goes_deep:
        bars = []
    for bar in bars[:1]:
        for tab in range(bar.count()):
            bar.setCurrentIndex(tab)
            settle()
            open_dialogs(window, settle, seen)
    if not bars:
        open_dialogs(window, settle, seen)


def open_dialogs(window: MainWindow, settle: Callable[[], None], seen: Seen) -> None:
    """Press every button and choose every action whose “…” says that it opens something, and look at that."""
    look(window, seen)
    if not seen.goes_deep:
        return
    assert window.page is not None
    openers: list[Callable[[], object]] = []
    for button in window.page.findChildren(QAbstractButton):
        menu = button.menu() if isinstance(button, QPushButton | QToolButton) else None
        if menu is not None:
            look(menu, seen)
            openers += [action.trigger for action in menu.actions() if _opens(action.text()) and action.isEnabled()]
        elif _opens(button.text()) and button.isVisible() and button.isEnabled():
            openers.append(button.click)
    for press in openers:
        press()
        settle()
        close_all(window, settle, seen)


def close_all(window: MainWindow, settle: Callable[[], None], seen: Seen) -> None:
    """Look at whatever opened over the window, and close it."""
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isVisible():
            look(top, seen)
            if isinstance(top, QDialog):
                top.reject()
            else:
                top.close()
            settle()


def _opens(text: str) -> bool:
    return text.endswith("…")
