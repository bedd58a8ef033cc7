"""`shipworthy waiver`: ask that a miss be accepted as a risk, decide about it, and list who accepted what."""

from datetime import date
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of
from shipworthy.domain.remediation import Extension, Waiver
from shipworthy.domain.waiver_register import Exposure, Register, RegisterFilter, RegisterLine, accepted_by
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import waiver_register, waivers
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session

Named = Annotated[str, typer.Argument(metavar="ID-or-SERVICE", help="First digits of its id, or its service.")]
Question = Annotated[str, typer.Argument(metavar="[QUESTION]", help="With a service: the question's id.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Last valid day, such as 2027-03-01.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does so; else you.")]


def waiver_commands() -> typer.Typer:
    """Return the commands on waivers."""
    group = typer.Typer(help=_("Accept misses as risks, with a last day and a second person."), no_args_is_help=True)
    group.command("request")(waiver_request)
    group.command("list")(waiver_list)
    group.command("approve")(waiver_approve)
    group.command("reject")(waiver_reject)
    group.command("revoke")(waiver_revoke)
    group.command("extend")(waiver_extend)
    group.command("decide-extension")(waiver_decide_extension)
    return group


def waiver_request(
    context: typer.Context,
    service: Name,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Id of the missed question.")],
    reason: Reason = "",
    until: Until = "",
    by: By = "",
) -> None:
    """Ask that a miss be accepted as a risk until a day; somebody else must approve."""
    session = session_of(context)
    found = find_service(session, service)
    named = waiver_register.find_question(session, found.id, question)
    asked = waivers.request_waiver(session, found.id, named, reason, _day(until), by)
    _say(session, asked.waiver)


def waiver_list(
    context: typer.Context,
    service: Annotated[str, typer.Argument(metavar="[SERVICE]", help="Only those of one service.")] = "",
    show: Annotated[
        RegisterFilter, typer.Option(help="Which ones; soon: last day within 30 days.")
    ] = RegisterFilter.ALL,
    as_json: AsJson = False,
) -> None:
    """List the waivers, and what those who approved them answer for."""
    session = session_of(context)
    found = waiver_register.read_register(session, find_service(session, service).id if service else None)
    lines = [line for line in found.lines if show.keeps(line)]
    if as_json:
        print_json(_as_json(found, lines))
        return
    wording = Wording()
    if not lines:
        say(_("No waivers."))
    for line in lines:
        say(_line_words(line, found.today, wording))
    if lines and found.exposures:
        say(_("Exposure:"))
        for exposure in found.exposures:
            say(f"  {_exposure_words(exposure, wording)}")


def waiver_approve(
    context: typer.Context,
    waiver: Named,
    question: Question = "",
    by: By = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="What should be remembered of it.")] = "",
) -> None:
    """Accept the risk that a request names; never by whoever asked."""
    session = session_of(context)
    found = waiver_register.find_waiver(session, waiver, question)
    _say(session, waivers.approve_waiver(session, found.id, by, note).waiver)


def waiver_reject(
    context: typer.Context, waiver: Named, question: Question = "", reason: Reason = "", by: By = ""
) -> None:
    """Say no to a request, and why."""
    session = session_of(context)
    found = waiver_register.find_waiver(session, waiver, question)
    _say(session, waivers.reject_waiver(session, found.id, reason, by).waiver)


def waiver_revoke(context: typer.Context, waiver: Named, question: Question = "", reason: Reason = "") -> None:
    """End an approved waiver before its last day, and say why."""
    session = session_of(context)
    found = waiver_register.find_waiver(session, waiver, question)
    _say(session, waivers.revoke_waiver(session, found.id, reason).waiver)


def waiver_extend(
    context: typer.Context,
    waiver: Named,
    question: Question = "",
    until: Until = "",
    reason: Reason = "",
    by: By = "",
) -> None:
    """Ask that an approved waiver last longer; until somebody else approves, it keeps its last day."""
    session = session_of(context)
    found = waiver_register.find_waiver(session, waiver, question)
    _say(session, waivers.request_extension(session, found.id, _day(until), reason, by).waiver)


def waiver_decide_extension(
    context: typer.Context,
    waiver: Named,
    question: Question = "",
    approve: Annotated[bool, typer.Option("--approve", help="It lasts longer.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It keeps its last day.")] = False,
    by: By = "",
) -> None:
    """Approve or reject the extension that waits; never by whoever asked."""
    if approve is reject:
        raise UserError(_("An extension is either approved or rejected."), _("Add --approve or --reject, not both."))
    session = session_of(context)
    found = waiver_register.find_waiver(session, waiver, question)
    _say(session, waivers.decide_extension(session, found.id, approve, by).waiver)


def _say(session: Session, waiver: Waiver) -> None:
    wording = Wording()
    say(f"{_short(waiver)}  {waiver.question}")
    say(wording.waiver_sentence(waiver, session.today()))


def _short(waiver: Waiver) -> str:
    return waiver.id.hex[: waiver_register.SHOWN_ID]


def _line_words(line: RegisterLine, today: date, wording: Wording) -> str:
    waiver = line.waiver
    state = wording.waiver_standing(line.standing)
    if line.severity is not None:
        state = f"{state}, {wording.severity(line.severity).lower()}"
    sentence = " · ".join(wording.waiver_sentence(waiver, today).splitlines())
    extended = wording.times_extended(waiver.times_extended)
    return "  ".join(
        part for part in (_short(waiver), line.service, f"[{state}]", f"{line.text} {sentence}", extended) if part
    )


def _exposure_words(exposure: Exposure, wording: Wording) -> str:
    return _("{name}: {active}, {blockers}, {highs}, {share} % of scores at risk, next ends {day}").format(
        name=exposure.approver,
        active=wording.count("{count} active", "{count} active", exposure.active),
        blockers=wording.count("{count} blocker", "{count} blockers", exposure.blockers),
        highs=wording.count("{count} high", "{count} high", exposure.highs),
        share=wording.exact_percent(exposure.share),
        day=wording.date(exposure.next_end) if exposure.next_end else "",
    )


def _as_json(found: Register, lines: list[RegisterLine]) -> dict[str, object]:
    return {
        "today": found.today.isoformat(),
        "waivers": [_line_as_json(line) for line in lines],
        "exposure": [_exposure_as_json(each) for each in found.exposures],
        "overall": _exposure_as_json(found.overall),
    }


def _line_as_json(line: RegisterLine) -> dict[str, object]:
    waiver = line.waiver
    pending = waiver.pending_extension
    return {
        "id": str(waiver.id),
        "service": line.service,
        "question": waiver.question,
        "text": line.text,
        "severity": str(line.severity) if line.severity else None,
        "state": str(line.standing),
        "requester": waiver.requester,
        "approver": accepted_by(waiver) or None,
        "reason": waiver.reason,
        "state_reason": waiver.state_reason,
        "last_day": waiver.expires.isoformat(),
        "days_left": line.days_left,
        "times_extended": waiver.times_extended,
        "pending_extension": _extension_as_json(pending) if pending else None,
        "share": str(line.share),
        "missed": line.missed,
    }


def _extension_as_json(extension: Extension) -> dict[str, str]:
    return {
        "until": extension.until.isoformat(),
        "requester": extension.requester,
        "reason": extension.reason,
    }


def _exposure_as_json(exposure: Exposure) -> dict[str, object]:
    return {
        "approver": exposure.approver or None,
        "active": exposure.active,
        "blockers": exposure.blockers,
        "highs": exposure.highs,
        "share": str(exposure.share),
        "next_end": exposure.next_end.isoformat() if exposure.next_end else None,
    }


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError(_("“{text}” is no date.").format(text=text), _("Write it like 2027-03-01.")) from error
