"""What the start page shows while there is no service: what the program is for, and the three first things to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_WIDTH = 840
_BESIDE = 680


class FirstRun(QWidget):
    """Three cards: `samples_asked`, which is suggested, `service_asked` and `import_asked`, `manual_asked`."""

    samples_asked = Signal()
    service_asked = Signal()
    import_asked = Signal()
    manual_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(12)
        self.load = self._add_card(
            _("Look around"),
            _("Twelve services and a year of reviews: what was found, who mended it by when, and what came back."),
            push_button(_("Try the sample portfolio"), "primary"),
        )
        self.add_first = self._add_card(
            _("Begin with your own"),
            _("A name and a tier are enough; a catalogue or a spreadsheet brings many. Then start a review."),
            push_button(_("Add a service")),
            second=self._import_button(),
        )
        self.manual = self._add_card(
            _("Read first"),
            _("How to review, what the figures mean, where your data lies. Ten minutes, and it works offline."),
            push_button(_("Open the manual")),
        )
        self.load.clicked.connect(self.samples_asked)
        self.add_first.clicked.connect(self.service_asked)
        self.manual.clicked.connect(self.manual_asked)
        self._lay_out()

    def _import_button(self) -> QPushButton:
        self.import_first = push_button(_("Import…"), "flat")
        self.import_first.setAccessibleName(_("Import services"))
        self.import_first.setAccessibleDescription(_("From a Backstage catalogue, a CSV file or a spreadsheet"))
        self.import_first.setToolTip(self.import_first.accessibleDescription())
        self.import_first.clicked.connect(self.import_asked)
        return self.import_first

    def _add_card(self, title: str, text: str, button: QPushButton, second: QPushButton | None = None) -> QPushButton:
        card = Card(title)
        card.body.addWidget(PlainLabel(text, "soft", wrap=True))
        card.body.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.addWidget(button)
        if second is not None:
            row.addWidget(second)
        row.addStretch(1)
        card.body.addLayout(row)
        button.setAccessibleDescription(text)
        self._cards.addWidget(card, 1)
        return button

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(self._theme.pixels(_WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(PlainLabel(_("No services yet"), "heading", wrap=True))
        purpose = _("Here you see every service you review: whether it is ready for production, and what blocks it.")
        column.addWidget(PlainLabel(purpose, "soft", wrap=True))
        column.addSpacing(12)
        column.addLayout(self._cards)
        column.addStretch(3)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(20, 16, 20, 16)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons take the focus
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._theme.pixels(_BESIDE)
        self._cards.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
