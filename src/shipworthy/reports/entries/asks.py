"""What a report asks of its readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskEntry:
    """What the readers are asked to do, as a request and what it is about."""

    what: str
    about: str
