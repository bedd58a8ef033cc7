"""The evidence of an answer as chips, and how sure the assessor is."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shipworthy.domain.assessment import Answer, Confidence, Evidence, EvidenceKind
from shipworthy.gui.pages.review.key_cap import KeyButton, PaneButton
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel, restyle, set_plain_tool_tip
from shipworthy.gui.widgets.page import Binding
from shipworthy.storage.evidence_files import FileState
from shipworthy.text import _
from shipworthy.wording import Wording

_LONGEST = 44


class EvidenceChip(PaneButton):
    """One piece of evidence; Enter shows it whole, to be changed, Delete asks to remove it."""

    removal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(kind="evidence", parent=parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)


class EvidenceBar(QWidget):
    """Chips of the evidence, then the confidence. Signals carry the position of the evidence, or the confidence."""

    opened = Signal(int)
    removed = Signal(int)
    confidence_chosen = Signal(object)
    next_confidence_asked = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._chips: list[EvidenceChip] = []
        self._broken: Mapping[str, FileState] = {}
        self._shown: tuple[Answer, date] | None = None
        self._none = PlainLabel(_("No evidence yet"), "soft")
        self._flow = FlowLayout(self, spacing=8)
        self._flow.addWidget(self._none)
        self._confidence = QWidget()
        line = QHBoxLayout(self._confidence)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        self.confidence_key = KeyButton(theme, "L", _("Confidence"))
        self.confidence_key.setAccessibleName(_("Next confidence"))
        self.confidence_key.clicked.connect(self.next_confidence_asked)
        line.addWidget(self.confidence_key)
        self.confidences = {each: self._confidence_button(each, line) for each in Confidence}
        self._flow.addWidget(self._confidence)

    @property
    def chips(self) -> list[EvidenceChip]:
        """Return the chips that are shown."""
        return [chip for chip in self._chips if not chip.isHidden()]

    def show_answer(self, answer: Answer, today: date) -> None:
        """Show the evidence and the confidence of an answer."""
        self._shown = (answer, today)
        while len(self._chips) < len(answer.evidence):
            self._add_chip()
        self._none.setVisible(not answer.evidence)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(answer.evidence))
            if place < len(answer.evidence):
                self._show_chip(chip, answer.evidence[place], today)
        for confidence, button in self.confidences.items():
            button.setChecked(confidence is answer.confidence)

    def show_broken(self, broken: Mapping[str, FileState]) -> None:
        """Say which files are lost or damaged, by their digests."""
        if broken != self._broken and self._shown is not None:
            self._broken = broken
            self.show_answer(*self._shown)

    def _show_chip(self, chip: EvidenceChip, evidence: Evidence, today: date) -> None:
        name = " ".join((evidence.title or evidence.value).split())
        shown = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
        broken = self._broken.get(evidence.value) if evidence.kind is EvidenceKind.FILE else None
        state = f"✕ {broken_words(broken)}" if broken else validity(evidence, today, self._wording)
        chip.setText((f"{shown} · {state}" if state else shown).replace("&", "&&"))
        spoken = _("Evidence: {name}").format(name=name)
        chip.setAccessibleName(f"{spoken}, {state}" if state else spoken)
        chip.setAccessibleDescription(_("Enter shows and changes it, Delete removes it"))
        set_plain_tool_tip(chip, name if evidence.kind is EvidenceKind.FILE else evidence.value)
        expired = broken is not None or not evidence.valid_on(today)
        if chip.property("expired") != expired:
            chip.setProperty("expired", expired)
            restyle(chip)

    def _add_chip(self) -> None:
        place = len(self._chips)
        chip = EvidenceChip()
        chip.clicked.connect(lambda: self.opened.emit(place))
        chip.removal_asked.connect(lambda: self.removed.emit(place))
        self._chips.append(chip)
        self._flow.insert_widget(place + 1, chip)

    def _confidence_button(self, confidence: Confidence, line: QHBoxLayout) -> PaneButton:
        button = ConfidenceButton(self._wording.confidence(confidence))
        button.setAccessibleName(_("Confidence: {confidence}").format(confidence=self._wording.confidence(confidence)))
        button.clicked.connect(lambda: self.confidence_chosen.emit(confidence))
        line.addWidget(button)
        return button


class ConfidenceButton(PaneButton):
    """One confidence; checked where it is the answer's, which only the page changes."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "segment", parent)
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """Leave the state alone: it changes when the answer is committed."""


def broken_words(state: FileState) -> str:
    """Return what is wrong with a file of evidence."""
    return _("file lost") if state is FileState.LOST else _("file damaged")


def validity(evidence: Evidence, today: date, wording: Wording) -> str:
    """Return until when evidence counts, or since when it no longer does; "" where it never expires."""
    if evidence.expires is None:
        return ""
    until = wording.date(evidence.expires)
    if evidence.valid_on(today):
        return _("valid until {date}").format(date=until)
    return _("✕ expired {date}").format(date=until)


def evidence_bindings() -> tuple[Binding, ...]:
    """Return the keys of a piece of evidence that has the focus, for the sheet of keys."""
    return (Binding(_(" or ").join((_("Delete"), _("Backspace"))), _("Remove the evidence that has the focus")),)
