"""The words and marks that every part of a report is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Where an applying question stands, as the mark beside it says."""

    MISS = "miss"
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    IMPROVEMENT = "improvement"
    COMPENSATED = "compensated"
    NOT_APPLICABLE = "not applicable"
    MET = "met"


class Tone(StrEnum):
    """The status colour that stands beside a status word."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Branding:
    """What makes a report one company's: its name and the classification beside the title, a logo, a colour.

    `logo` is the SHA-256 of the picture among the job's assets, empty for none; `accent` is #rrggbb, empty for ours.
    `watermark` stands behind every page and, in words, in its head.
    """

    classification: str = ""
    logo: str = ""
    logo_text: str = ""
    organisation: str = ""
    accent: str = ""
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A score with its band against the minimum; a `minimum` of 0 asks for nothing and draws no line."""

    low: int
    score: int
    high: int
    minimum: int
    score_text: str
    band_text: str
    minimum_text: str
    below_minimum: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Another question of the report, to be linked to."""

    number: str
    anchor: str
    text: str
