"""Boxes for numbers with their unit: exact percent, whole numbers. The wheel scrolls the page, not the number."""

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

_PLACES = 2
_PADDING = 6
_HUNDREDTHS = 100 * 10**_PLACES  # of a percent, in one


class PercentBox(QDoubleSpinBox):
    """A part of 1, shown and typed as percent with at most two decimals; `fraction` is exact."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setDecimals(_PLACES)
        self.setRange(0, 100)
        self.setSuffix(" %")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(_PADDING, 0, _PADDING, 0)  # Qt leaves out the style sheet's before the text

    @property
    def fraction(self) -> Fraction:
        """Return the part of 1 that the box says."""
        return Fraction(round(self.value() * 10**_PLACES), _HUNDREDTHS)

    def show_fraction(self, value: Fraction) -> None:
        """Show a part of 1."""
        self.setValue(float(value * 100))

    def textFromValue(self, value: float) -> str:
        """Leave out decimals that say nothing: "85", not "85.00"."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class WholeBox(QSpinBox):
    """A whole number with its unit."""

    def __init__(self, accessible_name: str, least: int, most: int, unit: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setRange(least, most)
        self.setSuffix(f" {unit}" if unit else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(_PADDING, 0, _PADDING, 0)  # Qt leaves out the style sheet's before the text

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
