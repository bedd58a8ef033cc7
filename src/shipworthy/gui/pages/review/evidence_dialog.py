"""Shows a piece of evidence whole, where its title and dates can be changed: a chip has room for its title only."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.errors import UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.review.answering import read_dates
from shipworthy.gui.pages.review.evidence_bar import validity
from shipworthy.gui.pages.review.evidence_fields import EvidenceFields
from shipworthy.gui.pictures import Preview
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkDialog, show_in_folder
from shipworthy.text import _
from shipworthy.wording import Wording, file_size
from shipworthy.workflows.evidence import EvidenceFile

_WIDTH = 520
PICTURE_BOX = QSize(470, 300)


class EvidenceDialog(QDialog):
    """Address, text or file, with title and dates to change.

    `changed` carries the evidence as it is to be, `removal_asked` says that it is to go; of a file that is lost,
    `again_asked` offers another copy, and `backups_asked` wants it looked for in backups. A link is opened by the
    dialog for links; a file is never opened, only shown in its folder. What there is to show of a file comes by
    `show_file`.
    """

    removal_asked = Signal()
    changed = Signal(object)
    again_asked = Signal()
    backups_asked = Signal()

    def __init__(self, evidence: Evidence, today: date, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence = evidence
        self._file: EvidenceFile | None = None
        self.setWindowTitle(_("Evidence"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        is_file = evidence.kind is EvidenceKind.FILE
        self.heading = PlainLabel(evidence.title or _("Evidence"), "title", wrap=True)
        self.value = PlainLabel("" if is_file else evidence.value, wrap=True, selectable=True)
        self.value.setVisible(not is_file)
        self.picture = PlainLabel()
        self.picture.setAccessibleName(_("Picture: {title}").format(title=evidence.title))
        self.picture.setProperty("role", "picture")
        self.picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.picture.hide()
        self._state = PlainLabel(validity(evidence, today, wording), "soft", wrap=True)
        self._state.setVisible(bool(self._state.text()))
        self._problem = PlainLabel(role="problem", wrap=True)
        self._problem.hide()
        self.fields = EvidenceFields()
        self.fields.show_evidence(evidence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        for widget in (self.heading, self.value, self.picture, self._state):
            layout.addWidget(widget)
        layout.addLayout(self.fields)
        layout.addWidget(self._problem)
        layout.addWidget(self._ways_back())
        layout.addStretch(1)
        layout.addLayout(self._buttons())

    @property
    def problem(self) -> str:
        """Return what is said to be wrong; "" for nothing."""
        return self._problem.text()

    def show_file(self, file: EvidenceFile, preview: Preview | None) -> None:
        """Show how large the file is, and what it looks like if it is a picture."""
        self._file = file
        self._open.setEnabled(True)
        self._hide_problem()
        digest = _("SHA-256 {digest}…").format(digest=self._evidence.value[:12])
        lines = [" · ".join((file.path.name, file_size(file.size), digest))]
        if preview is not None and preview.problem:
            lines.append(preview.problem)
        self.value.setText("\n".join(lines))
        self.value.show()
        if preview is not None and not preview.picture.isNull():
            shown = QPixmap.fromImage(preview.picture)
            shown.setDevicePixelRatio(self.devicePixelRatioF())
            self.picture.setPixmap(shown)
            self.picture.show()
        self.adjustSize()

    def show_lost(self, error: UserError) -> None:
        """Say that the file is lost or damaged, and offer the ways to bring it back."""
        self.ways.show()
        self.show_problem(error)

    def show_problem(self, error: UserError) -> None:
        """Say why something could not be done."""
        self._show_problem(f"✕ {sentence(error.message)} {error.hint}")

    def _ways_back(self) -> QWidget:
        self.ways = QWidget()
        row = FlowLayout(self.ways, spacing=8)
        self.backups_button = push_button(_("Look in backups"))
        self.again_button = push_button(_("Add the file again…"))
        self.backups_button.clicked.connect(self.backups_asked)
        self.again_button.clicked.connect(self.again_asked)
        for button in (self.backups_button, self.again_button):
            row.addWidget(button)
        self.ways.hide()
        return self.ways

    def _hide_problem(self) -> None:
        if self.ways.isAncestorOf(self.focusWidget()):
            self._open.setFocus()  # first: Qt would give the focus of what goes to anything
        self.ways.hide()
        self._problem.hide()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.remove_button = push_button(_("Remove"))
        self.remove_button.clicked.connect(self._remove)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        self._open = self._open_button()
        row.addWidget(self._open)
        cancel = push_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        self.save_button = push_button(_("Save"), "primary")
        self.save_button.clicked.connect(self.save)
        self.save_button.setDefault(True)
        row.addWidget(self.save_button)
        return row

    def _open_button(self) -> QPushButton:
        button = push_button(_("Show in folder") if self._evidence.kind is EvidenceKind.FILE else _("Open…"))
        button.clicked.connect(self._show_where_it_lies)
        button.setVisible(self._evidence.kind in (EvidenceKind.FILE, EvidenceKind.LINK))
        button.setEnabled(self._evidence.kind is EvidenceKind.LINK)  # a file must be found first
        return button

    @Slot()
    def save(self) -> None:
        """Hand over what was changed and close; say in place what is wrong with the dates."""
        wrong = self.fields.wrong_date()
        if wrong is not None:
            words, field = wrong
            self._show_problem(f"✕ {words}")
            field.setFocus()
            return
        first, last = read_dates(self.fields.dated.text(), self.fields.expires.text())
        after = replace(self._evidence, title=self.fields.title.text().strip(), dated=first, expires=last)
        self.accept()
        if after != self._evidence:
            self.changed.emit(after)

    def _show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()
        self.adjustSize()

    @Slot()
    def _show_where_it_lies(self) -> None:
        if self._file is not None:
            show_in_folder(self._file.path)
        else:
            LinkDialog(self._evidence.value, self).open()

    @Slot()
    def _remove(self) -> None:
        self.accept()
        self.removal_asked.emit()
