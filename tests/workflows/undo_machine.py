"""A state machine over what a user can do in the review room: undo leads back to the exact content, redo forth."""

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Confidence,
    Dissent,
    Evidence,
    EvidenceKind,
    NotApplicableType,
)
from shipworthy.domain.meeting import Attendee, Meeting
from shipworthy.domain.remediation import Extension, ItemState, WaiverState
from shipworthy.domain.review import Review
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.consensus import agree, agree_all, set_assessors
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import blank_item, plan_remediation
from shipworthy.workflows.meetings import (
    change_plan,
    close_meeting,
    open_meeting,
    park,
    remove_resolution,
    resolve,
    save_attendance,
    settle,
)
from shipworthy.workflows.remediation import ItemEdit, ItemsChanged, edit_items, save_item
from shipworthy.workflows.reviews import Recorded, open_review, record_answer, record_answers
from shipworthy.workflows.service_archive import archive_services, list_archived, restore_service
from shipworthy.workflows.service_editing import ServiceEdit, edit_services, save_edited
from shipworthy.workflows.service_events import EventsChanged, note_event, remove_event
from shipworthy.workflows.service_merge import merge_services
from shipworthy.workflows.services import ServicesChanged, blank_service
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session
from shipworthy.workflows.starting import StartPlan, start_review
from shipworthy.workflows.templates import list_templates, save_template
from shipworthy.workflows.undo import Step, TakenBack, UndoHistory, undo_changes
from shipworthy.workflows.waiver_register import offer_waivers, read_register
from shipworthy.workflows.waivers import (
    WaiverChanged,
    approve_waiver,
    decide_extension,
    reject_waiver,
    request_extension,
    request_waiver,
    revoke_waiver,
)

AUTHORS = ("", "", "Jonas", "Amira")  # the first two: agreed answers, twice as often
QUESTIONS = ("first", "proved", "limits", "breaker", "database", "drain", "last")
_CHOICES = {"limits": (("a",), ("b",), ("b", "c"), ("b", "c", "d"))}
_START = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
# What the store numbers and when it last counted says nothing about the content.
_NOT_CONTENT = {"version", "sequence", "computed_at"}
# The change log says how the content came about: undo adds to it. Every other table is content.
_NO_CONTENT = {"change_log", "sqlite_sequence"}


def content_hash(database: Path, but: Collection[str] = ()) -> str:
    """Return the SHA-256 of all that a store holds `but` some tables, whatever it numbers and logs."""
    hashed = hashlib.sha256()
    with closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in sorted(tables - _NO_CONTENT - set(but)):
            rows = connection.execute(f"SELECT * FROM {table}")
            kept = [place for place, (name, *_) in enumerate(rows.description) if name not in _NOT_CONTENT]
            hashed.update(repr((table, sorted(repr([row[place] for place in kept]) for row in rows))).encode())
    return hashed.hexdigest()


class ReviewRoom(RuleBasedStateMachine):
    """One window's session. After each action the content is noted; undo and redo must lead along these notes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="shipworthy-machine-"))
        self.moment = _START
        self.ids = count(1)
        self.session: Session = open_session(self.folder, Settings(), "Amira", self.now, self.new_id)
        self.history = UndoHistory()

    def now(self) -> datetime:
        """Return a later moment at each call, as clocks do."""
        self.moment += timedelta(seconds=1)
        return self.moment

    def new_id(self) -> UUID:
        """Return ids that come in order, so that a run does the same again."""
        return UUID(int=next(self.ids) << 64 | 4 << 76 | 8 << 60)

    def new_name(self) -> str:
        """Return what no name has yet."""
        return f"{next(self.ids):06}"

    @initialize()
    def start(self) -> None:
        """Begin a review."""
        self.assessment = begin_review(self.session, [small_pack()]).id
        self.notes = [self.content()]  # of the state before the first step, then after each
        self.place = 0

    def content(self) -> str:
        """Return the hash of what the store holds now."""
        return content_hash(self.folder / DATABASE_NAME)

    def review(self, assessor: str = "") -> Review:
        """Return the review as the store has it."""
        return open_review(self.session, self.assessment, assessor)

    def note(self, recorded: Recorded) -> None:
        """Note an action as the window does."""
        if recorded.sequences:
            self.history.did(Step(recorded.review.assessment.id, recorded.sequences, recorded.name))
            self.notes = [*self.notes[: self.place + 1], self.content()]
            self.place += 1

    def blind_answers(self) -> list[Answer]:
        """Return what assessors said for themselves."""
        with self.session.store.read() as tx:
            return [answer for answer in tx.answers.all_assessors(self.assessment) if answer.assessor]

    def meeting(self) -> Meeting | None:
        """Return the meeting that goes on."""
        if not hasattr(self, "assessment"):
            return None
        held = meetings_of(self.session, self.assessment)
        return next((each for each in held if each.ended_at is None), None)

    @rule(
        name=st.sampled_from(QUESTIONS), which=st.integers(0, 3), assessor=st.sampled_from(["", "", "Jonas", "Amira"])
    )
    def choose(self, name: str, which: int, assessor: str) -> None:
        """Answer with a choice, as agreed or blind."""
        review = self.review(assessor)
        question = review.questionnaire.asked[f"small/{name}"].question
        chosen = _CHOICES[name][which] if name in _CHOICES else (question.choices[which % len(question.choices)].id,)
        answer = replace(review.answer(question.id), assessor=assessor, state=AnswerState.ANSWERED, choices=chosen)
        self.note(record_answer(self.session, self.assessment, answer))

    @rule(
        name=st.sampled_from(QUESTIONS),
        change=st.sampled_from(
            [
                lambda answer: replace(answer, state=AnswerState.UNKNOWN, choices=()),
                lambda answer: replace(answer, state=AnswerState.COMPENSATED, reason="A proxy does it."),
                lambda answer: replace(
                    answer,
                    state=AnswerState.NOT_APPLICABLE,
                    not_applicable_type=NotApplicableType.OTHER,
                    reason="No calls.",
                ),
                lambda answer: replace(answer, marked=not answer.marked),
                lambda answer: replace(answer, confidence=Confidence.HIGH),
                lambda answer: replace(answer, note=answer.note + " seen", note_internal=not answer.note_internal),
                lambda answer: replace(answer, evidence=(*answer.evidence, Evidence(EvidenceKind.TEXT, "log"))),
                lambda answer: replace(answer, evidence=answer.evidence[1:]),
                lambda answer: replace(answer, state=AnswerState.UNANSWERED, choices=()),
            ]
        ),
    )
    def change(self, name: str, change: Callable[[Answer], Answer]) -> None:
        """Change one thing about an answer."""
        answer = change(self.review().answer(f"small/{name}"))
        self.note(record_answer(self.session, self.assessment, answer))

    @rule(names=st.sets(st.sampled_from(QUESTIONS), min_size=2))
    def change_several(self, names: set[str]) -> None:
        """Change several answers in one action, as an import does."""
        review = self.review()
        unknown = [
            replace(review.answer(f"small/{name}"), state=AnswerState.UNKNOWN, choices=()) for name in sorted(names)
        ]
        self.note(record_answers(self.session, self.assessment, unknown, "imported"))

    @rule(content=st.sampled_from([b"one", b"two"]))
    def attach_file(self, content: bytes) -> None:
        """Add a screenshot, unless it is there already."""
        answer = self.review().answer("small/first")
        if len(answer.evidence) < 2:
            self.note(
                attach(self.session, self.assessment, answer, [Attachment(content + self.new_name().encode(), "p.png")])
            )

    @rule(names=st.sets(st.sampled_from(["Amira", "Jonas", "Sofía", "李雷"]), min_size=1))
    def name_assessors(self, names: set[str]) -> None:
        """Name the assessors; one who has answered blind stays."""
        named = {*names, *(answer.assessor for answer in self.blind_answers())}
        self.note(set_assessors(self.session, self.assessment, sorted(named)))

    @rule(name=st.sampled_from(QUESTIONS), dissents=st.booleans())
    def agree_on_one(self, name: str, dissents: bool) -> None:
        """Agree on an answer, with or without dissent."""
        review = self.review()
        question = review.questionnaire.asked[f"small/{name}"].question
        agreed = replace(
            review.answer(question.id), state=AnswerState.ANSWERED, choices=(question.choices[-1].id,), carried=False
        )
        dissent = (Dissent("Jonas", "I saw no test."),) if dissents else ()
        self.note(agree(self.session, self.assessment, agreed, dissent).recorded)

    @rule()
    def agree_where_all_do(self) -> None:
        """Agree on everything that everybody answered alike."""
        self.note(agree_all(self.session, self.assessment).recorded)

    @rule(attendees=st.sets(st.sampled_from(["Amira", "Jonas", "Sofía"]), min_size=1))
    def meet(self, attendees: set[str]) -> None:
        """Begin a meeting, or note who is at the one that goes on."""
        people = [Attendee(name, "SRE", name != "Jonas") for name in sorted(attendees)]
        meeting = self.meeting()
        if meeting is None:
            self.note(open_meeting(self.session, self.assessment, people))
        else:
            self.note(save_attendance(self.session, meeting.id, people, meeting.attendees))

    @precondition(lambda self: self.meeting() is not None)
    @rule(act=st.sampled_from(["park", "settle", "resolve", "drop", "plan", "close"]))
    def minute(self, act: str) -> None:
        """Write something into the minutes."""
        meeting = self.meeting()
        assert meeting is not None
        match act:
            case "park":
                text = f"Who pays for it? ({len(meeting.parked)})"
                self.note(park(self.session, meeting.id, text, "small/first", "Jonas"))
            case "settle" if meeting.parked:
                self.note(settle(self.session, meeting.id, meeting.parked[-1], not meeting.parked[-1].settled))
            case "resolve":
                self.note(resolve(self.session, meeting.id, f"Measure it ({len(meeting.resolutions)})", owner="Amira"))
            case "drop" if meeting.resolutions:
                self.note(remove_resolution(self.session, meeting.id, meeting.resolutions[0]))
            case "plan":
                plan = {principle: minutes + 1 for principle, minutes in meeting.planned_minutes.items()}
                self.note(change_plan(self.session, meeting.id, plan))
            case "close":
                self.note(close_meeting(self.session, meeting.id))

    def note_beside(self, changed: ItemsChanged | WaiverChanged | ServicesChanged | EventsChanged) -> None:
        """Note an action on items, waivers or services, which go by a service, as the window does."""
        if changed.sequences:
            self.history.did(Step(self.review().service.id, changed.sequences, changed.name))
            self.notes = [*self.notes[: self.place + 1], self.content()]
            self.place += 1

    @rule(
        names=st.one_of(st.none(), st.sets(st.sampled_from(QUESTIONS), min_size=1)), owner=st.sampled_from(["", "Ines"])
    )
    def plan(self, names: set[str] | None, owner: str) -> None:
        """Make items from all misses, or from some of the gaps."""
        review = self.review()
        gaps = {each.id for each in review.scorecard.questions.values() if each.gap}
        wanted = None if names is None else sorted({f"small/{name}" for name in names} & gaps)
        self.note_beside(plan_remediation(self.session, self.assessment, wanted, owner=owner))

    @rule(
        edit=st.sampled_from(
            [
                ItemEdit(owner="Kenji"),
                ItemEdit(clears_due=True),
                ItemEdit(state=ItemState.IN_PROGRESS),
                ItemEdit(state=ItemState.DONE),
                ItemEdit(state=ItemState.DROPPED, reason="Not now."),
            ]
        ),
        which=st.integers(0, 9),
    )
    def edit_work(self, edit: ItemEdit, which: int) -> None:
        """Change an item, or several at once."""
        items = [line.item.id for line in list_items(self.session)]
        if items:
            self.note_beside(edit_items(self.session, items[which % len(items) :][:3], edit))

    @rule(which=st.integers(0, 9), days=st.integers(0, 400))
    def ask_for_waiver(self, which: int, days: int) -> None:
        """Ask that a miss be accepted."""
        service, last_day = self.review().service.id, self.moment.date() + timedelta(days=days)
        misses = offer_waivers(self.session, service).misses
        if misses:
            miss = misses[which % len(misses)]
            self.note_beside(request_waiver(self.session, service, miss.question, "The vendor is late.", last_day))

    @rule(which=st.integers(0, 9), act=st.sampled_from(["decide", "reject", "revoke", "extend"]))
    def decide_about_waiver(self, which: int, act: str) -> None:
        """Decide about a waiver: approve or extend it, reject it, revoke it, ask for more."""
        found = [line.waiver for line in read_register(self.session).lines]
        if not found:
            return
        waiver = found[which % len(found)]
        match act, waiver.state, waiver.pending_extension:
            case "decide", WaiverState.REQUESTED, _:
                self.note_beside(approve_waiver(self.session, waiver.id, "Jonas"))
            case "decide" | "reject", WaiverState.APPROVED, Extension():
                self.note_beside(decide_extension(self.session, waiver.id, act == "decide", "Jonas"))
            case "reject", WaiverState.REQUESTED, _:
                self.note_beside(reject_waiver(self.session, waiver.id, "Mend it."))
            case "revoke", WaiverState.APPROVED, _:
                self.note_beside(revoke_waiver(self.session, waiver.id, "It was attacked."))
            case "extend", WaiverState.APPROVED, None:
                later = waiver.expires + timedelta(days=30)
                self.note_beside(request_extension(self.session, waiver.id, later, "Still late."))

    def others(self) -> list[Service]:
        """Return the services in the lists beside the one under review, by name."""
        with self.session.store.read() as tx:
            return [each for each in tx.services.all() if each.id != self.review().service.id]

    @rule(needs=st.sampled_from(["", "hard", "soft"]), facts=st.dictionaries(st.just("has_database"), st.booleans()))
    def add_service(self, needs: str, facts: dict[str, bool]) -> None:
        """Add a service that looks like the one under review, and perhaps depends on it."""
        reviewed = frozenset({self.review().service.id})
        service = replace(
            blank_service(self.session),
            name=f"Checkout-svc {self.new_name()}",
            facts=facts,
            tags=(f"t{len(facts)}",),
            hard_dependencies=reviewed if needs == "hard" else frozenset(),
            soft_dependencies=reviewed if needs == "soft" else frozenset(),
        )
        self.note_beside(save_edited(self.session, blank_service(self.session), service))

    @rule(
        edit=st.sampled_from(
            [
                ServiceEdit(tier=2),
                ServiceEdit(tier=4, lifecycle=Lifecycle.RETIRED),
                ServiceEdit(team="Core", add_tags=("go", "pci")),
                ServiceEdit(owner="", remove_tags=("go",)),
            ]
        )
    )
    def edit_services(self, edit: ServiceEdit) -> None:
        """Change several services at once."""
        ids = [self.review().service.id, *(each.id for each in self.others())]
        with suppress(UserError):  # they have these values already
            self.note_beside(edit_services(self.session, ids, edit))

    @rule(which=st.integers(0, 9), question=st.sampled_from(["small/first", "small/drain", "other/one"]))
    def plan_elsewhere(self, which: int, question: str) -> None:
        """Note work for a service that looks like the one under review, which waits for other work there is."""
        others = self.others()
        if others:
            first = [line.item.id for line in list_items(self.session)][:1]
            item = replace(
                blank_item(self.session, others[which % len(others)].id),
                title="Drain",
                questions=frozenset({question}),
                needs=frozenset(first),
            )
            self.note_beside(save_item(self.session, item))

    @rule(
        which=st.integers(0, 9),
        takes=st.sets(st.sampled_from(["name", "tier", "fact:has_database"])),
        way=st.booleans(),
    )
    def merge(self, which: int, takes: set[str], way: bool) -> None:
        """Merge a service that looks like the one under review into it, or the other way round."""
        others, reviewed = self.others(), self.review().service
        if others and not reviewed.archived:
            pair = (reviewed.id, others[which % len(others)].id)
            self.note_beside(merge_services(self.session, *(pair if way else pair[::-1]), takes))

    @rule(which=st.integers(0, 9))
    def archive_or_restore(self, which: int) -> None:
        """Archive a service, or restore the one archived last."""
        others, gone = self.others(), list_archived(self.session)
        if which % 2 and others:
            self.note_beside(archive_services(self.session, [others[which % len(others)].id]))
        elif gone:
            self.note_beside(restore_service(self.session, gone[0].service.id, f"restored {self.new_name()}"))

    @rule(remove=st.booleans())
    def note_or_forget_incident(self, remove: bool) -> None:
        """Note an incident of the service under review, or remove the last that was noted."""
        service = self.review().service.id
        with self.session.store.read() as tx:
            noted = [each for each in tx.events.of_service(service) if each.kind is EventKind.INCIDENT]
        if remove and noted:
            self.note_beside(remove_event(self.session, noted[-1].id))
        else:
            self.note_beside(note_event(self.session, [service], EventKind.INCIDENT, "It fell over."))

    @rule()
    def keep_template(self) -> None:
        """Keep an answer as a template."""
        if self.review().answer("small/first").state is not AnswerState.UNANSWERED:
            name = f"Platform {len(list_templates(self.session))} {self.new_name()}"
            self.note(save_template(self.session, self.assessment, name, "", ["small/first"]))

    @rule()
    def start_another(self) -> None:
        """Start a review from this one, with all answers carried over."""
        plan = StartPlan(packs=(small_pack(),), beside_open=True)
        self.note(start_review(self.session, self.review().service.id, plan))

    @precondition(lambda self: self.history.next_undo() is not None)
    @rule()
    def undo(self) -> None:
        """Take the newest step back."""
        step = self.history.next_undo()
        assert step is not None
        self.history.took_back(self.inverse(undo_changes(self.session, step.assessment, step.sequences)))
        self.place -= 1
        assert self.content() == self.notes[self.place], f"undo of {step.name} leads elsewhere"

    @precondition(lambda self: self.history.next_redo() is not None)
    @rule()
    def redo(self) -> None:
        """Do the step taken back last again."""
        step = self.history.next_redo()
        assert step is not None
        self.history.did_again(self.inverse(undo_changes(self.session, step.assessment, step.sequences)))
        self.place += 1
        assert self.content() == self.notes[self.place], f"redo of {step.name} leads elsewhere"

    def inverse(self, taken_back: TakenBack) -> Step:
        """Return the step that takes back what was taken back."""
        return Step(taken_back.assessment, taken_back.sequences, "")

    @invariant()
    def the_kept_score_and_verdict_are_those_that_follow(self) -> None:
        """The score row always says what answers, items and waivers come to."""
        with self.session.store.read() as tx:
            kept = tx.scores.get(self.assessment)
        assert kept is not None
        review = self.review()
        assert (kept.score, kept.verdict) == (review.scorecard.score, review.judgement.verdict)

    def teardown(self) -> None:
        """Take every step back, to the very first content."""
        if hasattr(self, "notes"):
            while self.history.next_undo() is not None:
                self.undo()
        self.session.close()
        shutil.rmtree(self.folder)
