"""No label, message box or tool tip takes what people typed for markup: by the source, and by a walk that looks."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.drills._tests import is_long
from tests.gui.conftest import open_test_session
from tests.gui.markup_lint import guesses
from tests.gui.markup_walk import MARK, Seen, close_all, look, walk
from tests.typed_texts import rewrite

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.service_event import EventKind
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.workflows.campaigns import blank_campaign, save_campaign
from shipworthy.workflows.meetings import open_meeting, park
from shipworthy.workflows.saved_views import save_view
from shipworthy.workflows.service_events import note_event
from shipworthy.workflows.session import DATABASE_NAME, Session

PAGES = ("portfolio", "service", "review", "remediation", "reports", "packs", "settings", "policy", "manual")
SHORT = ("portfolio", "service", "review", "remediation", "packs")


def test_the_source_leaves_qt_nothing_to_guess() -> None:
    found = list(guesses())
    assert len(found) > 40
    assert [each for each in found if each[1]] == []


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path) -> Path:
    """Return a data folder whose store holds the samples and a bit of everything else, each text marked."""
    folder = tmp_path / "marked"
    folder.mkdir()
    shutil.copy(sample_store, folder)
    session = open_test_session(folder)
    fill(session)
    session.close()
    assert rewrite(folder / DATABASE_NAME, lambda text: MARK + text) > 400
    return folder


def fill(session: Session) -> None:
    """Put into the samples what they have none of."""
    with session.store.read() as tx:
        services = tx.services.all()
        reviews = [each for service in services for each in tx.assessments.of_service(service.id)]
    save_campaign(session, replace(blank_campaign(session), name="Everything this year"))
    save_view(session, "Ours", SavedView(UUID(int=0), "", ServiceFilter("o"), "team"))
    note_event(session, [services[0].id], EventKind.INCIDENT, "It fell over.", date(2026, 11, 3))
    draft = next(each for each in reviews if each.state in OPEN_STATES)
    meeting = open_meeting(session, draft.id).meeting
    park(session, meeting.id, "Ask the platform team.")


def test_no_text_of_people_is_shown_as_markup(
    window: MainWindow, places: Places, context: Context, qtbot: QtBot
) -> None:
    def settle() -> None:
        qtbot.waitUntil(lambda: not context.tasks.busy, timeout=120_000)  # reports are printed on the way

    seen = Seen(most_rows=30 if is_long() else 4, goes_deep=is_long())
    with context.session.store.read() as tx:
        services = [each for each in tx.services.all() if not each.archived]
        reviews = [each for service in services for each in tx.assessments.of_service(service.id)]
        items = [each for service in services for each in tx.items.of_service(service.id)]
        waivers = tx.waivers.all()
    for page in PAGES if is_long() else SHORT:
        if page == "service":
            places.open_service(services[0].id)
        elif page == "review":
            places.open_review(next(each.id for each in reviews if each.state in OPEN_STATES))
        else:
            window.show_page(page)
        settle()
        walk(window, settle, seen)
    shows: tuple[Callable[[], object], ...] = (
        lambda: places.open_item(items[0].id),
        lambda: places.open_waiver(waivers[0].id),
        lambda: places.open_dependencies(services[0].id),
        places.add_service,
        places.open_palette,
        places.show_keys,
        places.show_about,
    )
    for show in shows:
        show()
        settle()
        look(window, seen)
        close_all(window, settle, seen)
    print(seen)
    assert seen.wrong == {}
    assert seen.labels > 50
    assert seen.cells > 100
    assert seen.tool_tips > 100
    assert len(seen.windows) > (8 if is_long() else 3)


def test_the_walk_finds_what_would_be_markup(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("Open")
    button.setToolTip(MARK)
    column = QVBoxLayout(window)
    column.addWidget(QLabel(f"{MARK}Amira"))
    column.addWidget(button)
    seen = Seen(most_rows=4, goes_deep=False)
    look(window, seen)
    assert list(seen.wrong) == ["QWidget QLabel: label", "QWidget QPushButton: tool tip"]
