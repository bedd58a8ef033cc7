"""A store in the hands of clocks that jump: years ahead and back, over midnight, to 1970, to and from summer time.

Order comes from the numbers that the store gives. After every act the newest word is the one that counts, nothing lasts
less than no time, and where each service stands is what its own review says.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import OPEN_STATES, AnswerState, Decision, Outcome, Signatory
from shipworthy.domain.meeting import Attendee
from shipworthy.domain.remediation import ItemState, WaiverState
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage.backup_files import BackupFile, BackupReason
from shipworthy.storage.backup_thinning import MOST_KEPT, superseded
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.meetings import close_meeting, open_meeting
from shipworthy.workflows.movement import first_day, read_movement
from shipworthy.workflows.over_time import Scope, flow_of_service, over_time, read_records
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reviews import live_review, newest_open, open_review, record_answer
from shipworthy.workflows.service_events import note_event
from shipworthy.workflows.service_history import service_history
from shipworthy.workflows.session import Session, open_session
from shipworthy.workflows.starting import StartPlan, start_review
from shipworthy.workflows.waiver_register import offer_waivers, read_register
from shipworthy.workflows.waivers import approve_waiver, request_waiver, revoke_waiver

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu")
YEAR = timedelta(days=365)
# Beside these, the clock stands still or goes on by minutes.
JUMPS: tuple[timedelta | datetime, ...] = (
    -YEAR,
    YEAR,
    timedelta(hours=-1),
    timedelta(hours=1),
    timedelta(hours=-14),
    timedelta(hours=14),
    timedelta(days=-1),
    timedelta(days=40),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC),  # before Berlin's clocks go back
    datetime(2026, 10, 25, 1, 0, 1, tzinfo=UTC),
    datetime(2027, 3, 14, 6, 59, 59, tzinfo=UTC),  # before New York's go ahead
    datetime(2027, 3, 28, 1, 0, 1, tzinfo=UTC),  # after Berlin's have gone ahead
    datetime(2026, 11, 26, 23, 59, 59, tzinfo=UTC),
)


_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Desk:
    """A store of two services whose clock jumps between acts, and between sessions."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.moment = datetime(2026, 11, 26, 22, 3, tzinfo=UTC)
        self.folder = folder
        self.zone = self.dice.choice(ZONES)
        self.session = self.open()
        self.reviews = [begin_review(self.session, [small_pack()], name).id for name in ("checkout", "search")]
        self.last = 0
        self.acts = 0

    def open(self) -> Session:
        """Open the store, as a new session."""
        return open_session(self.folder, Settings(), "Amira", lambda: self.moment, uuid4, self.zone)

    def run(self, steps: int) -> None:
        """Act and look that often, the clock jumping about before every third act."""
        for _step in range(steps):
            self.moment += timedelta(minutes=self.dice.randrange(3))
            if self.dice.random() < 0.35:
                jump = self.dice.choice(JUMPS)
                target = jump if isinstance(jump, datetime) else self.moment + jump
                self.moment = min(max(target, _FIRST), _LAST)
                if self.dice.random() < 0.4:
                    self.session.close()
                    self.session = self.open()
            with suppress(UserError):  # such as a waiver that would end before it begins
                self.dice.choice(self.all_acts())()
            self.look()
            self.acts += 1
        self.session.close()

    def all_acts(self) -> tuple[Callable[[], object], ...]:
        """Return what may be done; answering is what people do most."""
        return (
            self.answer, self.answer, self.answer, self.plan, self.edit_item, self.edit_item, self.waive, self.waive,
            self.meet, self.note_event, self.decide_and_start_anew,
        )  # fmt: skip

    def service(self) -> UUID:
        """Return one of the services."""
        return open_review(self.session, self.dice.choice(self.reviews)).service.id

    def answer(self) -> None:
        """Answer, and find the answer given."""
        with self.session.store.read() as tx:
            open_one = newest_open(tx, self.service_of(self.dice.choice(self.reviews)))
        assert open_one is not None
        name = self.dice.choice(("first", "breaker", "drain", "last"))
        before = open_review(self.session, open_one.id)
        question = before.questionnaire.asked[f"small/{name}"].question
        given = replace(
            before.answer(question.id),
            state=AnswerState.ANSWERED,
            choices=(self.dice.choice(question.choices).id,),
            note=str(uuid4()),
        )
        recorded = record_answer(self.session, open_one.id, given)
        assert recorded.review.answers[question.id].note == given.note
        assert open_review(self.session, open_one.id).answers[question.id].note == given.note

    def service_of(self, review: UUID) -> UUID:
        """Return the service of a review."""
        return open_review(self.session, review).service.id

    def plan(self) -> None:
        """Make items from misses."""
        plan_remediation(self.session, self.dice.choice(self.reviews), owner="Ines")

    def edit_item(self) -> None:
        """Change an item, forth or back."""
        items = [line.item for line in list_items(self.session)]
        if items:
            state = self.dice.choice((ItemState.DONE, ItemState.IN_PROGRESS, ItemState.PLANNED))
            edit_items(self.session, [self.dice.choice(items).id], ItemEdit(state=state))

    def waive(self) -> None:
        """Ask for a waiver, approve or revoke one."""
        found = [line.waiver for line in read_register(self.session).lines]
        asked = [each for each in found if each.state is WaiverState.REQUESTED]
        if asked:
            approve_waiver(self.session, asked[0].id, "Jonas")
        elif found and self.dice.random() < 0.5:
            revoke_waiver(self.session, found[-1].id, "It was attacked.")
        else:
            service = self.service()
            misses, until = offer_waivers(self.session, service).misses, self.session.today() + timedelta(days=20)
            if misses:
                request_waiver(self.session, service, self.dice.choice(misses).question, "The vendor is late.", until)

    def meet(self) -> None:
        """Open a meeting, or close the one that goes on."""
        review = self.reviews[0]
        held = [each for each in meetings_of(self.session, review) if each.ended_at is None]
        if held:
            close_meeting(self.session, held[0].id)
        else:
            open_meeting(self.session, review, [Attendee("Jonas", "SRE", True)])

    def note_event(self) -> None:
        """Note an incident."""
        note_event(self.session, [self.service()], EventKind.INCIDENT, "It fell over.")

    def decide_and_start_anew(self) -> None:
        """Decide the open review of a service, and start the next."""
        place = self.dice.randrange(len(self.reviews))
        service = self.service_of(self.reviews[place])
        if open_review(self.session, self.reviews[place]).assessment.state in OPEN_STATES:
            decision = Decision(Outcome.GO, "It must be.", (), (Signatory("Ada", "Director"),))
            decide(self.session, self.reviews[place], decision)
        started = start_review(self.session, service, StartPlan((small_pack(),), beside_open=True))
        self.reviews[place] = started.review.assessment.id

    def look(self) -> None:
        """Look at everything that has an order, an age, or a day."""
        with self.session.store.read() as tx:
            log = tx.changes.since(self.last)
            standing = {each: tx.assessments.standing(each) for each in map(self.service_of, self.reviews)}
        assert [change.sequence for change in log] == sorted(change.sequence for change in log)
        self.last = log[-1].sequence if log else self.last
        for length in self.lengths():
            assert length >= 0, f"something lasted {length}"
        portfolio = portfolio_on(self.session)
        for service, assessment in standing.items():
            assert assessment is not None
            review, shown = live_review(self.session, assessment.id), portfolio.standings[service]
            assert shown.id == assessment.id, "another review speaks for the service"
            if assessment.state in OPEN_STATES:
                score, kept = review.scorecard.score, shown.result[0]
                assert kept == (None if score is None else str(score)), "what was noted is not the newest"
            numbers = [line.sequence for line in service_history(self.session, service).lines]
            assert numbers == sorted(numbers, reverse=True)

    def lengths(self) -> Iterator[int]:
        """Yield every age and duration that a view shows, in days or seconds."""
        for line in list_items(self.session):
            yield line.age_days
        for register_line in read_register(self.session).lines:
            if register_line.is_active:
                yield register_line.days_left
        yield (self.session.today() - first_day(self.session)).days
        flows = [flow_of_service(self.session, self.service_of(each)) for each in self.reviews]
        whole = over_time(read_records(self.session), Scope(), self.session.today(), None)
        for flow in [*flows, whole]:
            if flow is not None:
                figures = flow.figures
                yield from (figures.made, figures.done, figures.verified, figures.reopened)
                yield from (each.oldest_age or 0 for each in figures.severities)
                yield from (each.most or 0 for each in (figures.to_done, figures.to_verified))
                yield from (point.live for point in flow.points)
        for meeting in meetings_of(self.session, self.reviews[0]):
            yield from meeting.spent_seconds.values()
        today = self.session.today()
        read_movement(self.session, first_day(self.session), today)


def thin_while_it_jumps(seed: int, backups: int) -> None:
    """Make a backup every half hour by a clock that jumps, thin after each, and find the newest there every time."""
    dice, moment = random.Random(seed), datetime(2026, 11, 26, 14, 3, tzinfo=UTC)
    kept: list[BackupFile] = []
    for number in range(backups):
        moment += timedelta(minutes=30)
        if dice.random() < 0.05:
            jump = dice.choice(JUMPS)
            moment = min(max(jump if isinstance(jump, datetime) else moment + jump, _FIRST), _LAST)
        same = 1 + max((each.number for each in kept if each.made_at == moment), default=0)
        made = BackupFile(Path(f"{number}.db"), moment, BackupReason.BY_THE_CLOCK, same)
        gone = set(superseded([*kept, made], moment))
        assert made not in gone, "thinning took the newest backup"
        kept = [each for each in (*kept, made) if each not in gone]
        assert sum(each.made_at <= moment for each in kept) <= MOST_KEPT


def overdue_in_zones(desk: Desk) -> int:
    """Return how many different sets of overdue items the same store shows to processes in different zones.

    At an hour at which the zones are on different days, with items due on each of these days.
    """
    end = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    desk.moment = end - timedelta(days=3)
    plan_remediation(desk.session, desk.reviews[0])
    for place, line in enumerate(list_items(desk.session)):
        edit_items(desk.session, [line.item.id], ItemEdit(due=end.date() + timedelta(days=place % 3 - 1)))
    desk.moment = end
    before, seen = os.environ.get("TZ"), set()
    try:
        for zone in ZONES:
            os.environ["TZ"] = zone
            time.tzset()
            desk.session.close()
            desk.session = desk.open()
            seen.add(frozenset(line.item.id for line in list_items(desk.session) if line.overdue))
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()
    assert any(seen), "nothing was overdue, so nothing was compared"
    return len(seen)
