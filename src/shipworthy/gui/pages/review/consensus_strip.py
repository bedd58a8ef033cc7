"""The strip of a question: a scale from 0 to 1 with the choices as ticks and the assessors' initials on it.

What has no score stands beside the scale: not applicable, unknown, not answered. Where there is no room for all
initials a mark says how many; the words are in the accessible text and the tip.
"""

from collections.abc import Iterable
from fractions import Fraction

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle

from shipworthy.domain.consensus import PositionKind
from shipworthy.gui.models.consensus_model import ConsensusLine, Mark
from shipworthy.gui.theme import Theme
from shipworthy.text import _

_MOST_INITIALS = 3
_MARK_HEIGHT, _MARK_GAP, _LABEL_GAP, _TICK = 20, 2, 4, 8
_SLOT = 34
_BESIDE = (PositionKind.NOT_APPLICABLE, PositionKind.UNKNOWN, PositionKind.OPEN, PositionKind.NOT_ASKED)


def strip_height(theme: Theme) -> int:
    """Return how high a strip is."""
    return theme.pixels(_MARK_HEIGHT) + 2 * _LABEL_GAP + _TICK + QFontMetrics(theme.font(12)).height()


def room_beside(theme: Theme, lines: Iterable[ConsensusLine]) -> int:
    """Return how much room beside the scale the marks without a score need in any of the lines."""
    return max((sum(_slots(theme, _beside(line))) for line in lines), default=0)


def paint_strip(
    painter: QPainter, theme: Theme, rect: QRect, line: ConsensusLine, direction: Qt.LayoutDirection, beside_scale: int
) -> None:
    """Paint the strip of a question into a rectangle that is `strip_height` high.

    `beside_scale` is the room kept beside the scale, the same in all lines, so that their scales stand in line.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    beside = _beside(line)
    slots = _slots(theme, beside)
    scale = QRect(rect.left(), rect.top(), rect.width() - beside_scale, rect.height())
    on_scale = [mark for mark in line.marks if mark.kind is PositionKind.SCORED]
    _paint_scale(painter, theme, rect, scale, line, direction)
    for mark, box in _placed(theme, scale, on_scale):
        _paint_mark(painter, theme, QStyle.visualRect(direction, rect, box), mark)
    left = scale.right() + 1
    for mark, width in zip(beside, slots, strict=True):
        slot = QRect(left, rect.top(), width, rect.height())
        _paint_slot(painter, theme, rect, slot, mark, direction)
        left += width
    painter.restore()


def _beside(line: ConsensusLine) -> list[Mark]:
    return [mark for mark in line.marks if mark.kind in _BESIDE]


def _paint_scale(
    painter: QPainter, theme: Theme, rect: QRect, scale: QRect, line: ConsensusLine, direction: Qt.LayoutDirection
) -> None:
    base = scale.top() + theme.pixels(_MARK_HEIGHT) + _LABEL_GAP
    first, last = _across(theme, scale, Fraction(0)), _across(theme, scale, Fraction(1))
    painter.setPen(QPen(theme.colour("edge"), 1))
    whole = QStyle.visualRect(direction, rect, QRect(first, base, last - first, 1))
    painter.drawLine(whole.left(), base, whole.right() + 1, base)
    painter.setFont(theme.font(12))
    labelled = {Fraction(0), Fraction(1)}
    for tick in {*line.ticks, *labelled}:
        across = _mirrored(rect, _across(theme, scale, tick), direction)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawLine(across, base, across, base + _TICK // 2)
        if tick in labelled:
            label = QRect(across - 20, base + _TICK, 40, scale.bottom() - base - _TICK + 1)
            painter.setPen(theme.colour("soft"))
            painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), str(tick))
    if line.agreed is not None:  # a tip that points at the agreed score, which the words name too
        across = _mirrored(rect, _across(theme, scale, line.agreed), direction)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ok"))
        top, foot = base + 1.0, float(base + _TICK)
        painter.drawPolygon(QPolygonF([QPointF(across, top), QPointF(across - 5, foot), QPointF(across + 5, foot)]))


def _paint_slot(
    painter: QPainter, theme: Theme, rect: QRect, slot: QRect, mark: Mark, direction: Qt.LayoutDirection
) -> None:
    width = _mark_width(theme, mark)
    box = QRect(slot.center().x() - width // 2, slot.top(), width, theme.pixels(_MARK_HEIGHT))
    _paint_mark(painter, theme, QStyle.visualRect(direction, rect, box), mark)
    label = QStyle.visualRect(direction, rect, slot.adjusted(0, theme.pixels(_MARK_HEIGHT) + _LABEL_GAP + _TICK, 0, 0))
    painter.setFont(theme.font(12))
    painter.setPen(theme.colour("soft"))
    painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), _kind_label(mark.kind))


def _paint_mark(painter: QPainter, theme: Theme, box: QRect, mark: Mark) -> None:
    said = mark.kind not in (PositionKind.OPEN, PositionKind.NOT_ASKED)
    painter.setPen(QPen(theme.colour("accent" if said else "edge"), 1))
    painter.setBrush(theme.colour("accent_weak" if said else "surface"))
    radius = box.height() / 2
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setFont(theme.font(12, bold=True))
    painter.setPen(theme.colour("accent" if said else "soft"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _mark_text(mark))


def _placed(theme: Theme, scale: QRect, marks: list[Mark]) -> list[tuple[Mark, QRect]]:
    """Return where the marks stand: above their score, moved aside where they would cover each other."""
    widths = [_mark_width(theme, mark) for mark in marks]
    if sum(widths) + _MARK_GAP * len(marks) > scale.width():
        marks = [
            Mark((f"×{len(mark.initials)}",), mark.kind, mark.score) if len(mark.initials) > 1 else mark
            for mark in marks
        ]
        widths = [_mark_width(theme, mark) for mark in marks]
    lefts: list[int] = []
    for mark, width in zip(marks, widths, strict=True):
        assert mark.score is not None, "only marks with a score stand on the scale"
        wanted = _across(theme, scale, mark.score) - width // 2
        lefts.append(
            max(wanted, lefts[-1] + widths[len(lefts) - 1] + _MARK_GAP) if lefts else max(wanted, scale.left())
        )
    end = scale.right() + 1
    for place in reversed(range(len(lefts))):
        lefts[place] = min(lefts[place], end - widths[place])
        end = lefts[place] - _MARK_GAP
    height = theme.pixels(_MARK_HEIGHT)
    return [
        (mark, QRect(left, scale.top(), width, height)) for mark, left, width in zip(marks, lefts, widths, strict=True)
    ]


def _slots(theme: Theme, marks: list[Mark]) -> list[int]:
    metrics = QFontMetrics(theme.font(12))
    least = theme.pixels(_SLOT)
    return [
        max(_mark_width(theme, mark), metrics.horizontalAdvance(_kind_label(mark.kind)), least) + 8 for mark in marks
    ]


def _mark_width(theme: Theme, mark: Mark) -> int:
    text = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(_mark_text(mark))
    return max(text + 10, theme.pixels(_MARK_HEIGHT))


def _mark_text(mark: Mark) -> str:
    many = len(mark.initials)
    return " ".join(mark.initials) if many <= _MOST_INITIALS else f"×{many}"


def _across(theme: Theme, scale: QRect, score: Fraction) -> int:
    inset = theme.pixels(_MARK_HEIGHT) // 2 + 4
    return scale.left() + inset + round((scale.width() - 2 * inset) * score)


def _mirrored(rect: QRect, across: int, direction: Qt.LayoutDirection) -> int:
    return across if direction is Qt.LayoutDirection.LeftToRight else rect.left() + rect.right() - across


def _kind_label(kind: PositionKind) -> str:
    return {
        PositionKind.NOT_APPLICABLE: _("N/A"),
        PositionKind.UNKNOWN: _("unknown"),
        PositionKind.OPEN: _("unanswered"),
        PositionKind.NOT_ASKED: _("not asked"),
    }.get(kind, "")
