"""`shipworthy report --all`: a report each on many services."""

from dataclasses import dataclass
from pathlib import Path

from shipworthy.cli.context import say
from shipworthy.cli.report_order import About, Asked, For
from shipworthy.domain.report_kind import Audience, Format, Paper, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.errors import UserError
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _, ngettext
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reports.batch import BatchOrder, plan_batch, run_batch
from shipworthy.workflows.reports.order import team_meant
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class OfMany:
    """What only reports on many services know: several kinds of file, the tier, and what is done to files there."""

    formats: tuple[Format, ...]
    tier: int | None
    replaces: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What the reports share, as it was typed."""

    language: str
    paper: Paper | None
    template: str


def check_not_many(many: OfMany) -> None:
    """Raise UserError for options that belong to many reports where there is one."""
    if len(many.formats) > 1 or many.tier is not None or many.replaces:
        raise UserError(
            _("--tier, --replace and several --format belong to reports on many services."),
            _("Leave them out, or add --all."),
        )


def make_many(
    session: Session, asked: Asked, many: OfMany, audience: For | None, folder: Path | None, look: Look
) -> None:
    """Make a report on each service that the options mean; raises UserError as `make_batch` does.

    Services without a review are named, and are no failure.
    """
    _check(asked)
    if folder is None:
        raise UserError(_("Reports on many services need a folder."), _("Add --out FOLDER."))
    lines = portfolio_on(session).lines
    team = team_meant(asked.team, {line.service.team for line in lines if line.service.team})
    meant = [line for line in lines if team in ("", line.service.team) and many.tier in (None, line.service.tier)]
    reviewed = tuple(line.service.id for line in meant if line.standing is not None)
    if not reviewed:
        raise UserError(
            _("No service of these has a review."), _("Leave --team and --tier out, or start a review of one.")
        )
    shared = ReportOrder(
        Subject.ASSESSMENT,
        Audience.DESIGN_REVIEW,
        language=look.language,
        paper=look.paper,
        template=look.template,
    )
    formats = many.formats or formats_of(Subject.ASSESSMENT)[:1]
    for_whom = audience.audience if audience else audiences_of(Subject.ASSESSMENT)[0]
    without = [line.service.name for line in meant if line.standing is None]
    if without:
        say(_("Without a review, so without a report: {names}").format(names=", ".join(without)), err=True)
    make_batch(session, BatchOrder(reviewed, for_whom, formats, folder, many.replaces, shared))


def make_batch(session: Session, batch: BatchOrder) -> None:
    """Make the reports of a batch, with a line on standard error for each begun and the path of each made.

    Raises UserError that lists what could not be made, after all others were.
    """
    planned = plan_batch(session, batch)
    with ReportWorker() as worker:
        outcome = run_batch(session, planned, worker, _say_progress)
    for path in outcome.made:
        say(path.resolve())
    if outcome.not_made:
        lines = [
            f"{each.planned.name} ({each.planned.target.name}): {each.error.message} {each.error.hint}".rstrip()
            for each in outcome.not_made
        ]
        said = ngettext(
            "{count} report of {total} was not exported:", "{count} reports of {total} were not exported:", len(lines)
        ).format(count=len(lines), total=len(planned))
        raise UserError(
            "\n".join((said, *lines)), _("The others are in {folder}.").format(folder=batch.folder.resolve())
        )


def _say_progress(number: int, count: int, name: str) -> None:
    say(_("{number} of {count}: {name}").format(number=number, count=count, name=name), err=True)


def _check(asked: Asked) -> None:
    """Raise UserError for options that do not go with reports on many services."""
    if asked.service or asked.portfolio or asked.about is not About.ASSESSMENT:
        raise UserError(
            _("--all makes the report on the standing review of each service."),
            _("Leave SERVICE, --portfolio and --about out."),
        )
    if asked.day or asked.since or asked.earlier or asked.later:
        raise UserError(
            _("--all tells of the reviews that stand today."),
            _("Leave --as-of, --since, --earlier and --later out."),
        )
