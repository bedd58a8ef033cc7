"""`shipworthy service blast`: what falls with a service, from a terminal."""

from collections.abc import Sequence
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of
from shipworthy.domain.dependencies import Dependencies, VerdictChange
from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.exchange.item_words import read_day
from shipworthy.storage.services import name_key
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.wording.dependencies import DependencyWording
from shipworthy.workflows.portfolio import Portfolio, portfolio_on

_EVERY_NAME = 1_000_000


def service_blast(
    context: typer.Context,
    name: Name,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="A past day, such as 2026-10-01.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what falls with a service, whose verdict it caps, and what another verdict would change."""
    portfolio = portfolio_on(session_of(context), read_day(as_of) if as_of else None)
    service, dependencies = _found(portfolio, name), portfolio.dependencies
    if as_json:
        print_json(_as_json(dependencies, service))
        return
    words, blast, most = DependencyWording(), dependencies.blast(service.id), _EVERY_NAME
    mark, verdict = words.verdict_mark(dependencies.shown[service.id]), words.verdict(dependencies.shown[service.id])
    say(f"{mark} {service.name}  {words.tier(service.tier)}  {verdict}")
    say(words.named_fall(blast, most))
    own, needs = dependencies.own_verdict(service.id), dependencies.needs(service.id)
    circle = dependencies.circle_of(service.id)
    for text in (
        words.worse_off(blast, most),
        words.circle(circle) if circle else "",
        words.caps(service, dependencies.capped_by_it(service.id), own, most),
        *(words.what_if(service, each, dependencies.what_if(service.id, each)) for each in _others(own)),
        words.laxer(needs),
    ):
        if text:
            say(text)


def _found(portfolio: Portfolio, name: str) -> Service:
    services = [each for each in portfolio.today.services.values() if portfolio.dependencies.counts(each.id)]
    for service in services:
        if name_key(service.name) == name_key(name):
            return service
    names = [each.name for each in services]
    raise UserError(
        _("There is no service “{name}”.").format(name=name),
        nearest(name, names) if names else _("There was none at all on that day."),
    )


def _others(own: Verdict) -> Sequence[Verdict]:
    return [each for each in (Verdict.READY, Verdict.NOT_READY) if each is not own]


def _as_json(dependencies: Dependencies, service: Service) -> dict[str, object]:
    blast, own = dependencies.blast(service.id), dependencies.own_verdict(service.id)
    needs, needed_by = dependencies.needs(service.id), dependencies.needed_by(service.id)
    return {
        "name": service.name,
        "verdict": str(dependencies.shown[service.id]),
        "own_verdict": str(own),
        "falls_with_it": _names(blast.fall),
        "of_these_directly": blast.directly,
        "worse_off": _names(blast.worse_off),
        "needs": {
            "hard": [need.needed.name for need in needs if need.is_hard],
            "soft": [need.needed.name for need in needs if not need.is_hard],
        },
        "needed_by": {
            "hard": [need.service.name for need in needed_by if need.is_hard],
            "soft": [need.service.name for need in needed_by if not need.is_hard],
        },
        "circle": _names(dependencies.circle_of(service.id)),
        "caps": _names(dependencies.capped_by_it(service.id)),
        "laxer_tier": [need.needed.name for need in needs if need.is_laxer],
        "what_if": {str(each): _changes(dependencies.what_if(service.id, each)) for each in _others(own)},
    }


def _changes(changes: Sequence[VerdictChange]) -> list[dict[str, str]]:
    return [{"name": each.service.name, "before": str(each.before), "after": str(each.after)} for each in changes]


def _names(services: Sequence[Service]) -> list[str]:
    return [each.name for each in services]
