"""The form that adds evidence to an answer: a link, a text, a file or a screenshot, with title and dates."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from shipworthy.domain.assessment import Answer, Evidence, EvidenceKind
from shipworthy.errors import UserError
from shipworthy.gui.pages.review.answering import read_dates, read_evidence
from shipworthy.gui.pages.review.evidence_fields import EvidenceFields
from shipworthy.gui.pages.review.handed import Piece, clipboard_data, from_clipboard, is_evidence
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.text import _
from shipworthy.untrusted.files import MAX_EVIDENCE_BYTES


class EvidenceForm(InPlaceForm):
    """Asks for one piece of evidence.

    When `saved` is emitted, `evidence` is what was read, and `piece` the file or picture that it is about, if it is
    about one: then the evidence has no value yet. `handed` (Handed) is what was pasted that is no text;
    `choosing_asked` asks for a dialog to choose a file.
    """

    handed = Signal(object)
    choosing_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Add evidence"), _("Add"), parent)
        self.evidence: Evidence | None = None
        self.piece: Piece | None = None
        self.value = _ValueField()
        self.value.pasted.connect(self.handed)
        self._file = ElidedLabel(role="strong")
        self.take_out = push_button(_("Take out"), "flat")
        self.take_out.clicked.connect(self._take_out)
        self.choose = push_button(_("Choose file…"))
        self.choose.clicked.connect(self.choosing_asked)
        label = PlainLabel(_("Evidence"), "soft")
        label.setBuddy(self.value)
        self.fields = EvidenceFields((label, self._value_row()))
        self.body.addLayout(self.fields)
        self.body.addLayout(self._choose_row())

    @property
    def first_field(self) -> QWidget:
        """Return the field of the link, or where there is a file, that of its title."""
        return self.fields.title if self.piece else self.value

    def open_for(self, answer: Answer) -> None:  # noqa: ARG002 - evidence is added here and changed in its dialog
        """Show the form with nothing in it."""
        self.fields.clear()
        self.value.clear()
        self.evidence = None
        self._show_piece(None)
        self.show_problem("")
        self.show()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_piece(self, piece: Piece) -> None:
        """Take a file or a picture in the place of a link or text, and go on to its title."""
        self._show_piece(piece)
        self.show_problem("")
        self.fields.title.setText(piece.name if isinstance(piece.content, QImage) else "")
        self.fields.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grown.emit()

    def check(self) -> bool:
        wrong = self._wrong()
        if wrong is not None:
            self.show_problem(*wrong)
            return False
        fields = self.fields
        if self.piece is None:
            texts = (field.text() for field in (self.value, fields.title, fields.dated, fields.expires))
            self.evidence = read_evidence(*texts)
        else:
            dates = read_dates(fields.dated.text(), fields.expires.text())
            self.evidence = Evidence(EvidenceKind.FILE, "", fields.title.text().strip(), *dates)
        return True

    def _wrong(self) -> tuple[str, QLineEdit] | None:
        """Return what is wrong, in words, and the field to mend; None where nothing is."""
        if self.piece is None:
            try:
                read_evidence(self.value.text(), "", "", "")
            except UserError as error:
                return f"{error.message} {error.hint}", self.value
        return self.fields.wrong_date()

    def _value_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.value, 1)
        row.addWidget(self._file, 1)
        row.addWidget(self.take_out)
        return row

    def _choose_row(self) -> QHBoxLayout:
        limit = MAX_EVIDENCE_BYTES // 1_000_000
        hint = _("or paste a screenshot, or drop files anywhere on the question; at most {limit} MB each")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(PlainLabel(hint.format(limit=limit), "small", wrap=True), 1)
        return row

    def _show_piece(self, piece: Piece | None) -> None:
        self.piece = piece
        self._file.setText(piece.name if piece else "")
        self.value.setVisible(piece is None)
        for widget in (self._file, self.take_out):
            widget.setVisible(piece is not None)

    @Slot()
    def _take_out(self) -> None:
        self._show_piece(None)
        self.show_problem("")
        self.fields.title.clear()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)


class _ValueField(QLineEdit):
    """Takes a link or a text; a picture or a file that is pasted is passed on, one that is dropped left to the pane."""

    pasted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Link or text"))
        self.setPlaceholderText(_("https://… or where it is found"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and is_evidence(clipboard_data()):
            self.pasted.emit(from_clipboard())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_evidence(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)
