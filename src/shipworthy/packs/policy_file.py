"""A gate policy as a file that people edit: what the loader reads, written back."""

import json
from fractions import Fraction

from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import GatePolicy, TierPolicy

_FOUR_PLACES = 10_000


def policy_text(policy: GatePolicy) -> str:
    """Return a policy as YAML, which loads as an equal policy; minima must be decimals."""
    lines = [
        "# $schema: policy.schema.json",
        "format: 1",
        f"id: {_text(policy.id)}",
        f"version: {_text(policy.version)}",
        f"title: {_text(policy.title)}",
        f"summary: {_text(policy.summary)}",
        "tiers:",
    ]
    for tier, rules in sorted(policy.tiers.items()):
        lines += [f"  {tier}:", *(f"    {name}: {value}" for name, value in _rules(rules).items())]
    return "\n".join(lines) + "\n"


def _rules(rules: TierPolicy) -> dict[str, str]:
    days = ", ".join(f"{severity.value}: {rules.remediate_days[severity]}" for severity in Severity)
    return {
        "overall": decimal_text(rules.overall),
        "principle": decimal_text(rules.principle),
        "coverage": decimal_text(rules.coverage),
        "level": str(rules.level),
        "max_age_days": str(rules.max_age_days),
        "remediate_days": f"{{{days}}}",
    }


def decimal_text(value: Fraction) -> str:
    """Return a part of 1 as an exact decimal such as "0.85"; ValueError where four places, as in files, are too few."""
    if (value * _FOUR_PLACES).denominator != 1:
        raise ValueError(f"{value} is no decimal of at most four places")
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    # A JSON string is a YAML string whatever it holds.
    return json.dumps(text, ensure_ascii=False)
