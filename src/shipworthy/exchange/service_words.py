"""The words that other catalogues and spreadsheets have for tiers, stages of life, truth and kinds of links.

docs/import.md has the same tables for people; a test keeps the two alike.
"""

import re
from collections.abc import Mapping

from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_import import ServiceField

TIER_WORDS: Mapping[int, tuple[str, ...]] = {
    1: ("1", "t1", "tier 1", "tier one", "one", "0", "t0", "tier 0", "tier zero", "p0", "p1", "critical",
        "mission critical", "business critical", "highest", "very high", "gold", "platinum"),
    2: ("2", "t2", "tier 2", "tier two", "two", "p2", "high", "major", "important", "silver"),
    3: ("3", "t3", "tier 3", "tier three", "three", "p3", "medium", "moderate", "normal", "standard", "bronze"),
    4: ("4", "t4", "tier 4", "tier four", "four", "p4", "low", "minor", "lowest", "experiment", "experimental",
        "best effort"),
}  # fmt: skip
LIFECYCLE_WORDS: Mapping[Lifecycle, tuple[str, ...]] = {
    Lifecycle.EXPERIMENTAL: ("experimental", "experiment", "development", "in development", "dev", "alpha", "beta",
                             "preview", "pilot", "poc", "proof of concept", "prototype", "planned", "incubating"),
    Lifecycle.PRODUCTION: ("production", "prod", "live", "in production", "active", "operational", "ga",
                           "general availability", "generally available", "stable", "released", "in use"),
    Lifecycle.DEPRECATED: ("deprecated", "legacy", "maintenance", "sunset", "sunsetting", "phasing out", "phase out",
                           "end of sale"),
    Lifecycle.RETIRED: ("retired", "decommissioned", "end of life", "eol", "archived", "inactive", "shut down",
                        "terminated", "removed"),
}  # fmt: skip
TRUE_WORDS = ("yes", "y", "true", "x", "1", "✓", "✔", "on")
FALSE_WORDS = ("no", "n", "false", "0", "✗", "✘", "off")
NOTHING_WORDS = ("-", "–", "—", "n/a", "na", "none", "null", "nil", "undefined", "tbd", "tba", "unknown", "?")
LINK_WORDS: Mapping[ServiceField, tuple[str, ...]] = {
    ServiceField.REPOSITORY: ("repository", "repo", "github", "gitlab", "bitbucket", "source", "sourcecode", "git"),
    ServiceField.RUNBOOK: ("runbook", "runbooks", "playbook", "playbooks"),
    ServiceField.DASHBOARD: ("dashboard", "dashboards", "grafana", "metrics", "monitoring"),
    ServiceField.ON_CALL: ("oncall", "pagerduty", "opsgenie", "victorops", "pager", "rota"),
}

_ZEROS = re.compile(r"(?<=^\d)\.0+$")  # programs write a column of numbers with gaps as 2.0
_TIERS = {word: tier for tier, words in TIER_WORDS.items() for word in words}
_LIFECYCLES = {word: stage for stage, words in LIFECYCLE_WORDS.items() for word in words}
_LINKS = {word: kind for kind, words in LINK_WORDS.items() for word in words}


def plain(text: str) -> str:
    """Return a word as the tables have it: small letters, one blank where anything else stood."""
    return " ".join(re.sub(r"[\s_\-./()]+", " ", text.casefold()).split())


def is_nothing(text: str) -> bool:
    """Tell whether a cell is empty or says in a word that nothing is known."""
    return not text or text.casefold() in NOTHING_WORDS


def read_tier(text: str) -> int | None:
    """Return the tier that a word means, also a number such as "2.0"; None where the table has no such word.

    A minus is no hyphen: "-1" is no tier.
    """
    word = text.strip()
    return None if re.match(r"[-−]\d", word) else _TIERS.get(plain(_ZEROS.sub("", word)))


def says_tier_plainly(text: str, tier: int) -> bool:
    """Tell whether a word says a tier as we do, so that nobody needs to be told how it was read."""
    return plain(_ZEROS.sub("", text.strip())) in (str(tier), f"tier {tier}")


def read_lifecycle(text: str) -> Lifecycle | None:
    """Return the stage of life that a word means; None where the table has no such word."""
    return _LIFECYCLES.get(plain(text))


def read_truth(text: str) -> bool | None:
    """Return what a word says of a fact; None where it is neither yes nor no."""
    word = text.casefold()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


def link_field(*texts: str) -> ServiceField:
    """Return what a link leads to, by the first known word of its type, icon or title."""
    for text in texts:
        words = plain(text).replace("on call", "oncall").replace("source code", "sourcecode").split()
        for word in words:
            if word in _LINKS:
                return _LINKS[word]
    return ServiceField.LINK
