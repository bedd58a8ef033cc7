"""Services of files in the words in which their dialog shows them."""

from collections.abc import Hashable
from pathlib import Path

from shipworthy.domain.service_import import ServiceEffect
from shipworthy.errors import Problem
from shipworthy.gui.models.incoming_model import Incoming, IncomingRow
from shipworthy.text import _, ngettext
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.service_differences import differences
from shipworthy.workflows.service_import import IncomingService, ServicesPlan

TAKEN = (ServiceEffect.CREATED, ServiceEffect.UPDATED)
_FOLDERS = 2  # parts of a path that tell files of one name apart


def incoming_services(plan: ServicesPlan, wording: Wording) -> Incoming:
    """Return what files would do, service by service; its rows go by their numbers."""
    return Incoming(
        title=_("Import services from {source}").format(source=plan.source),
        summary=_("The file says: {counts}").format(counts=wording.service_effects(plan.counts)),
        note=others_text(plan),
        what=_("Service"),
        table_name=_("Services from the file"),
        detail_name=_("The selected service"),
        button=lambda count: ngettext("Import {count} service", "Import {count} services", count).format(count=count),
        rows=tuple(_row(line, plan, wording) for line in plan.lines),
    )


def others_text(plan: ServicesPlan) -> str:
    """Return what else the files hold, which becomes no service; "" for nothing."""
    if not plan.others:
        return ""
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(plan.others.items()))
    return _("Read beside them, and no services themselves: {kinds}.").format(kinds=kinds)


def lines_by_row(plan: ServicesPlan) -> dict[Hashable, IncomingService]:
    """Return the service of each row, by its key."""
    return {line.number: line for line in plan.lines}


def said(problem: Problem) -> str:
    """Return a problem without the folders that all files of an import share."""
    return str(problem._replace(file="/".join(Path(problem.file).parts[-_FOLDERS:])))


def _effect(line: IncomingService, wording: Wording) -> str:
    effect, count = wording.service_effect(line.effect), len(line.notes)
    if not count:
        return effect
    remarks = ngettext("{count} remark", "{count} remarks", count).format(count=count)
    return f"{effect}, {remarks}"


def _row(line: IncomingService, plan: ServicesPlan, wording: Wording) -> IncomingRow:
    parts = differences(line.before, line.after, plan.names) if line.after is not None else ()
    told = [said(problem) for problem in ((line.refusal, *line.notes) if line.refusal else line.notes)]
    shown_now = line.before is not None
    return IncomingRow(
        key=line.number,
        text=line.name or DASH,
        effect=_effect(line, wording),
        now="\n".join(f"{title}: {before or DASH}" for title, before, _after in parts) if shown_now else "",
        file="\n".join([*(f"{title}: {after or DASH}" for title, _before, after in parts), *told]),
        changes=line.effect is not ServiceEffect.UNCHANGED,
        can_be_taken=line.effect in TAKEN,
    )
