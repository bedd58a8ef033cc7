"""Shows a shipped document (docs/*.md): reads nothing but that folder, and shows an address before it is opened."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from shipworthy.gui.models.contents_model import Heading
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.paths import shipped

_FOLDER = "docs"
_ENDING = ".md"
_HEADING_SIZES = {1: 22, 2: 16, 3: 13}
_LINE_HEIGHT = 130.0  # percent
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


class DocumentView(QTextBrowser):
    """The text of a document; `opened` when it shows another one, or the same in another theme."""

    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._matches: list[QTextCursor] = []
        self.headings: tuple[Heading, ...] = ()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "document")
        self.document().setDocumentMargin(24)
        self.anchorClicked.connect(self.follow)
        theme.changed.connect(self._show_anew)

    def open_document(self, name: str, anchor: str = "") -> None:
        """Show a document of the folder by its file name, such as "manual.md", at a heading."""
        if name != self._name:
            self._name = name
            self._show()
        if anchor:
            self.go_to_anchor(anchor)

    @Slot(QUrl)
    def follow(self, url: QUrl) -> None:
        """Go to a heading or another document; show the whole address of anything else before it is opened."""
        if url.scheme():
            LinkDialog(url.toString(), self.window()).open()
        elif not url.path():
            self.go_to_anchor(url.fragment())
        elif _document(url.path()) is not None:
            self.open_document(url.path(), url.fragment())

    def go_to_anchor(self, anchor: str) -> None:
        """Go to the heading that links call by this name."""
        for heading in self.headings:
            if heading.anchor == anchor:
                self.go_to(heading.position)

    def go_to(self, position: int) -> None:
        """Put a place of the text at the top."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(top - 8)

    @property
    def position(self) -> int:
        """Return the place of the text that is at the top."""
        return self.cursorForPosition(self.viewport().rect().topLeft()).position()

    def find_all(self, words: str) -> int:
        """Mark every place where some words stand, and return how many there are."""
        self._matches = []
        cursor = QTextCursor(self.document())
        while words and not (cursor := self.document().find(words, cursor)).isNull():
            self._matches.append(cursor)
        self._mark()
        return len(self._matches)

    def show_match(self, place: int) -> None:
        """Select one of the places found and bring it into sight."""
        self.setTextCursor(self._matches[place])
        self.ensureCursorVisible()

    def _mark(self) -> None:
        marks = []
        for cursor in self._matches:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(self._theme.colour("warn_weak"))
            mark.format.setForeground(self._theme.colour("ink"))
            mark.format.setFontUnderline(True)  # the ground alone would be colour alone
            marks.append(mark)
        self.setExtraSelections(marks)

    @Slot()
    def _show_anew(self) -> None:
        if self._name:
            position = self.position
            self._show()
            self.go_to(position)

    def _show(self) -> None:
        path = _document(self._name)
        assert path is not None, f"{self._name} is no shipped document"
        self._matches = []
        self.document().setDefaultFont(self._theme.font(13))
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        self.document().setMarkdown(path.read_text(encoding="utf-8"), features)
        self._format()
        self.setExtraSelections([])
        self.opened.emit()

    def _format(self) -> None:
        """Give headings, paragraphs, code and tables the sizes and distances of the window."""
        headings = []
        all_of_it = QTextCursor(self.document())
        all_of_it.beginEditBlock()  # or each change lays out the whole text anew
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                headings.append(Heading(level, block.text(), _anchor(block.text()), block.position()))
            self._format_block(block, level)
            block = block.next()
        self.headings = tuple(headings)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._format_table(frame)
        all_of_it.endEditBlock()

    def _format_block(self, block: QTextBlock, level: int) -> None:
        cursor = QTextCursor(block)
        block_format = block.blockFormat()
        in_table = cursor.currentTable() is not None
        pixels = self._theme.pixels
        block_format.setTopMargin(pixels(20) if level == 2 else 0)
        block_format.setBottomMargin(0 if in_table else pixels(4 if block.textList() is not None else 8))
        block_format.setNonBreakableLines(False)  # code too: a line must not make the whole page wider
        block_format.setLineHeight(_LINE_HEIGHT, 1)  # 1: proportional
        cursor.setBlockFormat(block_format)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        text_format = QTextCharFormat()
        if level:
            text_format.setFont(self._theme.font(_HEADING_SIZES.get(level, 13), bold=True))
            text_format.setFontWeight(600)
        cursor.mergeCharFormat(text_format)

    def _format_table(self, table: QTextTable) -> None:
        table_format = table.format()
        table_format.setBorder(1)
        table_format.setBorderBrush(self._theme.colour("line"))
        table_format.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        table_format.setBorderCollapse(True)
        table_format.setCellPadding(self._theme.pixels(5))
        table_format.setCellSpacing(0)
        table_format.setTopMargin(self._theme.pixels(4))
        table_format.setBottomMargin(self._theme.pixels(12))
        table_format.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(table_format)

    # Qt overrides

    def loadResource(self, kind: int, url: QUrl | str) -> Any:  # noqa: ARG002 - Qt's signature
        """Return a picture of the documents' own folder; nothing else is ever read."""
        address = QUrl(url)
        path = None if address.scheme() else _inside(address.path())
        return QImage(str(path)) if path is not None and path.is_file() else QImage()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is read at the top: another width breaks the lines elsewhere."""
        position = self.position
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and position:
            self.go_to(position)


def _anchor(heading: str) -> str:
    """Return what links call a heading, as GitHub makes it."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _inside(name: str) -> Path | None:
    """Return a file of the documents' folder; None for a name that leads out of it."""
    folder = shipped(_FOLDER).resolve()
    path = (folder / name).resolve()
    return path if folder in path.parents else None


def _document(name: str) -> Path | None:
    path = _inside(name)
    return path if path is not None and path.suffix == _ENDING and path.is_file() else None
