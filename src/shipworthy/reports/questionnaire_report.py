"""What the blank questionnaire says on paper, in plain values: the contract between a review and its template."""

from dataclasses import dataclass

from shipworthy.reports.entries.service import HiddenEntry, ServiceEntry
from shipworthy.reports.report import Report


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """One question to be answered by hand; `several` where more than one choice may hold."""

    number: str
    anchor: str
    text: str
    choices: tuple[str, ...]
    several: bool
    evidence_rule: str
    evidence_examples: tuple[str, ...]
    why: str
    verify: str


@dataclass(frozen=True, slots=True)
class AskedPrinciple:
    """A principle with the questions asked in it; `pack` is empty in a questionnaire of one pack."""

    number: int
    anchor: str
    title: str
    intent: str
    pack: str
    questions: tuple[AskedEntry, ...]


class QuestionnaireReport(Report, frozen=True, tag=True):
    """The whole questionnaire; `generated` as in a service report, `review` is the title of the assessment.

    `hidden` are the questions that are left out, by what decides it.
    """

    engine: str
    tier: int
    review: str
    service: ServiceEntry
    asked: int
    left_out: int
    hidden: tuple[HiddenEntry, ...]
    principles: tuple[AskedPrinciple, ...]
