"""Which services together: a team, the days of the portfolio, and how far a report on remediation reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QDate, QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QWidget

from shipworthy.domain.movement import months_before
from shipworthy.domain.report_kind import ReportOrder, Subject
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.reports.choice_row import ChoiceRow, Lack
from shipworthy.gui.pages.reports.review_row import narrow_box
from shipworthy.gui.pages.reports.service_picker import ServicePicker
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.workflows.reports.choice import ReportMatter, ServiceReviews, reviews_of

_USUAL_MONTHS = 1
ALL, SERVICE, TEAM = "all", "service", "team"


class TeamRow(ChoiceRow):
    """A team; those that own a service."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.team = narrow_box()
        self.field = Field(_("Team"), self.team)
        self.column.addWidget(self.field)
        self.team.activated.connect(self.changed)

    def applies_to(self, subject: Subject) -> bool:
        return subject is Subject.TEAM

    def show_matter(self, matter: ReportMatter) -> None:
        fill_teams(self.team, matter.teams)
        self.field.setVisible(bool(matter.teams))

    def show_order(self, order: ReportOrder) -> None:
        if order.team:
            choose_team(self.team, order.team)

    def completed(self, order: ReportOrder) -> ReportOrder:
        return replace(order, team=self.team.currentText())

    def words(self) -> str:
        return self.team.currentText()

    def lack(self) -> Lack | None:
        if self.team.count():
            return None
        text = _("Say on a service's page, with Edit, which team owns it; the report on the team is then made here.")
        return Lack(_("No service has a team yet"), text, (_("Show the services"), self._show_services))

    @Slot()
    def _show_services(self) -> None:
        self.context.go_to("portfolio")


class DaysRow(ChoiceRow):
    """The day that is told, today unless another is ticked, and the day that it is compared with."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._today = context.now().date()
        self._has_days = False  # chosen by an order, or the usual ones
        self.is_past = QCheckBox(_("As of a past day"))
        self.day = _date_edit(_("As of"))
        self.has_since = QCheckBox(_("Compare with a day"))
        self.since = _date_edit(_("Compared with"))
        usual = PlainLabel(_("Otherwise compared with a month before."), "small", wrap=True)
        self.has_since.setAccessibleDescription(usual.text())
        for part in (self.is_past, self.day, self.has_since, self.since, usual):
            self.column.addWidget(part)
        self.has_since.toggled.connect(usual.setHidden)
        self.column.setSpacing(6)
        for box, edit in ((self.is_past, self.day), (self.has_since, self.since)):
            edit.hide()
            box.toggled.connect(edit.setVisible)
            box.clicked.connect(self.changed)
            edit.dateChanged.connect(self.changed)

    def applies_to(self, subject: Subject) -> bool:
        return subject in (Subject.PORTFOLIO, Subject.TEAM, Subject.REMEDIATION)

    def show_matter(self, matter: ReportMatter) -> None:
        self._today = matter.today
        month_ago = max(months_before(matter.today, _USUAL_MONTHS), matter.first_day)
        with QSignalBlocker(self.day), QSignalBlocker(self.since):
            for edit in (self.day, self.since):
                edit.setDateRange(_as_date(matter.first_day), _as_date(matter.today))
                if not self._has_days:
                    edit.setDate(_as_date(month_ago))
        self._has_days = True

    def show_order(self, order: ReportOrder) -> None:
        if not self.applies_to(order.subject):
            return
        is_past = order.day is not None and order.day < self._today
        usual = months_before(order.day or self._today, _USUAL_MONTHS)
        with QSignalBlocker(self.day), QSignalBlocker(self.since):
            if order.day is not None and is_past:
                self.day.setDate(_as_date(order.day))
            if order.since is not None:
                self.since.setDate(_as_date(order.since))
        self.is_past.setChecked(is_past)
        self.has_since.setChecked(order.since not in (None, usual))
        self._has_days = self._has_days or is_past or self.has_since.isChecked()

    def completed(self, order: ReportOrder) -> ReportOrder:
        day = _from(self.day) if self.is_past.isChecked() else None
        since = _from(self.since) if self.has_since.isChecked() else None
        return replace(order, day=day, since=since)

    def words(self) -> str:
        return self.context.wording.date(_from(self.day)) if self.is_past.isChecked() else ""

    def lack(self) -> Lack | None:
        if not self.has_since.isChecked():
            return None
        day = _from(self.day) if self.is_past.isChecked() else self._today
        since = _from(self.since)
        if since < day:
            return None
        words = self.context.wording
        text = _("{since} is not before {day}. Choose an earlier day to compare with.")
        return Lack(_("There is nothing to compare"), text.format(since=words.date(since), day=words.date(day)))


class ReachRow(ChoiceRow):
    """How far a report on remediation reaches: all services, one of them, or those of a team."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_reading = False  # the name of a service that an order names
        self.reach = narrow_box()
        self.service = ServicePicker()
        self.team = narrow_box()
        self.team_field = Field(_("Team"), self.team)
        for text, key in ((_("All services"), ALL), (_("One service"), SERVICE), (_("One team"), TEAM)):
            self.reach.addItem(text, key)
        for part in (Field(_("Services"), self.reach), self.service, self.team_field):
            self.column.addWidget(part)
        self.service.chosen.connect(self.changed)
        self.team.activated.connect(self.changed)
        self.reach.activated.connect(self._take_reach)
        self._show_reach()

    def applies_to(self, subject: Subject) -> bool:
        return subject is Subject.REMEDIATION

    def show_matter(self, matter: ReportMatter) -> None:
        self.service.show_services(matter.services)
        fill_teams(self.team, matter.teams)

    def show_order(self, order: ReportOrder) -> None:
        if order.subject is not Subject.REMEDIATION:
            return
        reach = SERVICE if order.service else TEAM if order.team else ALL
        self.reach.setCurrentIndex(self.reach.findData(reach))
        if order.service is not None:
            self._is_reading = True
            self.context.read(partial(reviews_of, service_id=order.service), self._show_service, self._say, owner=self)
        if order.team:
            choose_team(self.team, order.team)
        self._show_reach()

    def completed(self, order: ReportOrder) -> ReportOrder:
        service, reach = self.service.service, self.reach.currentData()
        return replace(
            order,
            service=service.id if service is not None and reach == SERVICE else None,
            team=self.team.currentText() if reach == TEAM else "",
        )

    def words(self) -> str:
        service, reach = self.service.service, self.reach.currentData()
        if reach == SERVICE:
            return service.name if service is not None else ""
        return self.team.currentText() if reach == TEAM else ""

    def lack(self) -> Lack | None:
        if self.reach.currentData() != TEAM or self.team.count():
            return None
        return Lack(_("No service has a team yet"), _("Say on a service's page, with Edit, which team owns it."))

    @property
    def is_reading(self) -> bool:
        return self._is_reading

    def _show_service(self, found: ServiceReviews) -> None:
        self._is_reading = False
        self.service.show_service(found.service)
        self.changed.emit()

    def _say(self, error: UserError) -> None:
        self._is_reading = False
        self.context.failed.emit(error)
        self.changed.emit()

    @Slot()
    def _take_reach(self) -> None:
        self._show_reach()
        self.changed.emit()

    def _show_reach(self) -> None:
        self.service.setVisible(self.reach.currentData() == SERVICE)
        self.team_field.setVisible(self.reach.currentData() == TEAM)


def fill_teams(box: QComboBox, teams: tuple[str, ...]) -> None:
    """Offer teams; the one chosen stays so where it is still there."""
    chosen = box.currentText()
    with QSignalBlocker(box):
        box.clear()
        box.addItems(teams)
        box.setCurrentIndex(max(box.findText(chosen), 0) if teams else -1)


def choose_team(box: QComboBox, team: str) -> None:
    """Choose a team, which is offered from now on if it was not, such as one of a past day."""
    with QSignalBlocker(box):
        if box.findText(team) < 0:
            box.addItem(team)
        box.setCurrentIndex(box.findText(team))


def _date_edit(name: str) -> QDateEdit:
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("d MMM yyyy")
    edit.setAccessibleName(name)
    return edit


def _as_date(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _from(edit: QDateEdit) -> dt.date:
    chosen = edit.date()
    return dt.date(chosen.year(), chosen.month(), chosen.day())
