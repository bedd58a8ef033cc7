"""A service of very many: chosen from a list, or found by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QSizePolicy, QWidget

from shipworthy.gui.widgets.form import Field
from shipworthy.text import _
from shipworthy.workflows.reports.choice import ServiceChoice

_FEWEST_SIGNS = 12  # that the field has room for, whatever the longest name


class ServicePicker(Field):
    """`chosen` when a person chose another service; a name that none bears is said to be wrong, and nothing changes."""

    chosen = Signal()

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        self.box = QComboBox(editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        label = label or _("Service")
        super().__init__(label, self.box, parent=parent)
        self._services: tuple[ServiceChoice, ...] = ()
        self._chosen: ServiceChoice | None = None
        self.box.setMinimumContentsLength(_FEWEST_SIGNS)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        view = QListView(uniformItemSizes=True)  # asking each of 10,000 for its size would take seconds
        view.setAccessibleName(label)
        self.box.setView(view)
        line = self.box.lineEdit()
        assert line is not None, "a box that is edited has a line"
        line.setAccessibleName(label)
        self.line = line
        completer = self.box.completer()
        assert completer is not None, "a box that is edited completes"
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = completer.popup()
        assert popup is not None, "it pops up"
        popup.setAccessibleName(label)
        self.box.activated.connect(self._take_row)
        line.editingFinished.connect(self._take_text)

    @property
    def service(self) -> ServiceChoice | None:
        """Return what is chosen; None where there is nothing to choose."""
        return self._chosen

    def show_services(self, services: Sequence[ServiceChoice]) -> None:
        """Offer services; the one chosen stays so where it is among them, else it is the first that was reviewed."""
        known = {each.id: each for each in services}
        kept = known.get(self._chosen.id) if self._chosen else None
        if tuple(services) != self._services:
            self._services = tuple(services)
            with QSignalBlocker(self.box):
                self.box.clear()
                self.box.addItems([each.name for each in services])
        usual = next((each for each in services if each.is_reviewed), next(iter(services), None))
        self._show(kept or usual)

    def offers(self, service_id: UUID) -> bool:
        """Tell whether a service is offered."""
        return any(each.id == service_id for each in self._services)

    def show_service(self, service: ServiceChoice) -> None:
        """Choose a service, which is offered from now on if it was not, such as an archived one."""
        if not self.offers(service.id):
            self.show_services((*self._services, service))
        self._show(next(each for each in self._services if each.id == service.id))

    def _show(self, service: ServiceChoice | None) -> None:
        self._chosen = service
        ids = [each.id for each in self._services]
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(ids.index(service.id) if service else -1)
        self.line.setCursorPosition(0)
        self.show_problem("")

    def _choose(self, service_id: UUID) -> None:
        service = next(each for each in self._services if each.id == service_id)
        is_another = self._chosen is None or service.id != self._chosen.id
        self._show(service)
        if is_another:
            self.chosen.emit()

    @Slot(int)
    def _take_row(self, row: int) -> None:
        self._choose(self._services[row].id)

    @Slot()
    def _take_text(self) -> None:
        typed = " ".join(self.line.text().split())
        if not typed and self._chosen is not None:
            self._show(self._chosen)
            return
        same = [each for each in self._services if each.name.casefold() == typed.casefold()]
        found = same or [each for each in self._services if typed.casefold() in each.name.casefold()]
        if same or len(found) == 1:
            self._choose(found[0].id)
        elif found:
            self.show_problem(_("Several services are called like that. Go on typing, or choose one from the list."))
        else:
            self.show_problem(_("No service is called “{name}”.").format(name=typed))
