"""`shipworthy assess`, `score`, `explain` and `gate`: where a service stands, and why."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of, standing_review_of
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.domain.waiver_register import accepted
from shipworthy.exchange.score_json import score_as_json
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import answers, reviews, services

_EXIT_CODES = {Verdict.READY: 0, Verdict.CONDITIONALLY_READY: 3}
_EXIT_OTHERWISE = 4


def add_score_commands(app: typer.Typer) -> None:
    """Add the commands on what a service scores."""
    for command in (assess, score, explain, gate):
        app.command()(command)


def assess(
    context: typer.Context,
    service: Name,
    answers_file: Annotated[Path, typer.Option("--answers", metavar="FILE", help="Answers as YAML.")],
    pack: Annotated[str, typer.Option(metavar="ID-or-FILE", help="Pack, by id or file; else the file's own.")] = "",
) -> None:
    """Review a service as an answers file says."""
    review = answers.assess_from_file(session_of(context), answers_file, service, pack)
    _print_summary(review)


def score(context: typer.Context, service: Name, as_json: AsJson = False) -> None:
    """Show score, band, level and verdict of a service."""
    review = standing_review_of(session_of(context), service)
    if as_json:
        print_json(score_as_json(review, Wording()))
    else:
        _print_summary(review)


def explain(context: typer.Context, service: Name) -> None:
    """List what each question adds to the score, the largest loss first."""
    review = standing_review_of(session_of(context), service)
    wording = Wording()
    say(wording.why_title(review.scorecard.score))
    for question in review.scorecard.why():
        text = review.questionnaire.asked[question.id].question.text
        if question.lacks_evidence:
            text = _("{answer} (counts 0: no valid evidence)").format(answer=text)
        say(
            f"{float(question.contribution * 100):6.2f} "
            + _("of {share:.2f}").format(share=float(question.share * 100))
            + f"  {question.id}  {text}"
        )
    for placed in review.scorecard.contradictions:
        say(_("Contradiction: {message}").format(message=placed.contradiction.message))


def gate(context: typer.Context, service: Name) -> None:
    """Say whether a service may go live: exit 0 ready, 3 conditionally ready, 4 otherwise."""
    session = session_of(context)
    found = services.find_service(session, service)
    review = reviews.standing_review(session, found.id)
    wording = Wording()
    verdict = review.shown_verdict if review else Verdict.NOT_ASSESSED
    say(f"{found.name}: {wording.verdict(verdict)}")
    if review is not None:
        _print_reasons(review, wording)
    raise typer.Exit(gate_exit_code(verdict))


def gate_exit_code(verdict: Verdict) -> int:
    """Return 0 for ready, 3 for conditionally ready and 4 otherwise, so that a pipeline can tell them apart."""
    return _EXIT_CODES.get(verdict, _EXIT_OTHERWISE)


def _print_reasons(review: Review, wording: Wording) -> None:
    """Print why the verdict is no better, and what of the misses is accepted or planned."""
    for line in wording.reasons(review):
        say(f"- {line}")
    found = wording.accepted(accepted(review))
    if found:
        say("- " + _("Accepted or planned: {what}").format(what=", ".join(found)))


def _print_summary(review: Review) -> None:
    wording, card = Wording(), review.scorecard
    say(f"{review.service.name}: {wording.score_with_band(card.score, card.band)}")
    say(
        f"{wording.verdict_mark(review.shown_verdict)} {wording.verdict(review.shown_verdict)}, "
        + _("level {level}").format(level=review.judgement.level)
    )
    _print_reasons(review, wording)
    say(
        _("Coverage {coverage} %, confidence {confidence} %").format(
            coverage=wording.percent(card.coverage), confidence=wording.percent(card.confidence)
        )
    )
    for principle in card.principles:
        say(f"  {wording.score_with_band(principle.score, principle.band):>14}  {principle.title}")
