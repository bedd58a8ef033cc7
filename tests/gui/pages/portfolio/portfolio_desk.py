"""A portfolio on screen for the tests of its page: services with teams, names that make trouble, and a past."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from tests.gui.conftest import now
from tests.workflows.builders import small_pack
from tests.workflows.test_reviews import best

from shipworthy.domain.pack import Severity
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.workflows.item_planning import blank_item
from shipworthy.workflows.remediation import save_items
from shipworthy.workflows.reviews import open_review, record_answer, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session

SERVICES = (
    ("checkout", "Payments", 1),
    ("ledger", "Payments", 1),
    ("search", "Search", 2),
    ("خدمة الدفع", "Search", 2),
    ("🚀 " + "x" * 120, "", 4),
)


def on(session: Session, day: date) -> Session:
    """Return the session as it was on a past day."""
    moment = now() - timedelta(days=(now().date() - day).days)

    def then() -> datetime:
        return moment

    return replace(session, now=then)


def add_services(session: Session) -> dict[str, UUID]:
    """Add services; checkout is under review since spring, and better since the first of November."""
    spring, autumn = on(session, date(2026, 5, 3)), on(session, date(2026, 11, 1))
    found = {}
    for name, team, tier in SERVICES:
        service = save_service(spring, replace(blank_service(spring), name=name, team=team, tier=tier))
        found[name] = service.id
    assessment = start_assessment(spring, found["checkout"], [small_pack()])
    for then, count in ((spring, 2), (autumn, 4)):
        review = open_review(then, assessment.id)
        for question in list(review.questionnaire.asked)[:count]:
            record_answer(then, assessment.id, best(review, question))
    item = replace(
        blank_item(spring, found["ledger"]), title="Drain", severity=Severity.BLOCKER, due=date(2026, 11, 11)
    )
    save_items(spring, (item,), "made")
    return found


class PortfolioDesk:
    """The page with its services; `rest` waits until nothing runs."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
    ) -> None:
        self.window, self.context, self.page, self._qtbot = window, context, places.portfolio, qtbot
        self.ids: dict[str, UUID] = {}
        self._settle = settle
        context.write(add_services, self.ids.update, owner=window)
        settle()
        context.changed.emit()
        self.rest()

    def rest(self) -> None:
        """Wait until everything is shown."""
        QCoreApplication.processEvents()
        self._settle()

    @property
    def shown(self) -> list[str]:
        """Return what the rows say in their first column."""
        model = self.page.services.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def selected(self) -> list[str]:
        """Return the names of the services that are selected."""
        return [line.service.name for line in self.page.services.selected_services()]
