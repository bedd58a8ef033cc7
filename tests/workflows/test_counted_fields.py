"""What reviews count of a service is worked anew when it changes, by hand or by undo; nothing else costs a thing."""

from dataclasses import replace
from datetime import date, timedelta

from tests.domain.builders import pack, principle, question
from tests.workflows.conftest import Clock
from tests.workflows.test_service_editing import add, stored

from shipworthy.domain.pack import Contradiction
from shipworthy.workflows.counted_fields import counted_fields
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.service_editing import ServiceEdit, edit_services
from shipworthy.workflows.services import save_service, view_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

READING = pack(
    "reading",
    principle("one", question("of-core", applies_when='service.team == "Core"'), question("always")),
    contradictions=(Contradiction("odd", ("reading/always",), 'service.system == "x"', "Odd."),),
)


def test_what_conditions_read_is_counted(session: Session) -> None:
    service = add(session, "ledger", team="Core")
    with session.store.read() as tx:
        assert counted_fields(session, tx) == {"tier", "facts"}
    review = start_assessment(session, service.id, [READING])
    with session.store.read() as tx:
        assert counted_fields(session, tx) == {"tier", "facts", "team", "system"}

    def misses() -> int:
        standing = view_service(session, service.id).line.standing
        assert standing is not None
        assert standing.id == review.id
        return len(standing.misses)

    assert misses() == 2
    changed = edit_services(session, [service.id], ServiceEdit(team="Web"))
    assert misses() == 1
    undo_changes(session, service.id, changed.sequences)
    assert misses() == 2


def test_archiving_and_undoing_it_works_no_review_anew(session: Session, clock: Clock) -> None:
    service = add(session, "ledger")
    start_assessment(session, service.id, [READING])
    first = session.today()

    def noted() -> list[date]:
        with session.store.read() as tx:
            return [each.day for each in tx.standings.history((service.id,), first, session.today())]

    clock.moment += timedelta(days=1)  # what is worked anew is noted of its day
    archived = archive_services(session, [service.id])
    undo_changes(session, service.id, archived.sequences)
    save_service(session, replace(stored(session, service), domain="Money"))
    assert noted() == [first]
    save_service(session, replace(stored(session, service), system="x"))
    assert noted() == [first, session.today()]
    clock.moment += timedelta(days=1)
    edit_services(session, [service.id], ServiceEdit(tier=1))
    assert noted()[-1] == session.today()
