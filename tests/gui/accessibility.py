"""What assistive technology is told: after every scripted action of a test it must be what is on screen."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

Role = QAccessible.Role
_BUTTONS = {Role.Button, Role.RadioButton, Role.CheckBox, Role.ButtonMenu, Role.PageTab, Role.Link, Role.ComboBox}
_ROLES: tuple[tuple[type[QWidget], set[QAccessible.Role]], ...] = (
    (QAbstractButton, _BUTTONS),
    (QLineEdit, {Role.EditableText}),
    (QPlainTextEdit, {Role.EditableText}),
    (QComboBox, {Role.ComboBox}),
    (QAbstractSpinBox, {Role.SpinBox}),
    (QAbstractItemView, {Role.List, Role.Table, Role.Tree}),
)


def check(window: QWidget) -> None:
    """Fail unless the focus is on a widget that can be seen, and everything that takes it is told as it is."""
    focus = window.focusWidget()
    assert focus is not None, "nothing has the focus"
    assert focus.isVisible(), f"the focus is on something hidden: {_told(focus)}"
    assert focus.isEnabled(), f"the focus is on something disabled: {_told(focus)}"
    assert _can_be_seen(focus), f"the focus is scrolled out of sight: {_told(focus)}"
    if window.isActiveWindow():
        assert _interface(focus).state().focused, f"the focus is not told: {_told(focus)}"
    for widget in _operable(window):
        _check_widget(widget)


def _check_widget(widget: QWidget) -> None:
    interface, told = _interface(widget), _told(widget)
    state = interface.state()
    assert interface.text(QAccessible.Text.Name).strip(), f"no name: {told}"
    for kind, roles in _ROLES:
        if isinstance(widget, kind):
            assert interface.role() in roles, f"role {interface.role()}: {told}"
    assert bool(state.disabled) is not widget.isEnabled(), f"disabled is told wrong: {told}"
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        assert bool(state.checked) is widget.isChecked(), f"checked is told wrong: {told}"
        assert state.checkable, f"not told as checkable: {told}"
    if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)):
        assert bool(state.readOnly) is widget.isReadOnly(), f"read-only is told wrong: {told}"
        text = interface.textInterface()
        assert text is not None, f"no text is told: {told}"
        shown = widget.displayText() if isinstance(widget, QLineEdit) else widget.toPlainText()
        # Tables and line breaks of rich text have signs of their own, which its plain text gives as line ends.
        said = text.text(0, text.characterCount()).translate(dict.fromkeys((0x2028, 0x2029, 0xFDD0, 0xFDD1), "\n"))
        assert said == shown, f"the text is told wrong: {told}"


def _operable(window: QWidget) -> Iterator[QWidget]:
    for widget in (window, *window.findChildren(QWidget)):
        is_inner = widget.objectName().startswith("qt_")
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.isVisible() and not is_inner:
            yield widget


def _can_be_seen(widget: QWidget) -> bool:
    """Tell whether a part of the widget is within every area that scrolls around it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            corner = widget.mapTo(above.viewport(), QPoint(0, 0))
            if not widget.rect().translated(corner).intersects(above.viewport().rect()):
                return False
        above = above.parentWidget()
    return True


def _interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def _told(widget: QWidget) -> str:
    interface = _interface(widget)
    kinds = []
    above: QWidget | None = widget
    while above is not None:
        kinds.append(type(above).__name__)
        above = above.parentWidget()
    return f"“{interface.text(QAccessible.Text.Name)}” {' < '.join(kinds[:4])}"
