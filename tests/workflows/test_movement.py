"""Movement between two days of a real store, in the words of its packs, and the heat map over it."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_reviews import FLAGSHIP, TIMEOUTS, best, make_ready, started

from shipworthy.domain.assessment import Decision, Evidence, EvidenceKind, Outcome, PackUse, Signatory
from shipworthy.domain.gate import Verdict
from shipworthy.domain.heat_map import ColumnMean
from shipworthy.domain.movement import MoveReason
from shipworthy.packs.shipped import shipped_packs
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.heat_map import read_heat_map
from shipworthy.workflows.movement import first_day, read_movement, read_point
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reviews import open_review, record_answer, rescore
from shipworthy.workflows.session import Session

GO = Decision(Outcome.GO, signatories=(Signatory("Ada", "Director"),))


def test_what_moved_is_told_with_reasons_and_the_words_of_questions(session: Session, clock: Clock) -> None:
    first = session.today()
    review = started(session)
    clock.moment += timedelta(days=10)
    make_ready(session, review)
    decide(session, review.assessment.id, GO)
    begin_review(session, [small_pack()], "ledger")
    view = read_movement(session, first, session.today())
    [move] = view.movement.improved
    assert (move.service.name, move.score_before, move.score_after) == ("checkout", 0, 1)
    assert move.reason is MoveReason.DECIDED
    assert [each.after.verdict for each in view.movement.verdicts] == [Verdict.READY]
    assert [each.service.name for each in view.movement.arrived] == ["ledger"]
    assert {each.text for each in view.misses} >= {"Text of first?", "Text of proved?"}
    assert [each.service.name for each in view.misses[0].lines] == ["ledger"]
    assert [each.service.name for each in view.stalest] == ["checkout"]


def test_only_some_services_are_told_of_and_given_lines_are_not_read_again(session: Session, clock: Clock) -> None:
    review = started(session)
    other = begin_review(session, [small_pack()], "ledger")
    clock.moment += timedelta(days=1)
    lines = portfolio_on(session).lines
    view = read_movement(session, session.today(), session.today(), {review.service.id}, lines)
    assert {each.miss.question.partition("/")[0] for each in view.misses} == {FLAGSHIP}
    view = read_movement(session, session.today(), session.today(), {other.service}, lines)
    assert {each.miss.question.partition("/")[0] for each in view.misses} == {"small"}


def test_evidence_that_expired_is_told_as_the_reason_of_a_drop(session: Session, clock: Clock) -> None:
    review = started(session)
    make_ready(session, review)
    review = open_review(session, review.assessment.id)
    evidence = (Evidence(EvidenceKind.TEXT, "load test", expires=session.today() + timedelta(days=3)),)
    record_answer(session, review.assessment.id, replace(best(review, TIMEOUTS), evidence=evidence))
    decide(session, review.assessment.id, GO)
    first = session.today()
    clock.moment += timedelta(days=9)
    [move] = read_movement(session, first, session.today()).movement.dropped
    assert (move.reason, move.score_before) == (MoveReason.EXPIRED, 1)


def test_figures_of_a_day_and_the_first_of_them(session: Session, clock: Clock) -> None:
    assert first_day(session) == session.today()
    first = session.today()
    review = started(session)
    make_ready(session, review)
    clock.moment += timedelta(days=3)
    begin_review(session, [small_pack()], "ledger")
    assert first_day(session) == first
    then, now = read_point(session, first), read_point(session, session.today())
    assert (then.services, then.mean) == (1, 1.0)
    assert (now.services, now.mean, now.verdicts[Verdict.NOT_READY]) == (2, 0.5, 1)
    assert read_point(session, session.today(), {review.service.id}).services == 1


def test_the_heat_map_has_the_principles_in_use_in_the_order_of_the_packs(session: Session) -> None:
    review = started(session)
    begin_review(session, [small_pack()], "ledger")
    view = read_heat_map(session, portfolio_on(session).lines)
    flagship = next(pack for pack in shipped_packs() if pack.id == FLAGSHIP)
    titles = [each.title for each in flagship.principles] + [each.title for each in small_pack().principles]
    assert [each.title for each in view.map.columns] == titles
    checkout, ledger = portfolio_on(session).lines
    [first, *_others] = view.map.row(checkout.standing)
    assert (first.score, first.is_asked, first.is_below) == (0, True, True)
    assert first.blockers == sum(each.id in review.judgement.blockers for each in flagship.principles[0].questions)
    assert not view.map.row(ledger.standing)[0].is_asked
    assert view.means[0] == ColumnMean(0.0, 1)
    assert view.sizes[1][0] == -1
    tier = review.policy.tiers[1]
    assert checkout.standing is not None
    assert checkout.standing.least_of_principles == tier.principle > Fraction(0)


def test_the_heat_map_of_nothing_is_empty(session: Session) -> None:
    view = read_heat_map(session, ())
    assert (view.map.columns, view.sizes, view.means) == ((), (), ())


def test_a_past_day_names_a_question_that_no_review_asks_any_more(session: Session, clock: Clock) -> None:
    first = session.today()
    review = started(session)
    clock.moment += timedelta(days=2)
    with session.begin() as tx:
        uses = (PackUse("small", tx.packs.put(small_pack())),)
        tx.assessments.save(replace(review.assessment, packs=uses), action="upgrade")
        rescore(session, tx, review.assessment.id)
    view = read_movement(session, first - timedelta(days=1), first)
    assert TIMEOUTS in {each.text for each in view.misses}
