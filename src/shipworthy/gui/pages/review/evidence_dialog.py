"""Shows a piece of evidence whole: a chip has room for its title only."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.gui.pages.review.evidence_bar import validity
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.text import _
from shipworthy.wording import Wording

_WIDTH = 480


class EvidenceDialog(QDialog):
    """Address or text, title and dates; `removal_asked` when it is to go. A link is opened by the dialog for links."""

    removal_asked = Signal()

    def __init__(self, evidence: Evidence, today: date, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence = evidence
        self.setWindowTitle(_("Evidence"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        dates = [_("Dated {date}").format(date=wording.date(evidence.dated))] if evidence.dated else []
        dates.append(validity(evidence, today, wording))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(evidence.title or _("Evidence"), "title", wrap=True))
        layout.addWidget(PlainLabel(evidence.value, wrap=True, selectable=True))
        line = " · ".join(each for each in dates if each)
        if line:
            layout.addWidget(PlainLabel(line, "soft", wrap=True))
        layout.addStretch(1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        remove = push_button(_("Remove"))
        remove.clicked.connect(self._remove)
        row.addWidget(remove)
        row.addStretch(1)
        if self._evidence.kind is EvidenceKind.LINK:
            open_link = push_button(_("Open…"))
            open_link.clicked.connect(self._open)
            row.addWidget(open_link)
        close = push_button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row.addWidget(close)
        return row

    @Slot()
    def _open(self) -> None:
        LinkDialog(self._evidence.value, self).open()

    @Slot()
    def _remove(self) -> None:
        self.accept()
        self.removal_asked.emit()
