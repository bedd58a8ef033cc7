"""The bar above the pages of a PDF: which page, how large, and the search."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QFontMetrics, QIntValidator
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shipworthy.gui.pages.reports.pdf_pages import STEPS, PdfPages
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_WIDTH, _PAGE = "width", "page"
_FITS = {_WIDTH: QPdfView.ZoomMode.FitToWidth, _PAGE: QPdfView.ZoomMode.FitInView}


class PdfBar(QWidget):
    """Follows the pages, and leads them."""

    def __init__(self, theme: Theme, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._theme = theme
        self.previous = _button("‹", _("Previous page"))
        self.next = _button("›", _("Next page"))
        self.number = QLineEdit()
        self.number.setAccessibleName(_("Page"))
        self.number.setValidator(QIntValidator(1, 1, self))
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = PlainLabel(role="soft")
        self.smaller = _button("−", _("Smaller"))
        self.larger = _button("+", _("Larger"))
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("Zoom"))
        self.search = push_button(_("Search"), "flat")
        self.zoom.addItem(_("Fit width"), _WIDTH)
        self.zoom.addItem(_("Fit page"), _PAGE)
        for step in STEPS:
            self.zoom.addItem(_("{percent} %").format(percent=round(step * 100)), step)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 6, 12, 6)
        layout = FlowLayout(spacing=4)
        outer.addLayout(layout)
        parts: tuple[QWidget, ...] = (self.previous, self.number, self.count, self.next)
        for part in (*parts, self.smaller, self.zoom, self.larger, self.search):
            layout.addWidget(part)
        self._connect()
        self._fit()

    def _connect(self) -> None:
        pages = self._pages
        self.previous.clicked.connect(lambda: pages.go_to(pages.page - 1))
        self.next.clicked.connect(lambda: pages.go_to(pages.page + 1))
        self.number.returnPressed.connect(self._go)
        self.number.editingFinished.connect(lambda: self._show_page(pages.page, pages.pages))
        self.smaller.clicked.connect(lambda: pages.zoom(-1))
        self.larger.clicked.connect(lambda: pages.zoom(1))
        self.zoom.activated.connect(self._choose)
        pages.page_changed.connect(self._show_page)
        pages.zoom_changed.connect(self._show_zoom)
        self._theme.changed.connect(self._fit)

    @Slot()
    def _fit(self) -> None:
        width = QFontMetrics(self._theme.font(13)).horizontalAdvance("0000")
        self.number.setFixedWidth(width + 20)

    @Slot(int, int)
    def _show_page(self, page: int, pages: int) -> None:
        self.number.setValidator(QIntValidator(1, max(pages, 1), self))
        self.number.setText(str(page))
        self.count.setText(_("of {pages}").format(pages=pages))
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < pages)

    @Slot()
    def _go(self) -> None:
        self._pages.go_to(int(self.number.text()))

    @Slot(int)
    def _choose(self, row: int) -> None:
        chosen = self.zoom.itemData(row)
        if chosen in _FITS:
            self._pages.fit(_FITS[chosen])
        else:
            self._pages.set_scale(chosen)

    @Slot()
    def _show_zoom(self) -> None:
        mode = self._pages.zoomMode()
        wanted = next((key for key, fit in _FITS.items() if fit is mode), self._pages.zoomFactor())
        with QSignalBlocker(self.zoom):
            self.zoom.setCurrentIndex(self.zoom.findData(wanted))


def _button(sign: str, name: str) -> QPushButton:
    button = push_button(sign, "flat", tip=name)
    button.setAccessibleName(name)
    return button
