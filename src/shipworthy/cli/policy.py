"""`shipworthy policy`: the gate policy in force, what another would do, and putting that in force."""

from typing import Annotated

import typer

from shipworthy.cli.context import say, session_of
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.policy_effect import PolicyEffect, ServiceEffect
from shipworthy.packs.policy_file import policy_text
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows import policies


def policy_commands() -> typer.Typer:
    """Return the commands on the gate policy."""
    group = typer.Typer(help=_("Show the gate policy, and put another in force."), no_args_is_help=True)
    group.command("show")(policy_show)
    group.command("use")(policy_use)
    return group


def policy_show(
    context: typer.Context,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print it as a policy file, to be changed and used.")] = False,
) -> None:
    """Show the gate policy in force: what each tier asks."""
    current = policies.current_policy(session_of(context))
    if as_yaml:
        say(policy_text(current.policy).rstrip("\n"))
        return
    wording = Wording()
    say(f"{current.policy.title} ({current.policy.id} {current.policy.version})\n{current.policy.summary}")
    for tier, rules in sorted(current.policy.tiers.items()):
        say(f"\n{wording.tier(tier)}. {wording.tier_meaning(tier)}")
        for line in _rules(rules, wording):
            say(f"  {line}")


def _rules(rules: TierPolicy, wording: Wording) -> list[str]:
    lines = [
        f"{wording.policy_rule(field)}: {wording.limit_percent(getattr(rules, field))} %"
        for field in ("overall", "principle", "coverage")
    ]
    days = ", ".join(f"{wording.severity(each).lower()} {rules.remediate_days[each]}" for each in Severity)
    return [
        *lines,
        f"{wording.policy_rule('level')}: {rules.level}",
        f"{wording.policy_rule('max_age_days')}: " + _("{count} days").format(count=rules.max_age_days),
        f"{wording.policy_rule('remediate_days')}: " + _("{days} days").format(days=days),
    ]


def policy_use(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help='Policy file, or "default" for the shipped policy.')],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the effect and change nothing.")] = False,
) -> None:
    """Put a gate policy in force, after printing what it does to the portfolio."""
    session = session_of(context)
    policy = policies.find_policy(file)
    print_effect(policies.policy_effect(session, policy), Wording())
    if dry_run:
        say(_("Nothing was changed."))
        return
    saved = policies.save_policy(session, policy)
    if saved.sequence is None:
        say(_("This policy is in force already."))
        return
    say(_("In force: {title} {version}.").format(title=policy.title, version=policy.version))
    text = ngettext("{count} open review took it over.", "{count} open reviews took it over.", saved.reviews)
    say(text.format(count=saved.reviews))


def print_effect(effect: PolicyEffect, wording: Wording) -> None:
    """Print the services per verdict before and after, then each service whose verdict changes."""
    for verdict in sorted(Verdict, key=lambda each: -each.rank):
        say(f"{wording.verdict(verdict)}: {effect.before[verdict]} → {effect.after[verdict]}")
    for changed in effect.changed:
        say(f"{changed.service.name}: {wording.verdict(changed.before)} → {wording.verdict(changed.after)}")
        _print_reasons(changed, wording)
    for kept in effect.kept:
        say(
            _("{service} keeps {verdict} until its next review, which would come to {other}").format(
                service=kept.service.name,
                verdict=wording.verdict(kept.now.judgement.verdict),
                other=wording.verdict(kept.then.judgement.verdict),
            )
        )
        _print_reasons(kept, wording)


def _print_reasons(effect: ServiceEffect, wording: Wording) -> None:
    for clause in effect.newly_failed:
        say("  " + _("Newly fails: {clause}").format(clause=wording.clause_alone(clause, effect.then)))
    for clause in effect.no_longer_failed:
        say("  " + _("No longer fails: {clause}").format(clause=wording.clause_alone(clause, effect.now)))
