"""What a report says is what the review counts."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from tests.domain import builders as build
from tests.reports.builders import NOW, report, small_pack, small_review

from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.review import Cap
from shipworthy.domain.seal import fingerprint
from shipworthy.domain.service import Link, LinkKind
from shipworthy.reports.entries.service import FactEntry, LinkEntry
from shipworthy.reports.entries.terms import Tone
from shipworthy.reports.view_model import service_report
from shipworthy.wording import Wording


def test_page_one_holds_the_figures_of_the_review() -> None:
    overview = report(small_review()).overview
    assert (overview.verdict_mark, overview.verdict, overview.tone) == ("✕", "Not ready", Tone.BAD)
    assert (overview.score, overview.band) == ("26", "26–43")
    assert (overview.level, overview.level_minimum) == (0, 1)
    assert (overview.coverage, overview.answered, overview.applying) == ("83", 5, 6)
    assert (overview.confidence, overview.backed) == ("34", 0)
    assert (overview.foundations_not_applicable, overview.foundations_compensated) == (0, 1)
    assert (overview.state, overview.signed) == ("Draft", False)
    assert (overview.principle_minimum, overview.principles_shown) == ("70", (1, 2))


def test_page_one_gives_every_failed_clause_in_words() -> None:
    review = small_review()
    assert list(report(review).overview.clauses) == Wording().clauses(review)
    assert len(report(review).overview.clauses) == 6


def test_blockers_come_before_high_misses_and_say_what_they_mean_for_the_business() -> None:
    overview = report(small_review()).overview
    assert [(each.place.number, each.severity, each.risk, each.effort) for each in overview.hindrances] == [
        ("1.1", "Blocker", "Risk.", "1 day"),
        ("2.1", "High", "Risk.", "1 day"),
    ]
    assert (overview.hindrance_count, overview.blocker_count) == (2, 1)


def test_of_many_hindrances_the_first_five_are_shown_and_all_are_counted() -> None:
    questions = [build.question(f"q{index}", severity=Severity.BLOCKER) for index in range(8)]
    overview = report(build.review(build.simple_pack(*questions))).overview
    assert [each.place.number for each in overview.hindrances] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert overview.hindrance_count == 8


def test_of_many_principles_the_lowest_have_a_place_on_page_one() -> None:
    names = [f"q{index}" for index in range(12)]
    pack = build.pack("p", *(build.principle(f"in-{name}", build.question(name)) for name in names))
    high = [build.answered(f"p/{name}", "e") for name in names[:1] + names[5:6]]
    overview = report(build.review(pack, answers=high)).overview
    assert overview.principles_shown == (2, 3, 4, 5, 7, 8, 9, 10, 11, 12)


def test_a_dependency_that_caps_is_named_with_the_own_verdict() -> None:
    review = replace(small_review([]), cap=Cap(Verdict.NOT_READY, ("ledger", "mail")))
    overview = report(review).overview
    assert (overview.own_verdict, overview.capped_by) == ("Not ready", ("ledger", "mail"))
    assert report(small_review()).overview.capped_by == ()


def test_a_decided_assessment_counts_as_signed() -> None:
    about = build.decided(date(2026, 11, 1))
    overview = report(build.review(small_pack(), about=about)).overview
    assert (overview.state, overview.signed) == ("Decided", True)


def test_facts_say_which_of_them_were_assumed() -> None:
    service = report(small_review(of=build.service(tier=1, public=False))).service
    assert service.facts == (
        FactEntry("accepts_files?", holds=False, assumed=True),
        FactEntry("public?", holds=False, assumed=False),
    )


def test_only_addresses_that_are_safe_to_follow_become_links() -> None:
    links = (Link(LinkKind.RUNBOOK, "https://wiki.example/runbook"), Link(LinkKind.OTHER, "file:///etc/passwd"))
    service = report(small_review(of=replace(build.service(tier=1), links=links))).service
    assert service.links == (
        LinkEntry("Runbook", "wiki.example/runbook", "https://wiki.example/runbook"),
        LinkEntry("Other link", "file:///etc/passwd", ""),
    )


def test_the_assessors_are_those_named_or_else_those_who_answered() -> None:
    assert report(small_review()).service.assessors == ("Amira", "Jonas")
    answers = [build.answered("p/timeouts", "a", answered_by="Lena"), build.answered("p/signal", "a")]
    assert report(build.review(small_pack(), answers=answers)).service.assessors == ("Lena",)


def test_a_question_that_does_not_apply_says_what_decides_it() -> None:
    [hidden] = report(small_review()).hidden
    assert hidden.texts == ("Text of files?",)
    assert hidden.facts == (FactEntry("accepts_files?", holds=False, assumed=True),)


def test_questions_left_out_for_the_same_reason_stand_together() -> None:
    pack = build.simple_pack(
        build.question("one", applies_when="service.public"),
        build.question("two", applies_when="service.paid"),
        build.question("three", applies_when="service.public"),
        facts={"public": False, "paid": False},
    )
    hidden = report(build.review(pack)).hidden
    assert [each.texts for each in hidden] == [("Text of one?", "Text of three?"), ("Text of two?",)]


def test_a_condition_on_a_field_or_another_answer_is_told_too() -> None:
    pack = build.simple_pack(
        build.question("one"),
        build.question("two", applies_when="service.tier == 4"),
        build.question("three", applies_when='answer("one").score > 0.5'),
    )
    hidden = report(build.review(pack, of=build.service(tier=2))).hidden
    assert [(each.fields, each.questions) for each in hidden] == [((("tier", "2"),), ()), ((), ("Text of one?",))]


def test_times_are_told_in_the_zone_they_are_given_in_and_kept_in_utc() -> None:
    printed = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    made = service_report(small_review(), Wording(), printed)
    assert (made.generated, made.generated_on, made.generated_at) == (
        "2026-11-23T04:30:00Z",
        "22 November 2026",
        "23:30",
    )


def test_a_report_carries_title_language_packs_and_fingerprint() -> None:
    review = small_review()
    made = service_report(review, Wording(), NOW)
    assert (made.title, made.language, made.packs) == (
        "checkout: service readiness report",
        "en",
        ("Title of p 1.0.0",),
    )
    assert made.method.fingerprint == fingerprint(review)


def test_an_assessment_without_an_answer_makes_a_report() -> None:
    overview = report(small_review([])).overview
    assert (overview.score, overview.band, overview.answered, overview.confidence) == ("0", "0–100", 0, "0")


def test_a_review_in_which_nothing_applies_makes_a_report() -> None:
    pack = build.simple_pack(build.question("one", applies_when="service.tier == 4"))
    made = report(build.review(pack, of=build.service(tier=1)))
    assert (made.overview.score, made.overview.band, made.principles[0].bar) == ("–", "", None)


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
def test_a_tier_without_minimum_has_none_on_page_one(tier: int) -> None:
    made = report(build.review(small_pack(), of=build.service(tier=tier)))
    assert (made.tier, made.overview.principle_minimum) == (tier, "")
