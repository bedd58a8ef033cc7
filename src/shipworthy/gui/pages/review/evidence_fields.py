"""Title and dates of a piece of evidence: the fields that the form for new evidence and the dialog share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLayout, QLineEdit

from shipworthy.domain.assessment import Evidence
from shipworthy.errors import UserError
from shipworthy.gui.pages.review.answering import read_dates
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class EvidenceFields(QFormLayout):
    """Rows for title, date and last valid day; `above` are label and fields of a row that comes before them."""

    def __init__(self, above: tuple[QLabel, QLayout] | None = None) -> None:
        super().__init__()
        if above is not None:
            self.addRow(*above)  # the first to be added: Tab goes by that
        self.title = line_field(_("Title"), _("What people see, such as main.go:412 (may be empty)"))
        self.dated = line_field(_("Dated"), _("2026-11-22 (may be empty)"))
        self.expires = line_field(_("Expires"), _("Last valid day, 2027-11-22 (may be empty)"))
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(8)
        for field in (self.title, self.dated, self.expires):
            label = PlainLabel(field.accessibleName(), "soft")
            label.setBuddy(field)
            self.addRow(label, field)

    def show_evidence(self, evidence: Evidence) -> None:
        """Fill the fields with what is said of a piece of evidence."""
        self.title.setText(evidence.title)
        self.dated.setText(evidence.dated.isoformat() if evidence.dated else "")
        self.expires.setText(evidence.expires.isoformat() if evidence.expires else "")

    def clear(self) -> None:
        """Empty the fields."""
        for field in (self.title, self.dated, self.expires):
            field.clear()

    def wrong_date(self) -> tuple[str, QLineEdit] | None:
        """Return what is wrong with the dates, in words, and the field to mend; None where nothing is."""
        try:
            read_dates(self.dated.text(), self.expires.text())
        except UserError as error:
            return f"{error.message} {error.hint}", self._first_wrong()
        return None

    def _first_wrong(self) -> QLineEdit:
        try:
            read_dates(self.dated.text(), "")
        except UserError:
            return self.dated
        return self.expires


def line_field(name: str, placeholder: str) -> QLineEdit:
    """Return a field of one line."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(placeholder)
    return field
