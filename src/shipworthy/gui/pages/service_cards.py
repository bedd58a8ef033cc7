"""The cards of a service's page: who and what it is, its links, what it depends on, and its facts."""

from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card, empty_layout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkRow
from shipworthy.text import _
from shipworthy.wording.dependencies import DependencyWording
from shipworthy.workflows.facts import FactLine
from shipworthy.workflows.services import ServiceView

_FIRST_COLUMN = 96
_MOST_NAMED = 12


class AboutCard(Card):
    """The fields that somebody filled in."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("About"), parent)
        self._wording = context.wording
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _FIRST_COLUMN)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_service(self, service: Service) -> None:
        """Show a service's fields."""
        empty_layout(self._grid)
        wording = self._wording
        tier = f"{wording.tier(service.tier)} — {wording.tier_meaning(service.tier)}"
        fields = (
            (_("Tier"), tier),
            (_("Team"), service.team),
            (_("Owner"), service.owner),
            (_("Lifecycle"), wording.lifecycle(service.lifecycle)),
            (_("System"), service.system),
            (_("Domain"), service.domain),
            (_("Tags"), ", ".join(service.tags)),
        )
        for row, (name, value) in enumerate((name, value) for name, value in fields if value):
            self._grid.addWidget(PlainLabel(name, "soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(PlainLabel(value, wrap=True, selectable=True), row, 1)


class LinksCard(Card):
    """The links, or that there are none."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Links"), parent)
        self._wording = context.wording

    def show_service(self, service: Service) -> None:
        """Show a service's links."""
        empty_layout(self.body)
        for link in service.links:
            self.body.addWidget(LinkRow(self._wording.link_kind(link.kind), link.url))
        if not service.links:
            text = _("None yet. Edit the service to add its repository or runbook.")
            self.body.addWidget(PlainLabel(text, "soft", wrap=True))


class DependenciesCard(Card):
    """What the service depends on, each a way to that service."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Depends on"), parent)
        self._context = context

    def show_view(self, view: ServiceView) -> None:
        """Show a service's dependencies."""
        empty_layout(self.body)
        for title, services in ((_("Hard"), view.hard), (_("Soft"), view.soft)):
            if services:
                self.body.addWidget(PlainLabel(title, "label"))
            for service in services:
                self._add(service)
        if not view.hard and not view.soft:
            self.body.addWidget(PlainLabel(_("No other service here."), "soft", wrap=True))

    def _add(self, service: Service) -> None:
        button = push_button(service.name.replace("&", "&&"), "link")
        button.setAccessibleName(_("Open service {name}").format(name=service.name))
        button.clicked.connect(lambda: self._context.open_service(service.id))
        self.body.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeading)


class FallCard(Card):
    """What falls with the service, and the way to the picture of it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("If it falls"), parent)
        self._context = context
        self._words = DependencyWording()
        self._service: UUID | None = None
        self.falls = PlainLabel(wrap=True, selectable=True)
        self.more = PlainLabel(role="soft", wrap=True, selectable=True)
        self.graph_button = push_button(_("Show dependencies"), "flat")
        self.graph_button.clicked.connect(self._ask_for_graph)
        self.head.addWidget(self.graph_button)
        self.body.addWidget(self.falls)
        self.body.addWidget(self.more)
        self.falls.hide()  # a label that can be selected takes the focus, and an empty one has no name
        self.more.hide()

    def show_view(self, view: ServiceView) -> None:
        """Show what the fall of a service does."""
        words, self._service = self._words, view.service.id
        self.falls.setText(words.named_fall(view.blast, _MOST_NAMED))
        self.falls.show()
        more = (words.worse_off(view.blast, _MOST_NAMED), words.laxer(view.needs))
        self.more.setText("\n".join(text for text in more if text))
        self.more.setVisible(any(more))

    @Slot()
    def _ask_for_graph(self) -> None:
        if self._service is not None:
            self._context.open_dependencies(self._service)


class FactsCard(Card):
    """The facts that decide which questions apply, as questions with their answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Facts"), parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(PlainLabel(_("They decide which questions a review asks."), "soft", wrap=True))
        self.body.addLayout(self._grid)

    def show_facts(self, facts: tuple[FactLine, ...]) -> None:
        """Show what its reviews ask for or somebody answered; what nobody answered shows the default as such."""
        empty_layout(self._grid)
        shown = [fact for fact in facts if fact.is_asked or fact.value is not None]
        for row, fact in enumerate(shown):
            answer = PlainLabel(fact_text(fact), "strong" if fact.value is not None else "soft")
            self._grid.addWidget(PlainLabel(fact.definition.text, wrap=True), row, 0)
            self._grid.addWidget(answer, row, 1, Qt.AlignmentFlag.AlignTop)


def yes_or_no(value: bool) -> str:
    """Return the word for a truth value."""
    return _("Yes") if value else _("No")


def fact_text(fact: FactLine) -> str:
    """Return what is answered, or what is taken for granted."""
    if fact.value is not None:
        return yes_or_no(fact.value)
    return _("{value} (assumed)").format(value=yes_or_no(fact.definition.default))
