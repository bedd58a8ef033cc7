"""The pages of a PDF: one below the other, zoomed by keys and wheel; its links open nothing unseen."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfLink, QPdfLinkModel, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.text import _

STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_CLOSE = 0.01


class PdfPages(QPdfView):
    """`page_changed(number, count)`, the first page being 1; `zoom_changed` after another zoom.

    A scale of 1 shows pages as large as they are printed. The document must not be a child of this widget: it would
    die after what listens to it, and Qt crashes.
    """

    page_changed = Signal(int, int)
    zoom_changed = Signal()

    def __init__(self, theme: Theme, document: QPdfDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # the stubs want a widget
        self._theme = theme
        self._pdf = document
        self._buffer = QBuffer(document)
        self.found = QPdfSearchModel(self)
        self.found.setDocument(self._pdf)
        self._links = QPdfLinkModel(self)
        self._links.setDocument(self._pdf)
        self.setDocument(self._pdf)
        self.setSearchModel(self.found)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setAccessibleName(_("Preview of the report"))
        self.setProperty("role", "pages")
        self.pageNavigator().currentPageChanged.connect(self._tell_page)
        self.zoomModeChanged.connect(self.zoom_changed)
        self.zoomFactorChanged.connect(self.zoom_changed)
        theme.changed.connect(self._dress)
        self._dress()

    def show_pdf(self, content: bytes, *, keep_place: bool) -> bool:
        """Show a PDF, at the page shown before where its place is to be kept; False where it cannot be read."""
        page = self.page if keep_place else 1
        self._pdf.close()
        self._buffer.close()
        self._buffer.setData(content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._pdf.load(self._buffer)
        if self._pdf.status() is not QPdfDocument.Status.Ready:
            return False
        self.go_to(page)
        self._tell_page()
        return True

    @property
    def page(self) -> int:
        """Return the number of the page shown, the first being 1."""
        return self.pageNavigator().currentPage() + 1

    @property
    def pages(self) -> int:
        """Return how many there are."""
        return self._pdf.pageCount()

    def text_of(self, page: int) -> str:
        """Return the text of a page, the first being 1."""
        return self._pdf.getAllText(page - 1).text()

    def go_to(self, page: int) -> None:
        """Show a page by its number, or the nearest that there is."""
        self.pageNavigator().jump(min(max(page, 1), max(self.pages, 1)) - 1, QPointF(), 0)

    @property
    def scale(self) -> float:
        """Return the scale in use, that of a fit included."""
        return self._scale_of(self.page - 1) if self.pages else self.zoomFactor()

    def _scale_of(self, page: int) -> float:
        if self.zoomMode() is QPdfView.ZoomMode.Custom:
            return self.zoomFactor()
        points, margins, room = self._pdf.pagePointSize(page), self.documentMargins(), self.viewport().size()
        per_point = self.logicalDpiX() / 72
        across = (room.width() - margins.left() - margins.right()) / (points.width() * per_point)
        if self.zoomMode() is QPdfView.ZoomMode.FitToWidth:
            return across
        return min(across, (room.height() - margins.top() - margins.bottom()) / (points.height() * per_point))

    def set_scale(self, scale: float) -> None:
        """Show pages at a scale, and keep the page shown in sight."""
        page = self.page
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(min(max(scale, STEPS[0]), STEPS[-1]))
        self.go_to(page)

    def fit(self, mode: QPdfView.ZoomMode) -> None:
        """Fit pages to the width, or a whole page into the room there is."""
        page = self.page
        self.setZoomMode(mode)
        self.go_to(page)

    def zoom(self, step: int) -> None:
        """Go to the next larger scale for 1, to the next smaller one for -1."""
        now = self.scale
        larger = [each for each in STEPS if each > now + _CLOSE]
        smaller = [each for each in STEPS if each < now - _CLOSE]
        self.set_scale((larger or STEPS[-1:])[0] if step > 0 else (smaller or STEPS[:1])[-1])

    @Slot()
    def _tell_page(self) -> None:
        told = _("Page {page} of {pages}").format(page=self.page, pages=self.pages)
        self.setAccessibleDescription(told if self.pages else "")
        self.page_changed.emit(self.page, self.pages)

    @Slot()
    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Dark, self._theme.colour("none_weak"))  # what lies around the pages
        self.setPalette(palette)

    def link_at(self, point: QPointF) -> QPdfLink:
        """Return the link at a point of the viewport, not a valid one where there is none.

        Qt's own view finds those of the first page alone. Where pages lie is as it lays them out.
        """
        margins, room = self.documentMargins(), self.viewport().size()
        sizes = [self._pdf.pagePointSize(page) * self._pixels(page) for page in range(self.pages)]
        across = max([size.width() for size in sizes], default=0.0) + margins.left() + margins.right()
        top = float(margins.top() - self.verticalScrollBar().value())
        for page, size in enumerate(sizes):
            left = (max(across, room.width()) - size.width()) / 2 - self.horizontalScrollBar().value()
            if QRectF(QPointF(left, top), size).contains(point):
                self._links.setPage(page)
                return self._links.linkAt((point - QPointF(left, top)) / self._pixels(page))
            top += size.height() + self.pageSpacing()
        return QPdfLink()

    def _pixels(self, page: int) -> float:
        """Return how many pixels a point of a page takes, the first being 0."""
        return self._scale_of(page) * self.logicalDpiX() / 72

    # Qt overrides

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.link_at(event.position()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Not left to Qt, which would open an address at once.
        link = self.link_at(event.position())
        if link.url().isValid():
            LinkDialog(link.url().toString(), self.window()).open()
        elif link.isValid():
            self.pageNavigator().jump(link.page(), link.location(), 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: self.pages}
        key = Qt.Key(event.key())
        if key in pages:
            self.go_to(pages[key])
            return
        super().keyPressEvent(event)
