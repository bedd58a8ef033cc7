"""What the items come to, in one row above them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.gui.models.item_summary import ItemSummary
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_FIGURE_WIDTH = 100


class _Figure(QWidget):
    """A number, its name above and a remark beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.number, self.remark = PlainLabel(role="heading"), PlainLabel(role="soft")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.number)
        line.addWidget(self.remark)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(PlainLabel(name, "label"))
        layout.addLayout(line)
        self.setMinimumWidth(_FIGURE_WIDTH)

    def show_number(self, number: str, remark: str = "") -> None:
        """Change number and remark."""
        self.number.setText(number)
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))


class SummaryStrip(QFrame):
    """A card with four figures: live, overdue, done and to be verified, person-days left."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setProperty("role", "card")
        self.live, self.overdue = _Figure(_("Live items")), _Figure(_("Overdue"))
        self.to_verify, self.days_left = _Figure(_("Done, to be verified")), _Figure(_("Person-days left"))
        figures = QWidget()
        flow = FlowLayout(figures, spacing=20)
        self.row = QHBoxLayout(self)  # a tab may add a button at its end
        self.row.setContentsMargins(16, 8, 16, 8)
        self.row.addWidget(figures, 1)
        for figure in (self.live, self.overdue, self.to_verify, self.days_left):
            flow.addWidget(figure)

    def show_summary(self, summary: ItemSummary) -> None:
        """Show what items come to."""
        waived, unestimated = summary.waived, summary.unestimated
        self.live.show_number(str(summary.live), _("{count} waived").format(count=waived) if waived else "")
        self.overdue.show_number(str(summary.overdue))
        self.to_verify.show_number(str(summary.to_verify))
        remark = _("{count} not estimated").format(count=unestimated) if unestimated else ""
        self.days_left.show_number(self._wording.number_of_days(summary.days_left), remark)
