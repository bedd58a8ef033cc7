"""Services that come in from a catalogue or a table: compared with those that are there, looked at, and taken over.

A service of a file is the one here that bears its name, as names are compared: nothing else is remembered of where it
came from, so that files, catalogues and people may all speak of the same service.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from shipworthy.domain.service import Service
from shipworthy.domain.service_import import (
    Needed,
    ReceivedService,
    ServiceEffect,
    ServiceField,
    merged,
)
from shipworthy.errors import Problem, UserError
from shipworthy.exchange.backstage import read_backstage
from shipworthy.exchange.backstage_files import ENDINGS as CATALOGUES
from shipworthy.exchange.received_services import ReceivedServices, together
from shipworthy.exchange.service_table import TABLES, ServiceTable, mapping_said, read_table, services_in
from shipworthy.storage.services import name_key
from shipworthy.text import _, ngettext
from shipworthy.untrusted.files import readable
from shipworthy.workflows.backups import guard
from shipworthy.workflows.facts import blank_facts
from shipworthy.workflows.services import ServicesChanged, blank_service, change_services_in, check_service
from shipworthy.workflows.session import Session

FORMS = (*CATALOGUES, *TABLES)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import may do: add services, change them, and clear what a file leaves empty."""

    create: bool = True
    update: bool = True
    clear_empty: bool = False


@dataclass(frozen=True, slots=True)
class IncomingService:
    """A service of a file: as it is here, None where it is new, as it would be, None where it is skipped, and why.

    `number` tells it apart in its plan. `notes` are what was read otherwise, or left out.
    """

    number: int
    received: ReceivedService
    effect: ServiceEffect
    before: Service | None = None
    after: Service | None = None
    notes: tuple[Problem, ...] = ()
    refusal: Problem | None = None

    @property
    def name(self) -> str:
        """Return its name."""
        return self.before.name if self.before is not None else self.received.name


@dataclass(frozen=True)
class ServicesPlan:
    """What an import would do, service by service in the order of the files; nothing is written yet.

    `source` names the files for people, `told` is what is to be told of whole files, `others` counts what is no service
    by its kind, and `names` are those of all services concerned.
    """

    source: str
    lines: tuple[IncomingService, ...]
    told: tuple[Problem, ...]
    others: Mapping[str, int]
    names: Mapping[UUID, str]

    @property
    def changes(self) -> tuple[IncomingService, ...]:
        """Return the lines that would change something."""
        return tuple(line for line in self.lines if line.effect in (ServiceEffect.CREATED, ServiceEffect.UPDATED))

    @property
    def counts(self) -> Mapping[ServiceEffect, int]:
        """Return how many services each effect concerns."""
        effects = [line.effect for line in self.lines]
        return {effect: effects.count(effect) for effect in ServiceEffect}


@dataclass(frozen=True, slots=True)
class ServicesImported:
    """What an import left behind, how many of its services are new, and how many dependencies led to none taken."""

    changed: ServicesChanged
    created: int
    omitted: int


def is_table(path: Path) -> bool:
    """Tell whether a file is a table by its ending."""
    return path.suffix.lower() in TABLES


def source_name(paths: Sequence[Path]) -> str:
    """Return what people call some files."""
    first = paths[0].name or str(paths[0].resolve())
    more = len(paths) - 1
    return first if not more else _("{first} and {count} more").format(first=first, count=more)


def open_table(session: Session, path: Path) -> ServiceTable:
    """Return a table of services with what its columns seem to say; raises UserError."""
    return read_table(path, [line.definition.id for line in blank_facts(session)])


def read_sources(
    session: Session, paths: Sequence[Path], said: Sequence[str] = (), progress: Progress | None = None
) -> ReceivedServices:
    """Return the services of files and folders; `said` maps columns of tables, each as "Column=field".

    Raises UserError for what cannot be read at all; `progress` is told of each file of a catalogue and may raise.
    """
    tables = [path for path in paths if is_table(path)]
    catalogues = [path for path in paths if not is_table(path)]
    for path in catalogues:
        with readable(path):
            is_known = path.is_dir() or path.suffix.lower() in CATALOGUES or not path.exists()
        if not is_known:
            raise UserError(
                _("{file} is no file of a kind that services are read from.").format(file=path.name),
                _("Choose .yaml of a Backstage catalogue, a folder of it, .csv or .xlsx."),
            )
    if said and not tables:
        raise UserError(_("Only tables have columns to map."), _("Leave out --map, or give a .csv or .xlsx file."))
    parts = [read_backstage(catalogues, progress)] if catalogues else []
    for path in tables:
        table = open_table(session, path)
        parts.append(services_in(table, mapping_said(table, said)))
    return together(parts)


def plan_import(
    session: Session, source: str, received: ReceivedServices, options: ImportOptions | None = None
) -> ServicesPlan:
    """Compare services of files with those here and return what importing them would do; changes nothing."""
    with session.store.read() as tx:
        stored = tx.services.all(archived=True)
    planner = _Planner(session, stored, options or ImportOptions())
    first = [planner.place(number, each) for number, each in enumerate(received.services)]
    lines = tuple(planner.compared(line) if line.after is not None else line for line in first)
    return ServicesPlan(source, lines, received.told, received.others, planner.names)


class _Planner:
    """Finds for each service of a file the one that it is here, then what it would become."""

    def __init__(self, session: Session, stored: Iterable[Service], options: ImportOptions) -> None:
        self._session = session
        self._options = options
        self._live: dict[str, Service] = {}
        self._archived: set[str] = set()
        self.names: dict[UUID, str] = {}
        for service in stored:
            self.names[service.id] = service.name
            if service.archived:
                self._archived.add(name_key(service.name))
            else:
                self._live[name_key(service.name)] = service
        self._ids = {key: service.id for key, service in self._live.items()}
        self._first: dict[str, ReceivedService] = {}

    def place(self, number: int, received: ReceivedService) -> IncomingService:
        """Return a line with the service that it would change or add as it is now, or with why it is skipped."""
        key = name_key(received.name)
        before = self._live.get(key)
        refusal = received.refusal or self._refusal(key, received, before)
        if refusal is not None:
            return IncomingService(number, received, ServiceEffect.SKIPPED, before, None, received.notes, refusal)
        self._first[key] = received
        if before is not None:
            return IncomingService(number, received, ServiceEffect.UPDATED, before, before, received.notes)
        added = replace(blank_service(self._session), name=received.name)
        self._ids[key] = added.id
        self.names[added.id] = added.name
        return IncomingService(number, received, ServiceEffect.CREATED, None, added, received.notes)

    def _refusal(self, key: str, received: ReceivedService, before: Service | None) -> Problem | None:
        first = self._first.get(key)
        if first is not None:
            there = first.problem("", "")
            at = f"{first.file}:{there.line}"
            return received.problem(
                _("A service of this name stands at {place} already").format(place=at), _("Remove one of the two.")
            )
        if before is None and key in self._archived:
            return received.problem(
                _("“{name}” is archived here").format(name=received.name),
                _("Restore it to have it updated, or take it out of the file."),
            )
        if before is None and not self._options.create:
            return received.problem(
                _("“{name}” is not here, and only services that are here are updated").format(name=received.name),
                _("Import it without that choice to add it."),
            )
        if before is not None and not self._options.update:
            return received.problem(
                _("“{name}” is here, and only new services are added").format(name=received.name),
                _("Import it without that choice to update it."),
            )
        return None

    def compared(self, line: IncomingService) -> IncomingService:
        """Return a line with what its service would become."""
        assert line.after is not None, "it was placed"
        notes = list(line.notes)
        needed = Needed(
            self._found(line, ServiceField.NEEDS, notes),
            self._found(line, ServiceField.USES, notes),
        )
        after = merged(line.after, line.received, needed, clear_empty=self._options.clear_empty)
        try:
            check_service(after)
        except UserError as error:
            refusal = line.received.problem(error.message.rstrip("."), error.hint)
            return replace(line, effect=ServiceEffect.SKIPPED, after=None, refusal=refusal)
        is_same = after == line.before
        effect = ServiceEffect.UNCHANGED if is_same else line.effect
        return replace(line, effect=effect, after=after, notes=tuple(notes))

    def _found(self, line: IncomingService, key: ServiceField, notes: list[Problem]) -> frozenset[UUID] | None:
        """Return the services that a field names; None where it is not there, or nothing that it names was found."""
        assert line.after is not None, "it was placed"
        received = line.received
        names = received.said.get(key)
        if names is None or (not names and not self._options.clear_empty):
            return None
        found = set()
        for name in names:
            there = self._ids.get(name_key(name))
            if there is not None:
                found.add(there)
                continue
            notes.append(
                received.problem(
                    _("There is no service “{name}” to depend on; it was left out").format(name=name[:100]),
                    _("Import that service too, or correct the name."),
                    received.named.get(name),
                )
            )
        found.discard(line.after.id)
        return frozenset(found) if found or not names else None


def import_services(session: Session, plan: ServicesPlan, chosen: Collection[int] | None = None) -> ServicesImported:
    """Store the chosen lines of a plan, all unless said otherwise: all or none, and one step of undo.

    Dependencies on services that were not chosen are left out. Raises UserError where a service changed since the plan
    was made, or there is nothing to import.
    """
    lines = [line for line in plan.changes if chosen is None or line.number in chosen]
    if not lines:
        raise UserError(
            _("There is nothing to import from {source}.").format(source=plan.source),
            _("Choose at least one service, or change the file first."),
        )
    guard(session)
    with session.begin() as tx:
        stored = {each.id: each for each in tx.services.all(archived=True)}
        for line in lines:
            if line.before is not None and stored.get(line.before.id) != line.before:
                raise UserError(
                    _("“{name}” changed while you looked at the import.").format(name=line.name),
                    _("Nothing was changed. Read the files again to see what they would do now."),
                )
        there = stored.keys() | {line.after.id for line in lines if line.after is not None}
        wanted = [line.after for line in lines if line.after is not None]
        kept = [
            replace(
                each,
                hard_dependencies=each.hard_dependencies & there,
                soft_dependencies=each.soft_dependencies & there,
            )
            for each in wanted
        ]
        omitted = sum(len(each.needs - there) for each in wanted)
        changed = change_services_in(session, tx, kept, import_name(len(kept), plan.source))
    created = sum(line.effect is ServiceEffect.CREATED for line in lines)
    return ServicesImported(changed, created, omitted)


def import_name(count: int, source: str) -> str:
    """Return what undo calls an import."""
    text = ngettext("import {count} service from {source}", "import {count} services from {source}", count)
    return text.format(count=count, source=source)
