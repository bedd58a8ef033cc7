"""The path to ready: against a search that tries every choice, and by hand where a rule is to be seen."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import strategies as worlds
from tests.domain.builders import (
    TODAY,
    answered,
    asks,
    evidence,
    item,
    not_applicable,
    pack,
    principle,
    question,
    service,
    simple_pack,
    waiver,
)
from tests.domain.builders import review as build_review
from tests.domain.path_cases import Search, cured_by, proposals, random_problem, reaches

from shipworthy.domain.assessment import Answer, AnswerState, WeightedPack
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.pack import Advice, Pack, Severity
from shipworthy.domain.path_candidates import Estimate, candidates_of
from shipworthy.domain.path_ledger import Tally, Target, failed_clauses, ledger_of
from shipworthy.domain.path_to_ready import MOST_TIES, Path, PathProblem, find_path, other_paths
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.review import Review
from shipworthy.domain.scoring import score
from shipworthy.errors import UserError

SINGLE, SEVERAL = 500, 80


def costing(question_id: str, days: str, **changes: Any) -> Any:
    return question(question_id, advice=Advice(f"Do {question_id}", ("First.",), Fraction(days)), **changes)


def problem_of(
    *reviews: Review, target: Target = Target.READY, others: tuple[RemediationItem, ...] = (), **changes: Any
) -> PathProblem:
    proposed = [each for review in reviews for each in proposals(review)]
    return replace(PathProblem(reviews, target, candidates_of(reviews, proposed, others)), **changes)


def closed(path: Path) -> list[str]:
    """Return the bare ids of the questions that the steps close, in order."""
    return [name.partition("/")[2] for step in path.steps for name in sorted(step.candidate.closes)]


def key(name: str) -> str:
    """Return the id of the proposed item of a question."""
    return f"{service().id}/p/{name}"


def test_the_path_is_the_shortest_in_five_hundred_small_cases() -> None:
    seen: Counter[str] = Counter()
    for seed in range(SINGLE):
        problem = replace(random_problem(seed), budget=None)
        try:
            path = find_path(problem)
        except UserError:  # locks that clash
            assert Search(problem).shortest() is None, seed
            continue
        search, [one] = Search(problem), path.services
        best = search.shortest()
        assert one.reached is (best is not None), seed
        if best is None:
            assert one.obstacles is not None
            assert one.obstacles.clauses, seed
            seen["cannot be reached"] += 1
            continue
        check_steps(path)
        ties = other_paths(path)
        found = {search.costing(each.chosen) for each in ties}
        assert (path.effort, one.alone) == (best[0], 0 if one.already else best[0]), seed
        assert path in ties
        assert len(found) == len(ties) == min(len(best[1]), MOST_TIES), seed
        assert found <= best[1], seed
        assert all(each.effort == path.effort and each.reaches_all for each in ties)
        seen["already"] += one.already
        seen["ties"] += len(ties) > 1
        seen["locks"] += bool(problem.locked_in or problem.locked_out)
        seen["needs"] += any(step.candidate.needs for step in path.steps)
        seen["waivers"] += bool(problem.reviews[0].waivers)
        seen[problem.target] += 1
    expected = {"cannot be reached", "already", "ties", "locks", "needs", "waivers", *Target}
    assert {name for name, count in seen.items() if count >= 5} == expected, seen


def check_steps(path: Path) -> None:
    """Check that the steps keep to what they need, are scored exactly, and end in the target, none of them in vain."""
    [review], target = path.problem.reviews, path.problem.target
    names: frozenset[str] = frozenset()
    for step in path.steps:
        assert step.candidate.needs <= names
        names |= {step.candidate.id}
        if step.candidate.service == review.service.id:
            again = assembled(review, cured_by(path.problem, names, review))
            assert step.after is not None
            assert (step.after.score, step.after.band) == (again.scorecard.score, again.scorecard.band)
            assert (step.after.verdict, step.after.level) == (again.judgement.verdict, again.judgement.level)
    assert reaches(review, target, cured_by(path.problem, names, review))
    wanted_by = {need for step in path.steps for need in step.candidate.needs}
    for step in path.steps:
        if step.candidate.days and not {step.candidate.id} & (wanted_by | path.problem.locked_in):
            assert not reaches(review, target, cured_by(path.problem, names - {step.candidate.id}, review))


def assembled(review: Review, cured: frozenset[str]) -> Review:
    """Return a review with questions answered in full, with evidence."""
    full = {each: Answer(each, state=AnswerState.ANSWERED, choices=("e",), evidence=(evidence(),)) for each in cured}
    packs = [WeightedPack(each.pack, each.weight) for each in review.questionnaire.packs]
    return build_review(
        *packs,
        answers={**review.answers, **full}.values(),
        of=review.service,
        policy=review.tier_policy,
        waivers=review.waivers,
        items=review.items,
    )


def test_several_services_under_a_budget_are_served_best() -> None:
    seen: Counter[int] = Counter()
    for seed in range(SEVERAL):
        problem = random_problem(seed, services=2 + seed % 2, questions=3)
        assert problem.budget is not None
        try:
            path = find_path(problem)
        except UserError:
            continue
        most, effort, tiers = Search(problem).within(problem.budget)
        reached = [each for each in path.services if each.reached]
        assert (-len(reached), path.effort) == (most, effort), seed
        assert tuple(-[each.review.service.tier for each in reached].count(tier) for tier in (1, 2, 3, 4)) == tiers
        for each in path.services:
            assert reaches_with(path, each.review) or not each.reached
            assert (each.obstacles is None) is (each.alone is not None)
        seen[len(reached)] += 1
    assert len(seen) == 4, seen


def reaches_with(path: Path, review: Review) -> bool:
    return reaches(review, path.problem.target, cured_by(path.problem, path.chosen, review))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_figures_counted_on_are_those_of_scoring(data: st.DataObject) -> None:
    world = data.draw(worlds.worlds())
    dice = data.draw(worlds.dice())
    waivers, items = worlds.waived_and_planned(dice, world)
    policy = data.draw(worlds.policies())
    packs = [WeightedPack(each.pack, each.weight) for each in world.packs]
    review = build_review(
        *packs, answers=world.answers.values(), of=world.service, policy=policy, waivers=waivers, items=items
    )
    ledger = ledger_of(review)
    tally = Tally(ledger)
    names = list(review.questionnaire.asked)
    for name in dice.some(names, len(names)):
        if review.counts(name).applicable:
            gain, before = tally.gain([name]), tally.score
            tally.cure([name])
            assert tally.gain([name]) == 0
            assert ledger.overall is not None
            assert before is not None
            assert before + Fraction(gain, ledger.overall.unit) == tally.score
    card = score(review.questionnaire, review.service, review.answers, TODAY, tally.cured)
    again = build_review(*packs, of=world.service, policy=policy, waivers=waivers, items=items)
    assert (tally.score, tally.band) == (card.score, card.band)
    for target in Target:
        met = all(demand.is_met(tally.cured) for demand in ledger.demands(target))
        assert met is not bool(failed_clauses(review, target, tally.cured)), target
    assert again.questionnaire.asked.keys() == card.questions.keys()
    assert {each.id: each.applies for each in card.questions.values()} == {
        each.id: each.applies for each in review.scorecard.questions.values()
    }


def test_cured_questions_count_in_full_and_hide_nothing() -> None:
    hiding = simple_pack(question("a"), question("b", applies_when='answer("a").score < 1.0'))
    answers = {"p/a": answered("p/a", "a"), "p/b": answered("p/b", "c")}
    card = score(compile_questionnaire([WeightedPack(hiding)]), service(), answers, TODAY, ["p/a"])
    assert card.score == Fraction(3, 4)
    assert card.questions["p/b"].applies
    assert card.questions["p/a"].is_answered


def small_review(*answers: Answer, policy: Any = None, **changes: Any) -> Review:
    """Return a review of four questions: a blocker of 2 days, a high one of 1, and two of 1 and 3 days."""
    asked = simple_pack(
        costing("blocked", "2", severity=Severity.BLOCKER),
        costing("high", "1", severity=Severity.HIGH),
        costing("cheap", "1", level=3),
        costing("dear", "3", level=3),
    )
    return build_review(asked, answers=answers, policy=policy or asks(coverage="0"), **changes)


def test_the_targets_ask_for_what_the_gate_asks() -> None:
    accepted = [waiver("p/blocked")]
    planned = [item("p/high", owner="Amira", due=TODAY, effort_days=Fraction(5))]
    review = small_review(waivers=accepted, items=planned, policy=asks(level=1))
    assert closed(find_path(problem_of(review))) == ["blocked", "high"]
    assert closed(find_path(problem_of(review, target=Target.GATE))) == ["blocked", "high"]
    assert closed(find_path(problem_of(review, target=Target.CONDITIONAL))) == ["high"], "by its level"
    lax = small_review(waivers=accepted, items=planned)
    assert closed(find_path(problem_of(lax))) == ["blocked", "high"]
    for target in (Target.GATE, Target.CONDITIONAL):
        [one] = find_path(problem_of(lax, target=target)).services
        assert (one.already, one.reached, one.alone) == (True, True, 0)


def test_a_live_item_stands_for_its_questions_and_done_work_is_free_and_first() -> None:
    stored = item("p/blocked", "p/high", id=UUID(int=20), effort_days=Fraction(4))
    claimed = item("p/cheap", id=UUID(int=21), state=ItemState.DONE, effort_days=Fraction(9), needs={stored.id})
    review = small_review(items=[stored, claimed], policy=asks("0.6"))
    problem = problem_of(review)
    assert [each.id for each in problem.candidates if each.proposed] == [key("dear")]
    path = find_path(problem)
    assert [step.candidate.item for step in path.steps] == [claimed, stored]
    assert [step.effort for step in path.steps] == [0, 4]
    assert path.steps[0].candidate.estimate is Estimate.CLAIMED
    assert [step.gain for step in path.steps] == [Fraction(1, 4), Fraction(1, 2)]
    assert [step.after and step.after.verdict for step in path.steps] == [Verdict.NOT_READY, Verdict.READY]


def test_a_missing_estimate_is_what_the_packs_advise_for_the_gaps_that_are_left() -> None:
    whole = item("p/high", "p/dear", id=UUID(int=20), effort_days=None)
    first = item(id=UUID(int=22), service=UUID(int=9), effort_days=None)
    other = item("p/dear", id=UUID(int=23), service=UUID(int=8), effort_days=None)
    lost = item("q/gone", id=UUID(int=24), service=UUID(int=8), effort_days=None)
    waiting = replace(whole, needs=frozenset({first.id, other.id, lost.id}))
    review = small_review(answered("p/dear", "e"), items=[waiting])
    candidates = candidates_of([review], [], [first, other, lost], {UUID(int=8): review.questionnaire})
    found = {each.item.id: (each.days, each.estimate) for each in candidates}
    assert found[whole.id] == (1, Estimate.ADVICE)
    assert found[first.id] == (0, Estimate.NONE)
    assert found[other.id] == (3, Estimate.ADVICE)
    assert found[lost.id] == (0, Estimate.NONE)
    path = find_path(PathProblem((review,), Target.READY, candidates, locked_in=frozenset({str(whole.id)})))
    assert path.effort == 4
    assert [step.after is None for step in path.steps][:2] == [True, True]
    assert path.steps[-1].candidate.item == waiting


def test_work_that_was_dropped_or_is_done_is_waited_for_no_more() -> None:
    dropped = item(id=UUID(int=30), state=ItemState.DROPPED)
    done = item(id=UUID(int=31), state=ItemState.DONE)
    waiting = item("p/cheap", id=UUID(int=32), needs=frozenset({dropped.id, done.id, UUID(int=33)}))
    review = small_review(items=[dropped, done, waiting])
    [found] = candidates_of([review], [], ())
    assert (found.item, found.needs) == (waiting, frozenset())


def test_locks_are_kept_with_what_hangs_on_them() -> None:
    first = item("p/cheap", id=UUID(int=20), effort_days=Fraction(7))
    second = item("p/high", id=UUID(int=21), effort_days=Fraction(1), needs=frozenset({first.id}))
    review = small_review(items=[first, second])
    inside = find_path(problem_of(review, target=Target.GATE, locked_in=frozenset({str(second.id)})))
    assert [step.candidate.item.id for step in inside.steps] == [first.id, second.id]
    assert inside.effort == 8
    outside = find_path(problem_of(review, locked_out=frozenset({str(first.id)})))
    [one] = outside.services
    assert one.obstacles is not None
    assert [each.item.id for each in one.obstacles.locked_out] == [first.id, second.id]
    assert [clause.kind for clause in one.obstacles.clauses] == [ClauseKind.HIGHS]
    assert (one.reached, one.alone, outside.steps) == (False, None, ())
    with pytest.raises(UserError, match="locked in and locked out"):
        find_path(problem_of(review, locked_in=frozenset({str(second.id)}), locked_out=frozenset({str(first.id)})))
    with pytest.raises(UserError, match=r"takes 8 person-days; the budget is 7\.5"):
        find_path(problem_of(review, locked_in=frozenset({str(second.id)}), budget=Fraction("7.5")))


def test_unconfirmed_answers_can_stand_in_the_way_and_are_named() -> None:
    review = small_review(
        answered("p/cheap", "e", carried=True),
        not_applicable("p/dear", carried=True),
        policy=asks(coverage="0.9"),
    )
    [one] = find_path(problem_of(review)).services
    assert one.obstacles is not None
    assert [clause.kind for clause in one.obstacles.clauses] == [ClauseKind.COVERAGE]
    assert one.obstacles.unconfirmed == ("p/cheap", "p/dear")


def test_where_nothing_applies_there_is_no_path() -> None:
    review = build_review(simple_pack(question("a")), answers=[not_applicable("p/a")])
    [one] = find_path(problem_of(review)).services
    assert one.obstacles is not None
    assert [clause.kind for clause in one.obstacles.clauses] == [ClauseKind.OVERALL]
    assert Tally(ledger_of(review)).verdict is Verdict.NOT_READY
    assert Tally(ledger_of(review)).band is None
    needed = item("p/a", id=UUID(int=20))
    waiting = problem_of(replace(review, items=(needed,)), locked_in=frozenset({"none"}))
    assert find_path(waiting).steps == ()


def many_alike(count: int) -> Review:
    return build_review(simple_pack(*(costing(f"q{each}", "1") for each in range(count))), policy=asks("0.5"))


def test_ties_are_at_most_ten_and_stand_by_their_ids() -> None:
    for count, ties in ((4, 6), (6, 10)):
        paths = other_paths(find_path(problem_of(many_alike(count))))
        assert len({path.chosen for path in paths}) == len(paths) == ties
        assert [sorted(path.chosen) for path in paths] == sorted(sorted(path.chosen) for path in paths)


def test_a_plan_that_was_made_into_items_stays_the_plan() -> None:
    kept = [item(f"p/q{each}", id=UUID(int=2**127 + each), effort_days=Fraction(1)) for each in (3, 4, 5)]
    path = find_path(problem_of(replace(many_alike(6), items=tuple(kept))))
    assert (path.effort, path.new_work) == (3, 0)
    assert other_paths(path)[0].new_work == 0
    fewer = find_path(problem_of(replace(many_alike(6), items=tuple(kept[:2]))))
    assert (fewer.effort, fewer.new_work > 0) == (3, True)


def test_steps_go_by_gain_for_each_day_and_then_by_id() -> None:
    asked = simple_pack(
        costing("a", "3", weight=3), costing("b", "2", weight=4), costing("c", "1"), costing("d", "4", weight=2)
    )
    review = build_review(asked, policy=asks("1"))
    path = find_path(problem_of(review))
    assert closed(path) == ["b", "a", "c", "d"]
    assert [step.gain for step in path.steps] == [Fraction(4, 10), Fraction(3, 10), Fraction(1, 10), Fraction(2, 10)]


def test_the_gain_is_worked_out_anew_where_work_overlaps() -> None:
    both = item("p/a", "p/b", id=UUID(int=20), effort_days=Fraction(2))
    more = item("p/b", "p/c", id=UUID(int=21), effort_days=Fraction(2))
    last = item("p/c", "p/d", id=UUID(int=22), effort_days=Fraction(5))
    asked = simple_pack(*(question(name) for name in "abcd"))
    path = find_path(problem_of(build_review(asked, items=[both, more, last], policy=asks("1"))))
    assert [step.candidate.item.id for step in path.steps] == [both.id, last.id]
    locked = problem_of(
        build_review(asked, items=[both, more, last], policy=asks("1")), locked_in=frozenset({str(more.id)})
    )
    assert [step.gain for step in find_path(locked).steps] == [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]


def test_free_work_that_waits_for_dear_work_is_left_alone() -> None:
    dear = item("p/dear", id=UUID(int=20), effort_days=Fraction(9))
    free = item("p/cheap", id=UUID(int=21), effort_days=Fraction(0), needs=frozenset({dear.id}))
    path = find_path(problem_of(small_review(items=[dear, free])))
    assert closed(path) == ["high", "blocked"]


def hairline_pack() -> Pack:
    """Return a pack whose shares have no common denominator that a solver's tolerances could tell apart."""
    return pack(
        "p",
        principle("one", costing("a", "1", weight=999_983), costing("b", "1", weight=999_979)),
        principle("two", costing("c", "1", weight=999_961), costing("d", "1", weight=999_959)),
        principle("three", costing("e", "1", weight=999_953), costing("f", "1", weight=999_931)),
    )


def test_what_rounding_would_let_pass_is_scored_anew_and_refused() -> None:
    asked = build_review(hairline_pack())
    half = score(asked.questionnaire, asked.service, {}, TODAY, ["p/a", "p/c", "p/e"]).score
    assert half is not None
    hair = Fraction(1, 10**15)
    at_it = build_review(hairline_pack(), policy=asks(str(half)))
    above = build_review(hairline_pack(), policy=asks(str(half + hair)))
    assert find_path(problem_of(at_it)).effort == 3
    assert find_path(problem_of(above)).effort == 4, "the best three fall short by a hair"
    roomy = find_path(problem_of(above, budget=Fraction(4)))
    assert (roomy.effort, roomy.reaches_all) == (4, True)
    tight = find_path(problem_of(above, budget=Fraction(3)))
    assert (tight.effort, tight.reaches_all, tight.services[0].alone) == (0, False, 4)


def test_progress_is_told_and_may_stop_it() -> None:
    told: list[tuple[int, int]] = []
    reviews = [
        replace(many_alike(3), service=replace(service(), id=UUID(int=each), name=f"s{each}")) for each in (1, 2)
    ]
    find_path(problem_of(*reviews, budget=Fraction(2)), lambda done, total: told.append((done, total)))
    assert told == [(each, 5) for each in range(5)]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_path(problem_of(*reviews), stop)


def test_a_solution_that_takes_too_long_is_said_to() -> None:
    asked = pack(
        "p",
        *(
            principle(
                f"r{n}",
                *(costing(f"q{n}-{i}", str(7 + (i * n * 37) % 11), weight=3 + (i * 31 + n) % 17) for i in range(30)),
            )
            for n in range(1, 9)
        ),
    )
    with pytest.raises(UserError, match="was not found within 0 seconds"):
        find_path(problem_of(build_review(asked, policy=asks("0.61", "0.57"))), seconds=0.0)
