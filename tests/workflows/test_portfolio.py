"""The portfolio of a past day: noted as things happen, told by the change log, and the same either way."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_reviews import TIMEOUTS, best, make_ready, started

from shipworthy.domain.assessment import AnswerState, Decision, Evidence, EvidenceKind, Outcome, Signatory
from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import Concern, DueKind
from shipworthy.domain.service_event import EventKind, ServiceEvent
from shipworthy.storage.standings import StoredStanding
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.past_standing import standing_on
from shipworthy.workflows.portfolio import Portfolio, list_services, past_portfolio, portfolio_on
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.services import blank_service, change_services, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import StartPlan, start_review
from shipworthy.workflows.undo import undo_changes


def as_of(session: Session, day: date) -> Portfolio:
    """Return the portfolio of a past day, having checked that what was noted of it is what the log tells."""
    with session.store.read() as tx:
        for noted in tx.standings.on(day):
            if noted.holds_on(day):
                assert standing_on(session, tx, noted.service, day) == (noted if noted.assessment else None)
    return portfolio_on(session, day)


def told_alike(session: Session) -> Portfolio:
    """Return the portfolio of today, having checked that history tells the same."""
    now = portfolio_on(session)
    assert past_portfolio(session, session.today()) == now
    return now


def test_before_anything_was_added_the_portfolio_is_empty(session: Session, clock: Clock) -> None:
    clock.moment += timedelta(days=3)
    started(session)
    assert as_of(session, session.today() - timedelta(days=1)).lines == ()
    assert len(told_alike(session).lines) == 1


def test_a_past_day_shows_names_scores_and_verdicts_as_they_were(session: Session, clock: Clock) -> None:
    first = session.today()
    review = started(session)
    [line] = told_alike(session).lines
    assert line.standing is not None
    assert (line.verdict, line.standing.is_decided) == (Verdict.NOT_READY, False)
    clock.moment += timedelta(days=10)
    make_ready(session, review)
    decide(session, review.assessment.id, Decision(Outcome.GO, signatories=(Signatory("Ada", "Director"),)))
    with session.store.read() as tx:
        service = tx.services.get(review.service.id)
    save_service(session, replace(service, name="basket", tier=2))
    clock.moment += timedelta(days=10)
    withdraw(session, review.assessment.id, "Evidence was made up.")
    [then] = as_of(session, first).lines
    assert then == line
    [then] = as_of(session, first + timedelta(days=15)).lines
    assert then.standing is not None
    assert (then.service.name, then.service.tier, then.verdict, then.standing.score) == ("basket", 2, Verdict.READY, 1)
    [now] = told_alike(session).lines
    assert (now.standing, now.verdict) == (None, Verdict.NOT_ASSESSED)
    assert [each.kind for each in now.due] == [DueKind.NEVER]


def test_evidence_that_expired_lowers_the_days_after_even_where_nobody_looked(session: Session, clock: Clock) -> None:
    review = started(session)
    first = session.today()
    last = first + timedelta(days=4)
    evidence = (Evidence(EvidenceKind.TEXT, "load test", expires=last),)
    record_answer(session, review.assessment.id, replace(best(review, TIMEOUTS), evidence=evidence))
    clock.moment += timedelta(days=30)
    portfolio_on(session)
    scores = []
    for day in (last, last + timedelta(days=1), session.today()):
        [line] = as_of(session, day).lines
        assert line.standing is not None
        scores.append(line.standing.score or 0)
    assert scores[0] > scores[1] == scores[2] == 0
    told_alike(session)


def test_an_expiry_that_was_followed_by_a_change_before_anybody_looked_is_told_by_the_log(
    session: Session, clock: Clock
) -> None:
    review = started(session)
    last = session.today() + timedelta(days=4)
    evidence = (Evidence(EvidenceKind.TEXT, "load test", expires=last),)
    answer = replace(best(review, TIMEOUTS), evidence=evidence)
    recorded = record_answer(session, review.assessment.id, answer)
    clock.moment += timedelta(days=30)
    given = recorded.review.answers[TIMEOUTS]
    record_answer(session, review.assessment.id, replace(given, evidence=(Evidence(EvidenceKind.TEXT, "new one"),)))
    between = as_of(session, last + timedelta(days=5)).lines[0].standing
    assert between is not None
    assert between.score == 0
    with session.store.read() as tx:
        assert not tx.standings.on(last + timedelta(days=5))[0].holds_on(last + timedelta(days=5))
    told_alike(session)


def test_a_store_that_noted_nothing_tells_the_same_by_its_log(session: Session, clock: Clock) -> None:
    review = started(session)
    first = session.today()
    clock.moment += timedelta(days=3)
    make_ready(session, review)
    days = (first, first + timedelta(days=1), session.today())
    noted = [past_portfolio(session, day) for day in days]
    with session.begin() as tx:
        tx._connection.execute(text("DELETE FROM standings"))
    assert [past_portfolio(session, day) for day in days] == noted


def test_incidents_and_changes_call_for_a_review_until_one_is_decided(session: Session, clock: Clock) -> None:
    review = started(session)
    with session.begin() as tx:
        event = ServiceEvent(session.new_id(), review.service.id, EventKind.INCIDENT, session.today(), "Out for hours")
        tx.events.save(event, action="note an incident")
    [line] = told_alike(session).lines
    assert [(each.kind, each.note) for each in line.due] == [(DueKind.INCIDENT, "Out for hours")]
    assert Concern.DUE in line.concerns
    clock.moment += timedelta(days=1)
    make_ready(session, review)
    decide(session, review.assessment.id, Decision(Outcome.GO, signatories=(Signatory("Ada", "Director"),)))
    assert told_alike(session).lines[0].due == ()
    clock.moment += timedelta(days=500)
    assert [each.kind for each in told_alike(session).lines[0].due] == [DueKind.AGE]


def test_the_sample_portfolio_is_told_alike_on_any_day(sample_session: Session) -> None:
    told_alike(sample_session)
    today = sample_session.today()
    seen = [as_of(sample_session, today - timedelta(days=back)) for back in range(0, 420, 21)]
    counts = [len(each.lines) for each in reversed(seen)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 12)
    assert len(list_services(sample_session)) == 12


def test_a_row_without_a_review_holds_for_ever(session: Session) -> None:
    with session.store.read() as tx:
        assert tx.standings.on(session.today()) == ()
    row = StoredStanding._make([session.new_id(), *[None] * (len(StoredStanding._fields) - 1)])
    assert row.holds_on(date.max)


def test_a_day_shows_what_was_there_though_it_was_taken_back_since(session: Session, clock: Clock) -> None:
    first = session.today()
    changed = change_services(session, [replace(blank_service(session), name="checkout")], "add checkout")
    begun = start_review(session, changed.service.id, StartPlan((small_pack(),)))
    clock.moment += timedelta(days=1)
    seen = portfolio_on(session).lines
    undo_changes(session, begun.review.assessment.id, begun.sequences)
    undo_changes(session, changed.service.id, changed.sequences)
    clock.moment += timedelta(days=1)
    assert told_alike(session).lines == ()
    assert portfolio_on(session, first).lines == seen
    assert portfolio_on(session, first + timedelta(days=1)).lines == ()


def test_what_expired_in_a_review_taken_back_since_is_told_by_the_log(session: Session, clock: Clock) -> None:
    begun = begin_review(session, [small_pack()])
    lasting = session.today() + timedelta(days=5)
    proved = open_review(session, begun.id).answer("small/proved")
    evidence = (Evidence(EvidenceKind.TEXT, "load test", expires=lasting),)
    record_answer(session, begun.id, replace(proved, state=AnswerState.ANSWERED, choices=("e",), evidence=evidence))
    withdrawn_later = start_review(session, begun.service, StartPlan((small_pack(),), beside_open=True))
    clock.moment += timedelta(days=9)
    undo_changes(session, withdrawn_later.review.assessment.id, withdrawn_later.sequences)
    [then], [after] = portfolio_on(session, lasting).lines, portfolio_on(session, lasting + timedelta(days=1)).lines
    assert then.standing is not None
    assert after.standing is not None
    assert then.standing.id == after.standing.id == withdrawn_later.review.assessment.id
    assert "small/proved" in after.standing.misses
