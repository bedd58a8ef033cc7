"""From a review to the plain values of its report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from unicodedata import east_asian_width

from shipworthy.domain.applicability import Hidden, hidden_questions
from shipworthy.domain.assessment import OPEN_STATES, AssessmentState
from shipworthy.domain.gate import Verdict, shaky_foundations
from shipworthy.domain.meeting import Meeting
from shipworthy.domain.report_kind import Audience, Paper
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import PrincipleScore
from shipworthy.domain.service import Link
from shipworthy.domain.waiver_register import accepted
from shipworthy.reports.decision_entry import Sealing, decision_entry
from shipworthy.reports.entries.decision import DecisionEntry
from shipworthy.reports.entries.overview import Hindrance, Overview
from shipworthy.reports.entries.service import FactEntry, HiddenEntry, LinkEntry, ServiceEntry
from shipworthy.reports.entries.terms import Branding, Standing, Tone
from shipworthy.reports.method_entries import method, why
from shipworthy.reports.minutes_entries import minutes
from shipworthy.reports.pictures import FileFacts
from shipworthy.reports.question_entries import QuestionWriter, followable, places, readable
from shipworthy.reports.remediation_entries import remediation
from shipworthy.reports.service_report import OverTimeEntry, ServiceReport
from shipworthy.wording import Wording
from shipworthy.wording.names import NameWording

SHOWN_HINDRANCES = 5
SHOWN_PRINCIPLES = 10
_MOST_LESS_PRINCIPLES = 7


@dataclass(frozen=True, slots=True)
class _Room:
    """What page one has room for, found by printing: lines, and those that a page which is called full has left.

    Fewer than none must be given up. `shown` lines of conditions, dissent and packs left out stand there: the chapter
    on the decision has them all. At most so many of the misses that stand in the way are given up.
    """

    lines: int
    spare: int
    shown: int
    less_hindrances: int


_ROOM = {Paper.A4: _Room(36, 3, 3, 3), Paper.LETTER: _Room(32, -3, 2, 4)}
TONES = {
    Verdict.READY: Tone.OK,
    Verdict.CONDITIONALLY_READY: Tone.WARN,
    Verdict.NOT_READY: Tone.BAD,
    Verdict.NOT_ASSESSED: Tone.NONE,
}


def service_report(
    review: Review,
    wording: Wording,
    generated: datetime,
    *,
    audience: Audience = Audience.DESIGN_REVIEW,
    branding: Branding | None = None,
    paper: Paper = Paper.A4,
    files: Mapping[str, FileFacts] | None = None,
    meetings: Iterable[Meeting] = (),
    sealing: Sealing | None = None,
    over_time: OverTimeEntry | None = None,
) -> ServiceReport:
    """Return the report of a review, in the wording's language, with the minutes of its meetings.

    While the review is not decided it is marked as a draft. `generated` is a moment with its zone: its day and time are
    printed as that zone says them. `files` is what is known
    of evidence files, by SHA-256; `sealing` what is known of the seal of a decided review; `over_time` what led up to
    it.
    """
    decision = decision_entry(review, sealing, wording)
    writer = QuestionWriter(review, wording, audience, places(review), files or {})
    return ServiceReport(
        language=wording.language,
        title=wording.report_title(review.service.name),
        generated=generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        generated_on=wording.long_date(generated.date()),
        generated_at=wording.time(generated),
        tier=review.service.tier,
        branding=marked(branding or Branding(), review.assessment.state, wording),
        packs=tuple(f"{weighted.pack.title} {weighted.pack.version}" for weighted in review.questionnaire.packs),
        service=service_entry(review, wording),
        overview=_overview(review, writer, decision, _ROOM[paper]),
        decision=decision,
        principles=writer.principles(),
        compensated=writer.reasons(Standing.COMPENSATED),
        not_applicable=writer.reasons(Standing.NOT_APPLICABLE),
        hidden=hidden_entries(review),
        contradictions=writer.contradictions(),
        meetings=minutes(review, meetings, wording, generated, writer.places),
        why=why(review, wording, writer.places),
        method=method(review, wording, sealing.seal.content_hash if sealing else ""),
        over_time=over_time or OverTimeEntry(),
        remediation=remediation(review, wording, writer.places),
    )


def marked(branding: Branding, state: AssessmentState, wording: NameWording) -> Branding:
    """Return the branding of a report on a review: a draft says so by itself, unless it says something else."""
    is_draft = state in OPEN_STATES and not branding.watermark
    return replace(branding, watermark=wording.assessment_state(AssessmentState.DRAFT)) if is_draft else branding


def service_entry(review: Review, wording: Wording) -> ServiceEntry:
    """Return the service of a review as a report shows it."""
    service = review.service
    answered_by = (review.answer(question_id).answered_by for question_id in review.questionnaire.asked)
    return ServiceEntry(
        name=service.name,
        tier=wording.tier(service.tier),
        tier_meaning=wording.tier_meaning(service.tier),
        team=service.team,
        owner=service.owner,
        lifecycle=wording.lifecycle(service.lifecycle),
        system=service.system,
        domain=service.domain,
        description=service.description,
        tags=service.tags,
        links=tuple(_link(link, wording) for link in service.links),
        facts=tuple(_fact(review, fact) for fact in review.questionnaire.facts()),
        assessors=review.assessment.assessors or tuple(dict.fromkeys(name for name in answered_by if name)),
    )


def _link(link: Link, wording: Wording) -> LinkEntry:
    url = followable(link.url)
    return LinkEntry(wording.link_kind(link.kind), readable(url) if url else link.url, url)


def _fact(review: Review, fact_id: str) -> FactEntry:
    fact, given = review.questionnaire.facts()[fact_id], review.service.facts.get(fact_id)
    return FactEntry(fact.text, fact.default if given is None else given, assumed=given is None)


def _overview(review: Review, writer: QuestionWriter, decision: DecisionEntry | None, room: _Room) -> Overview:
    wording, card, judgement = writer.wording, review.scorecard, review.judgement
    applying = [question for question in card.questions.values() if question.applies]
    not_applicable, compensated = shaky_foundations(card)
    clauses = tuple(wording.clauses(review))
    standing_in_the_way = judgement.blockers + judgement.highs
    hindrances = tuple(writer.hindrance(each) for each in standing_in_the_way[:SHOWN_HINDRANCES])
    unconfirmed = sum(question.carried for question in applying)
    left_out = tuple((each.pack_id, each.reason) for each in review.assessment.left_out)
    taken = _taken_lines(decision, unconfirmed, left_out, room.shown) + bool(accepted(review))
    roomy = _needed_lines(review, hindrances, clauses, taken) <= room.lines
    without_hindrances, without_principles = (0, 0) if roomy else _cut(taken, room)
    return Overview(
        verdict=wording.verdict(review.shown_verdict),
        verdict_mark=wording.verdict_mark(review.shown_verdict),
        tone=TONES[review.shown_verdict],
        own_verdict=wording.verdict(judgement.verdict) if review.cap else "",
        capped_by=review.cap.services if review.cap else (),
        state=wording.assessment_state(review.assessment.state),
        signed=review.assessment.state not in OPEN_STATES,
        clauses=clauses,
        score=wording.percent(card.score),
        band=wording.band(card.band),
        level=judgement.level,
        level_minimum=review.tier_policy.level,
        coverage=wording.percent(card.coverage),
        answered=sum(question.is_answered for question in applying),
        applying=len(applying),
        confidence=wording.percent(card.confidence),
        backed=sum(question.applicable and question.has_evidence for question in applying),
        hindrances=hindrances[: SHOWN_HINDRANCES - without_hindrances],
        hindrance_count=len(standing_in_the_way),
        blocker_count=len(judgement.blockers),
        principle_minimum=wording.limit_percent(minimum) if (minimum := review.tier_policy.principle) else "",
        principles_shown=_lowest_principles(card.principles, SHOWN_PRINCIPLES - without_principles),
        roomy=roomy,
        shown_lines=room.shown,
        foundations_not_applicable=not_applicable,
        foundations_compensated=compensated,
        unconfirmed=unconfirmed,
        left_out=left_out,
    )


def _taken_lines(
    decision: DecisionEntry | None, unconfirmed: int, left_out: tuple[tuple[str, str], ...], shown: int
) -> int:
    """Return how many lines of page one the decision takes at most, and what else stands beneath the verdict."""
    lines = bool(unconfirmed) + min(len(left_out), shown + 1)
    if decision is None:
        return lines
    return (
        lines
        + 3  # outcome and signatories, and the room around
        + min(len(decision.conditions), shown + 1)
        + min(len(decision.dissent), shown + 1)
        + 2 * bool(decision.stale or decision.live_score)
        + bool(decision.retired)
    )


def _cut(lines: int, room: _Room) -> tuple[int, int]:
    """Return how many hindrances and principles a full page must do without, so that this many lines find room."""
    lines = max(0, lines - room.spare)
    hindrances = min(room.less_hindrances, -(-lines // 3))
    left = max(0, lines - 2 * hindrances)
    return hindrances, min(_MOST_LESS_PRINCIPLES, left)


def _needed_lines(
    review: Review, hindrances: Iterable[Hindrance], clauses: Iterable[str], taken: int
) -> int | Fraction:
    """Return how many lines of page one its variable parts take up, with sentences of three lines.

    The widths of the columns, in letters, were found by printing; those of Letter are a little wider.
    """
    service = review.service
    names = " · ".join((service.team, service.description, *review.assessment.assessors))
    principles = min(SHOWN_PRINCIPLES, len(review.scorecard.principles))
    return (
        _lines(service.name, 34)
        + _lines(names, 90, most=2)
        + sum(_lines(clause, 55, most=4) for clause in clauses)
        + sum(max(_lines(_named(each), 36), _lines(each.risk, 32)) for each in hindrances)
        + Fraction(115, 100) * principles
        + taken
    )


def _named(hindrance: Hindrance) -> str:
    """Return what stands after the severity of a miss: first of all that nobody knows whether it is one."""
    text = hindrance.place.text
    return text if hindrance.standing is Standing.MISS else f"{hindrance.standing} {text}"


def _lines(text: str, letters: int, most: int = 3) -> int:
    """Return how many lines a text takes; the letters of East Asian writing are twice as wide."""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return min(most, -(-width // letters))


def _lowest_principles(principles: tuple[PrincipleScore, ...], count: int) -> tuple[int, ...]:
    """Return the numbers of the principles that page one has room for: the lowest scores, in the report's order."""
    numbered = sorted(
        enumerate(principles, start=1), key=lambda pair: (pair[1].score is None, pair[1].score or 0, pair[0])
    )
    return tuple(sorted(number for number, _ in numbered[:count]))


def hidden_entries(review: Review) -> tuple[HiddenEntry, ...]:
    """Return the questions that do not apply; those with the same reason stand together."""
    texts = {question_id: item.question.text for question_id, item in review.questionnaire.asked.items()}
    groups: dict[tuple[object, ...], list[Hidden]] = {}
    for hidden in hidden_questions(review).values():
        groups.setdefault((hidden.facts, hidden.fields, hidden.questions), []).append(hidden)
    return tuple(
        HiddenEntry(
            texts=tuple(texts[each.question] for each in group),
            facts=tuple(_fact(review, deciding.fact.id) for deciding in group[0].facts),
            fields=tuple((name, str(getattr(review.service, name))) for name in group[0].fields),
            questions=tuple(texts[each] for each in group[0].questions),
        )
        for group in groups.values()
    )
