"""`shipworthy decide`, `withdraw`, `supersede`, `verify` and `open`: how a review ends, and if that still stands."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of
from shipworthy.domain.assessment import Assessment, Decision, DecisionCondition, Dissent, Outcome, Signatory
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import decisions, services, verification
from shipworthy.workflows.reports import check
from shipworthy.workflows.session import Session

_OUTCOMES = {"go": Outcome.GO, "conditional-go": Outcome.CONDITIONAL_GO, "no-go": Outcome.NO_GO}
ALTERED = 4
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it no longer counts.")]


def add_decision_commands(app: typer.Typer) -> None:
    """Add the commands on decisions and seals."""
    for command in (decide, withdraw, supersede, verify):
        app.command()(command)
    app.command("open")(open_report)


def decide(
    context: typer.Context,
    service: Name,
    outcome: Annotated[str, typer.Option(metavar="|".join(_OUTCOMES), help="What is decided.")],
    sign: Annotated[list[str], typer.Option(metavar='"NAME, ROLE"', help="A signatory; may be given again.")],
    condition: Annotated[
        list[str] | None,
        typer.Option(metavar='"TEXT; OWNER; DATE"', help="A condition of a conditional go; may be given again."),
    ] = None,
    dissent: Annotated[
        list[str] | None, typer.Option(metavar='"NAME: TEXT"', help="Who does not agree, and why; may be given again.")
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="The reasons.")] = "",
) -> None:
    """Decide the open review of a service and seal it; nothing of it can be changed afterwards."""
    session = session_of(context)
    decision = Decision(
        _outcome(outcome),
        note,
        tuple(_condition(text) for text in condition or ()),
        tuple(_signatory(text) for text in sign),
        tuple(_dissent(text) for text in dissent or ()),
    )
    review = decisions.decide(session, _open_one(session, service).id, decision)
    wording = Wording()
    say(
        _("{service}: {outcome}. Sealed {seal}, score {score}, verdict {verdict}.").format(
            service=review.service.name,
            outcome=wording.outcome(decision.outcome),
            seal=decisions.seal_of(session, review.assessment.id).hash[:12],
            score=wording.score_with_band(review.scorecard.score, review.scorecard.band),
            verdict=wording.verdict(review.shown_verdict).lower(),
        )
    )


def withdraw(context: typer.Context, service: Name, reason: Reason) -> None:
    """Take the review that speaks for a service out of use; its seal, if it has one, stays."""
    session = session_of(context)
    _say_state(decisions.withdraw(session, _standing_one(session, service).id, reason))


def supersede(context: typer.Context, service: Name, reason: Reason) -> None:
    """Say that another decision took the place of a service's decided review; its seal stays."""
    session = session_of(context)
    _say_state(decisions.supersede(session, _standing_one(session, service).id, reason))


def verify(
    context: typer.Context,
    report: Annotated[
        Path | None, typer.Argument(metavar="REPORT.pdf", help="A report on a decided review; else the whole store.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that nothing was altered after sealing: exit 0 when all is well, 4 when something was altered."""
    if report is not None:
        _verify_report(session_of(context), report, as_json)
        return
    found = verification.verify(session_of(context))
    if as_json:
        print_json(
            {
                "sound": found.is_sound,
                "seals": found.seals,
                "changes": found.changes,
                "findings": [
                    {"service": each.service, "review": each.review, "text": each.text, "altered": each.altered}
                    for each in found.findings
                ],
            }
        )
    else:
        for each in found.findings:
            say(f"{'✕' if each.altered else '!'} {each}")
        say(verification.summary(found, Wording()))
    if not found.is_sound:
        raise typer.Exit(ALTERED)


def _verify_report(session: Session, path: Path, as_json: bool) -> None:
    found = check.verify_report(session, path)
    if as_json:
        print_json(
            {
                "sound": not found.altered,
                "fingerprint": found.fingerprint,
                "findings": [found.altered] if found.altered else [],
            }
        )
    else:
        say(f"✕ {check.verified(found)}" if found.altered else check.verified(found))
    if found.altered:
        raise typer.Exit(ALTERED)


def open_report(
    context: typer.Context, report: Annotated[Path, typer.Argument(metavar="REPORT.pdf", help="A report as PDF.")]
) -> None:
    """Print the sealed review that a report carries, and whether this store knows its seal."""
    lines = check.facts(check.read_sealed_report(session_of(context), report), Wording())
    width = max(len(name) for name, _value in lines)
    for name, value in lines:
        say(f"{name:{width}}  {value}")


def _say_state(review: Review) -> None:
    assessment = review.assessment
    say(
        _("{service}: “{title}” is {state}: {reason}").format(
            service=review.service.name,
            title=assessment.title,
            state=Wording().assessment_state(assessment.state).lower(),
            reason=assessment.state_reason,
        )
    )


def _open_one(session: Session, name: str) -> Assessment:
    found = decisions.open_assessment(session, services.find_service(session, name).id)
    if found is None:
        raise UserError(
            _("“{name}” has no open review to decide.").format(name=name),
            _("Start one: shipworthy assess {name} --answers FILE.").format(name=name),
        )
    return found


def _standing_one(session: Session, name: str) -> Assessment:
    found = decisions.standing_assessment(session, services.find_service(session, name).id)
    if found is None:
        raise UserError(
            _("“{name}” has no review.").format(name=name), _("There is nothing to withdraw or to supersede.")
        )
    return found


def _outcome(text: str) -> Outcome:
    if text not in _OUTCOMES:
        raise UserError(
            _("“{text}” is no outcome.").format(text=text),
            _("Write one of: {words}.").format(words=", ".join(_OUTCOMES)),
        )
    return _OUTCOMES[text]


def _signatory(text: str) -> Signatory:
    name, _comma, role = text.partition(",")
    return Signatory(name, role)


def _condition(text: str) -> DecisionCondition:
    parts = text.rsplit(";", 2)
    try:
        what, owner, due = parts
        return DecisionCondition(what, owner, date.fromisoformat(due.strip()))
    except ValueError as error:
        raise UserError(
            _("“{text}” is no condition.").format(text=text),
            _("Write what, who and by when: “Set timeouts; Kenji; 2026-12-01”."),
        ) from error


def _dissent(text: str) -> Dissent:
    name, colon, why = text.partition(":")
    if not colon:
        raise UserError(
            _("“{text}” is no dissent.").format(text=text), _("Write who and why: “Jonas: it is too early”.")
        )
    return Dissent(name, why)
