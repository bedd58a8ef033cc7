"""The same actions from a terminal. User errors end in one message on standard error and exit code 2."""

import io
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from shipworthy import __version__
from shipworthy.cli_bundle import bundle_commands
from shipworthy.cli_context import AsJson, Name, OpenSession, Start, print_json, say, session_of
from shipworthy.cli_decisions import add_decision_commands
from shipworthy.cli_policy import policy_commands
from shipworthy.cli_questionnaire import questionnaire_commands
from shipworthy.cli_review import review_commands
from shipworthy.cli_template import template_commands
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.domain.service import TIERS, Lifecycle, Link, LinkKind
from shipworthy.errors import InvalidFile, UserError
from shipworthy.exchange.score_json import score_as_json
from shipworthy.files import write_text
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import answers, backups, doctor, packs, reports, reviews, samples, services
from shipworthy.workflows.minutes import minutes_text
from shipworthy.workflows.session import Session

_EXIT_CODES = {Verdict.READY: 0, Verdict.CONDITIONALLY_READY: 3}
_EXIT_OTHERWISE = 4
_DATA_DIR = "--data-dir"


def terminal(open_session: OpenSession) -> typer.Typer:
    """Return the whole command line; `open_session` opens the store of a data folder (None: the usual one)."""
    app = typer.Typer(no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False, help=_HELP)
    app.callback()(_keep_data_dir(open_session))
    for command in (demo, assess, score, explain, report, minutes, gate, backup):
        app.command()(command)
    add_decision_commands(app)
    app.command("doctor")(doctor_command)
    service = typer.Typer(help=_("Add, list and show services."), no_args_is_help=True)
    service.command("add")(service_add)
    service.command("list")(service_list)
    service.command("show")(service_show)
    app.add_typer(service, name="service")
    pack = typer.Typer(help=_("List, show and check packs."), no_args_is_help=True)
    pack.command("list")(pack_list)
    pack.command("show")(pack_show)
    pack.command("validate")(pack_validate)
    pack.command("schema")(pack_schema)
    app.add_typer(pack, name="pack")
    app.add_typer(policy_commands(), name="policy")
    app.add_typer(bundle_commands(), name="bundle")
    app.add_typer(questionnaire_commands(), name="questionnaire")
    app.add_typer(review_commands(), name="review")
    app.add_typer(template_commands(), name="template")
    return app


_HELP = _("Review whether a service is fit to go live. Without a command, the window opens.")


def _keep_data_dir(open_session: OpenSession) -> Callable[..., None]:
    def keep(
        context: typer.Context,
        data_dir: Annotated[Path | None, typer.Option(_DATA_DIR, help=_("Folder of the database."))] = None,
        _version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_print_version, help=_("Print the version."))
        ] = False,
    ) -> None:
        context.obj = Start(open_session, data_dir)

    return keep


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"Shipworthy {__version__}")
        raise typer.Exit


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("shipworthy-demo"),
) -> None:
    """Review the sample services and print their reports, without touching your own data."""
    start: Start = context.obj
    with tempfile.TemporaryDirectory(prefix="shipworthy-demo-") as folder:
        session = start.open_session(Path(folder))
        try:
            reviewed = samples.load_samples(session)
            for path in reports.report_reviews(session, [review.assessment.id for review in reviewed], out):
                say(path.resolve())
        finally:
            session.close()


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
    review = _standing(context, service)
    if as_json:
        print_json(score_as_json(review, Wording()))
    else:
        _print_summary(review)


def explain(context: typer.Context, service: Name) -> None:
    """List what each question adds to the score, the largest loss first."""
    review = _standing(context, service)
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


def report(
    context: typer.Context,
    service: Name,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File of the report; else SERVICE.pdf here.")] = None,
) -> None:
    """Print the report of a service as PDF."""
    session = session_of(context)
    review = _review_of(session, service)
    target = out or Path(reports.file_name(review))
    say(reports.report_review(session, review.assessment.id, target).resolve())


def minutes(
    context: typer.Context,
    service: Name,
    out: Annotated[Path | None, typer.Option(metavar="FILE.md", help="File to write; else they are printed.")] = None,
) -> None:
    """Print the minutes of a review's meetings as Markdown."""
    session = session_of(context)
    text = minutes_text(session, _review_of(session, service).assessment.id)
    if out is None:
        say(text.rstrip("\n"))
        return
    write_text(out, text)
    say(out.resolve())


def gate(context: typer.Context, service: Name) -> None:
    """Say whether a service may go live: exit 0 ready, 3 conditionally ready, 4 otherwise."""
    session = session_of(context)
    found = services.find_service(session, service)
    review = reviews.standing_review(session, found.id)
    wording = Wording()
    verdict = review.shown_verdict if review else Verdict.NOT_ASSESSED
    say(f"{found.name}: {wording.verdict(verdict)}")
    if review is not None:
        for line in wording.reasons(review):
            say(f"- {line}")
    raise typer.Exit(gate_exit_code(verdict))


def gate_exit_code(verdict: Verdict) -> int:
    """Return 0 for ready, 3 for conditionally ready and 4 otherwise, so that a pipeline can tell them apart."""
    return _EXIT_CODES.get(verdict, _EXIT_OTHERWISE)


def backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder for it; else the usual one.")] = None,
) -> None:
    """Write a verified backup of database and evidence; exit 2 where an evidence file is damaged."""
    text, damage = backups.summary(backups.back_up(session_of(context), to))
    say(text)
    if damage:
        say(damage, err=True)
        raise typer.Exit(2)


def service_add(
    context: typer.Context,
    name: Name,
    tier: Annotated[int, typer.Option(min=min(TIERS), max=max(TIERS), help="1 (an outage hurts at once) to 4.")] = 3,
    team: Annotated[str, typer.Option(help="Team that owns it.")] = "",
    owner: Annotated[str, typer.Option(help="Person who answers for it.")] = "",
    lifecycle: Annotated[Lifecycle, typer.Option(help="Where it stands in its life.")] = Lifecycle.PRODUCTION,
    system: Annotated[str, typer.Option(help="System it is part of.")] = "",
    domain: Annotated[str, typer.Option(help="Business domain.")] = "",
    description: Annotated[str, typer.Option(help="What it does, in a sentence.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag; may be given again.")] = None,
    link: Annotated[
        list[str] | None, typer.Option(metavar="KIND=URL", help="A link, such as runbook=https://…")
    ] = None,
    fact: Annotated[list[str] | None, typer.Option(metavar="NAME=true|false", help="A fact about it.")] = None,
    needs: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A hard dependency.")] = None,
    uses: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A soft dependency.")] = None,
) -> None:
    """Add a service."""
    session = session_of(context)
    service = replace(
        services.blank_service(session),
        name=name,
        tier=tier,
        team=team,
        owner=owner,
        lifecycle=lifecycle,
        system=system,
        domain=domain,
        description=description,
        tags=tuple(tag or ()),
        links=tuple(_link(text) for text in link or ()),
        facts=dict(_fact(text) for text in fact or ()),
        hard_dependencies=frozenset(services.find_service(session, each).id for each in needs or ()),
        soft_dependencies=frozenset(services.find_service(session, each).id for each in uses or ()),
    )
    saved = services.save_service(session, service)
    say(_("Added {name}, {tier}.").format(name=saved.name, tier=Wording().tier(saved.tier)))


def service_list(context: typer.Context, as_json: AsJson = False) -> None:
    """List the services with where they stand."""
    wording = Wording()
    lines = services.list_services(session_of(context))
    if as_json:
        print_json([_line_as_json(line) for line in lines])
        return
    if not lines:
        say(_("No services yet. Add one: shipworthy service add NAME."))
    for line in lines:
        standing = line.standing
        figures = wording.score_with_band(standing.score, standing.band) if standing else wording.percent(None)
        mark, verdict = wording.verdict_mark(line.verdict), wording.verdict(line.verdict)
        say(f"{mark} {line.service.name}  {wording.tier(line.service.tier)}  {figures}  {verdict}")


def service_show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show one service with its facts and reviews."""
    session = session_of(context)
    view = services.view_service(session, services.find_service(session, name).id)
    if as_json:
        print_json(_line_as_json(view.line) | {"facts": _facts_as_json(view), "assessments": len(view.assessments)})
        return
    wording, service = Wording(), view.service
    say(f"{service.name}  {wording.tier(service.tier)}  {wording.lifecycle(service.lifecycle)}")
    for text in (service.description, service.team, service.owner):
        if text:
            say(text)
    for link in service.links:
        say(f"{wording.link_kind(link.kind)}: {link.url}")
    for line in view.facts:
        value = line.definition.default if line.value is None else line.value
        say(f"{line.definition.text} {_('yes') if value else _('no')}" + ("" if line.value is not None else " *"))
    for assessment in view.assessments:
        figures = wording.score_with_band(assessment.score, assessment.band)
        say(f"{assessment.title}  {figures}  {wording.verdict(assessment.verdict)}")


def pack_list() -> None:
    """List the shipped packs."""
    for line in packs.list_packs():
        say(f"{line.pack.id} {line.pack.version}  {line.question_count}  {line.pack.title}")


def pack_show(pack: Annotated[str, typer.Argument(metavar="ID-or-FILE", help="Pack, by id or file.")]) -> None:
    """Show a pack's principles, questions and choices."""
    found = packs.find_pack(pack)
    say(f"{found.title} {found.version}\n{found.summary}")
    for principle in found.principles:
        say(f"\n{principle.title}. {principle.intent}")
        for question in principle.questions:
            say(f"  {question.id}  {question.text}")
            for choice in question.choices:
                say(f"    {choice.id}: {choice.label} ({Wording().choice_score(choice.score)})")


def pack_validate(file: Annotated[Path, typer.Argument(help="Pack file to check.")]) -> None:
    """Check a pack file and print every problem with its place and its fix."""
    line = packs.check_pack_file(file)
    say(
        _("{file}: {pack} {version}, {count} questions, no problems.").format(
            file=file, pack=line.pack.id, version=line.pack.version, count=line.question_count
        )
    )


def pack_schema() -> None:
    """Print the JSON Schema of pack files."""
    say(packs.pack_schema().rstrip("\n"))


def doctor_command(context: typer.Context) -> None:
    """Print versions, paths and what is missing on this machine; exit 2 where something is."""
    start: Start = context.obj
    findings = doctor.examine(start.session)
    for finding in findings:
        say(f"{'✓' if finding.fine else '✕'} {finding.name}: {finding.value}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(2)


def _standing(context: typer.Context, service: str) -> Review:
    return _review_of(session_of(context), service)


def _review_of(session: Session, name: str) -> Review:
    found = services.find_service(session, name)
    review = reviews.standing_review(session, found.id)
    if review is None:
        raise UserError(
            _("“{name}” has no review yet.").format(name=found.name),
            _("Start one with shipworthy review start SERVICE, or shipworthy assess SERVICE --answers FILE."),
        )
    return review


def _print_summary(review: Review) -> None:
    wording, card = Wording(), review.scorecard
    say(f"{review.service.name}: {wording.score_with_band(card.score, card.band)}")
    say(
        f"{wording.verdict_mark(review.shown_verdict)} {wording.verdict(review.shown_verdict)}, "
        + _("level {level}").format(level=review.judgement.level)
    )
    for line in wording.reasons(review):
        say(f"- {line}")
    say(
        _("Coverage {coverage} %, confidence {confidence} %").format(
            coverage=wording.percent(card.coverage), confidence=wording.percent(card.confidence)
        )
    )
    for principle in card.principles:
        say(f"  {wording.score_with_band(principle.score, principle.band):>14}  {principle.title}")


def _line_as_json(line: services.ServiceLine) -> dict[str, object]:
    standing = line.standing
    return {
        "name": line.service.name,
        "team": line.service.team,
        "tier": line.service.tier,
        "lifecycle": str(line.service.lifecycle),
        "verdict": str(line.verdict),
        "own_verdict": str(line.own_verdict),
        "capped_by": list(line.capped_by),
        "score": None if standing is None or standing.score is None else str(standing.score),
        "level": standing.level if standing else None,
        "last_review": line.last_review.isoformat() if line.last_review else None,
    }


def _facts_as_json(view: services.ServiceView) -> dict[str, bool]:
    return {line.definition.id: line.definition.default if line.value is None else line.value for line in view.facts}


def _link(text: str) -> Link:
    kind, separator, url = text.partition("=")
    if not separator or kind not in list(LinkKind):
        raise UserError(
            _("“{text}” is no link.").format(text=text),
            _("Write KIND=URL, where KIND is one of {kinds}.").format(kinds=", ".join(LinkKind)),
        )
    return Link(LinkKind(kind), url)


def _fact(text: str) -> tuple[str, bool]:
    name, separator, value = text.partition("=")
    known = {line.definition.id for line in services.blank_facts()}
    if not separator or value not in ("true", "false") or name not in known:
        raise UserError(
            _("“{text}” is no fact.").format(text=text),
            _("Write NAME=true or NAME=false, where NAME is one of {names}.").format(names=", ".join(sorted(known))),
        )
    return name, value == "true"


def print_error(error: UserError) -> None:
    """Print a user error on standard error: what happened, where, and what to do."""
    with suppress(UserError):  # standard error takes nothing: then nobody can be told
        say(error.message, err=True)
        for line in [str(problem) for problem in error.problems] if isinstance(error, InvalidFile) else [error.hint]:
            say(line, err=True)


def run(app: typer.Typer, arguments: list[str]) -> int:
    """Run one command line and return its exit code: 2 for a user error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that knows no ✓ shows a question mark. Errors need no such thing: Python sees to that.
        sys.stdout.reconfigure(errors="replace")
    try:
        app(_data_dir_first(arguments), prog_name="shipworthy")
    except UserError as error:
        print_error(error)
        return 2
    except SystemExit as ended:  # Typer ends every command this way, wrong usage with 2
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _data_dir_first(arguments: list[str]) -> list[str]:
    """Return the arguments with --data-dir before the command, where Typer wants it; people write it at either end."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == _DATA_DIR or argument.startswith(f"{_DATA_DIR}="):
            end = place + (2 if argument == _DATA_DIR else 1)
            return [*arguments[place:end], *arguments[:place], *arguments[end:]]
    return arguments
