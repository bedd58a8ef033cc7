"""What every row of the choices of a report is; a new choice is one more row in `choice_rows.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.report_kind import Audience, ReportOrder, Subject
from shipworthy.gui.context import Context
from shipworthy.workflows.reports.choice import ReportMatter


class Lack(NamedTuple):
    """Why there is nothing to preview yet: a heading, a sentence, and the button that mends it, if one does."""

    heading: str
    text: str
    action: tuple[str, Callable[[], object]] | None = None


class ChoiceRow(QWidget):
    """One choice, made of a field or several; `changed` after it says something else.

    `looks_changed` where it says the same, but the report looks otherwise by now.

    It is hidden for subjects that it does not apply to. A row that offers other things for another subject or audience
    learns of them by `show_subject` and `show_audience`.
    """

    changed = Signal()
    looks_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def applies_to(self, subject: Subject) -> bool:
        """Tell whether reports on a subject have this choice."""
        del subject
        return True

    def show_matter(self, matter: ReportMatter) -> None:
        """Offer what there is to report on; what was chosen stays chosen where it is still there."""

    def show_subject(self, subject: Subject) -> None:
        """Offer what goes with a subject; called before the row is shown for it."""

    def show_audience(self, audience: Audience) -> None:
        """Offer what goes with an audience."""

    def show_order(self, order: ReportOrder) -> None:
        """Choose what an order says."""

    def completed(self, order: ReportOrder) -> ReportOrder:
        """Return the order with what is chosen here; asked only while there is no lack and nothing is being read."""
        return order

    def words(self) -> str:
        """Return what is chosen here as a few words that tell one report from another; "" for nothing of the kind."""
        return ""

    def lack(self) -> Lack | None:
        """Return what is missing; None where nothing is."""
        return None

    @property
    def is_reading(self) -> bool:
        """Tell whether what is offered is still being read."""
        return False
