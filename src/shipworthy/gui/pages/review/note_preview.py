"""A note as the report will print it: the same sanitised markup, nothing loaded, links opened only when asked."""

from typing import Any

from PySide6.QtCore import QSize, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.text import _

_MOST_HEIGHT = 320
_INDENT = 20
_REST_MILLISECONDS = 150


class NotePreview(QFrame):
    """A titled box with the note; hidden until it is asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._note = ""
        self.setProperty("role", "quiet")
        self.page = _NotePage()
        self.page.link_asked.connect(self._ask_for_link)
        hint = _("There is no note yet. **Bold**, lists with -, `code` and links are printed as such.")
        self._empty = PlainLabel(hint, "soft", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel(_("As the report prints it"), "label"))
        layout.addWidget(self.page)
        layout.addWidget(self._empty)
        self._soon = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._soon.timeout.connect(self._show)
        theme.changed.connect(self._show)
        self.hide()

    def show_note(self, note: str) -> None:
        """Show a note at once."""
        self._note = note
        self._show()

    def show_soon(self, note: str) -> None:
        """Show a note that is being typed once the typing rests for a moment."""
        self._note = note
        self._soon.start()

    @Slot()
    def _show(self) -> None:
        self._soon.stop()
        if self.isHidden():
            return
        # Imported here: most windows never preview a note, and the parser takes a while to load.
        from shipworthy.markup import note_markup

        is_empty = not self._note.strip()
        self._empty.setVisible(is_empty)
        self.page.setVisible(not is_empty)
        self.page.document().setDefaultStyleSheet(_style(self._theme))
        # Line ends behind the last element and the last line of code would show as blanks.
        self.page.setHtml(str(note_markup(self._note)).strip().replace("\n</code></pre>", "</code></pre>"))

    @Slot(str)
    def _ask_for_link(self, url: str) -> None:
        LinkDialog(url, self.window()).open()


class _NotePage(QTextBrowser):
    """Shows markup as high as it is, loads nothing and follows nothing."""

    link_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Preview of the note"))
        self.setProperty("kind", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(_INDENT)
        self.anchorClicked.connect(self._pass_link_on)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    @Slot(QUrl)
    def _pass_link_on(self, url: QUrl) -> None:
        self.link_asked.emit(bytes(url.toEncoded().data()).decode())

    # Qt overrides

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None  # whatever a note names, nothing is fetched for it

    def sizeHint(self) -> QSize:
        return QSize(320, min(int(self.document().size().height()) + 6, _MOST_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


def _style(theme: Theme) -> str:
    tokens = theme.tokens
    return (
        f"body, p, li, td, th {{ color: {tokens.ink}; }} a {{ color: {tokens.accent}; }}"
        f" pre, code {{ background: {tokens.surface}; }} blockquote {{ color: {tokens.soft}; }}"
        " th, td { padding: 0 12px 0 0; } th { text-align: left; } p, ul, ol, pre { margin: 0 0 6px 0; }"
    )
