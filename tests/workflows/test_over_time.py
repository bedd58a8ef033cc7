"""Remediation over time: what the log tells is what lists showed on each day, whatever people did."""

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState, Decision, Outcome, Signatory
from shipworthy.domain.flow import points
from shipworthy.domain.item_history import ItemThen
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import LIVE_STATES, UNFINISHED_STATES, ItemState
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows import item_lists, item_planning, over_time, remediation, waivers
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.over_time import Scope, flow_of_service, items_as_of, read_records
from shipworthy.workflows.remediation import ItemEdit
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.services import save_service
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.starting import offer_start, start_review
from shipworthy.workflows.undo import undo_changes

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
QUESTIONS = ("first", "proved", "breaker", "drain", "last")


@dataclass
class Play:
    """People at work on the items of one service, and what lists showed at the end of each day."""

    session: Session
    clock: Clock
    service: UUID
    steps: list[tuple[int, ...]]
    seen: dict[date, list[tuple[Any, bool, bool]]]

    def write_down(self) -> None:
        self.seen[self.session.today()] = now(self.session)

    def sleep(self, days: int) -> None:
        for _ in range(days):
            self.write_down()
            self.clock.moment += timedelta(days=1)
        self.write_down()


def now(session: Session) -> list[tuple[Any, bool, bool]]:
    return [(line.item, line.waived, line.overdue) for line in item_lists.list_items(session)]


def then(items: tuple[ItemThen, ...]) -> list[tuple[Any, bool, bool]]:
    return [(each.item, each.waived, each.overdue) for each in items]


def act(play: Play, kind: str, pick: int, days: int) -> None:
    """Do one thing as a user could; what the rules refuse is left."""
    session = play.session
    items = [line.item for line in item_lists.list_items(session)]
    try:
        match kind:
            case "manual":
                blank = item_planning.blank_item(session, play.service, list(Severity)[pick % 4])
                due = session.today() + timedelta(days=days)
                asked = frozenset({f"small/{QUESTIONS[pick % 5]}"})
                item = replace(blank, title="By hand", due=due, effort_days=Fraction(pick, 2), questions=asked)
                play.steps.append(remediation.save_item(session, item).sequences)
            case "undo" if play.steps:
                taken = undo_changes(session, play.service, play.steps.pop(pick % len(play.steps)))
                if pick % 3:
                    play.steps.append(taken.sequences)
            case "sleep":
                play.sleep(days)
            case "waive":
                expires = session.today() + timedelta(days=days)
                asked_for = waivers.request_waiver(
                    session, play.service, f"small/{QUESTIONS[pick % 5]}", "Later.", expires
                )
                approved = waivers.approve_waiver(session, asked_for.waiver.id, "Bo")
                play.steps.append((*asked_for.sequences, *approved.sequences))
            case "state" if items:
                state = list(ItemState)[pick % 6]
                edit = ItemEdit(state=state, reason="So.")
                play.steps.append(remediation.edit_items(session, [items[pick % len(items)].id], edit).sequences)
            case "decide":
                next_review(play, "ae"[pick % 2])
    except UserError:
        play.write_down()
    play.write_down()


def next_review(play: Play, choice: str) -> None:
    session = play.session
    plan = offer_start(session, play.service).usual_plan
    started = start_review(session, play.service, plan).review.assessment
    with session.store.read() as tx:
        before = tx.answers.of_assessment(started.id)
    given_now = [Answer(f"small/{each}", state=AnswerState.ANSWERED, choices=(choice,)) for each in QUESTIONS]
    record_answers(
        session,
        started.id,
        [replace(each, version=before[each.question].version if each.question in before else 0) for each in given_now],
    )
    decide(session, started.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))


ACTIONS = st.tuples(
    st.sampled_from(
        ["manual", "manual", "undo", "undo", "sleep", "sleep", "waive", "state", "state", "state", "decide"]
    ),
    st.integers(0, 60),
    st.integers(0, 9),
)


def play(folder: Path) -> Play:
    clock = Clock(START)
    session = open_session(folder, Settings(), "Amira", clock, uuid4, "Asia/Kolkata")
    review = begin_review(session, [small_pack()])
    decide(session, review.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))
    return Play(session, clock, review.service, [], {})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, min_size=5, max_size=30))
def test_as_of_each_day_is_what_lists_showed_at_its_end(actions: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = play(Path(folder))
        for action in actions:
            act(made, *action)
        try:
            check_history(made)
        finally:
            made.session.close()


def check_history(made: Play) -> None:
    records = read_records(made.session)
    history, today = records.history, made.session.today()
    assert then(history.on(today)) == now(made.session)  # the very same, numbers and all
    left = {item.id for item, _, _ in now(made.session)}
    for day, seen in made.seen.items():
        told = then(history.on(day))
        kept = [each for each in seen if each[0].id in left]  # what was never made is told of no day
        assert sorted(map(plain, told)) == sorted(map(plain, kept))
    days = tuple(sorted({*made.seen, today}))
    for point in points(history, days):
        at = history.on(point.day)
        unfinished = [each for each in at if each.item.state in UNFINISHED_STATES]
        assert (point.made, point.live) == (len(at), sum(each.item.state in LIVE_STATES for each in at))
        assert (point.unfinished, point.overdue) == (len(unfinished), sum(each.overdue for each in at))
        assert point.effort_left == sum((each.item.effort_days or 0 for each in unfinished), Fraction(0))
    shown = over_time.over_time(records, Scope(), today, None)
    assert shown.figures.now == shown.points[-1]
    assert shown.points[0].day == history.first_day


def plain(one: tuple[Any, bool, bool]) -> str:
    """Return all but the numbers of an item that was taken back and made again."""
    return str((replace(one[0], sequence=0, version=0), one[1:]))


def add(session: Session, service: UUID, **changes: Any) -> remediation.ItemsChanged:
    blank = item_planning.blank_item(session, service)
    return remediation.save_item(session, replace(blank, title="Mend it", due=None, **changes))


def test_what_was_taken_back_never_existed(session: Session, clock: Clock) -> None:
    service = begin_review(session, [small_pack()]).service
    made = add(session, service)
    first = session.today()
    clock.moment += timedelta(days=3)
    back = undo_changes(session, service, made.sequences)
    assert read_records(session).history.lives == ()
    clock.moment += timedelta(days=3)
    undo_changes(session, service, back.sequences)
    assert [len(items_as_of(session, first + timedelta(days=each))) for each in (-1, 0, 2, 3, 5, 6)] == [
        0,
        1,
        1,
        0,
        0,
        1,
    ]
    assert then(items_as_of(session, session.today())) == now(session)


def test_a_claim_that_was_taken_back_is_neither_done_nor_reopened(session: Session, clock: Clock) -> None:
    service = begin_review(session, [small_pack()]).service
    item = add(session, service).items[0]
    clock.moment += timedelta(days=4)
    done = remediation.edit_items(session, [item.id], ItemEdit(state=ItemState.DONE))
    clock.moment += timedelta(days=1)
    back = undo_changes(session, service, done.sequences)
    flow = flow_of_service(session, service)
    assert flow is not None
    assert (flow.figures.done, flow.figures.reopened) == (0, 0)
    undo_changes(session, service, back.sequences)
    flow = flow_of_service(session, service)
    assert flow is not None
    assert (flow.figures.done, flow.figures.to_done.median) == (1, 4)  # done when it first was


def test_a_scope_is_a_team_or_a_service(session: Session) -> None:
    one, other = (begin_review(session, [small_pack()], name).service for name in ("one", "other"))
    for service, team in ((one, "Payments"), (other, "Parcels")):
        with session.store.read() as tx:
            found = tx.services.get(service)
        save_service(session, replace(found, team=team))
        add(session, service)
    add(session, other)
    records = read_records(session)
    assert records.teams == ("Parcels", "Payments")
    scopes = [Scope(), Scope(service=one), Scope(team="Parcels"), Scope(service=one, team="Parcels")]
    counts = [over_time.over_time(records, scope, session.today(), 30).figures.now.made for scope in scopes]
    assert counts == [3, 1, 2, 0]
    assert over_time.over_time(records, Scope(team="none"), session.today(), None).is_empty


def test_a_flow_up_to_a_change_knows_nothing_of_later_ones(session: Session, clock: Clock) -> None:
    service = begin_review(session, [small_pack()]).service
    assert flow_of_service(session, service) is None
    made = add(session, service)
    before = flow_of_service(session, service, made.sequences[-1])
    add(session, service)
    clock.moment += timedelta(days=40)
    add(session, service)
    assert flow_of_service(session, service, made.sequences[-1]) == before
    later = flow_of_service(session, service)
    assert later is not None
    assert later.figures.now.made == 3
    assert flow_of_service(session, service, made.sequences[0] - 1) is None


def test_a_clock_that_was_set_back_changes_no_order(session: Session, clock: Clock) -> None:
    service = begin_review(session, [small_pack()]).service
    item = add(session, service).items[0]
    clock.moment -= timedelta(days=10)
    remediation.edit_items(session, [item.id], ItemEdit(state=ItemState.PLANNED))
    assert then(items_as_of(session, session.today())) == now(session)
    clock.moment += timedelta(days=20)
    assert then(items_as_of(session, session.today())) == now(session)


def test_an_archived_service_is_left_out_as_in_lists(session: Session) -> None:
    service = begin_review(session, [small_pack()]).service
    add(session, service)
    with session.begin() as tx:
        tx.services.save(replace(tx.services.get(service), archived=True))
    assert items_as_of(session, session.today()) == item_lists.list_items(session) == ()
