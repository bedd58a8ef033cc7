"""Campaigns: started, changed, closed and undone; read on any day; the reviews that are missing started at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.domain.builders import pack, principle, question
from tests.workflows.builders import small_pack
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState, Decision, Outcome, Signatory
from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import CampaignState, Progress
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Pack
from shipworthy.domain.service import Service
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.errors import UserError
from shipworthy.storage.errors import Conflict
from shipworthy.workflows.campaign_progress import Campaigns, list_campaigns, view_campaign
from shipworthy.workflows.campaigns import (
    LONGEST_NAME,
    MOST_REVIEWS,
    blank_campaign,
    close_campaign,
    find_campaign,
    reopen_campaign,
    save_campaign,
    start_reviews,
)
from shipworthy.workflows.decisions import decide, supersede, withdraw
from shipworthy.workflows.reviews import open_review, record_answer, start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.services import change_services, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step, UndoHistory, undo_changes

BACKEND = "backend-engineering"


def add(session: Session, *names: str, **said: Any) -> list[Service]:
    services = [Service(uuid4(), name, **{"tier": 1, **said}) for name in names]
    return list(change_services(session, services, "add").services)


def start(session: Session, name: str = "Tier 1", **said: Any) -> Campaign:
    return save_campaign(session, replace(blank_campaign(session), name=name, **said)).campaign


def other_pack() -> Pack:
    return pack("other", principle("one", question("first")))


def review(session: Session, service: Service, *packs: Pack) -> UUID:
    return start_assessment(session, service.id, packs or (small_pack(),)).id


def decided(session: Session, service: Service, *packs: Pack) -> UUID:
    assessment = review(session, service, *packs)
    decision = Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),))
    decide(session, assessment, decision)
    return assessment


def one(session: Session, day: date | None = None) -> CampaignView:
    [view] = list_campaigns(session, day).views
    return view


def states(view: CampaignView) -> dict[str, str]:
    return {line.service.name: str(line.state) for line in view.lines}


def test_a_campaign_is_started_changed_and_taken_back(session: Session, colleague: Session) -> None:
    add(session, "checkout")
    scope = ServiceFilter("  pay  ment ", tier=frozenset({1}), team=frozenset({""}))
    started = save_campaign(
        session, replace(blank_campaign(session), name="  Tier 1   by spring ", packs=(BACKEND, BACKEND), scope=scope)
    )
    assert started.name == "started the campaign “Tier 1 by spring”"
    [seen] = [view.campaign for view in list_campaigns(colleague).views]
    assert seen == started.campaign == find_campaign(colleague, "TIER 1 by spring")
    assert (seen.packs, seen.scope.text) == ((BACKEND,), "pay ment")
    assert (seen.due - seen.starts).days == 84
    changed = save_campaign(session, replace(seen, name="All of tier 1", due=seen.due + timedelta(days=7)))
    assert changed.name == "changed the campaign “All of tier 1”"
    undone = undo_changes(session, seen.id, changed.sequences)
    assert one(session).campaign.name == "Tier 1 by spring"
    redone = undo_changes(session, seen.id, undone.sequences)
    assert one(session).campaign.name == "All of tier 1"
    assert save_campaign(session, one(session).campaign).sequences == ()
    undo_changes(session, seen.id, redone.sequences)
    undo_changes(session, seen.id, started.sequences)
    found = list_campaigns(session)
    assert found == Campaigns(session.today(), False, found.packs, ())
    assert found.packs[BACKEND] == "Backend engineering"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": " "}, "needs a name of at most 60"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "needs a name of at most 60"),
        ({"name": "a\x00b"}, "needs a name of at most 60"),
        ({"name": "TIER 1"}, "There is a campaign “Tier 1” already"),
        ({"name": "ＴＩＥＲ\u00a01"}, "There is a campaign “Tier 1” already"),
        ({"due": date(2026, 11, 21)}, "due before it starts"),
        ({"starts": date.min}, "more than ten years from today"),
        ({"due": date.max}, "more than ten years from today"),
        ({"packs": ("backend-enginering",)}, "There is no pack “backend-enginering”"),
        ({"scope": ServiceFilter(verdict=frozenset({Verdict.READY}))}, "by verdict or by what worries"),
        ({"scope": ServiceFilter(concern=frozenset({"due"}))}, "by verdict or by what worries"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(session: Session, change: dict[str, Any], problem: str) -> None:
    kept = start(session)
    with pytest.raises(UserError, match=problem):
        save_campaign(session, replace(blank_campaign(session), **{"name": "Other", **change}))
    assert [view.campaign for view in list_campaigns(session).views] == [kept]
    assert save_campaign(session, replace(kept, due=kept.starts)).campaign.due == kept.starts


def test_who_changes_it_second_is_told(session: Session, colleague: Session) -> None:
    kept = start(session)
    save_campaign(colleague, replace(kept, name="Theirs"))
    with pytest.raises(Conflict):
        save_campaign(session, replace(kept, name="Mine"))


def test_a_pack_that_is_no_longer_on_offer_stays_in_its_campaign(session: Session) -> None:
    kept = start(session, packs=(BACKEND,))
    with session.begin() as tx:  # as a database of a version with another pack has it
        kept = tx.campaigns.save(replace(kept, packs=("gone",))).value
    assert save_campaign(session, replace(kept, name="Renamed")).campaign.packs == ("gone",)
    assert one(session).pack_titles == ("gone",)
    [service] = add(session, "checkout")
    with pytest.raises(UserError, match="The pack “gone” is not on offer"):
        start_reviews(session, kept.id, [service.id])


def test_a_campaign_that_is_not_there_is_named(session: Session) -> None:
    with pytest.raises(UserError, match="no campaign “Tier”") as refused:
        find_campaign(session, "Tier")
    assert "campaign start" in refused.value.hint
    start(session)
    with pytest.raises(UserError) as refused:
        find_campaign(session, "Tier 2")
    assert "Tier 1" in refused.value.hint
    with pytest.raises(UserError, match="no such campaign on that day"):
        view_campaign(session, uuid4())


def test_a_name_that_was_taken_meanwhile_does_not_come_back(session: Session) -> None:
    kept = start(session)
    renamed = save_campaign(session, replace(kept, name="Other"))
    start(session, "ｔier 1")
    with pytest.raises(UserError, match="another campaign “Tier 1” by now"):
        undo_changes(session, kept.id, renamed.sequences)


def test_progress_names_every_service(session: Session, clock: Clock) -> None:
    done, begun, wrong_pack, missing = add(session, "done", "begun", "wrong pack", "missing", team="Payments")
    add(session, "not meant", tier=2)
    before = decided(session, missing)
    clock.moment += timedelta(days=1)
    with session.begin() as tx:
        tx.packs.put(small_pack())
    start(session, packs=("small",), scope=ServiceFilter(tier=frozenset({1})))
    decided(session, done, small_pack(), other_pack())
    draft = review(session, begun)
    decided(session, wrong_pack, other_pack())
    record_answer(session, draft, Answer("small/first", state=AnswerState.ANSWERED, choices=("e",)))
    view = one(session)
    assert states(view) == {"begun": "in progress", "done": "done", "missing": "missing", "wrong pack": "missing"}
    assert view.progress == Progress(meant=4, done=1, in_progress=1)
    by_name = {line.service.name: line for line in view.lines}
    assert by_name["begun"].coverage == open_review(session, draft).scorecard.coverage != 0
    assert by_name["done"].day == session.today()
    assert before not in {line.review.id for line in view.lines if line.review}
    assert view.forecast is None
    [team] = view.teams
    assert (team.team, team.progress.left) == ("Payments", 3)
    assert view.pack_titles == ("Title of small",)


def test_services_follow_the_scope_day_by_day(session: Session, clock: Clock) -> None:
    first, second = add(session, "first", "second")
    start(session, scope=ServiceFilter(tier=frozenset({1})))
    clock.moment += timedelta(days=2)
    save_service(session, replace(second, tier=3))
    [third] = add(session, "third")
    clock.moment += timedelta(days=2)
    decided(session, third)
    clock.moment += timedelta(days=2)
    archive_services(session, [first.id])
    view = one(session)
    assert [point.meant for point in view.points] == [2, 2, 2, 2, 2, 2, 1]
    assert [point.done for point in view.points] == [0, 0, 0, 0, 1, 1, 1]
    assert states(view) == {"third": "done"}


def seen(campaigns: Campaigns) -> list[object]:
    return [
        (view.campaign, view.day, states(view), view.points, view.progress, view.forecast) for view in campaigns.views
    ]


def test_a_day_is_seen_later_as_it_was_while_it_lasted(session: Session, clock: Clock) -> None:
    told: dict[date, list[object]] = {}
    services = add(session, "a", "b", "c")
    started: list[Campaign] = []
    assessments: list[UUID] = []
    acts: list[Callable[[], object]] = [
        lambda: started.append(start(session, packs=("small",), scope=ServiceFilter(tier=frozenset({1})))),
        lambda: assessments.append(decided(session, services[0])),
        lambda: review(session, services[1]),
        lambda: save_service(session, replace(services[2], tier=2)),
        lambda: withdraw(session, assessments[0], "Wrong service."),
        lambda: assessments.append(decided(session, services[0])),
        lambda: save_campaign(session, replace(started[0], name="Other", due=session.today())),
        lambda: add(session, "d"),
        lambda: supersede(session, assessments[1], "Done anew."),
        lambda: close_campaign(session, started[0].id),
        lambda: archive_services(session, [services[1].id]),
        lambda: reopen_campaign(session, started[0].id),
    ]
    with session.begin() as tx:
        tx.packs.put(small_pack())
    for act in acts:
        clock.moment += timedelta(days=1)
        act()
        told[session.today()] = seen(list_campaigns(session))
    for day, then in told.items():
        assert seen(list_campaigns(session, day)) == then, day
    assert list_campaigns(session, min(told) - timedelta(days=1)).views == ()
    assert list_campaigns(session, session.today() + timedelta(days=5)) == list_campaigns(session)


def test_a_closed_campaign_stays_as_it_was_on_that_day(session: Session, clock: Clock) -> None:
    [service] = add(session, "checkout")
    kept = start(session)
    clock.moment += timedelta(days=3)
    closed = close_campaign(session, kept.id)
    day = session.today()
    clock.moment += timedelta(days=3)
    decided(session, service)
    view = one(session)
    assert (view.day, view.closed_on, states(view)) == (day, day, {"checkout": "missing"})
    assert view.points[-1].day == day
    assert not view.is_overdue
    with pytest.raises(UserError, match="“Tier 1” is closed, so it stays as it is"):
        save_campaign(session, replace(closed.campaign, name="Other"))
    with pytest.raises(UserError, match="“Tier 1” is closed"):
        start_reviews(session, kept.id, [service.id])
    reopened = reopen_campaign(session, kept.id)
    assert reopened.name == "reopened the campaign “Tier 1”"
    assert states(one(session)) == {"checkout": "done"}
    # Reopening was a mistake: it stands as it stood, however often that is undone and done again.
    undone = undo_changes(session, kept.id, reopened.sequences)
    assert one(session) == replace(view, campaign=one(session).campaign)
    clock.moment += timedelta(days=1)
    again = undo_changes(session, kept.id, undone.sequences)
    assert one(session).closed_on is None
    undo_changes(session, kept.id, again.sequences)
    assert one(session).closed_on == day
    clock.moment += timedelta(days=1)
    assert one(session, session.today() - timedelta(days=1)).closed_on == day


def test_open_campaigns_come_first_by_their_due_day(session: Session, clock: Clock) -> None:
    today = session.today()
    for name, days in (("later", 30), ("b", 9), ("A", 9)):
        start(session, name, due=today + timedelta(days=days))
    add(session, "checkout")
    close_campaign(session, start(session, "closed").id)
    assert [view.campaign.name for view in list_campaigns(session).views] == ["A", "b", "later", "closed"]
    clock.moment += timedelta(days=10)
    assert [view.is_overdue for view in list_campaigns(session).views] == [True, True, False, False]


def test_a_campaign_of_the_future_and_without_services_can_be_looked_at(session: Session) -> None:
    start(session, starts=session.today() + timedelta(days=3))
    view = one(session)
    assert (view.lines, view.points, view.progress.part) == ((), (), None)
    assert not view.is_overdue


def test_missing_reviews_are_started_as_one_action(session: Session) -> None:
    known, new, busy = add(session, "known", "new", "busy")
    [old_pack] = [other_pack()]
    assessment = review(session, known, old_pack)
    record_answer(session, assessment, Answer("other/first", state=AnswerState.ANSWERED, choices=("e",)))
    decide(session, assessment, Decision(Outcome.NO_GO, "No.", signatories=(Signatory("Amira"),)))
    review(session, busy, old_pack)
    kept = start(session, packs=(BACKEND,))
    started = start_reviews(session, kept.id, [known.id, new.id, busy.id, new.id, uuid4()])
    assert started.name == "started reviews for “Tier 1”"
    assert started.skipped == ("busy",)
    packs = {each: [use.pack_id for use in open_review(session, each).assessment.packs] for each in started.assessments}
    assert list(packs.values()) == [["other", BACKEND], [BACKEND]]
    assert open_review(session, started.assessments[0]).answer("other/first").carried
    assert states(one(session)) == {"known": "in progress", "new": "in progress", "busy": "missing"}
    undone = undo_changes(session, kept.id, started.sequences)
    assert undone.gone == frozenset(started.assessments)
    assert states(one(session)) == {"known": "missing", "new": "missing", "busy": "missing"}
    redone = undo_changes(session, kept.id, undone.sequences)
    assert {line.service.name: line.coverage for line in one(session).lines} == {"known": 0, "new": 0, "busy": None}
    undo_changes(session, kept.id, redone.sequences)


def test_a_campaign_of_any_pack_starts_the_usual_review(session: Session) -> None:
    [service] = add(session, "checkout")
    kept = start(session)
    [draft] = start_reviews(session, kept.id, [service.id]).assessments
    assert len(open_review(session, draft).assessment.packs) == 1


def test_too_many_reviews_at_once_are_refused(session: Session) -> None:
    kept = start(session)
    with pytest.raises(UserError, match=f"At most {MOST_REVIEWS} reviews"):
        start_reviews(session, kept.id, [uuid4() for _each in range(MOST_REVIEWS + 1)])


def test_what_was_sealed_since_is_not_taken_back_and_leaves_the_history(session: Session) -> None:
    services = add(session, "a", "b")
    kept = start(session)
    started = start_reviews(session, kept.id, [each.id for each in services])
    history = UndoHistory()
    others = frozenset(started.assessments)
    history.did(Step(kept.id, started.sequences, started.name, others=others))
    decide(session, started.assessments[1], Decision(Outcome.NO_GO, "No.", signatories=(Signatory("Amira"),)))
    with pytest.raises(UserError, match="decided"):
        undo_changes(session, kept.id, started.sequences)
    assert states(one(session)) == {"a": "in progress", "b": "done"}
    history.forget(started.assessments[1])
    assert history.next_undo() is None


def test_states_are_in_the_order_in_which_people_are_asked() -> None:
    assert list(CampaignState) == [CampaignState.MISSING, CampaignState.IN_PROGRESS, CampaignState.DONE]
