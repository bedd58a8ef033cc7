"""A pack as whoever answers it reads it, as paragraphs; a view that shows them as plain text, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import Any, NamedTuple

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from shipworthy.domain.pack import Pack, Question
from shipworthy.gui.theme import Theme
from shipworthy.text import _
from shipworthy.wording import Wording

_LINE_HEIGHT = 125.0  # percent


class Kind(Enum):
    """How a paragraph looks."""

    HEADING = auto()
    QUESTION = auto()
    LABEL = auto()
    TEXT = auto()
    CHOICE = auto()
    SOFT = auto()


class Paragraph(NamedTuple):
    """A piece of text and its look."""

    kind: Kind
    text: str


def paragraphs(pack: Pack, wording: Wording) -> Iterator[Paragraph]:
    """Return a pack in the order in which it is asked, facts first and contradictions last."""
    yield Paragraph(Kind.TEXT, pack.summary)
    if pack.facts:
        yield Paragraph(Kind.HEADING, _("Facts, asked once per service"))
        for fact in pack.facts:
            usual = _("yes") if fact.default else _("no")
            yield Paragraph(Kind.TEXT, _("{fact} Until somebody answers: {usual}.").format(fact=fact.text, usual=usual))
    facts = {fact.id: fact.text for fact in pack.facts}
    for number, principle in enumerate(pack.principles, start=1):
        yield Paragraph(Kind.HEADING, f"{number}  {principle.title}")
        yield Paragraph(Kind.SOFT, principle.intent)
        for place, question in enumerate(principle.questions, start=1):
            yield Paragraph(Kind.QUESTION, f"{number}.{place}  {question.text}")
            yield from _question(question, facts, wording)
    if pack.contradictions:
        texts = {question.id: question.text for _principle, question in pack.questions()}
        yield Paragraph(Kind.HEADING, _("Contradictions"))
        for each in pack.contradictions:
            yield Paragraph(Kind.QUESTION, each.message)
            for asked in each.questions:
                yield Paragraph(Kind.CHOICE, texts.get(asked, asked))


def _question(question: Question, facts: dict[str, str], wording: Wording) -> Iterator[Paragraph]:
    rules = (
        wording.severity(question.severity).lower(),
        _("level {level}").format(level=question.level),
        _("weight {weight}").format(weight=question.weight),
        wording.evidence_rule(question.evidence_rule).lower(),
    )
    yield Paragraph(Kind.SOFT, " · ".join(rules))
    if question.applies_when:
        named = [text for fact, text in facts.items() if f"service.{fact}" in question.applies_when]
        asked = _("Asked only when {condition}").format(condition=question.applies_when)
        yield Paragraph(Kind.SOFT, "  ".join((asked, *(f"({text})" for text in named))))
    for place, choice in enumerate(question.choices, start=1):
        yield Paragraph(Kind.CHOICE, f"{place}  {choice.label}")
    for title, text in (
        (_("Why it matters"), question.why),
        (_("The risk"), question.risk),
        (_("How to verify"), question.verify),
        (_("Good evidence"), "; ".join(question.evidence_examples)),
        (_("References"), "; ".join(f"{each.title} {each.url}".strip() for each in question.references)),
    ):
        if text:
            yield Paragraph(Kind.LABEL, title)
            yield Paragraph(Kind.TEXT, text)


class ReadingView(QTextBrowser):
    """Paragraphs to read, select and copy; nothing in them is ever taken for markup or followed."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Paragraph, ...] = ()
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "document")
        self.setAccessibleName(name)
        self.document().setDocumentMargin(16)
        theme.changed.connect(self._show_anew)

    def show_paragraphs(self, shown: Iterable[Paragraph]) -> None:
        """Show other paragraphs, from the first."""
        self._shown = tuple(shown)
        self._fill()
        self.verticalScrollBar().setValue(0)

    @Slot()
    def _show_anew(self) -> None:
        place = self.verticalScrollBar().value()
        self._fill()
        self.verticalScrollBar().setValue(place)

    def _fill(self) -> None:
        self.clear()
        self.document().setDefaultFont(self._theme.font(13))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for place, paragraph in enumerate(self._shown):
            block, text = self._formats(paragraph.kind)
            if place:
                cursor.insertBlock(block, text)
            else:
                cursor.setBlockFormat(block)
            cursor.insertText(paragraph.text, text)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _formats(self, kind: Kind) -> tuple[QTextBlockFormat, QTextCharFormat]:
        pixels, theme = self._theme.pixels, self._theme
        above = {Kind.HEADING: 24, Kind.QUESTION: 20, Kind.LABEL: 8, Kind.CHOICE: 4, Kind.SOFT: 2, Kind.TEXT: 2}
        block, text = QTextBlockFormat(), QTextCharFormat()
        block.setTopMargin(pixels(above[kind]))
        block.setLineHeight(_LINE_HEIGHT, 1)  # 1: proportional
        size = {Kind.HEADING: 16, Kind.LABEL: 12, Kind.SOFT: 12}.get(kind, 13)
        text.setFont(theme.font(size, bold=kind in (Kind.HEADING, Kind.QUESTION, Kind.LABEL)))
        text.setForeground(theme.colour("soft" if kind in (Kind.SOFT, Kind.LABEL) else "ink"))
        if kind is Kind.CHOICE:
            block.setLeftMargin(pixels(16))
        return block, text

    # Qt overrides

    def loadResource(self, kind: int, url: QUrl | str) -> Any:  # noqa: ARG002 - Qt's signature
        """Return nothing: no text of a pack loads a file."""
        return None
