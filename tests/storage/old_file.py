"""Makes the file of the newest schema, which later ones must open for ever: `python -m tests.storage.old_file`.

The file before it, with more of what has a table or column since. Run once, just before a script for the next schema
is written; a file that is there stays as it is.
"""

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from uuid import UUID, uuid4

from tests.storage.builders import NOW
from tests.workflows.builders import small_pack

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.service import Link, LinkKind, Service
from shipworthy.domain.service_event import EventKind
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.settings import Settings
from shipworthy.storage import schema
from shipworthy.storage.backup import backup
from shipworthy.workflows.campaigns import blank_campaign, close_campaign, save_campaign
from shipworthy.workflows.reviews import record_answer, start_assessment
from shipworthy.workflows.saved_views import save_view
from shipworthy.workflows.service_events import note_event
from shipworthy.workflows.service_merge import merge_services
from shipworthy.workflows.services import change_services, find_service, save_service
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session

OLD = Path(__file__).parent / "old"


def main() -> None:
    """Make the file, unless it is there."""
    target = OLD / f"schema-{schema.NEWEST}.db"
    if target.exists():
        sys.exit(f"{target} is there already, and stays")
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        shutil.copy(OLD / f"schema-{int(schema.NEWEST) - 1:04}.db", data_dir / DATABASE_NAME)
        session = open_session(data_dir, Settings(), "Amira", lambda: NOW + timedelta(days=4), uuid4)
        fill(session)
        session.close()
        backup(data_dir / DATABASE_NAME, target)


def fill(session: Session) -> None:
    """Put something into every table and column that schema 0004 brought."""
    checkout = find_service(session, "checkout")
    orders = Service(
        uuid4(), "Bestellungen “2”", team="Läden", owner="Mia", tier=2, system="Shop", domain="Sales", tags=("pci",),
        description="Nimmt Bestellungen an.\nسلام 💳", links=(Link(LinkKind.RUNBOOK, "https://example.org/a?b=c"),),
        facts=MappingProxyType({"has_database": True, "uses_ml": False}),
    )  # fmt: skip
    stock, twice = Service(uuid4(), "stock"), Service(uuid4(), "stock-old")
    change_services(session, [orders, stock, twice], "added three")
    save_service(
        session,
        replace(checkout, hard_dependencies=frozenset({orders.id}), soft_dependencies=frozenset({stock.id})),
    )
    note_event(session, [checkout.id], EventKind.INCIDENT, "Payments failed for 40 minutes.", date(2026, 11, 20))
    note_event(session, [orders.id, stock.id], EventKind.MAJOR_CHANGE, "Neue Datenbank.")
    merge_services(session, find_service(session, "stock").id, find_service(session, "stock-old").id)
    reviewed = find_service(session, orders.name)
    review = start_assessment(session, reviewed.id, [small_pack()])
    record_answer(session, review.id, Answer("small/first", state=AnswerState.ANSWERED, choices=("a",)))
    for name in ("Tier 1 in 2026", "Everything"):
        save_campaign(session, replace(blank_campaign(session, ServiceFilter("o", tier=frozenset({1}))), name=name))
    close_campaign(session, save_campaign(session, replace(blank_campaign(session), name="Closed")).campaign.id)
    shown = SavedView(UUID(int=0), "", ServiceFilter("shop", team=frozenset({"Läden", ""})), "team", ("name",), "name")
    save_view(session, "My team's “%_”", shown)


if __name__ == "__main__":
    main()
