"""A state machine over all that moves a portfolio: a day seen while it lasted is the day seen later, whatever followed.

What a day looked like is taken from a copy of the store, opened at the end of that day: looking keeps scores anew, and
most days end without anybody looking.
"""

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import text
from tests.workflows.builders import small_pack

from shipworthy.domain.assessment import (
    OPEN_STATES,
    Answer,
    AnswerState,
    Assessment,
    AssessmentState,
    Decision,
    DecisionCondition,
    Evidence,
    EvidenceKind,
    NotApplicableType,
    Outcome,
    Signatory,
)
from shipworthy.domain.remediation import ItemState, WaiverState
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind, ServiceEvent
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.decisions import decide, supersede, withdraw
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.policies import copy_to_edit, current_policy, save_policy
from shipworthy.workflows.portfolio import Portfolio, past_portfolio, portfolio_on
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reviews import open_review, record_answer, start_assessment
from shipworthy.workflows.services import change_services
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session
from shipworthy.workflows.starting import StartPlan, start_review
from shipworthy.workflows.undo import Step, UndoHistory, undo_changes
from shipworthy.workflows.waiver_register import offer_waivers, read_register
from shipworthy.workflows.waivers import (
    approve_waiver,
    decide_extension,
    request_extension,
    request_waiver,
    revoke_waiver,
)

# Days without midnight, of half an hour more or less, and one that never was: Apia had no 30 December 2011.
PLACES = (
    ("UTC", datetime(2027, 2, 27, 12, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 24, 20, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 3, 13, 3, tzinfo=UTC)),
    ("America/Santiago", datetime(2026, 9, 5, 12, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 10, 31, 23, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 1, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 28, 22, tzinfo=UTC)),
)
QUESTIONS = ("first", "proved", "limits", "breaker", "database", "drain", "last")
NAMES = ("checkout", "ledger", "search", "search index", "البحث")
_SIGNED = (Signatory("Ada", "Director"),)
_MOST_SERVICES = 4
_which = st.integers(0, 11)
_days = st.sampled_from([0, 1, 2, 13, 30, 31, 90])


@cache
def _empty_store(zone: str) -> bytes:
    """Return the file of a new store: making one runs all migrations."""
    with tempfile.TemporaryDirectory() as folder:
        opened = open_session(Path(folder), Settings(), "Amira", lambda: datetime(2011, 1, 1, tzinfo=UTC), uuid4, zone)
        opened.close()
        return (Path(folder) / DATABASE_NAME).read_bytes()


class PortfolioDays(RuleBasedStateMachine):
    """One store through the days; `seen` holds what some of them looked like when they ended."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="shipworthy-days-"))
        self.history = UndoHistory()
        self.seen: dict[date, Portfolio] = {}
        self.first: date | None = None

    @initialize(place=st.sampled_from(PLACES))
    def open(self, place: tuple[str, datetime]) -> None:
        """Begin with an empty store somewhere on earth, shortly before its clocks change."""
        zone, self.moment = place
        (self.folder / DATABASE_NAME).write_bytes(_empty_store(zone))
        self.session: Session = open_session(self.folder, Settings(), "Amira", lambda: self.moment, uuid4)
        self.before = self.session.today() - timedelta(days=1)
        self.add_service(0, 1, None)

    # What there is to act on

    def services(self) -> list[Service]:
        """Return all services, archived ones too, in the order in which they were added."""
        with self.session.store.read() as tx:
            return sorted(tx.services.all(archived=True), key=lambda each: (each.description, each.id.hex))

    def service(self, which: int) -> Service | None:
        """Return one of the services, if there are any."""
        services = self.services()
        return services[which % len(services)] if services else None

    def assessments(self, *states: AssessmentState) -> list[Assessment]:
        """Return the assessments that are in one of some states."""
        with self.session.store.read() as tx:
            found = [
                each for service in tx.services.all(archived=True) for each in tx.assessments.of_service(service.id)
            ]
        return sorted((each for each in found if each.state in states), key=lambda each: each.sequence)

    def did(self, subject: UUID, sequences: tuple[int, ...], name: str) -> None:
        """Note an action as the window does."""
        if sequences:
            self.history.did(Step(subject, sequences, name))

    # Services

    @rule(which=_which, tier=st.integers(1, 4), needs=st.none() | _which)
    def add_service(self, which: int, tier: int, needs: int | None) -> None:
        """Add a service, alone or needing another."""
        services = self.services()
        if len(services) < _MOST_SERVICES:
            hard = frozenset({services[needs % len(services)].id} if services and needs is not None else ())
            name = f"{NAMES[which % len(NAMES)]} {len(services)}"
            added = Service(uuid4(), name, tier=tier, hard_dependencies=hard, description=str(self.moment))
            self.change(added, "add")

    def change(self, service: Service, name: str) -> None:
        """Change a service in one action, where it can be."""
        with suppress(UserError):
            changed = change_services(self.session, [service], name)
            self.did(service.id, changed.sequences, name)

    @rule(which=_which, tier=st.integers(1, 4), team=st.sampled_from(["", "Payments"]))
    def edit_service(self, which: int, tier: int, team: str) -> None:
        """Change tier and team."""
        if service := self.service(which):
            self.change(replace(service, tier=tier, team=team), "edit")

    @rule(which=_which)
    def archive_or_restore(self, which: int) -> None:
        """Take a service out of the lists, or back into them."""
        if service := self.service(which):
            self.change(replace(service, archived=not service.archived), "archive")

    @rule(which=_which, others=st.sets(_which, max_size=2), is_hard=st.booleans())
    def rewire(self, which: int, others: set[int], is_hard: bool) -> None:
        """Say what a service needs; circles are allowed."""
        if service := self.service(which):
            services = self.services()
            needed = frozenset(services[each % len(services)].id for each in others) - {service.id}
            field = "hard_dependencies" if is_hard else "soft_dependencies"
            self.change(replace(service, **{field: needed}), "rewire")  # type: ignore[arg-type]

    @rule(which=_which, has_database=st.booleans())
    def answer_fact(self, which: int, has_database: bool) -> None:
        """Say whether a service has a database."""
        if service := self.service(which):
            self.change(replace(service, facts={"has_database": has_database}), "fact")

    @rule(which=_which, kind=st.sampled_from([EventKind.INCIDENT, EventKind.MAJOR_CHANGE]), back=_days)
    def note_event(self, which: int, kind: EventKind, back: int) -> None:
        """Note what happened, today or some days ago."""
        if service := self.service(which):
            event = ServiceEvent(
                uuid4(), service.id, kind, self.session.today() - timedelta(days=back), "Out for hours"
            )
            with self.session.begin() as tx:
                saved = tx.events.save(event, action="note")
            self.did(service.id, saved.sequences, "note")

    # Reviews

    @rule(which=_which, carry=st.booleans())
    def start(self, which: int, carry: bool) -> None:
        """Start a review, afresh or from the standing one."""
        if service := self.service(which):
            if not carry:
                start_assessment(self.session, service.id, [small_pack()])
                return
            started = start_review(self.session, service.id, StartPlan((small_pack(),), beside_open=True))
            self.did(started.review.assessment.id, started.sequences, started.name)

    @rule(
        which=_which,
        names=st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=len(QUESTIONS), unique=True),
        choice=st.integers(0, 3),
        state=st.sampled_from([AnswerState.ANSWERED] * 4 + [AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE]),
        lasts=st.none() | _days,
    )
    def answer(self, which: int, names: list[str], choice: int, state: AnswerState, lasts: int | None) -> None:
        """Answer questions of an open review, with evidence that lasts or does not."""
        self.answer_with(which, names, choice, state, lasts)

    def answer_with(self, which: int, names: list[str], choice: int, state: AnswerState, lasts: int | None) -> None:
        """Answer questions of one of the open reviews, if there are any."""
        found = self.assessments(*OPEN_STATES)
        if not found:
            return
        assessment = found[which % len(found)]
        expires = None if lasts is None else self.session.today() + timedelta(days=lasts)
        for name in names:
            review = open_review(self.session, assessment.id)
            question = review.questionnaire.asked[f"small/{name}"].question
            chosen = (question.choices[-1 - choice % len(question.choices)].id,)
            given: Answer = replace(
                review.answer(question.id),
                state=state,
                choices=chosen if state is AnswerState.ANSWERED else (),
                not_applicable_type=NotApplicableType.OTHER if state is AnswerState.NOT_APPLICABLE else None,
                reason="No calls." if state is AnswerState.NOT_APPLICABLE else "",
                evidence=(Evidence(EvidenceKind.TEXT, "log", expires=expires),),
            )
            recorded = record_answer(self.session, assessment.id, given)
            self.did(assessment.id, recorded.sequences, recorded.name)

    @rule(which=_which, outcome=st.sampled_from(Outcome))
    def decide(self, which: int, outcome: Outcome) -> None:
        """Decide an open review."""
        found = self.assessments(*OPEN_STATES)
        if found:
            assessment = found[which % len(found)]
            conditions = (DecisionCondition("Set timeouts", "Kenji", self.session.today() + timedelta(days=9)),)
            given = conditions if outcome is Outcome.CONDITIONAL_GO else ()
            decide(self.session, assessment.id, Decision(outcome, "It must be.", given, _SIGNED))
            self.history.forget(assessment.id)

    @rule(which=_which, act=st.sampled_from([withdraw, supersede]))
    def retire(self, which: int, act: object) -> None:
        """Take a review out of use."""
        found = self.assessments(AssessmentState.DECIDED, *OPEN_STATES)
        if found:
            with suppress(UserError):
                (withdraw if act is withdraw else supersede)(self.session, found[which % len(found)].id, "Made up.")

    # Beside reviews

    @rule(which=_which)
    def plan(self, which: int) -> None:
        """Make items from all misses."""
        found = self.assessments(*OPEN_STATES, AssessmentState.DECIDED)
        if found:
            assessment = found[which % len(found)]
            changed = plan_remediation(self.session, assessment.id, owner="Ines")
            self.did(assessment.service, changed.sequences, changed.name)

    @rule(which=_which, days=_days, state=st.sampled_from([None, ItemState.DONE, ItemState.PLANNED, ItemState.DROPPED]))
    def edit_item(self, which: int, days: int, state: ItemState | None) -> None:
        """Say where items stand and when they are due."""
        items = [line.item for line in list_items(self.session)]
        if items:
            item = items[which % len(items)]
            edit = ItemEdit(due=self.session.today() + timedelta(days=days), state=state, reason="Not now.")
            with suppress(UserError):
                changed = edit_items(self.session, [item.id], edit)
                self.did(item.service, changed.sequences, changed.name)

    @rule(which=_which, days=_days)
    def ask_for_waiver(self, which: int, days: int) -> None:
        """Ask that a miss be accepted."""
        if service := self.service(which):
            with suppress(UserError):
                misses = offer_waivers(self.session, service.id).misses
                if misses:
                    miss, until = misses[which % len(misses)], self.session.today() + timedelta(days=days)
                    changed = request_waiver(self.session, service.id, miss.question, "The vendor is late.", until)
                    self.did(service.id, changed.sequences, changed.name)

    @rule(which=_which, days=_days)
    def decide_about_waiver(self, which: int, days: int) -> None:
        """Approve a waiver that waits; extend or revoke one that does not."""
        found = [line.waiver for line in read_register(self.session).lines]
        if not found:
            return
        waiver = found[which % len(found)]
        with suppress(UserError):
            if waiver.state is WaiverState.REQUESTED:
                changed = approve_waiver(self.session, waiver.id, "Jonas")
            elif waiver.pending_extension:
                changed = decide_extension(self.session, waiver.id, approved=True, approver="Jonas")
            elif which % 2:
                changed = revoke_waiver(self.session, waiver.id, "It was attacked.")
            else:
                until = waiver.expires + timedelta(days=days)
                changed = request_extension(self.session, waiver.id, until, "Still late.")
            self.did(waiver.service, changed.sequences, changed.name)

    @rule(overall=st.sampled_from([0, 30, 90]), age=st.sampled_from([1, 20, 180]))
    def change_policy(self, overall: int, age: int) -> None:
        """Put another gate policy in force."""
        policy = copy_to_edit(current_policy(self.session).policy)
        tiers = {
            tier: replace(each, overall=Fraction(overall, 100), max_age_days=age) for tier, each in policy.tiers.items()
        }
        save_policy(self.session, replace(policy, tiers=tiers))

    @precondition(lambda self: self.history.next_undo() is not None)
    @rule(steps=st.integers(1, 3))
    def undo(self, steps: int) -> None:
        """Take the newest steps back; one that can no longer be taken back is forgotten."""
        for _step in range(steps):
            if (step := self.history.next_undo()) is None:
                return
            try:
                taken = undo_changes(self.session, step.assessment, step.sequences)
            except UserError:
                self.history.done.pop()
                return
            self.history.took_back(Step(taken.assessment, taken.sequences, ""))

    @precondition(lambda self: self.history.next_redo() is not None)
    @rule()
    def redo(self) -> None:
        """Do the step taken back last again."""
        step = self.history.next_redo()
        assert step is not None
        try:
            taken = undo_changes(self.session, step.assessment, step.sequences)
        except UserError:
            self.history.undone.pop()
            return
        self.history.did_again(Step(taken.assessment, taken.sequences, ""))

    # Time

    @rule()
    def look(self) -> None:
        """Look at today: what is due is kept anew, and history tells the same."""
        now = portfolio_on(self.session)
        assert past_portfolio(self.session, self.session.today()) == now

    @rule(minutes=st.sampled_from([1, 29, 61, 300, 700]))
    def let_minutes_pass(self, minutes: int) -> None:
        """Move the clock on, perhaps over midnight."""
        self.move_to(self.moment + timedelta(minutes=minutes))

    @rule(minutes=st.sampled_from([0, 1]))
    def wait_for_midnight(self, minutes: int) -> None:
        """Move the clock to the last instant of the day, or the first of the next."""
        self.move_to(self.last_instant(self.session.today()) + timedelta(minutes=minutes))

    @rule(days=st.sampled_from([1, 2, 7, 28, 31, 100, 366]), stop=st.integers(0, 99))
    def let_days_pass(self, days: int, stop: int) -> None:
        """Move the clock on by days, one of which is seen while it lasts."""
        self.move_to(self.moment + timedelta(days=days), stop)

    @rule(which=_which, lasts=st.sampled_from([0, 1, 13]), more=st.sampled_from([2, 31]))
    def let_evidence_expire_unseen(self, which: int, lasts: int, more: int) -> None:
        """Answer with evidence, let it expire, and answer anew before anybody looks."""
        self.answer_with(which, ["proved"], 0, AnswerState.ANSWERED, lasts)
        self.move_to(self.moment + timedelta(days=lasts + more), lasts + 1)
        self.answer_with(which, ["proved", "first"], 0, AnswerState.ANSWERED, None)

    def move_to(self, moment: datetime, stop: int = 0) -> None:
        """Move the clock; the day that ends, and one of those passed over, are noted as they ended."""
        today, target = self.session.today(), self.session.day(moment)
        if target > today:
            passed = (target - today).days
            for day in {today, today + timedelta(days=stop % passed)}:
                if self.session.day(self.last_instant(day)) == day:  # else it never was
                    self.seen[day] = self.seen_at_the_end_of(day)
        self.moment = moment

    def last_instant(self, day: date) -> datetime:
        """Return the last instant of a day."""
        return self.session.store.end_of(day).astimezone(UTC) - timedelta(microseconds=1)

    def seen_at_the_end_of(self, day: date, *, by_log: bool = False) -> Portfolio:
        """Return the portfolio of a day, as somebody saw it in a copy of the store."""
        with tempfile.TemporaryDirectory(prefix="shipworthy-day-") as folder:
            with (
                closing(sqlite3.connect(self.folder / DATABASE_NAME)) as source,
                closing(sqlite3.connect(Path(folder) / DATABASE_NAME)) as target,
            ):
                source.backup(target)
            end = self.last_instant(day)
            copy = open_session(Path(folder), Settings(), "Jonas", lambda: self.moment if by_log else end, uuid4)
            try:
                if not by_log:
                    return portfolio_on(copy)
                with copy.begin() as tx:
                    tx._connection.execute(text("DELETE FROM standings"))
                return past_portfolio(copy, day)
            finally:
                copy.close()

    @precondition(lambda self: self.seen)
    @rule(which=_which)
    def look_back(self, which: int) -> None:
        """Look at a day that was seen while it lasted."""
        self.check(sorted(self.seen)[which % len(self.seen)])

    def check(self, day: date, *, by_log: bool = False) -> None:
        """Compare a day as it is seen now with what was seen while it lasted."""
        then = self.seen[day]
        found = self.seen_at_the_end_of(day, by_log=True) if by_log else portfolio_on(self.session, day)
        assert found.lines == then.lines
        assert {each: found.stale(each) for each in found.today.services} == {
            each: then.stale(each) for each in then.today.services
        }
        assert found == replace(then, is_past=True)

    def teardown(self) -> None:
        """Look back at all days, by what was noted and by the log alone, and before the first of them."""
        if hasattr(self, "session"):
            for place, day in enumerate(sorted(self.seen)):
                self.check(day)
                if place % 3 == 0:
                    self.check(day, by_log=True)
            assert portfolio_on(self.session, self.before).lines == ()
            self.session.close()
        shutil.rmtree(self.folder)
