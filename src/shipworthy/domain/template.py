"""The template: answers that somebody gave once for many services, such as those of the platform they run on."""

from dataclasses import dataclass
from uuid import UUID

from shipworthy.domain.assessment import Answer


@dataclass(frozen=True, slots=True)
class Template:
    """Answers to start an assessment from, one a question; `summary` says for which services they hold."""

    id: UUID
    name: str
    summary: str
    answers: tuple[Answer, ...]
    archived: bool = False
    version: int = 0
