"""The gate policy: what each tier asks of a service."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from shipworthy.domain.pack import Severity


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """What one tier asks: minima in [0, 1], a level, the age of the standing assessment and days to remediate."""

    overall: Fraction
    principle: Fraction
    coverage: Fraction
    level: int
    max_age_days: int
    remediate_days: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """One policy file: a rule for each tier, 1 to 4."""

    id: str
    version: str
    title: str
    summary: str
    tiers: Mapping[int, TierPolicy]
