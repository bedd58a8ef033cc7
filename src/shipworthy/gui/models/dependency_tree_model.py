"""The dependency graph in words: a service with where it stands, and beneath it each thing to be told about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.dependencies import Dependencies
from shipworthy.domain.service import Service
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.wording.dependencies import DependencyWording

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TOP = 0  # the internal id of a service; what is told of it has the row of its service, from 1


@dataclass(frozen=True, slots=True)
class Told:
    """Something told about a service; `leads_to` is the other service that it is about."""

    text: str
    leads_to: UUID


class DependencyTreeModel(QAbstractItemModel):
    """Services, each with what it needs, what needs it, its circle and what falls with it.

    Only what is looked at is worked out: of ten thousand services most never are.
    """

    def __init__(self, theme: Theme, words: DependencyWording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._dependencies = Dependencies({}, {})
        self._services: tuple[Service, ...] = ()
        self._rows: dict[UUID, int] = {}
        self._told: dict[int, tuple[Told, ...]] = {}

    def show_services(self, dependencies: Dependencies, services: Sequence[Service]) -> None:
        """Show other services, or the same as they stand now."""
        self.beginResetModel()
        self._dependencies = dependencies
        self._services = tuple(services)
        self._rows = {each.id: row for row, each in enumerate(self._services)}
        self._told = {}
        self.endResetModel()

    def index_of(self, service_id: UUID) -> QModelIndex:
        """Return the place of a service; an invalid index where it is not shown."""
        row = self._rows.get(service_id)
        return QModelIndex() if row is None else self.index(row, 0)

    def service_at(self, index: Index) -> UUID | None:
        """Return the service that a row is about: its own, for what is told beneath it too."""
        if not index.isValid():
            return None
        row = index.row() if index.internalId() == _TOP else index.internalId() - 1
        return self._services[row].id

    def leads_to(self, index: Index) -> UUID | None:
        """Return the service that opening a row opens."""
        if not index.isValid() or index.internalId() == _TOP:
            return self.service_at(index)
        return self._told_of(index.internalId() - 1)[index.row()].leads_to

    def text_of(self, indexes: Iterable[Index]) -> str:
        """Return rows as text: of a service, everything about it in one line."""
        lines = []
        for index in indexes:
            if index.internalId() == _TOP:
                lines.append(self._words.story(self._dependencies, self._services[index.row()]))
            else:
                service = self._services[index.internalId() - 1]
                lines.append(f"{service.name}: {self._told_of(index.internalId() - 1)[index.row()].text}")
        return "\n".join(lines)

    def whole_text(self) -> str:
        """Return everything about every service shown, each in a line."""
        return "\n".join(self._words.story(self._dependencies, each) for each in self._services)

    def _told_of(self, row: int) -> tuple[Told, ...]:
        if row not in self._told:
            self._told[row] = self._tell(self._services[row])
        return self._told[row]

    def _tell(self, service: Service) -> tuple[Told, ...]:
        words, dependencies = self._words, self._dependencies
        told = [Told(words.needs(need), need.needed.id) for need in dependencies.needs(service.id)]
        told += [Told(words.needed_by(need), need.service.id) for need in dependencies.needed_by(service.id)]
        if circle := dependencies.circle_of(service.id):
            told.append(Told(words.circle(circle), service.id))
        blast = dependencies.blast(service.id)
        told.append(Told(words.named_fall(blast), service.id))
        if worse := words.worse_off(blast):
            told.append(Told(worse, service.id))
        return tuple(told)

    def _text(self, index: Index) -> str:
        if index.internalId() != _TOP:
            return self._told_of(index.internalId() - 1)[index.row()].text
        return self._words.service_line(self._dependencies, self._services[index.row()])

    # Qt overrides

    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._services)
        return len(self._told_of(parent.row())) if parent.internalId() == _TOP else 0

    def columnCount(self, _parent: Index = _ROOT) -> int:
        return 1

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        # Something is told of every service: what falls with it.
        return bool(self._services) if not parent.isValid() else parent.internalId() == _TOP

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject has one without it
        if not index.isValid() or index.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _TOP)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return isolated(self._text(index))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._text(index)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._text(index))
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=index.internalId() == _TOP)
        return None
