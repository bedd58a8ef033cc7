"""The reports of a batch that could not be made: which, why, and once more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from shipworthy.gui.errors import sentence
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.problems_dialog import FindingsDialog
from shipworthy.text import _, ngettext
from shipworthy.workflows.reports.batch import NotMade


class NotMadeDialog(FindingsDialog):
    """`again_asked` when the same reports are to be tried once more; the dialog closes with it."""

    again_asked = Signal()

    def __init__(self, failed: Sequence[NotMade], parent: QWidget | None = None) -> None:
        lines = [_line(each) for each in failed]
        count = len(lines)
        head = ngettext("{count} report was not exported", "{count} reports were not exported", count)
        title = _("Reports that were not exported")
        heads = (head.format(count=count), _("What is finished is kept. Mend the cause, then try these again."))
        super().__init__(title, heads, lines, "\n".join(lines), parent)
        self.list.setAccessibleName(title)
        self.again_button = push_button(_("Try these again"))
        self.again_button.clicked.connect(self._ask_again)
        self.buttons.insertWidget(self.buttons.count() - 1, self.again_button)

    @Slot()
    def _ask_again(self) -> None:
        self.accept()
        self.again_asked.emit()


def _line(failed: NotMade) -> str:
    planned, error = failed.planned, failed.error
    return f"{planned.name} ({planned.target.name}): {sentence(error.message)} {error.hint}".rstrip()
