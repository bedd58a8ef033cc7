"""Each question of a report says what was answered, what it counts and what it calls for."""

from dataclasses import replace

import pytest
from tests.domain import builders as build
from tests.reports.builders import report, small_answers, small_pack, small_review

from shipworthy.domain.assessment import Answer, Dissent, Evidence, EvidenceKind, WeightedPack
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.service import Link, LinkKind
from shipworthy.reports.entries.questions import AdviceEntry, QuestionEntry
from shipworthy.reports.entries.terms import Place, Standing, Tone
from shipworthy.reports.question_entries import followable, readable, within_repositories


def entries(
    answers: list[Answer] | None = None, audience: Audience = Audience.DESIGN_REVIEW
) -> dict[str, QuestionEntry]:
    made = report(small_review(answers), audience=audience)
    return {entry.place.text: entry for principle in made.principles for entry in principle.questions}


def entry(name: str, answers: list[Answer] | None = None) -> QuestionEntry:
    return entries(answers)[f"Text of {name}?"]


@pytest.mark.parametrize(
    ("name", "standing", "tone", "mark", "counted"),
    [
        ("timeouts", Standing.MISS, Tone.BAD, "✕", "0"),
        ("retries", Standing.IMPROVEMENT, Tone.WARN, "◐", "¾"),
        ("fallback", Standing.NOT_APPLICABLE, Tone.NONE, "–", ""),
        ("signal", Standing.MISS, Tone.BAD, "✕", "0"),
        ("drain", Standing.COMPENSATED, Tone.OK, "✓", "1"),
        ("rehearsed", Standing.UNKNOWN, Tone.BAD, "?", "0"),
    ],
)
def test_a_question_stands_where_its_score_says(
    name: str, standing: Standing, tone: Tone, mark: str, counted: str
) -> None:
    made = entry(name)
    assert (made.standing, made.tone, made.mark, made.counted) == (standing, tone, mark, counted)


def test_an_unanswered_question_says_how_to_find_out_instead_of_what_to_do() -> None:
    made = entry("signal", [])
    assert (made.standing, made.verify, made.advice, made.risk) == (Standing.UNANSWERED, "Verify.", None, "Risk.")


def test_a_miss_has_risk_steps_and_sources_and_an_improvement_its_title_alone() -> None:
    miss, improvement = entry("timeouts"), entry("retries")
    assert (miss.risk, miss.advice) == ("Risk.", AdviceEntry("Do it", ("First.",), "1 day"))
    assert [(each.title, each.url) for each in miss.references] == [
        ("A book", ""),
        ("A site", "https://example.org/"),
        ("Bad", ""),
    ]
    assert (improvement.risk, improvement.advice) == ("", AdviceEntry("Do it", (), "1 day"))
    assert improvement.references == ()


def test_a_met_question_asks_for_nothing() -> None:
    made = entry("signal", [build.answered("p/signal", "e")])
    assert (made.standing, made.risk, made.verify, made.advice) == (Standing.MET, "", "", None)


def test_only_blocker_and_high_misses_stand_out() -> None:
    assert {name for name, made in entries().items() if made.important} == {"Text of timeouts?", "Text of signal?"}


def test_an_answer_without_the_evidence_it_requires_says_so() -> None:
    made = entry("timeouts")
    assert made.lacks_evidence
    [evidence] = made.evidence
    assert (evidence.title, evidence.text) == ("trace", "example.org/proof")
    assert evidence.url == "https://example.org/proof"
    assert (evidence.dated, evidence.expires, evidence.expired) == ("1 May 2026", "21 Nov 2026", True)


@pytest.mark.parametrize(
    ("evidence", "title", "text", "url"),
    [
        (Evidence(EvidenceKind.LINK, "https://a.example"), "a.example", "", "https://a.example"),
        (Evidence(EvidenceKind.LINK, "javascript:alert(1)", "click"), "click", "javascript:alert(1)", ""),
        (Evidence(EvidenceKind.TEXT, "Shown live."), "Shown live.", "", ""),
        (Evidence(EvidenceKind.FILE, "ab12" * 16, "trace.png"), "trace.png", "SHA-256 ab12ab12ab12…", ""),
        (Evidence(EvidenceKind.PROBE, "sets a deadline", "main.go:41"), "main.go:41", "sets a deadline", ""),
    ],
)
def test_evidence_shows_what_people_see_and_links_what_may_be_followed(
    evidence: Evidence, title: str, text: str, url: str
) -> None:
    [made] = entry("signal", [build.answered("p/signal", "e", evidence=(evidence,))]).evidence
    assert (made.title, made.text, made.url, made.expired) == (title, text, url, False)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://git.example/blob/27fb3d32be666760fd7b2cd38a2602f451d8d3e7/main.go",
            "git.example/blob/27fb3d3…/main.go",
        ),
        ("https://git.example/blob/27fb3d3/main.go#L41", "git.example/blob/27fb3d3/main.go#L41"),
        ("mailto:amira@example.org", "mailto:amira@example.org"),
    ],
)
def test_an_address_is_shown_to_be_read(url: str, shown: str) -> None:
    assert readable(url) == shown


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("git.example/shop/checkout/blob/27fb3d3…/main.go#L41", "…/blob/27fb3d3…/main.go#L41"),
        ("git.example/shop/checkout-web/blob/main.go", "git.example/shop/checkout-web/blob/main.go"),
        ("git.example/shop/checkout", "git.example/shop/checkout"),
        ("bare.example/wiki", "bare.example/wiki"),
    ],
)
def test_an_address_in_the_repository_of_the_service_leaves_the_repository_out(shown: str, expected: str) -> None:
    repositories = ("https://bare.example", "https://git.example/shop/checkout/tree/main/src")
    assert within_repositories(shown, repositories) == expected


def test_evidence_in_the_repository_is_shown_by_its_path_and_linked_whole() -> None:
    link = "https://git.example/shop/checkout/blob/main.go#L41"
    answers = [build.answered("p/signal", "e", evidence=(Evidence(EvidenceKind.LINK, link, "main.go:41"),))]
    service = replace(build.service(tier=1), links=(Link(LinkKind.REPOSITORY, "https://git.example/shop/checkout"),))
    made = report(small_review(answers, of=service)).principles[1].questions[0]
    assert [(each.title, each.text, each.url) for each in made.evidence] == [("main.go:41", "…/blob/main.go#L41", link)]


def test_page_one_tells_a_miss_from_what_nobody_answered() -> None:
    answers = [build.answered("p/timeouts", "a"), build.unknown("p/retries")]
    hindrances = report(small_review(answers)).overview.hindrances
    assert [(each.place.number, each.mark, each.standing) for each in hindrances] == [
        ("1.1", "✕", Standing.MISS),
        ("1.2", "?", Standing.UNKNOWN),
        ("2.1", "?", Standing.UNANSWERED),
    ]


def test_a_select_many_answer_lists_each_choice() -> None:
    assert entry("drain", [build.answered("p/drain", "b", "c")]).answers == ("Label b", "Label c")


def test_reasons_stand_with_their_question_and_in_their_registers() -> None:
    made = report(small_review())
    assert [(each.place.number, each.reason) for each in made.compensated] == [("2.2", "A gateway does it.")]
    assert [(each.place.number, each.kind, each.reason) for each in made.not_applicable] == [
        ("1.3", "Out of scope", "There is none.")
    ]
    assert entry("drain").reason == "A gateway does it."


def test_a_reason_left_over_from_an_earlier_state_is_not_printed() -> None:
    assert entry("signal", [build.answered("p/signal", "e", reason="Once N/A.")]).reason == ""


def test_internal_notes_stay_with_the_design_review() -> None:
    assert entry("retries").note == "not for leaders"
    assert entry("retries").note_internal
    for_leaders = entries(audience=Audience.LEADERSHIP)
    assert for_leaders["Text of retries?"].note == ""
    assert for_leaders["Text of timeouts?"].note == "**Seen** in staging"


def test_contradictions_name_their_questions_with_the_answers() -> None:
    [contradiction] = report(small_review()).contradictions
    assert contradiction.message == "Both cannot be."
    assert [(place.number, text) for place, text in contradiction.answers] == [("1.2", "Label d"), ("2.1", "Label a")]
    assert report(small_review([])).contradictions == ()


def test_numbers_count_the_questions_that_apply() -> None:
    shown = report(small_review(of=build.service(tier=1, accepts_files=True)))
    assert [entry.place.number for entry in shown.principles[0].questions] == ["1.1", "1.2", "1.3", "1.4"]
    assert shown.principles[1].questions[0].place.anchor == "question-2-1"


def test_bars_lie_where_the_scores_are() -> None:
    first, second = (principle.bar for principle in report(small_review()).principles)
    assert first is not None
    assert second is not None
    assert (first.low, first.score, first.high, first.minimum, first.band_text) == (187, 187, 187, 700, "")
    assert (second.low, second.score, second.high, second.band_text) == (333, 333, 666, "33–67")
    assert first.below_minimum
    assert (first.minimum_text, report(small_review()).principles[1].misses) == ("70", 2)


def test_a_linked_question_is_told_where_else_it_counts() -> None:
    first = build.pack("p", build.principle("one", build.question("limits")))
    second = build.pack("r", build.principle("two", build.question("sizes", same_as="p/limits")))
    made = report(build.review(WeightedPack(first), WeightedPack(second)))
    assert made.principles[0].questions[0].also_in == ("Title of r",)
    assert made.principles[1].linked == (Place("1.1", "question-1-1", "Text of limits?"),)
    assert [principle.pack for principle in made.principles] == ["Title of p", "Title of r"]
    assert {principle.pack for principle in report(small_review()).principles} == {""}


def test_carried_and_marked_answers_say_so() -> None:
    answers = [replace(answer, carried=True, marked=True) for answer in small_answers()]
    made = entry("retries", answers)
    assert (made.carried, made.marked) == (True, True)
    assert (entry("retries").carried, entry("retries").marked) == (False, False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("//example.org", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_only_web_and_mail_addresses_are_followed(url: str, expected: str) -> None:
    assert followable(url) == expected


def test_a_small_pack_has_the_questions_these_tests_speak_of() -> None:
    assert len([question for _, question in small_pack().questions()]) == 7


def test_dissent_is_printed_for_everybody_even_beside_an_internal_note() -> None:
    dissent = (Dissent("Jonas", "Two of <b>five</b> clients were never looked at."),)
    answers = [build.answered("p/signal", "e", note="Secret.", note_internal=True, dissent=dissent)]
    for audience in Audience:
        made = entries(answers, audience)["Text of signal?"]
        assert made.dissent == (("Jonas", "Two of <b>five</b> clients were never looked at."),)
    assert entry("timeouts").dissent == ()
