"""What helps to judge a question: last time's answer, why it matters, how to verify it, good evidence, its sources."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shipworthy.domain.last_time import LastTime
from shipworthy.domain.pack import Question, Reference
from shipworthy.gui.pages.review.last_time_card import LastTimeCard
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.text import _
from shipworthy.wording import Wording

OPENED_SCHEMES = ("https", "http")
_MARGIN = 20


class _Section(QWidget):
    """A small heading with a paragraph; hidden where there is nothing to say."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = PlainLabel(wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel(heading, "label", wrap=True))
        layout.addWidget(self._text)

    def show_text(self, text: str) -> None:
        self._text.setText(text)
        self.setVisible(bool(text))


class HelpPane(QWidget):
    """The help of one question; the widgets stay and only their texts change."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.last_time = LastTimeCard(wording)
        self._why = _Section(_("Why it matters"))
        self._risk = _Section(_("Risk to the business"))
        self._verify = _Section(_("How to verify"))
        self._evidence = _Section(_("Good evidence"))
        self._advice = _Section(_("What to do about a miss"))
        self._applies = _Section(_("Asked because"))
        self._references_title = PlainLabel(_("References"), "label")
        self._references = QVBoxLayout()
        self._references.setSpacing(2)
        self._entries: list[_Entry] = []
        layout = self._layout = QVBoxLayout(self)
        layout.setSpacing(16)
        self.set_inset(True)
        layout.addWidget(self.last_time)  # first, so that it is in sight beside every question
        for section in (self._why, self._risk, self._verify, self._evidence, self._advice, self._applies):
            layout.addWidget(section)
        references = QVBoxLayout()
        references.setSpacing(4)
        references.addWidget(self._references_title)
        references.addLayout(self._references)
        layout.addLayout(references)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    @property
    def texts(self) -> str:
        """Return all that is shown, for search and tests."""
        return "\n".join(label.text() for label in self.findChildren(PlainLabel) if not label.isHidden())

    def set_inset(self, inset: bool) -> None:
        """Leave room around the texts where the help is a column, and only above where it lies below the question."""
        across = _MARGIN if inset else 0
        self._layout.setContentsMargins(across, _MARGIN, across, _MARGIN)

    def show_question(self, question: Question, asked_because: str, last_time: LastTime | None = None) -> None:
        """Show the help of a question; `asked_because` says which facts make it apply, "" where it always does."""
        self.last_time.show_last_time(last_time, question)
        self._why.show_text(question.why)
        self._risk.show_text(question.risk)
        self._verify.show_text(question.verify)
        self._evidence.show_text("\n".join(f"• {example}" for example in question.evidence_examples))
        self._advice.show_text(self._advised(question))
        self._applies.show_text(asked_because)
        self._show_references(question.references)

    def _advised(self, question: Question) -> str:
        advice = question.advice
        if not advice.title:
            return ""
        steps = [f"{number}. {step}" for number, step in enumerate(advice.steps, start=1)]
        effort = _("{title} (about {days})").format(title=advice.title, days=self._wording.days(advice.effort_days))
        return "\n".join([effort, *steps])

    def _show_references(self, references: Sequence[Reference]) -> None:
        while len(self._entries) < len(references):
            entry = _Entry()
            self._entries.append(entry)
            self._references.addWidget(entry)
        self._references_title.setVisible(bool(references))
        for place, entry in enumerate(self._entries):
            entry.setVisible(place < len(references))
            if place < len(references):
                entry.show_reference(references[place])


class _Entry(QWidget):
    """A reference: a link where it has a safe address, a plain line where it has none (a book)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reference = Reference("")
        self._title = PlainLabel(wrap=True, selectable=True)
        self._open = push_button("", "link")
        self._open.setCursor(Qt.CursorShape.PointingHandCursor)
        self._open.clicked.connect(self._show_address)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self._open, alignment=Qt.AlignmentFlag.AlignLeading)

    def show_reference(self, reference: Reference) -> None:
        self._reference = reference
        is_link = urlsplit(reference.url).scheme.lower() in OPENED_SCHEMES
        self._title.setText(reference.title if not reference.url or is_link else f"{reference.title} ({reference.url})")
        self._open.setVisible(is_link)
        self._open.setText(_host(reference.url).replace("&", "&&") if is_link else "")
        self._open.setAccessibleName(_("Open {title}").format(title=reference.title))
        set_plain_tool_tip(self._open, reference.url)

    def _show_address(self) -> None:
        LinkDialog(self._reference.url, self.window()).open()


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0] or url
