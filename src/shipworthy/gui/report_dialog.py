"""What the sealed review in a report says, and how far it can be trusted."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.reports.check import SealedReport, facts

_WIDTH, _HEIGHT = 640, 520


class ReportDialog(QDialog):
    """What a report carries, and whether this store sealed it so."""

    def __init__(self, found: SealedReport, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Report: {file}").format(file=found.path.name))
        self._found = found
        self._context = context
        kind, word, said = _trust(found, context.wording)
        self.chip = Chip(word, kind)
        self.said = PlainLabel(said, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.said)
        layout.addWidget(_listed(facts(found, context.wording)), 1)
        layout.addLayout(self._buttons())
        resize_within_screen(self, _WIDTH, _HEIGHT)
        (self.go if self.go.isVisibleTo(self) else self.close_button).setFocus()

    @Slot()
    def copy(self) -> None:
        """Put the fingerprint of the attached review on the clipboard."""
        QGuiApplication.clipboard().setText(self._found.fingerprint)
        self.copy_button.setText(_("Copied"))

    @Slot()
    def go_to_review(self) -> None:
        """Close and show the review."""
        self.accept()
        self._context.open_review(self._found.content.assessment.id)

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = push_button(_("Copy fingerprint"))
        self.copy_button.clicked.connect(self.copy)
        self.go = push_button(_("Go to the review"), "primary")
        self.go.clicked.connect(self.go_to_review)
        self.go.setVisible(self._found.seal is not None)
        self.close_button = push_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.go)
        return row


def _trust(found: SealedReport, wording: Wording) -> tuple[str, str, str]:
    """Return the kind of a report's chip, its word, and the sentence beside it."""
    if found.altered:
        altered = found.altered
        return "bad", _("✕ Altered"), altered[:1].upper() + altered[1:]
    if found.seal is None:
        return (
            "warn",
            _("◐ Not known here"),
            _("The report is whole in itself, but this store did not seal it and cannot say more."),
        )
    return (
        "ok",
        _("✓ As it was sealed"),
        _("Attached review, pages and this store agree: seal {number}, {day}.").format(
            number=found.seal.number, day=wording.date(found.seal.sealed_at.date())
        ),
    )


def _listed(lines: list[tuple[str, str]]) -> QScrollArea:
    """Return names with values, which can be copied; they scroll where they are many."""
    inside = QWidget()
    form = QFormLayout(inside)
    form.setContentsMargins(0, 0, 8, 0)
    form.setHorizontalSpacing(20)
    form.setVerticalSpacing(8)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    for name, value in lines:
        form.addRow(PlainLabel(name, "soft"), PlainLabel(value, wrap=True, selectable=True))
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(inside)
    area.setAccessibleName(_("What the report says"))
    return area
