"""Remediation items that go out as files for people and programs, and come back with changes, looked at first."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from shipworthy.domain.incoming import ItemEffect
from shipworthy.domain.item_entry import ItemEntry
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.exchange.item_sheet import (
    DUE,
    EFFORT,
    FIELDS,
    ID,
    REASON,
    STATE,
    VERSION,
    write_items_csv,
    write_items_workbook,
    write_waivers_csv,
)
from shipworthy.exchange.received_items import Edits, ItemRow, ReceivedItems, changed, read_items
from shipworthy.files import write_export
from shipworthy.reports.task_list import task_list
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.backups import guard
from shipworthy.workflows.item_checks import check_item
from shipworthy.workflows.item_lists import ItemLine, list_items
from shipworthy.workflows.remediation import ItemsChanged, save_items_in
from shipworthy.workflows.session import Session

CSV, WORKBOOK, TASKS = ".csv", ".xlsx", ".md"


@dataclass(frozen=True, slots=True)
class IncomingItem:
    """A row of a file: its item now and as it would become, and why that is refused, "" where it is not."""

    row: int
    service: str
    before: RemediationItem
    after: RemediationItem
    effect: ItemEffect
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ItemsPreview:
    """What an import would do, item by item in the order of the file; nothing is written yet.

    `retitled` are the titles that the file says otherwise: an import changes none.
    """

    path: Path
    lines: tuple[IncomingItem, ...]
    retitled: tuple[str, ...]

    @property
    def effects(self) -> tuple[IncomingItem, ...]:
        """Return the lines that would change something, and those that are refused."""
        return tuple(line for line in self.lines if line.effect is not ItemEffect.UNCHANGED)

    @property
    def changes(self) -> tuple[IncomingItem, ...]:
        """Return the lines that would change something."""
        return tuple(line for line in self.lines if line.effect is ItemEffect.CHANGED)

    def count(self, effect: ItemEffect) -> int:
        """Return how many items an effect concerns."""
        return sum(line.effect is effect for line in self.lines)


def export_items(session: Session, path: Path, items: Collection[UUID] | None = None) -> int:
    """Write these items, or all, into a file: CSV, XLSX or, as a list of tasks, Markdown, by its ending.

    Returns how many were written. XLSX holds the waivers of their services on a second sheet. Raises UserError where
    the file cannot be written; an older one stays then.
    """
    suffix = path.suffix.lower()
    if suffix not in (CSV, WORKBOOK, TASKS):
        raise UserError(
            _("{file} ends neither in .csv nor in .xlsx nor in .md.").format(file=path.name),
            _("Choose .csv for programs, .xlsx for a spreadsheet, .md for a list of tasks in Markdown."),
        )
    lines = [line for line in list_items(session) if items is None or line.item.id in items]
    entries = [_entry(line) for line in lines]
    if suffix == CSV:
        write_items_csv(path, entries)
    elif suffix == WORKBOOK:
        services = {line.service.id for line in lines}
        register = [each for each in _register(session) if items is None or each[1].id in services]
        write_items_workbook(path, entries, register, session.now(), session.today())
    else:
        write_export(path, task_list(entries, Wording(), session.today()).encode())
    return len(entries)


def export_waivers(session: Session, path: Path) -> int:
    """Write the waivers of all services in use into a CSV file, and return how many; raises UserError."""
    if path.suffix.lower() != CSV:
        raise UserError(
            _("{file} does not end in .csv.").format(file=path.name),
            _("Waivers alone are written as CSV; a workbook (.xlsx) of the items has them on its second sheet."),
        )
    register = _register(session)
    write_waivers_csv(path, register, session.today())
    return len(register)


def _entry(line: ItemLine) -> ItemEntry:
    return ItemEntry(line.item, line.service, line.waived, line.overdue, line.waits_for)


def _register(session: Session) -> list[tuple[Waiver, Service]]:
    with session.store.read() as tx:
        services = {each.id: each for each in tx.services.all()}
        return [(each, services[each.service]) for each in tx.waivers.all() if each.service in services]


def preview_items(session: Session, path: Path) -> ItemsPreview:
    """Read a file of items and return what importing it would do.

    Raises UserError, or InvalidFile with every problem and its cell. An item that somebody changed after the file was
    made is refused by itself; rows that say nothing new leave it as it is.
    """
    received = read_items(path)
    with session.store.read() as tx:
        reader = _Reader(session, tx, received)
        lines = tuple(line for row in received.rows if (line := reader.line(row)) is not None)
    received.problems.raise_if_any()
    return ItemsPreview(path, lines, tuple(reader.retitled))


class _Reader:
    """Compares rows with the items they belong to."""

    def __init__(self, session: Session, tx: Transaction, received: ReceivedItems) -> None:
        self._session = session
        self._tx = tx
        self._received = received
        self._services = {each.id: each.name for each in tx.services.all()}
        self.retitled: list[str] = []

    def line(self, row: ItemRow) -> IncomingItem | None:
        """Return what a row would do; None where a problem of it was noted."""
        item = self._tx.items.find(row.item)
        if item is None or item.service not in self._services:
            self._received.note(
                row, ID, _("There is no item of this id here"), _("Remove the row, or export the items again.")
            )
            return None
        base = item if row.version == item.version else self._as_it_went_out(item, row.version)
        if base is None:
            self._received.note(
                row,
                VERSION,
                _("“{title}” never had this version").format(title=item.title),
                _("Copy the version from an export: it tells whether somebody changed the item since."),
            )
            return None
        if self._received.titled_otherwise(row, base):
            self.retitled.append(item.title)
        edits = self._received.edits(row, base)
        after = changed(item, edits)
        service = self._services[item.service]
        if after == item:
            return IncomingItem(row.number, service, item, item, ItemEffect.UNCHANGED)
        if base is not item:
            refusal = changed_meanwhile(self._session, self._tx, item, row.version)
            return IncomingItem(row.number, service, item, after, ItemEffect.REFUSED, refusal)
        self._check(row, item, edits)
        return IncomingItem(row.number, service, item, after, ItemEffect.CHANGED)

    def _as_it_went_out(self, item: RemediationItem, version: int) -> RemediationItem | None:
        for change in _history(self._tx, item):
            if change.sequence == version:
                return change.after_as(RemediationItem)
        return None

    def _check(self, row: ItemRow, item: RemediationItem, edits: Edits) -> None:
        """Note what cannot be, each at its cell."""
        for keys in ((DUE,), (EFFORT,), (STATE, REASON)):
            part = {key: edits[key] for key in keys if key in edits}
            try:
                check_item(self._session, item, changed(item, part))
            except UserError as error:
                # Who drops work without a reason fills in the reason's cell; another state that cannot be has its own.
                drops = keys[0] == STATE and part.get(STATE, item.state) is ItemState.DROPPED
                self._received.note(row, REASON if drops else keys[0], error.message, error.hint)


def import_items(session: Session, preview: ItemsPreview, chosen: Collection[UUID]) -> ItemsChanged:
    """Store the chosen changes of a preview: all or none, and one step of undo.

    Raises UserError where an item changed since the preview, naming who changed it, or nothing chosen changes anything.
    """
    wanted = [line.after for line in preview.changes if line.before.id in chosen]
    if not wanted:
        raise UserError(
            _("There is nothing to import from {file}.").format(file=preview.path.name),
            _("Choose at least one item, or change the file first."),
        )
    guard(session)
    with session.begin() as tx:
        for item in wanted:
            now = tx.items.get(item.id)
            if now.version != item.version:
                raise UserError(
                    _("“{title}” was not imported: {reason}.").format(
                        title=now.title, reason=changed_meanwhile(session, tx, now, item.version).rstrip(".")
                    ),
                    _("Nothing was changed. Read the file again to see what it would do now."),
                )
        return save_items_in(session, tx, wanted, import_name(len(wanted), preview.path))


def import_name(count: int, path: Path) -> str:
    """Return what undo calls an import."""
    text = ngettext("imported {count} item from {file}", "imported {count} items from {file}", count)
    return text.format(count=count, file=path.name)


def changed_meanwhile(session: Session, tx: Transaction, item: RemediationItem, version: int) -> str:
    """Return who changed an item after a version of it, as a sentence."""
    since = [change for change in _history(tx, item) if change.sequence > version]
    if not since:
        return _("It changed after the file was made.")
    last = since[-1]
    return _("{name} changed it on {day} after the file was made: {what}.").format(
        name=last.actor or _("Somebody"), day=Wording().date(session.day(last.at)), what=last.action or _("changed")
    )


def _history(tx: Transaction, item: RemediationItem) -> tuple[Change, ...]:
    return tx.changes.for_subject(SubjectKind.ITEM, item.service, str(item.id))


def differences(line: IncomingItem) -> tuple[tuple[str, str, str], ...]:
    """Return what an import changes in an item: the field's name, what stands now, and what the file says."""
    wording = Wording()
    titles = (_("State"), _("Owner"), _("Due"), _("Effort"), _("Ticket"), _("Reason"))
    before, after = (
        (
            wording.item_state(item.state),
            item.owner,
            wording.date(item.due) if item.due else "",
            wording.days(item.effort_days) if item.effort_days is not None else "",
            item.ticket,
            item.state_reason,
        )
        for item in (line.before, line.after)
    )
    assert len(titles) == len(FIELDS)
    return tuple(each for each in zip(titles, before, after, strict=True) if each[1] != each[2])
