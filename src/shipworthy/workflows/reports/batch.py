"""Reports on many services at once: planned into files of their own, then made one after the other by one worker."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject, audiences_of
from shipworthy.errors import UserError
from shipworthy.files import make_folder, write_part
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.text import _
from shipworthy.workflows.reports.making import make_report
from shipworthy.workflows.reports.order import check_order, safe_name
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.session import Session

_USUAL_LOOK = ReportOrder(Subject.ASSESSMENT, Audience.DESIGN_REVIEW)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """What is wanted of each service: one audience, one or several kinds of file, into which folder.

    With `replaces` files that are there already are replaced; otherwise they stay, and the new ones are numbered.
    `look` holds what the reports share besides: language, paper and template; the rest of it is not read.
    """

    services: tuple[UUID, ...]
    audience: Audience
    formats: tuple[Format, ...]
    folder: Path
    replaces: bool = False
    look: ReportOrder = _USUAL_LOOK


@dataclass(frozen=True, slots=True)
class PlannedReport:
    """One report of a batch: on the standing review of a service, which is looked up when its turn comes."""

    service: UUID
    name: str
    order: ReportOrder
    target: Path
    replaces: bool


@dataclass(frozen=True, slots=True)
class NotMade:
    """A report of a batch that could not be made, and why."""

    planned: PlannedReport
    error: UserError


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What came of a batch: what was made, what was not, and what it never came to because somebody cancelled it."""

    made: tuple[Path, ...]
    not_made: tuple[NotMade, ...]
    left: tuple[PlannedReport, ...] = ()


def plan_batch(session: Session, batch: BatchOrder) -> tuple[PlannedReport, ...]:
    """Return the reports of a batch by service name, each with a file that no other of them has.

    Services whose names make the same file name are numbered, the first by name without a number. Raises UserError
    where nothing is chosen, for reports that there are not, and for a service that is not there.
    """
    _check(batch)
    with session.store.read() as tx:
        services = [tx.services.get(each) for each in dict.fromkeys(batch.services)]
    taken = set() if batch.replaces else _names_in(batch.folder)
    planned = []
    for service in sorted(services, key=lambda each: (each.name.casefold(), str(each.id))):
        endings = {kind: _ending(batch, kind) for kind in batch.formats}
        stem = _free_stem(safe_name(service.name), endings.values(), taken)
        for kind, ending in endings.items():
            order = replace(batch.look, subject=Subject.ASSESSMENT, audience=batch.audience, format=kind)
            target = batch.folder / f"{stem}{ending}"
            taken.add(_key(target.name))
            planned.append(PlannedReport(service.id, service.name, order, target, batch.replaces))
    return tuple(planned)


def files_in_the_way(planned: Iterable[PlannedReport]) -> tuple[Path, ...]:
    """Return the files that a batch would replace."""
    return tuple(each.target for each in planned if each.target.exists())


def run_batch(
    session: Session,
    planned: Sequence[PlannedReport],
    worker: ReportWorker,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> BatchOutcome:
    """Make the reports of a batch; one that cannot be made stops none of the others.

    `progress` is told number, count and service before each. Whoever cancels says so by `is_cancelled` and stops the
    worker: what is finished stays, and nothing is half written. Raises UserError where nothing can be written into the
    folder at all.
    """
    made: list[Path] = []
    not_made: list[NotMade] = []
    for folder in {each.target.parent for each in planned}:
        _try_folder(folder)
    for place, each in enumerate(planned):
        if is_cancelled():
            return BatchOutcome(tuple(made), tuple(not_made), tuple(planned[place:]))
        if progress is not None:
            progress(place + 1, len(planned), each.name)
        try:
            made.append(_make(session, each, worker, is_cancelled))
        except UserError as error:
            if is_cancelled():
                return BatchOutcome(tuple(made), tuple(not_made), tuple(planned[place:]))
            not_made.append(NotMade(each, error))
        except ReportFailed as error:
            not_made.append(NotMade(each, _fault(error)))
    return BatchOutcome(tuple(made), tuple(not_made))


def _check(batch: BatchOrder) -> None:
    if not batch.services:
        raise UserError(_("No service is chosen."), _("Choose at least one that has a review."))
    if not batch.formats:
        raise UserError(_("No kind of file is chosen."), _("Choose at least one, such as PDF."))
    for kind in batch.formats:
        check_order(replace(batch.look, subject=Subject.ASSESSMENT, audience=batch.audience, format=kind))


def _make(session: Session, planned: PlannedReport, worker: ReportWorker, is_cancelled: Callable[[], bool]) -> Path:
    review = standing_review(session, planned.service)
    if review is None:
        raise UserError(_("It has no review yet."), _("Start one on its page."))

    def check() -> None:
        if is_cancelled():
            raise UserError(_("The export was cancelled."), "")
        if not planned.replaces and planned.target.exists():
            raise UserError(
                _("{file} is there by now, and is not replaced.").format(file=planned.target.name),
                _("Move it elsewhere, then try again."),
            )

    return make_report(session, replace(planned.order, review=review.assessment.id), planned.target, worker, check)


def _fault(error: ReportFailed) -> UserError:
    last = str(error).strip().splitlines()[-1:]
    return UserError(
        _("The report could not be drawn, which is a fault of the program."), *(last or (_("Try again."),))
    )


def _try_folder(folder: Path) -> None:
    """Find out that files can be written before the first report is drawn for nothing."""
    make_folder(folder)
    write_part(folder, ()).unlink()


def _names_in(folder: Path) -> set[str]:
    try:
        return {_key(each.name) for each in folder.iterdir()}
    except OSError:
        return set()  # a folder that is yet to be made; anything else is said when it is written to


def _ending(batch: BatchOrder, kind: Format) -> str:
    """Return what follows the service in a file's name; two kinds of PDF side by side are told apart."""
    usual = batch.audience is audiences_of(Subject.ASSESSMENT)[0]
    audience = "" if usual else f"-{batch.audience.replace(' ', '-')}"
    is_second = kind is Format.ARCHIVE and Format.PDF in batch.formats
    return f"{audience}{'-archive' if is_second else ''}{kind.suffix}"


def _free_stem(stem: str, endings: Collection[str], taken: Collection[str]) -> str:
    number, found = 1, stem
    while any(_key(f"{found}{ending}") in taken for ending in endings):
        number += 1
        found = f"{stem}-{number}"
    return found


def _key(name: str) -> str:
    """Return what two names share that some file system takes for the same."""
    return unicodedata.normalize("NFC", name).casefold()
