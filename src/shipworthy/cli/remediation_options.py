"""The options by which commands choose remediation items."""

from enum import StrEnum
from typing import Annotated

import typer

from shipworthy.domain.pack import Severity
from shipworthy.workflows import item_lists
from shipworthy.workflows.item_lists import ItemLine
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session

SHORT_ID = 8  # characters of an id that tell the items of a portfolio apart


class Shown(StrEnum):
    """What items can be listed by: their state, or that they are waived, which is shown in its place."""

    OPEN = "open"
    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"
    WAIVED = "waived"


Service = Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="Of this service; may be given again.")]
Team = Annotated[list[str] | None, typer.Option(metavar="TEAM", help="Of services of this team.")]
Owner = Annotated[list[str] | None, typer.Option(metavar="NAME", help='Owned by NAME; "" for nobody.')]
OfSeverity = Annotated[list[Severity] | None, typer.Option(help="Of this severity.")]
OfState = Annotated[list[Shown] | None, typer.Option(help="In this state.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only those that are overdue.")]


def chosen_lines(
    session: Session,
    service: Service = None,
    team: Team = None,
    owner: Owner = None,
    severity: OfSeverity = None,
    state: OfState = None,
    overdue: Overdue = False,
) -> list[ItemLine]:
    """Return the items that fit every option given; raises UserError for a service that is not there."""
    services = {find_service(session, each).id for each in service or ()}
    teams, owners = _folded(team), _folded(owner)
    return [
        line
        for line in item_lists.list_items(session)
        if (not services or line.service.id in services)
        and (not teams or line.service.team.casefold() in teams)
        and (not owners or line.item.owner.casefold() in owners)
        and (not severity or line.item.severity in severity)
        and (not state or _shown(line) in state)
        and (line.overdue or not overdue)
    ]


def _folded(texts: list[str] | None) -> set[str]:
    return {" ".join(each.split()).casefold() for each in texts or ()}


def _shown(line: ItemLine) -> Shown:
    return Shown.WAIVED if line.waived else Shown(str(line.item.state).replace(" ", "-"))
