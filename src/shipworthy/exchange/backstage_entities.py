"""Entities of a Backstage catalogue as their files have them: what they are called, and what refers to what.

Told from a file of another kind by shape, since forks have other versions: `kind`, and `metadata` with a `name`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from shipworthy.errors import Problem
from shipworthy.text import _
from shipworthy.untrusted.problems import Located, Steps, Value

COMPONENT, API, SYSTEM, DOMAIN, GROUP, USER, LOCATION = (
    "component", "api", "system", "domain", "group", "user", "location",
)  # fmt: skip
# Those that Backstage has and those seen beside them; a foreign version of any other kind is another tool's file.
KINDS = frozenset({COMPONENT, API, SYSTEM, DOMAIN, GROUP, USER, LOCATION, "resource", "template", "airesource"})
DEFAULT_NAMESPACE = "default"
_VERSION = "backstage.io/"
_REF = re.compile(r"(?:(?P<kind>[^:/\s]+):)?(?:(?P<namespace>[^:/\s]+)/)?(?P<name>[^:/\s]+)")
PLACEHOLDER = re.compile(r"\{\{|\{%|<%")


class EntityRef(NamedTuple):
    """The name of an entity, as written; two refs with the same `key` mean the same."""

    kind: str
    namespace: str
    name: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what refs are compared by: capitals do not count."""
        return self.kind.casefold(), self.namespace.casefold(), self.name.casefold()

    @property
    def short(self) -> str:
        """Return the name, with its namespace where that is not the usual one."""
        return self.name if self.namespace.casefold() == DEFAULT_NAMESPACE else f"{self.namespace}/{self.name}"

    def __str__(self) -> str:
        return f"{self.kind.casefold()}:{self.namespace.casefold()}/{self.name}"


def parse_ref(text: str, kind: str, namespace: str) -> EntityRef | None:
    """Return what `[kind:][namespace/]name` refers to, with what its field fills in; None where it is no ref."""
    found = _REF.fullmatch(text.strip())
    if found is None:
        return None
    return EntityRef(found["kind"] or kind, found["namespace"] or namespace, found["name"])


@dataclass(frozen=True)
class Entity:
    """One entity: its ref, its version and its document."""

    ref: EntityRef
    api_version: str
    document: Located = field(repr=False)

    @property
    def kind(self) -> str:
        """Return the kind in small letters."""
        return self.ref.kind.casefold()

    @property
    def is_foreign(self) -> bool:
        """Tell whether it says that another tool than Backstage made up its form."""
        return not self.api_version.startswith(_VERSION)

    def find(self, *steps: str) -> Value:
        """Return what stands somewhere in it; None where nothing does."""
        value = self.document.data
        for step in steps:
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
        return value

    def text(self, *steps: str) -> str:
        """Return a text that stands somewhere in it; "" where none does. A number is taken as it is written."""
        return as_text(self.find(*steps))

    def texts(self, *steps: str) -> list[tuple[str, Steps]]:
        """Return the texts of a list, or of one text that stands in its place, each with the way to it."""
        value = self.find(*steps)
        listed = value if isinstance(value, list) else [value]
        places: Sequence[Steps] = [(*steps, n) for n in range(len(listed))] if isinstance(value, list) else [steps]
        texts = ((as_text(each), place) for each, place in zip(listed, places, strict=True))
        return [(text, place) for text, place in texts if text]

    def mapping(self, *steps: str) -> dict[str, str]:
        """Return the texts of a mapping by their keys."""
        value = self.find(*steps)
        pairs = value.items() if isinstance(value, dict) else ()
        return {key: as_text(each) for key, each in pairs if as_text(each)}

    def problem(self, steps: Steps, message: str, fix: str) -> Problem:
        """Return a problem with the place of a value."""
        place = self.document.place(steps)
        return Problem(self.document.file, place.line, place.column, message, fix)


def as_text(value: Value) -> str:
    """Return a scalar as text; "" for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | Decimal) else ""


def read_entity(document: Located) -> Entity | None:
    """Return the entity of a document; None where it is none by its shape."""
    data = document.data
    if not isinstance(data, dict):
        return None
    kind, metadata = as_text(data.get("kind")), data.get("metadata")
    if not kind or not isinstance(metadata, dict):
        return None
    version, name = as_text(data.get("apiVersion")), as_text(metadata.get("name"))
    if not name or not (version.startswith(_VERSION) or kind.casefold() in KINDS):
        return None
    namespace = as_text(metadata.get("namespace")) or DEFAULT_NAMESPACE
    return Entity(EntityRef(kind, namespace, name), version, document)


def unknown_version(entity: Entity) -> Problem:
    """Return what is told of an entity of another version than Backstage's."""
    said = entity.api_version or _("nothing")
    return entity.problem(
        ("apiVersion",),
        _("The version here is “{version}”, not one of Backstage's; it was read all the same").format(
            version=said[:60]
        ),
        _("Check what was read."),
    )
