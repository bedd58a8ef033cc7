"""Reviews on screen for the tests of the pages."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from tests.gui.pages.review_desk import Desk
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Assessment
from shipworthy.domain.pack import Pack
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places

OpenReview = Callable[[list[Pack]], Desk]
ShowReview = Callable[[Assessment], Desk]


@pytest.fixture
def show_desk(
    qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
) -> ShowReview:
    """Return a function that shows a review."""

    def show(assessment: Assessment) -> Desk:
        context.open_review(assessment.id)
        settle()
        window.activateWindow()  # keys and the news of focus reach the active window only
        qtbot.waitUntil(window.isActiveWindow)

        def rest() -> None:
            QCoreApplication.processEvents()  # posted keys first: they may start something to wait for
            conduct = places.review.conduct
            while context.tasks.busy or conduct.is_committing:
                settle()
                QCoreApplication.processEvents()  # the keys that waited are let go in a later turn of the event loop
                if not context.tasks.busy:
                    qtbot.waitUntil(lambda: not conduct.is_committing, timeout=20_000)

        return Desk(qtbot, window, places.review, context, assessment, rest)

    return show


@pytest.fixture
def open_desk(context: Context, show_desk: ShowReview) -> OpenReview:
    """Return a function that starts a review with packs and shows it."""
    return lambda packs: show_desk(begin_review(context.session, packs, title="Design review, November"))


@pytest.fixture
def desk(open_desk: OpenReview) -> Desk:
    """Return a fresh review with the small pack on screen."""
    return open_desk([small_pack()])
