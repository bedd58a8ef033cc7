"""Services through the store."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.workflows.builders import small_pack
from tests.workflows.test_reviews import make_ready, started

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import FactDefinition
from shipworthy.domain.service import Link, LinkKind
from shipworthy.domain.service_event import EventKind, ServiceEvent
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.workflows.facts import blank_facts
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import standing_review, start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.services import (
    blank_service,
    change_services,
    find_service,
    has_services,
    save_service,
    view_service,
)
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


def test_an_empty_store_lists_nothing(session: Session) -> None:
    assert list_services(session) == ()
    assert not has_services(session)


def test_a_service_without_a_review_is_not_assessed(session: Session) -> None:
    save_service(session, replace(blank_service(session), name="  ledger ", tags=("a", "b", "a")))
    (line,) = list_services(session)
    assert (line.service.name, line.service.tags) == ("ledger", ("a", "b"))
    assert (line.verdict, line.standing, line.blockers, line.last_review) == (Verdict.NOT_ASSESSED, None, None, None)


def test_a_list_shows_the_standing_review(session: Session) -> None:
    started(session)
    (line,) = list_services(session)
    assert line.standing is not None
    assert (line.verdict, line.standing.score, line.last_review) == (Verdict.NOT_READY, Fraction(0), date(2026, 11, 22))
    assert line.blockers is not None
    assert line.blockers >= 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "two\nlines"}, "one line"),
        ({"name": "red \x1b[31m"}, "one line"),
        ({"name": "n" * 201}, "at most 200"),
        ({"tier": 5}, "no tier"),
        ({"links": (Link(LinkKind.RUNBOOK, "javascript:alert(1)"),)}, "opened safely"),
    ],
)
def test_what_is_no_service_is_not_stored(session: Session, change: dict[str, object], message: str) -> None:
    broken = replace(blank_service(session), **({"name": "ledger"} | change))  # type: ignore[arg-type]  # as the case says
    with pytest.raises(UserError, match=message):
        save_service(session, broken)
    assert not has_services(session)


def test_a_service_cannot_depend_on_itself(session: Session) -> None:
    service = blank_service(session)
    with pytest.raises(UserError, match="depend on itself"):
        save_service(session, replace(service, name="ledger", hard_dependencies=frozenset({service.id})))


def test_names_are_found_whatever_their_capitals_and_taken_once(session: Session) -> None:
    save_service(session, replace(blank_service(session), name="Ledger"))
    assert find_service(session, "ledger").name == "Ledger"
    with pytest.raises(UserError, match="“Ledger”"):
        save_service(session, replace(blank_service(session), name="LEDGER"))


@pytest.mark.parametrize("name", ["", "\u200b", "\u200f\ufe0f \u2060"])
def test_a_name_is_seen(session: Session, name: str) -> None:
    with pytest.raises(UserError, match="A service needs a name"):
        save_service(session, replace(blank_service(session), name=name))


def test_a_missing_service_is_told_with_those_there_are(session: Session) -> None:
    with pytest.raises(UserError) as nobody:
        find_service(session, "ledger")
    assert "service add" in nobody.value.hint
    save_service(session, replace(blank_service(session), name="orders"))
    with pytest.raises(UserError) as other:
        find_service(session, "ledger")
    assert "orders" in other.value.hint


def test_a_missing_service_is_told_with_the_nearest_alone(session: Session) -> None:
    for number in range(30):
        save_service(session, replace(blank_service(session), name=f"service-{number}"))
    save_service(session, replace(blank_service(session), name="checkout"))
    with pytest.raises(UserError) as missing:
        find_service(session, "chekout")
    assert missing.value.hint == "Did you mean checkout?"


def test_a_page_shows_facts_dependencies_and_reviews(session: Session) -> None:
    base = started(session, "ledger")
    review = started(session, "checkout", frozenset({base.service.id}))
    save_service(session, replace(review.service, facts={"has_database": False}))
    view = view_service(session, review.service.id)
    assert [service.name for service in view.hard] == ["ledger"]
    assert [line.id for line in view.assessments] == [review.assessment.id]
    facts = {line.definition.id: line for line in view.facts}
    assert len(facts) == len(view.facts)
    assert facts["has_database"].value is False
    assert facts["exposes_api"].value is None


def test_facts_of_the_packs_in_use_come_first_and_those_of_own_packs_are_asked_too(session: Session) -> None:
    review = started(session)
    first, *rest = view_service(session, review.service.id).facts
    declared = [fact.id for weighted in review.questionnaire.packs for fact in weighted.pack.facts]
    assert first.definition.id == declared[0]
    assert [line.definition.id for line in (first, *rest) if line.is_asked] == declared
    own = replace(
        small_pack(),
        id="own",
        title="Our own",
        facts=(
            FactDefinition("has_media", "In our words?", default=True),
            *small_pack().facts,
        ),
    )
    service = replace(blank_service(session), name="media")
    save_service(session, service)
    blank = blank_facts(session)
    assert all(line.value is None for line in blank)
    assert {line.pack for line in blank if line.is_asked} == {"Backend engineering"}
    assert {line.definition.id for line in blank} > {"has_media"}
    start_assessment(session, service.id, [own, find_pack("accessibility-engineering")], "")
    lines = {line.definition.id: line for line in view_service(session, service.id).facts}
    assert (lines["has_media"].definition, lines["has_media"].pack) == (own.facts[0], "Our own")
    assert (lines["has_charts"].pack, lines["has_charts"].is_asked) == ("Accessibility engineering", True)
    assert not lines["writes_data"].is_asked


def test_an_archived_service_leaves_the_list_and_keeps_its_page(session: Session) -> None:
    review = started(session)
    archive_services(session, [review.service.id])
    assert list_services(session) == ()
    assert view_service(session, review.service.id).service.archived
    assert has_services(session)


def test_an_archived_service_still_lowers_those_that_need_it(session: Session) -> None:
    base = started(session, "ledger")
    top = started(session, "checkout", frozenset({base.service.id}))
    make_ready(session, top)
    archive_services(session, [base.service.id])
    (line,) = list_services(session)
    assert (line.verdict, line.own_verdict, line.capped_by) == (Verdict.NOT_READY, Verdict.READY, ("ledger",))
    assert view_service(session, top.service.id).line == line
    reviewed = standing_review(session, top.service.id)
    assert reviewed is not None
    assert reviewed.shown_verdict is line.verdict


def test_hard_dependencies_in_a_circle_share_the_lowest_verdict(session: Session) -> None:
    ledger = started(session, "ledger")
    checkout = started(session, "checkout", frozenset({ledger.service.id}))
    save_service(session, replace(ledger.service, hard_dependencies=frozenset({checkout.service.id})))
    make_ready(session, checkout)
    lines = {line.service.name: line for line in list_services(session)}
    assert {line.verdict for line in lines.values()} == {Verdict.NOT_READY}
    assert (lines["checkout"].capped_by, lines["ledger"].capped_by) == (("ledger",), ())


def test_services_are_added_together_and_taken_back_together(session: Session) -> None:
    base, top = replace(blank_service(session), name="ledger"), replace(blank_service(session), name="payments")
    top = replace(top, hard_dependencies=frozenset({base.id}), facts={"has_database": True})
    base = replace(base, soft_dependencies=frozenset({top.id}))  # a circle: neither could be added first alone
    changed = change_services(session, [top, base], "import two services")
    assert [each.name for each in changed.services] == ["payments", "ledger"]
    taken_back = undo_changes(session, changed.service.id, changed.sequences)
    assert list_services(session) == ()
    undo_changes(session, changed.service.id, taken_back.sequences)
    found = {line.service.name: line.service for line in list_services(session)}
    assert found["payments"].hard_dependencies == {base.id}
    assert found["payments"].facts == {"has_database": True}
    assert found["ledger"].soft_dependencies == {top.id}


def test_a_refused_service_leaves_none_of_an_action(session: Session) -> None:
    save_service(session, replace(blank_service(session), name="ledger"))
    two = [replace(blank_service(session), name=name) for name in ("payments", "Ledger")]
    with pytest.raises(UserError, match="already a service called"):
        change_services(session, two, "import two services")
    assert [line.service.name for line in list_services(session)] == ["ledger"]


def test_a_changed_tier_and_an_archiving_are_taken_back_and_scored_again(session: Session) -> None:
    review = started(session)
    make_ready(session, review)
    service = find_service(session, review.service.name)
    changed = change_services(session, [replace(service, tier=4, facts={})], "tier 4")
    archived = change_services(session, [replace(changed.service, archived=True)], "archive")
    undo_changes(session, service.id, archived.sequences)
    undo_changes(session, service.id, changed.sequences)
    back = find_service(session, service.name)
    assert (back.tier, back.facts, back.archived) == (service.tier, service.facts, False)
    assert list_services(session)[0].verdict is Verdict.READY


def test_adding_a_service_that_is_in_use_since_cannot_be_taken_back(session: Session) -> None:
    added = change_services(session, [replace(blank_service(session), name="ledger")], "add ledger")
    user = replace(blank_service(session), name="payments", hard_dependencies=frozenset({added.service.id}))
    needing = change_services(session, [user], "add payments")
    with pytest.raises(UserError, match="“payments” depends on “ledger” by now"):
        undo_changes(session, added.service.id, added.sequences)
    with session.begin() as tx:
        event = ServiceEvent(session.new_id(), needing.service.id, EventKind.INCIDENT, session.today())
        noted = tx.events.save(event, action="note an incident")
    with pytest.raises(UserError, match="worked with since"):
        undo_changes(session, needing.service.id, needing.sequences)
    taken_back = undo_changes(session, needing.service.id, noted.sequences)
    undo_changes(session, needing.service.id, needing.sequences)
    with pytest.raises(UserError, match="changed this since"):
        undo_changes(session, needing.service.id, needing.sequences)
    assert taken_back.review is None


def test_a_fact_changed_since_is_not_taken_back(session: Session) -> None:
    added = change_services(session, [replace(blank_service(session), name="ledger")], "add ledger")
    first = change_services(session, [replace(added.service, facts={"has_database": True})], "answer a fact")
    change_services(session, [replace(first.service, facts={"has_database": False})], "answer it again")
    with pytest.raises(UserError, match="changed this since"):
        undo_changes(session, added.service.id, first.sequences)


def test_campaigns_and_views_are_taken_back(session: Session) -> None:
    campaign = Campaign(session.new_id(), "Tier 1", ("backend",), session.today(), session.today())
    view = SavedView(session.new_id(), "Steering", ServiceFilter(tier=frozenset({1})))
    with session.begin() as tx:
        made = (tx.campaigns.save(campaign, action="start a campaign"), tx.views.save(view, action="save a view"))
        removed = tx.views.remove(made[1].value, action="remove a view")
        tx.views.save(replace(view, id=session.new_id(), name="STEERING"), action="save a view")
    with session.store.read() as tx:
        assert tx.campaigns.get(campaign.id).name == "Tier 1"
        with pytest.raises(UserError, match="no longer there"):
            tx.views.get(view.id)
    with pytest.raises(UserError, match="another view"):
        undo_changes(session, view.id, (removed,))
    undo_changes(session, campaign.id, made[0].sequences)
    with session.store.read() as tx, pytest.raises(UserError, match="not in this database"):
        tx.campaigns.get(campaign.id)
