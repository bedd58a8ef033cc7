"""A box with a coloured edge for what must be seen in place: contradictions, problems, what follows from an answer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shipworthy.gui.pages.review.key_cap import PaneButton
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel

_EDGE = 3
LINK_INSET = 3  # border and padding of a link in the style sheet: its words line up with the text above
Link = tuple[str, Callable[[], None]]


class Callout(QFrame):
    """A title, a text and links; `kind` (warn, bad, none, accent) gives the colours, the title says it in words."""

    def __init__(self, theme: Theme, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._title = PlainLabel(role="strong", wrap=True)
        self._text = PlainLabel(wrap=True, selectable=True)
        self._flow = FlowLayout(spacing=12, outset=LINK_INSET)
        self._buttons: list[PaneButton] = []
        self._acts: list[Callable[[], None]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12 + _EDGE, 8, 12, 8)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addLayout(self._flow)
        self.hide()

    @property
    def text(self) -> str:
        """Return what it says, title first."""
        return f"{self._title.text()} {self._text.text()}".strip()

    @property
    def links(self) -> list[PaneButton]:
        """Return the buttons that are shown."""
        return [button for button in self._buttons if not button.isHidden()]

    def show_words(self, title: str, text: str = "", links: Sequence[Link] = ()) -> None:
        """Show a title, a text and links; nothing at all where there is neither title nor text."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._acts = [act for _label, act in links]
        while len(self._buttons) < len(links):
            self._add_button()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(links))
            if place < len(links):
                button.setText(links[place][0].replace("&", "&&"))
        self.setAccessibleName(self.text)
        self.setVisible(bool(title or text))

    def _add_button(self) -> None:
        place = len(self._buttons)
        button = PaneButton(kind="link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self._follow(place))
        self._buttons.append(button)
        self._flow.addWidget(button)

    def _follow(self, place: int) -> None:
        self._acts[place]()

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{self._kind}_weak"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        edge = QRectF(self.rect())
        edge.setWidth(_EDGE)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            edge.moveRight(self.width())
        painter.setBrush(self._theme.colour(self._kind))
        painter.drawRoundedRect(edge, 1.5, 1.5)
