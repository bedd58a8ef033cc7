"""Services from a Backstage catalogue: each Component is one; Systems, APIs and Users say what a Component leaves open.

docs/import.md tells what becomes of each field. A service goes by its entity's name, with the namespace in front where
that is not the usual one: the same name in the same catalogue is the same service every time.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shipworthy.domain.answering import is_link
from shipworthy.domain.service_import import LINKS, ReceivedService, ServiceField
from shipworthy.exchange.backstage_entities import (
    API,
    COMPONENT,
    DOMAIN,
    GROUP,
    KINDS,
    PLACEHOLDER,
    SYSTEM,
    USER,
    Entity,
    EntityRef,
    parse_ref,
    unknown_version,
)
from shipworthy.exchange.backstage_files import Catalogue, Progress, read_catalogue
from shipworthy.exchange.received_services import Reader, ReceivedServices
from shipworthy.exchange.service_words import link_field
from shipworthy.text import _
from shipworthy.untrusted.problems import Steps, nearest

_SPEC_KEYS = frozenset({
    "type", "lifecycle", "owner", "system", "subcomponentOf", "providesApis", "consumesApis", "dependsOn",
    "dependencyOf", "implementsApis", "domain", "profile", "tier",
})  # fmt: skip
_SLUGS = {
    "github.com/project-slug": "https://github.com/",
    "gitlab.com/project-slug": "https://gitlab.com/",
    "bitbucket.org/project-slug": "https://bitbucket.org/",
}
_LOCATIONS = ("backstage.io/source-location", "backstage.io/view-url")
_TIER_KEYS = frozenset({"tier", "service-tier", "servicetier", "criticality", "service-criticality"})
_TIER_TAGS = ("tier-", "tier_", "tier:", "tier=", "criticality-", "criticality:", "criticality=")
Key = tuple[str, str, str]


def read_backstage(paths: Sequence[Path], progress: Progress | None = None) -> ReceivedServices:
    """Return the services of files and folders of a Backstage catalogue; raises UserError as `read_catalogue` does."""
    return services_of(read_catalogue(paths, progress))


def services_of(catalogue: Catalogue) -> ReceivedServices:
    """Return the services that a catalogue describes; one that stands in it twice is refused the second time."""
    index = _Index(catalogue.entities)
    services = [_Component(entity, index).read() for entity in catalogue.entities if entity.kind == COMPONENT]
    others: dict[str, int] = {}
    for entity in catalogue.entities:
        if entity.kind != COMPONENT:
            others[entity.ref.kind] = others.get(entity.ref.kind, 0) + 1
    return ReceivedServices(tuple(services), catalogue.told, catalogue.files, others)


class _Index:
    """What is found by its ref, and what the entities say of each other."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities: dict[Key, Entity] = {}
        for entity in entities:
            self._entities.setdefault(entity.ref.key, entity)
        self.providers: dict[Key, list[EntityRef]] = {}
        self.needed: dict[Key, list[tuple[EntityRef, Entity, Steps]]] = {}
        self.used: dict[Key, list[EntityRef]] = {}
        for entity in self._entities.values():
            if entity.kind == COMPONENT:
                self._read_component(entity)
            elif entity.kind == API:
                self._read_api(entity)

    def find(self, ref: EntityRef) -> Entity | None:
        """Return an entity; None where the files do not describe it."""
        return self._entities.get(ref.key)

    def first(self, entity: Entity) -> Entity:
        """Return the first entity that goes by the name of this one."""
        return self._entities[entity.ref.key]

    def _read_component(self, entity: Entity) -> None:
        for key in ("providesApis", "implementsApis"):
            for ref, _steps in refs(entity, key, API):
                self.providers.setdefault(ref.key, []).append(entity.ref)
        for ref, steps in refs(entity, "dependencyOf", COMPONENT):
            if ref.kind.casefold() == COMPONENT:
                self.needed.setdefault(ref.key, []).append((entity.ref, entity, steps))
        for key in ("subcomponentOf", "subComponentOf"):
            for ref, steps in refs(entity, key, COMPONENT):
                self.needed.setdefault(ref.key, []).append((entity.ref, entity, steps))  # the whole needs its parts

    def _read_api(self, entity: Entity) -> None:
        for ref, _steps in refs(entity, "apiProvidedBy", COMPONENT):
            self.providers.setdefault(entity.ref.key, []).append(ref)
        for ref, _steps in refs(entity, "apiConsumedBy", COMPONENT):
            self.used.setdefault(ref.key, []).append(entity.ref)


def refs(entity: Entity, key: str, kind: str) -> list[tuple[EntityRef, Steps]]:
    """Return what a field of `spec` refers to, each with the way to it; what is no ref is left out."""
    found = []
    for text, steps in entity.texts("spec", key):
        ref = parse_ref(text, kind, entity.ref.namespace)
        if ref is not None:
            found.append((ref, steps))
    return found


class _Component:
    """Reads one Component."""

    def __init__(self, entity: Entity, index: _Index) -> None:
        self._entity = entity
        self._index = index
        place = entity.document.place(("metadata", "name"))
        self._reader = Reader(entity.ref.short, entity.document.file, (place.line, place.column))

    def read(self) -> ReceivedService:
        """Return the service."""
        if self._is_refused():
            return self._reader.service()
        if self._entity.is_foreign:
            self._reader.notes.append(unknown_version(self._entity))
        self._read_words()
        self._read_owner()
        self._read_system()
        self._read_tier()
        self._read_links()
        self._read_dependencies()
        self._tell_unknown_keys()
        return self._reader.service()

    def _is_refused(self) -> bool:
        entity, name = self._entity, self._entity.ref.name
        first = self._index.first(entity)
        steps = ("metadata", "name")
        if PLACEHOLDER.search(name):
            self._reader.refusal = entity.problem(
                steps, _("A place to fill in stands where the name should"), _("Import what is made of this template.")
            )
        elif first is not entity:
            there = first.document.place(steps)
            self._reader.refusal = entity.problem(
                steps,
                _("The same entity stands at {file}:{line} already").format(file=first.document.file, line=there.line),
                _("Remove one of the two."),
            )
        return self._reader.refusal is not None

    def _read_words(self) -> None:
        entity, reader = self._entity, self._reader
        description = entity.text("metadata", "description") or entity.text("metadata", "title")
        reader.text(ServiceField.DESCRIPTION, description, self._place("metadata", "description"))
        lifecycle = entity.text("spec", "lifecycle")
        reader.lifecycle(lifecycle, self._place("spec", "lifecycle"))
        if entity.find("metadata", "tags") is not None:
            tags = tuple(text for text, _steps in entity.texts("metadata", "tags"))
            reader.tags(tags, self._place("metadata", "tags"))

    def _read_owner(self) -> None:
        """Take a group as the team, a person as the owner; no kind means a group, unless a user alone is known."""
        text, place = self._entity.text("spec", "owner"), self._place("spec", "owner")
        ref = parse_ref(text, GROUP, self._entity.ref.namespace)
        if ref is None:
            self._reader.text(ServiceField.TEAM, text, place)
            return
        as_user = ref._replace(kind=USER)
        is_told = text.casefold().startswith((f"{GROUP}:", f"{USER}:"))
        if not is_told and self._index.find(ref) is None and self._index.find(as_user) is not None:
            ref = as_user
        if ref.kind.casefold() == USER:
            user = self._index.find(ref)
            name = user.text("spec", "profile", "displayName") if user is not None else ""
            self._reader.text(ServiceField.OWNER, name or ref.short, place)
        else:
            self._reader.text(ServiceField.TEAM, ref.short, place)

    def _read_system(self) -> None:
        place = self._place("spec", "system")
        ref = parse_ref(self._entity.text("spec", "system"), SYSTEM, self._entity.ref.namespace)
        if ref is None:
            return
        system = self._index.find(ref)
        self._reader.text(ServiceField.SYSTEM, system.ref.short if system is not None else ref.short, place)
        if system is not None:
            domain = parse_ref(system.text("spec", "domain"), DOMAIN, system.ref.namespace)
            if domain is not None:
                found = self._index.find(domain)
                self._reader.text(ServiceField.DOMAIN, (found.ref if found is not None else domain).short, place)

    def _read_tier(self) -> None:
        for text, steps in self._tiers():
            if self._reader.tier(text, self._place(*steps)):
                return

    def _tiers(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        entity = self._entity
        for part in (("metadata", "labels"), ("metadata", "annotations"), ("spec",)):
            for key, text in entity.mapping(*part).items():
                if key.rpartition("/")[2].rpartition(".")[2].casefold() in _TIER_KEYS:
                    yield text, (*part, key)
        for tag, _steps in entity.texts("metadata", "tags"):
            word = tag.casefold()
            if word.startswith(_TIER_TAGS) or word in ("tier0", "tier1", "tier2", "tier3", "tier4"):
                yield word.removeprefix("criticality").lstrip("-_:=").replace("tier", "tier "), ("metadata", "tags")

    def _read_links(self) -> None:
        urls: dict[ServiceField, list[str]] = {}
        for key, text in self._entity.mapping("metadata", "annotations").items():
            if key in _SLUGS and not PLACEHOLDER.search(text):
                urls.setdefault(ServiceField.REPOSITORY, []).append(_SLUGS[key] + text.strip("/"))
            elif key in _LOCATIONS and is_link(text.removeprefix("url:")):
                urls.setdefault(ServiceField.REPOSITORY, []).append(text.removeprefix("url:").rstrip("/"))
            elif is_link(text) and link_field(key.rpartition("/")[2]) is not ServiceField.LINK:
                urls.setdefault(link_field(key.rpartition("/")[2]), []).append(text)
        listed = self._entity.find("metadata", "links")
        for number in range(len(listed) if isinstance(listed, list) else 0):
            link = listed[number] if isinstance(listed, list) else None
            said: Mapping[str, Any] = link if isinstance(link, dict) else {}
            url, *words = (str(said.get(key) or "") for key in ("url", "type", "icon", "title"))
            urls.setdefault(link_field(*words), []).append(url.strip())
        for key in LINKS:
            if key in urls:
                self._reader.links(key, list(dict.fromkeys(urls[key])), self._place("metadata", "links"))

    def _read_dependencies(self) -> None:
        hard: list[tuple[str, tuple[int, int]]] = []
        soft: list[tuple[str, tuple[int, int]]] = []
        for ref, steps in self._typed_refs("dependsOn"):
            kind, place = ref.kind.casefold(), self._place(*steps)
            if kind == COMPONENT:
                hard.append((self._name(ref), place))
            elif kind == API:
                soft += self._providers(ref, steps)
            else:
                self._leave_out(steps, ref)
        for part, _entity, _steps in self._index.needed.get(self._entity.ref.key, ()):
            hard.append((self._name(part), self._place("metadata", "name")))
        consumed = refs(self._entity, "consumesApis", API)
        for ref, steps in consumed:
            if ref.kind.casefold() == COMPONENT:
                soft.append((self._name(ref), self._place(*steps)))
            else:
                soft += self._providers(ref, steps)
        told = {ref.key for ref, _steps in consumed}
        for api in (each for each in self._index.used.get(self._entity.ref.key, ()) if each.key not in told):
            soft += self._providers(api, ("metadata", "name"))
        self._reader.dependencies(ServiceField.NEEDS, hard)
        self._reader.dependencies(ServiceField.USES, soft)

    def _typed_refs(self, key: str) -> Iterable[tuple[EntityRef, Steps]]:
        """Yield refs whose kind must be stated; what states none, or none that there is, is taken as a component."""
        for text, steps in self._entity.texts("spec", key):
            ref = parse_ref(text, COMPONENT, self._entity.ref.namespace)
            if ref is None:
                message = _("“{text}” names no entity").format(text=text[:100])
                self._note(steps, message, _("Write kind:namespace/name, such as component:default/payments."))
                continue
            if ref.kind.casefold() not in KINDS:
                message = _("“{kind}” is no kind of entity; it was read as a component").format(kind=ref.kind[:60])
                self._note(steps, message, nearest(ref.kind.casefold(), KINDS))
                ref = ref._replace(kind=COMPONENT)
            yield ref, steps

    def _providers(self, api: EntityRef, steps: Steps) -> list[tuple[str, tuple[int, int]]]:
        providers = self._index.providers.get(api.key, [])
        if not providers:
            message = _("No component of these files provides the API “{name}”").format(name=api.short[:100])
            self._note(steps, message, _("Import the file of the one that does as well."))
        me = self._entity.ref.key
        return [(self._name(each), self._place(*steps)) for each in providers if each.key != me]

    def _name(self, ref: EntityRef) -> str:
        entity = self._index.find(ref)
        return (entity.ref if entity is not None else ref).short

    def _leave_out(self, steps: Steps, ref: EntityRef) -> None:
        message = _("“{ref}” is no service, so it is no dependency here").format(ref=str(ref)[:100])
        self._note(steps, message, _("Nothing to do, unless it should be reviewed itself: then make it a Component."))

    def _tell_unknown_keys(self) -> None:
        spec = self._entity.find("spec")
        for key in spec if isinstance(spec, dict) else ():
            if key == "subComponentOf":
                self._note(
                    ("spec", key), _("“{key}” was read as subcomponentOf").format(key=key), _("Correct the key.")
                )
            elif key not in _SPEC_KEYS:
                message = _("“{key}” is no key of a Component and was left out").format(key=key[:60])
                self._note(("spec", key), message, nearest(key, _SPEC_KEYS))

    def _note(self, steps: Steps, message: str, fix: str) -> None:
        self._reader.notes.append(self._entity.problem(steps, message, fix))

    def _place(self, *steps: str | int) -> tuple[int, int]:
        place = self._entity.document.place(steps)
        return place.line, place.column
