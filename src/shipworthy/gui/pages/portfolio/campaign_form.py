"""The form in which a campaign is started or changed: its name, days, packs and which services it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import MeantServices, ServiceThen, scope_of
from shipworthy.domain.line_search import in_order
from shipworthy.domain.service import TIERS, Service
from shipworthy.domain.service_filter import Facet, ServiceFilter, Value
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.remediation.typed import read_day
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.form import Field, empty_layout, side_by_side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.value_picker import ValuePicker
from shipworthy.text import _, ngettext
from shipworthy.workflows.campaigns import LONGEST_NAME

_PICKED = (Facet.TEAM, Facet.OWNER, Facet.SYSTEM, Facet.DOMAIN, Facet.TAG, Facet.LIFECYCLE)
_MOST_NAMED = 2


class CampaignForm(InPlaceForm):
    """`open_campaign` shows a campaign, `campaign` is what was typed; `saved` and `cancelled` as of every form."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("What the campaign asks"), _("Save the campaign"), parent)
        self._context = context
        self._wording = context.wording
        self._before: Campaign | None = None
        self._scope = ServiceFilter()
        self._services: tuple[Service, ...] = ()
        self._meant = MeantServices((), context.wording.tier)
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.starts, self.due = QLineEdit(), QLineEdit()
        self.packs: dict[str, QCheckBox] = {}
        self.tiers = {tier: QCheckBox(self._wording.tier(tier)) for tier in TIERS}
        self.facets = {facet: push_button("", "facet") for facet in _PICKED}
        self.words = QLineEdit()
        self.meant = PlainLabel("", "strong", wrap=True)
        self.picker = ValuePicker(context.theme, context.wording, self)
        self._picked = Facet.TEAM
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        hint = _("The first day on which a decided review counts.")
        self.fields = {
            "name": Field(_("Name"), self.name, _("Such as “Tier 1 by spring”.")),
            "starts": Field(_("Starts"), self.starts, hint),
            "due": Field(_("Due"), self.due, _("The last day in time, such as 2027-02-01.")),
        }
        self.body.addWidget(self.fields["name"])
        self.body.addLayout(side_by_side(self.fields["starts"], self.fields["due"]))
        self.body.addWidget(
            PlainLabel(_("Reviewed with all of these packs; none ticked means any"), "label", wrap=True)
        )
        self._pack_row = QWidget()
        self._pack_flow = FlowLayout(self._pack_row, spacing=12)
        self.body.addWidget(self._pack_row)
        self.body.addWidget(
            PlainLabel(_("Which services; what asks nothing leaves none out, but retired ones"), "label", wrap=True)
        )
        tiers = self.flow()
        for box in self.tiers.values():
            tiers.addWidget(box)
        facets = self.flow()
        for button in self.facets.values():
            facets.addWidget(button)
        self.words.setAccessibleName(_("Words in names, teams and tags"))
        self.words.setPlaceholderText(self.words.accessibleName())
        self.body.addWidget(self.words)
        self.body.addWidget(self.meant)

    def _connect(self) -> None:
        for tier, box in self.tiers.items():
            box.clicked.connect(lambda on, tier=tier: self._tick(Facet.TIER, tier, on))
        for facet, button in self.facets.items():
            button.clicked.connect(partial(self._pick, facet))
        self.words.textChanged.connect(self._show_meant)
        self.picker.ticked.connect(lambda value, on: self._tick(self._picked, value, on))
        self.picker.closed.connect(lambda: self.facets[self._picked].setFocus(Qt.FocusReason.PopupFocusReason))

    # What is shown

    def open_campaign(self, campaign: Campaign, packs: Mapping[str, str], services: Sequence[Service]) -> None:
        """Show a campaign (version 0 for a new one), with the packs to choose from by id and all services."""
        self._before, self._scope = campaign, scope_of(campaign.scope)
        self._services = tuple(each for each in services if not each.archived)
        self._meant = MeantServices((ServiceThen(each, campaign.starts) for each in self._services), self._wording.tier)
        self.name.setText(campaign.name)
        self.starts.setText(campaign.starts.isoformat())
        self.due.setText(campaign.due.isoformat())
        self.words.setText(campaign.scope.text)
        self._show_packs({**{each: each for each in campaign.packs}, **packs}, campaign.packs)
        for field in self.fields.values():
            field.show_problem("")
        self.show_problem("")
        self._show_scope()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _show_packs(self, titles: Mapping[str, str], chosen: Sequence[str]) -> None:
        empty_layout(self._pack_flow)
        self.packs = {}
        for pack_id, title in titles.items():
            box = self.packs[pack_id] = QCheckBox(title.replace("&", "&&"))
            box.setChecked(pack_id in chosen)
            self._pack_flow.addWidget(box)

    @property
    def first_field(self) -> QWidget:
        return self.name

    @Slot()
    def _show_scope(self) -> None:
        for tier, box in self.tiers.items():
            box.setChecked(tier in self._scope.tier)
        for facet, button in self.facets.items():
            self._show_facet(facet, button)
        self._show_meant()

    def _show_facet(self, facet: Facet, button: QPushButton) -> None:
        values = self._scope.values(facet)
        name = self._wording.narrowed(facet, values, _MOST_NAMED) if values else self._wording.facet(facet)
        button.setText(f"{name.replace('&', '&&')} ▾")
        button.setAccessibleName(name)

    @Slot()
    def _show_meant(self) -> None:
        if self._before is None:
            return
        count = len(self._meant.of(replace(self._before, scope=self.scope)))
        text = ngettext("{count} service is meant today.", "{count} services are meant today.", count)
        self.meant.setText(text.format(count=count))

    # What is typed

    @property
    def scope(self) -> ServiceFilter:
        """Return which services are meant."""
        return self._scope.with_text(self.words.text())

    @property
    def campaign(self) -> Campaign:
        """Return the campaign as typed; only after `check`."""
        assert self._before is not None, "the form was opened"
        starts, due = read_day(self.starts.text()), read_day(self.due.text())
        assert starts is not None, "checked before"
        assert due is not None, "checked before"
        packs = tuple(pack_id for pack_id, box in self.packs.items() if box.isChecked())
        return replace(self._before, name=self.name.text(), packs=packs, starts=starts, due=due, scope=self.scope)

    def check(self) -> bool:
        days = {name: self._day(name, edit) for name, edit in (("starts", self.starts), ("due", self.due))}
        if not any(field.problem for field in self.fields.values()) and days["due"] < days["starts"]:
            self.fields["due"].show_problem(_("The due day comes before the first day."))
        wrong = [field for field in self.fields.values() if field.problem]
        if wrong:
            wrong[0].control.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def _day(self, name: str, edit: QLineEdit) -> date:
        """Return the day typed into a field; without one, the first of all, and the field says what is wrong."""
        problem, day = "", None
        try:
            day = read_day(edit.text())
        except UserError as error:
            problem = f"{error.message} {error.hint}"
        else:
            problem = "" if day else _("Write a day, such as 2027-02-01.")
        self.fields[name].show_problem(problem)
        return day or date.min

    def _tick(self, facet: Facet, value: Value, on: bool) -> None:
        self._scope = self._scope.with_value(facet, value, on)
        if facet is self._picked:
            self.picker.show_chosen(self._scope.values(facet))
        self._show_scope()

    def _pick(self, facet: Facet) -> None:
        """Offer the values that services have in a facet, with how many have each."""
        self._picked = facet
        chosen = self._scope.values(facet)
        counts = Counter(chain.from_iterable(_values(service, facet) for service in self._services))
        offered = {value: counts[value] for value in in_order(facet, counts.keys() | chosen)}
        name = partial(self._wording.facet_value, facet)
        self.picker.open_below(self.facets[facet], self._wording.facet(facet), offered, chosen, name)


def _values(service: Service, facet: Facet) -> Sequence[Value]:
    match facet:
        case Facet.TEAM:
            return (service.team,)
        case Facet.OWNER:
            return (service.owner,)
        case Facet.SYSTEM:
            return (service.system,)
        case Facet.DOMAIN:
            return (service.domain,)
        case Facet.LIFECYCLE:
            return (service.lifecycle,)
    return service.tags
