"""One choice of a question as a row: a real radio button or check box, drawn as a card with its key and its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QStyle, QWidget

from shipworthy.gui.pages.review.key_cap import cap_size, is_pressing, paint_cap
from shipworthy.gui.theme import Theme

if TYPE_CHECKING:
    _Button = QAbstractButton
else:  # PySide allows one Qt base per class; the rows below bring it
    _Button = object

PAD_ACROSS, PAD_DOWN = 14, 11
CAP_WIDTH, GAP, BOX = 34, 10, 16
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_TICK = "✓"


class _ChoiceRow(_Button):
    """What radio and check rows share: the drawing, the keys and that only the page changes the checked state."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = ""
        self._label = ""
        self._score = ""
        self._keys_act = False
        self._projected = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_choice(self, key: str, label: str, score: str, checked: bool, spoken: str) -> None:
        """Show a choice: the key that takes it ("" for none), its words, its score as text and whether it is taken."""
        self._key, self._label, self._score = key, label, score
        self.setAccessibleName(spoken)
        # A radio button is spoken as one only where Qt makes it exclusive, and none may be checked: hence on and off.
        self.setAutoExclusive(False)
        self.setChecked(checked)
        self.setAutoExclusive(isinstance(self, QRadioButton))
        self.updateGeometry()
        self.update()

    def show_keys_act(self, keys_act: bool) -> None:
        """Show whether the key on the cap acts at the moment."""
        if keys_act != self._keys_act:
            self._keys_act = keys_act
            self.update()

    def set_projected(self, projected: bool) -> None:
        """Write larger and mark a taken choice with a tick, to be seen from the back of a room; or as usual."""
        self._projected = projected
        self.updateGeometry()
        self.update()

    @property
    def _font_sizes(self) -> tuple[int, int]:
        return (22, 16) if self._projected else (13, 12)

    def _text_rect(self, card: QRect) -> QRect:
        small = QFontMetrics(self._theme.font(self._font_sizes[1]))
        tick = self._tick_width() + GAP if self._projected else 0
        before = PAD_ACROSS + self._cap().width() + GAP + (BOX + GAP if isinstance(self, QCheckBox) else 0)
        after = PAD_ACROSS + max(small.horizontalAdvance(self._score), small.horizontalAdvance("0.75")) + GAP + tick
        return card.adjusted(before, PAD_DOWN, -after, -PAD_DOWN)

    def _tick_width(self) -> int:
        return QFontMetrics(self._theme.font(22, bold=True)).horizontalAdvance(_TICK)

    def _cap(self) -> QSize:
        return cap_size(self._theme, self._key, CAP_WIDTH, self._font_sizes[1])

    def _mirrored(self, rect: QRect, card: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), card, rect)

    # Qt overrides

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        text = self._text_rect(QRect(0, 0, width, 0))
        metrics = QFontMetrics(self._theme.font(self._font_sizes[0]))
        wrapped = metrics.boundingRect(QRect(0, 0, max(text.width(), 40), 100_000), _WRAPPED, self._label)
        return max(wrapped.height(), self._cap().height()) + 2 * PAD_DOWN

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(480))

    def hitButton(self, _pos: object) -> bool:
        return True  # the whole card, where Qt would take its usual indicator and text only

    def nextCheckState(self) -> None:
        """Leave the state alone: it changes when the answer is committed, not when the row is pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressing(event):
            self.click()
        else:
            event.ignore()  # the question pane knows the other keys, the arrows among them

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt leaves Tab to one button of an exclusive group and the others to the arrows, which here walk the questions.
        parent = self.parentWidget()
        for row in parent.findChildren(type(self)) if parent is not None else ():
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the second half of a double click must not answer the question that follows

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.rect()
        self._paint_card(painter, card)
        cap = QRect(card.left() + PAD_ACROSS, 0, self._cap().width(), self._cap().height())
        cap.moveTop(card.center().y() - cap.height() // 2)
        if self._key:
            paint_cap(
                painter,
                self._theme,
                self._mirrored(cap, card),
                self._key,
                filled=self.isChecked(),  # so that the colour of the card is not the only sign
                active=self._keys_act,
                font=self._font_sizes[1],
            )
        if isinstance(self, QCheckBox):
            box = QRect(cap.right() + 1 + GAP, card.center().y() - BOX // 2, BOX, BOX)
            self._paint_box(painter, self._mirrored(box, card))
        text = self._text_rect(card)
        leading = Qt.AlignmentFlag.AlignLeft if self.isLeftToRight() else Qt.AlignmentFlag.AlignRight
        painter.setFont(self._theme.font(self._font_sizes[0]))
        painter.setPen(self._theme.colour("ink"))
        flags = int(leading | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute) | _WRAPPED
        painter.drawText(self._mirrored(text, card), flags, self._label)
        if self._projected and self.isChecked():
            tick = QRect(text.right() + GAP, card.top(), self._tick_width(), card.height())
            self._paint_tick(painter, self._mirrored(tick, card))
        score = QRect(text.right() + GAP, card.top(), card.right() - PAD_ACROSS - text.right() - GAP + 1, card.height())
        trailing = Qt.AlignmentFlag.AlignRight if self.isLeftToRight() else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._theme.font(self._font_sizes[1]))
        painter.setPen(self._theme.colour("soft"))
        painter.drawText(
            self._mirrored(score, card),
            int(trailing | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute),
            self._score,
        )

    def _paint_card(self, painter: QPainter, card: QRect) -> None:
        """Draw the ground and the edge: ink for the focus, accent for a taken choice."""
        checked, focused = self.isChecked(), self.hasFocus()
        edge = "ink" if focused else "accent" if checked else "edge" if self.underMouse() else "line"
        width = 4.0 if checked and self._projected else 2.0 if focused or checked else 1.0
        painter.setPen(QPen(self._theme.colour(edge), width))
        painter.setBrush(self._theme.colour("accent_weak" if checked else "surface"))
        half = width / 2
        painter.drawRoundedRect(card.toRectF().adjusted(half, half, -half, -half), 8, 8)

    def _paint_tick(self, painter: QPainter, place: QRect) -> None:
        painter.setFont(self._theme.font(22, bold=True))
        painter.setPen(self._theme.colour("accent"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), _TICK)

    def _paint_box(self, painter: QPainter, box: QRect) -> None:
        checked = self.isChecked()
        painter.setPen(QPen(self._theme.colour("accent" if checked else "edge"), 1.5))
        painter.setBrush(self._theme.colour("accent" if checked else "surface"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        if checked:
            painter.setFont(self._theme.font(12, bold=True))
            painter.setPen(self._theme.colour("on_accent"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _TICK)


class RadioRow(_ChoiceRow, QRadioButton):
    """A choice of which one is taken."""


class CheckRow(_ChoiceRow, QCheckBox):
    """A choice of which several may be taken."""
