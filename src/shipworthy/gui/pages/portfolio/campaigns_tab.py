"""The campaigns and how far each of them is; one in detail, and the form in which it is started or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import scope_of
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.errors import UserError
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.campaigns_model import ASKS, CAMPAIGN, DUE, END, campaigns_model
from shipworthy.gui.pages.portfolio.campaign_details import CampaignDetails
from shipworthy.gui.pages.portfolio.campaign_files_work import CampaignFilesWork
from shipworthy.gui.pages.portfolio.campaign_form import CampaignForm
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _, ngettext
from shipworthy.wording.campaigns import CampaignWording
from shipworthy.workflows.campaign_progress import Campaigns, campaigns_in
from shipworthy.workflows.campaigns import (
    CampaignChanged,
    ReviewsStarted,
    blank_campaign,
    close_campaign,
    reopen_campaign,
    save_campaign,
    start_reviews,
)
from shipworthy.workflows.portfolio import Portfolio
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step

_LEAST_HEIGHT = 200
_NARROWEST = 230  # of the names
_ROOM_FOR_ASKS = 1000  # narrower, what a campaign asks for stands in its details alone


class _Stack(QStackedWidget):
    """As high as the part that is shown needs, not as the highest of all."""

    def show_part(self, part: QWidget) -> None:
        """Show one part."""
        for place in range(self.count()):
            each = self.widget(place)
            assert each is not None, "there is one in every place"
            policy = QSizePolicy.Policy.Preferred if each is part else QSizePolicy.Policy.Ignored
            each.setSizePolicy(policy, policy)
        self.setCurrentWidget(part)


class CampaignsTab(PortfolioTab):
    """The list; Enter leads to one campaign, Esc back. The filter of the page narrows the services of that one."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self._portfolio: Portfolio | None = None
        self._campaigns: Campaigns | None = None
        self._kept: frozenset[UUID] | None = None
        self._open: UUID | None = None  # the campaign in detail, or to be once it is read
        self._wants_focus = False
        wording = CampaignWording()
        self.model = campaigns_model(context.theme, wording, self)
        self.table = TableView(context.theme, context.wording, _("Campaigns"), (ASKS, END, DUE), narrowest=_NARROWEST)
        self.table.setModel(self.model)
        self.details = CampaignDetails(context)
        self.form = CampaignForm(context)
        self.files = CampaignFilesWork(context, self, "campaign")
        self.start_button = push_button(_("Start a campaign"), "primary")
        self.first_button = push_button(_("Start a campaign"))
        edits(context, self.start_button, self.first_button)
        self.empty = EmptyState(
            _("No campaign yet"),
            _(
                "A campaign has services reviewed with packs of your choice by a day, such as “all of tier 1 with"
                " security by spring”. Here stands how far each is, who is missing, and where its pace leads."
            ),
            [self.first_button],
        )
        self.empty_past = EmptyState(
            _("No campaign on that day"), _("None had been started by then. Choose a later day, or today.")
        )
        self._stack = _Stack()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._form_area = QScrollArea()
        self._form_area.setWidgetResizable(True)
        self._form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self._form_area.setWidget(inner)
        self._blank = QWidget()
        for part in (self._blank, self.empty, self.empty_past, self.table, self.details, self._form_area):
            self._stack.addWidget(part)
        self._stack.show_part(self._blank)
        self._stack.setMinimumHeight(self.context.theme.pixels(_LEAST_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        for button in (self.start_button, self.first_button):
            button.clicked.connect(self.start_campaign)
        self.table.opened.connect(self._open_row)
        details = self.details
        details.back_asked.connect(self.show_list)
        details.change_asked.connect(self.change_campaign)
        details.close_asked.connect(partial(self._set_closed, close_campaign))
        details.reopen_asked.connect(partial(self._set_closed, reopen_campaign))
        details.reviews_asked.connect(self._start_reviews)
        details.export_asked.connect(self._export)
        self.form.saved.connect(self._save)
        self.form.cancelled.connect(self._cancel)
        self.context.theme.changed.connect(self.table.viewport().update)

    # What is shown

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show the campaigns on the day of a portfolio; `lines` narrow the services of the one in detail."""
        self._kept = frozenset(line.service.id for line in lines) if self.state.filter.is_on else None
        if portfolio is self._portfolio:
            self._show_details()
            return
        self._portfolio = portfolio
        self.start_button.setVisible(not portfolio.is_past and self.isVisible())
        self.context.read(lambda session: campaigns_in(session, portfolio), partial(self._take, portfolio), owner=self)

    def _take(self, portfolio: Portfolio, campaigns: Campaigns) -> None:
        if portfolio is not self._portfolio:  # another day was chosen meanwhile
            return
        chosen = self._chosen()
        self._campaigns = campaigns
        self.model.show_rows(campaigns.views)
        row = next((row for row, view in enumerate(campaigns.views) if view.campaign.id == chosen), 0)
        if campaigns.views:
            self.table.setCurrentIndex(self.model.index(row, CAMPAIGN))
        self.table.fit()
        if self._stack.currentWidget() is self._form_area and not campaigns.is_past:
            return  # what is typed there is not lost because somebody saved something else
        self._show_part()

    def _show_part(self) -> None:
        """Show the campaign that is open or, without one, the list; keep the focus with it."""
        campaigns = self._campaigns
        if campaigns is None:
            return
        had_focus = self._wants_focus or self.isAncestorOf(self.window().focusWidget())
        if self._view() is not None:
            self._stack.show_part(self.details)
            self._show_details()
        elif campaigns.views:
            self._stack.show_part(self.table)
        else:
            self._stack.show_part(self.empty_past if campaigns.is_past else self.empty)
        if had_focus:
            self.take_focus()

    def _view(self) -> CampaignView | None:
        return self._campaigns.view(self._open) if self._campaigns and self._open else None

    def _show_details(self) -> None:
        view = self._view()
        if view is not None and self._campaigns is not None and self._stack.currentWidget() is self.details:
            self.details.show_campaign(view, self._kept, self._campaigns.is_past)

    def _chosen(self) -> UUID | None:
        row = self.table.currentIndex().row()
        return self.model.row(row).campaign.id if 0 <= row < self.model.rowCount() else None

    @Slot(QModelIndex)
    def _open_row(self, index: QModelIndex) -> None:
        self.open_campaign(self.model.row(index.row()).campaign.id)

    def open_campaign(self, campaign_id: UUID) -> None:
        """Show one campaign in detail."""
        self._open = campaign_id
        self._wants_focus = True
        self._show_part()

    @Slot()
    def show_list(self) -> None:
        """Go back to all campaigns."""
        self._open = None
        self._wants_focus = True
        self._show_part()

    # What is done

    @Slot()
    def start_campaign(self) -> None:
        """Open the form for a new campaign, of the services that the page's filter keeps."""
        if self._may_change():
            self._edit(blank_campaign(self.context.session, scope_of(self.state.filter)))

    @Slot()
    def change_campaign(self) -> None:
        """Open the form with the campaign in detail."""
        view = self._view()
        if view is not None and self._may_change():
            self._edit(view.campaign)

    def _may_change(self) -> bool:
        return self._campaigns is not None and not self._campaigns.is_past

    def _edit(self, campaign: Campaign) -> None:
        if self._campaigns is None or self._portfolio is None:
            return
        self._stack.show_part(self._form_area)
        self._form_area.verticalScrollBar().setValue(0)
        services = tuple(self._portfolio.today.services.values())
        self.form.open_campaign(campaign, self._campaigns.packs, services)

    @Slot()
    def _save(self) -> None:
        campaign = self.form.campaign

        def refused(error: UserError) -> None:
            self.form.show_problem(f"{error.message} {error.hint}", self.form.first_field)

        self.context.write(lambda session: save_campaign(session, campaign), self._changed, refused, owner=self)

    def _changed(self, changed: CampaignChanged) -> None:
        """Lead on to the campaign once it is read anew."""
        self._leave_form()
        self._open = changed.campaign.id
        self._wants_focus = True
        self.context.did_step.emit(Step(changed.campaign.id, changed.sequences, changed.name))
        self.context.changed.emit()

    @Slot()
    def _cancel(self) -> None:
        self.context.forget_refused()
        self._leave_form()
        self._wants_focus = True
        self._show_part()

    def _leave_form(self) -> None:
        if self._stack.currentWidget() is self._form_area:
            self._stack.show_part(self._blank)
        self.form.hide()

    def _set_closed(self, act: Callable[[Session, UUID], CampaignChanged]) -> None:
        view = self._view()
        if view is not None and self._may_change():
            campaign_id = view.campaign.id
            self.context.write(lambda session: act(session, campaign_id), self._changed, owner=self)

    @Slot(object)
    def _start_reviews(self, services: Sequence[UUID]) -> None:
        view = self._view()
        if view is None or not services:
            return
        campaign_id = view.campaign.id
        self.context.write(
            lambda session: start_reviews(session, campaign_id, services), self._reviews_started, owner=self
        )

    def _reviews_started(self, started: ReviewsStarted) -> None:
        count = len(started.assessments)
        text = ngettext("{count} review started.", "{count} reviews started.", count).format(count=count)
        if started.skipped:
            text += " " + _("These have an open review already: {names}.").format(names=", ".join(started.skipped))
        self.context.notify(Notice(text, "ok" if count else "", topic="campaign"))
        if started.sequences:
            others = frozenset(started.assessments)
            self.context.did_step.emit(Step(started.campaign.id, started.sequences, started.name, others=others))
            self.context.changed.emit()

    @Slot()
    def _export(self) -> None:
        view = self._view()
        if view is not None:
            self.files.ask_for_export(view, self.details.shown_services)

    # As every tab

    def tools(self) -> Sequence[QWidget]:
        return (self.start_button,)

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        self._wants_focus = self._campaigns is None
        if shown is self.empty:
            self.first_button.setFocus()
        elif shown is self.table:
            self.table.setFocus()
        elif shown is self.details:
            self.details.take_focus()
        elif shown is self._form_area:
            self.form.first_field.setFocus()
        else:
            self.setFocus()

    def leave(self) -> None:
        self._wants_focus = False

    def commands(self) -> Sequence[Command]:
        group, view = _("Campaigns"), self._view()
        found = [Command(group, _("Start a campaign"), self.start_campaign)] if self._may_change() else []
        if view is None or self._stack.currentWidget() is not self.details:
            return found
        found += [
            Command(group, _("Copy who is missing"), self.details.copy_missing),
            Command(group, _("Export the campaign"), self._export),
        ]
        if self._may_change() and view.campaign.closed:
            found.append(Command(group, _("Reopen the campaign"), self.details.reopen.click))
        elif self._may_change():
            found.append(Command(group, _("Change the campaign"), self.change_campaign))
            found.append(Command(group, _("Close the campaign"), self.details.close_button.click))
        return found

    def bindings(self) -> Sequence[Binding]:
        return (
            Binding(_("Enter"), _("Open the chosen campaign, then the review or the service")),
            Binding(_("Esc"), _("Back to all campaigns")),
        )

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(ASKS, event.size().width() < self.context.theme.pixels(_ROOM_FOR_ASKS))
        self.table.fit()
