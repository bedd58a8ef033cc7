"""What a path is asked for: which services, which target, and how many person-days may be spent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.path_ledger import Target
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.errors import UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.remediation.facet_menu import FacetMenu
from shipworthy.gui.pages.remediation.typed import read_days, show_days
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.text import _, ngettext
from shipworthy.wording.path import PathWording
from shipworthy.workflows.path_to_ready import PathRequest

_BUDGET_WIDTH = 130
_MOST_NAMED = 2


class PathBar(QWidget):
    """`changed` when a person asks for something else; `request` is what is asked for, without locks."""

    changed = Signal()

    def __init__(self, wording: PathWording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._lines: dict[UUID, ServiceLine] = {}
        self._chosen: list[UUID] = []
        self.services = push_button("", "facet")
        self.menu = FacetMenu(self.services)
        self.menu.setAccessibleName(_("Services of the path"))
        self.menu.ticked.connect(self._tick)
        self.services.clicked.connect(self._open_menu)
        self.target = QComboBox()
        self.target.setAccessibleName(_("Target"))
        for target in Target:
            self.target.addItem(wording.target(target), target)
        self.target.activated.connect(self._choose_target)
        self.budget = QLineEdit()
        self.budget.setAccessibleName(_("Budget in person-days"))
        self.budget.setPlaceholderText(_("no limit"))
        self.budget.setMaximumWidth(_BUDGET_WIDTH)
        self.budget.editingFinished.connect(self._read_budget)
        self.problem = PlainLabel(role="problem", wrap=True)
        self.problem.hide()
        self.help = PlainLabel(role="small", wrap=True)
        self._budget = read_days("")
        self._lay_out()
        self._show_help()

    def _lay_out(self) -> None:
        top = QWidget()
        flow = FlowLayout(top, spacing=12)
        for title, field in (
            (_("Services"), self.services),
            (_("Target"), self.target),
            (_("Budget, person-days"), self.budget),
        ):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            label = PlainLabel(title, "label")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
            flow.addWidget(pair)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for each in (top, self.help, self.problem):
            layout.addWidget(each)

    def show_services(self, lines: Sequence[ServiceLine]) -> None:
        """Offer the services that have a review; the first that is not ready is chosen where none is."""
        self._lines = {line.service.id: line for line in lines}
        self._chosen = [each for each in self._chosen if each in self._lines]
        if not self._chosen and lines:
            worst = min(lines, key=lambda line: (line.own_verdict.rank, line.service.name.casefold()))
            self._chosen = [worst.service.id]
        self._show_chosen()

    @property
    def request(self) -> PathRequest:
        """Return what is asked for."""
        return PathRequest(tuple(self._chosen), self._target, self._budget)

    @property
    def _target(self) -> Target:
        return Target(self.target.currentData())  # Qt makes a plain text of it

    def _show_chosen(self) -> None:
        names = {service: line.service.name for service, line in self._lines.items()}
        self.menu.show_counts(dict.fromkeys(names, 0), self._chosen, lambda service: names[service])
        for service, action in self.menu.values.items():
            verdict = self._wording.short_verdict(self._lines[service].own_verdict)
            action.setText(f"{names[service].replace('&', '&&')}\t{verdict}")
        chosen = [names[each] for each in names if each in self._chosen]
        text = ", ".join(chosen[:_MOST_NAMED])
        if len(chosen) > _MOST_NAMED:
            text = ngettext("{count} service", "{count} services", len(chosen)).format(count=len(chosen))
        shown = self.services.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() // 2 or 400)
        self.services.setText(f"{shown} ▾".replace("&", "&&"))
        self.services.setAccessibleName(_("Services of the path: {names}").format(names=", ".join(chosen)))

    @Slot(object, bool)
    def _tick(self, service: UUID, on: bool) -> None:
        left = [each for each in self._chosen if each != service]
        self._chosen = [*left, service] if on else left or self._chosen
        self._show_chosen()
        self.changed.emit()

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.services.mapToGlobal(self.services.rect().bottomLeft()))

    @Slot(int)
    def _choose_target(self, _index: int) -> None:
        self._show_help()
        self.changed.emit()

    def _show_help(self) -> None:
        self.help.setText(self._wording.target_help(self._target))

    @Slot()
    def _read_budget(self) -> None:
        try:
            budget = read_days(self.budget.text())
        except UserError as error:
            self._show_problem(f"✕ {sentence(error.message)} {error.hint}")
            return
        self._show_problem("")
        if budget != self._budget:
            self._budget = budget
            self.budget.setText(show_days(budget))
            self.changed.emit()

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.budget.setProperty("wrong", bool(text))
        restyle(self.budget)
