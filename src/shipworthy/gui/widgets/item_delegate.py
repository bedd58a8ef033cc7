"""Cells that text alone cannot show: a chip with words beside it, a verdict as one, a score with its band."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shipworthy.domain.gate import Verdict
from shipworthy.domain.scorecard import Band
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import VERDICT_KINDS, chip_size, paint_chip, verdict_text
from shipworthy.gui.widgets.group_head import GroupCell, paint_group
from shipworthy.gui.widgets.progress_bar import BAR_WIDTH, ProgressCell, paint_progress
from shipworthy.gui.widgets.spark_line import SPARK_WIDTH, SparkCell, paint_spark
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.text import _
from shipworthy.wording import Wording

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 40
_PADDING = 10
_GAP = 6

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ChipCell:
    """What a model gives for CELL_ROLE where a word stands on its status colour; `beside` stands there in `ink`."""

    text: str
    kind: str
    beside: str = ""
    ink: str = "soft"


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """What a model gives for CELL_ROLE in a verdict column; `own` where it differs from what counts."""

    verdict: Verdict
    own: Verdict


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """What a model gives for CELL_ROLE in a score column; `live` is what a sealed one counts today, if that differs."""

    score: Fraction | None
    band: Band | None
    live: Fraction | None = None


def live_text(wording: Wording, live: Fraction) -> str:
    """Return the words beside a sealed score that counts otherwise today."""
    return _("live {score}").format(score=wording.percent(live))


def score_text(wording: Wording, score: Fraction | None, band: Band | None, live: Fraction | None) -> str:
    """Return a score with its band, and what it counts today where that differs."""
    text = wording.score_with_band(score, band)
    return text if live is None else f"{text}, {live_text(wording, live)}"


def own_verdict_text(wording: Wording, own: Verdict) -> str:
    """Return the words beside a capped verdict."""
    return _("own: {verdict}").format(verdict=wording.short_verdict(own).lower())


class ItemDelegate(QStyledItemDelegate):
    """Paints ChipCell, VerdictCell, ScoreCell, SparkCell, ProgressCell and GroupCell; everything else as Qt does."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wording = wording

    def _paint_chip(self, painter: QPainter, option: QStyleOptionViewItem, cell: ChipCell) -> None:
        inner = _inner(option.rect)
        chip = paint_chip(painter, self._theme, inner, cell.text, cell.kind, option.direction)
        if cell.beside:
            self._write(painter, option, _beside(inner, chip, option), cell.beside, cell.ink)

    def _paint_progress(self, painter: QPainter, option: QStyleOptionViewItem, cell: ProgressCell) -> None:
        inner = _inner(option.rect)
        bar = paint_progress(painter, self._theme, inner, cell, option.direction)
        self._write(painter, option, _beside(inner, bar, option), cell.text, "ink")

    def _verdict_chip(self, cell: VerdictCell) -> ChipCell:
        beside = "" if cell.own is cell.verdict else own_verdict_text(self._wording, cell.own)
        return ChipCell(verdict_text(self._wording, cell.verdict), VERDICT_KINDS[cell.verdict], beside)

    def _paint_score(self, painter: QPainter, option: QStyleOptionViewItem, cell: ScoreCell) -> None:
        """The number at the trailing edge, its band softer before that edge: numbers line up column-wise."""
        inner = _inner(option.rect)
        band = self._beside(cell)
        metrics = QFontMetrics(self._theme.font(13))
        width = metrics.horizontalAdvance(band) if band else 0
        trailing = Qt.AlignmentFlag.AlignTrailing
        self._write(painter, option, inner, band, "soft", trailing)
        number = QRect(inner)
        if option.direction is Qt.LayoutDirection.RightToLeft:
            number.setLeft(inner.left() + (width + _GAP if width else 0))
        else:
            number.setRight(inner.right() - (width + _GAP if width else 0))
        self._write(painter, option, number, self._wording.percent(cell.score), "ink", trailing)

    def _beside(self, cell: ScoreCell) -> str:
        """Return what stands beside the number: today's where it differs from the sealed one, else the band."""
        if cell.live is not None:
            return live_text(self._wording, cell.live)
        return self._wording.band(cell.band) if cell.score is not None else ""

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        text: str,
        token: str,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
    ) -> None:
        painter.save()
        painter.setFont(self._theme.font(13))
        painter.setPen(self._theme.colour(token))
        shown = painter.fontMetrics().elidedText(isolated(text), Qt.TextElideMode.ElideRight, max(place.width(), 0))
        visual = QStyle.visualAlignment(option.direction, alignment | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place.translated(0, -1), visual, shown)  # on one line with what Qt draws
        painter.restore()

    # Qt overrides

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.text = isolated(option.text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, GroupCell):
            paint_group(painter, self._theme, option, index, cell)
            return
        if not isinstance(cell, ChipCell | VerdictCell | ScoreCell | SparkCell | ProgressCell):
            super().paint(painter, option, index)
            return
        styled = QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        styled.text = ""
        styled.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, styled, painter, styled.widget)
        match cell:
            case ChipCell():
                self._paint_chip(painter, option, cell)
            case VerdictCell():
                self._paint_chip(painter, option, self._verdict_chip(cell))
            case ScoreCell():
                self._paint_score(painter, option, cell)
            case SparkCell():
                paint_spark(painter, self._theme, _inner(option.rect), cell, option.direction)
            case ProgressCell():
                self._paint_progress(painter, option, cell)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, VerdictCell):
            cell = self._verdict_chip(cell)
        metrics = QFontMetrics(self._theme.font(13))
        height = self._theme.pixels(ROW_HEIGHT)
        match cell:
            case GroupCell():
                width = 0  # it is written across all columns
            case SparkCell():
                width = self._theme.pixels(SPARK_WIDTH)
            case ProgressCell():
                width = self._theme.pixels(BAR_WIDTH) + _GAP + metrics.horizontalAdvance(cell.text)
            case ChipCell():
                width = chip_size(self._theme, cell.text).width()
                if cell.beside:
                    width += _GAP + metrics.horizontalAdvance(cell.beside)
            case ScoreCell():
                width = metrics.horizontalAdvance(f"{self._wording.percent(cell.score)} ({self._beside(cell)})")
            case _:
                return QSize(super().sizeHint(option, index).width(), height)
        return QSize(width + 2 * _PADDING, height)


def _inner(cell: QRect) -> QRect:
    return cell.adjusted(_PADDING, 0, -_PADDING, -1)  # the line below the row is no part of it


def _beside(inner: QRect, part: QRect, option: QStyleOptionViewItem) -> QRect:
    """Return the room of a cell after what stands at its leading edge."""
    beside = QRect(inner)
    if option.direction is Qt.LayoutDirection.RightToLeft:
        beside.setRight(part.left() - _GAP)
    else:
        beside.setLeft(part.right() + _GAP)
    return beside
