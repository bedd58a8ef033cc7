"""A chart in the window: the drawing that paper has too, in the theme in use; in words where it cannot be drawn."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.chart_desk import ChartDesk
from shipworthy.gui.context import Context
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.reports.chart_data import Chart, Look
from shipworthy.reports.job import ChartJob
from shipworthy.text import _

_NARROWEST, _WIDEST, _STEP = 320, 1200, 20
_AT_REST = 80  # milliseconds after the last change of width
_FIRST_HEIGHT = 160
_TOKENS = ("surface", "line", "ink", "soft", "accent", "accent_weak", "ok", "warn", "bad", "none")


def look_of(theme: Theme, width: int) -> Look:
    """Return how a chart looks in the theme in use; widths go in steps, so that dragging does not draw each of them."""
    colours = {name: getattr(theme.tokens, name) for name in _TOKENS}
    wide = min(max(width, _NARROWEST), _WIDEST)
    return Look(**colours, width=wide - wide % _STEP, text=theme.pixels(12))


class PictureView(QWidget):
    """Shows one chart as wide as there is room; `title` names it for screen readers, its alternative describes it."""

    def __init__(self, context: Context, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._desk = ChartDesk.of(context)
        self._chart: Chart | None = None
        self._wanted: ChartJob | None = None
        self._shown: ChartJob | None = None
        self._svg: QSvgRenderer | None = None
        self._words = PlainLabel("", "soft", wrap=True, selectable=True)
        self._words.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addStretch(1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_AT_REST)
        self._rest.timeout.connect(self._draw)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(_FIRST_HEIGHT)
        context.theme.changed.connect(self._draw)

    @property
    def is_drawn(self) -> bool:
        """Tell whether the chart asked for last is on screen, as a picture."""
        return self._svg is not None and self._shown == self._wanted

    @property
    def words(self) -> str:
        """Return the words that stand in for the picture; "" while there is one."""
        return "" if self._words.isHidden() else self._words.text()

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart, or nothing; what was shown stays until it is drawn."""
        self._chart = chart
        self.setAccessibleDescription(chart.alternative if chart else "")
        self.setVisible(chart is not None)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        if self._chart is None:
            self._wanted = self._svg = None
            return
        job = ChartJob(self._chart, look_of(self._theme, self.width()))
        if job == self._wanted:
            return
        self._wanted = job
        self._desk.draw(job, partial(self._show, job), partial(self._say, job), owner=self)

    def _show(self, job: ChartJob, svg: bytes) -> None:
        if job != self._wanted:  # another was asked for meanwhile
            return
        self._svg, self._shown = QSvgRenderer(svg), job
        self._words.hide()
        self.setMinimumHeight(self._svg.defaultSize().height())
        self.updateGeometry()
        self.update()

    def _say(self, job: ChartJob, error: UserError) -> None:
        if job != self._wanted:
            return
        self._svg = None
        self._words.setText("\n".join((_("{problem} In words:").format(problem=error.message), *job.chart.words)))
        self._words.show()
        self.setMinimumHeight(0)
        self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        if self._svg is not None:
            return self._svg.defaultSize()
        return QSize(_NARROWEST, self._words.heightForWidth(max(self.width(), 1)) if self.words else _FIRST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rest.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._svg is None:
            return
        size = self._svg.defaultSize()
        width = min(self.width(), size.width())
        start = 0 if self.isLeftToRight() else self.width() - width
        painter = QPainter(self)
        self._svg.render(painter, QRectF(start, 0, width, size.height() * width / size.width()))
