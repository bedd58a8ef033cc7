"""The form that links evidence to an answer: an address or a text, a title, a date and a last valid day."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from shipworthy.domain.assessment import Answer, Evidence
from shipworthy.errors import UserError
from shipworthy.gui.pages.review.answering import read_evidence
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class EvidenceForm(InPlaceForm):
    """Asks for one piece of evidence; `evidence` is what was read when `saved` is emitted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Link evidence"), _("Link"), parent)
        self.evidence: Evidence | None = None
        self._value = _field(_("Link or text"), _("https://… or where it is found"))
        self._title = _field(_("Title"), _("What people see, such as main.go:412 (may be empty)"))
        self._dated = _field(_("Dated"), _("2026-11-22 (may be empty)"))
        self._expires = _field(_("Expires"), _("Last valid day, 2027-11-22 (may be empty)"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for field in self._fields:
            label = PlainLabel(field.accessibleName(), "soft")
            label.setBuddy(field)
            form.addRow(label, field)
        self.body.addLayout(form)

    @property
    def _fields(self) -> tuple[QLineEdit, ...]:
        return self._value, self._title, self._dated, self._expires

    @property
    def first_field(self) -> QWidget:
        """Return the field of the link."""
        return self._value

    def open_for(self, answer: Answer) -> None:  # noqa: ARG002 - evidence is added, never changed
        """Show the form with nothing in it."""
        for field in self._fields:
            field.clear()
        self.evidence = None
        self.show_problem("")
        self.show()
        self._value.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        try:
            self.evidence = read_evidence(*(field.text() for field in self._fields))
        except UserError as error:
            self.show_problem(f"{error.message} {error.hint}", self._wrong_field())
            return False
        return True

    def _wrong_field(self) -> QLineEdit:
        """Return the first field that cannot be read by itself; the last valid day where each can."""
        for field, others in ((self._value, ("", "")), (self._dated, (self._dated.text(), ""))):
            try:
                read_evidence(self._value.text(), "", *others)
            except UserError:
                return field
        return self._expires


def _field(name: str, placeholder: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(placeholder)
    return field
