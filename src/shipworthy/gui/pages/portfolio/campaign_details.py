"""One campaign: how far it is, its burn-up, every service it means, and who is missing."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.campaign_progress import CampaignLine, CampaignState, by_team, progress_of
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.campaigns_model import OWNER, SERVICE, TEAM, CampaignLinesModel, Shown, teams_model
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.picture_view import PictureView
from shipworthy.gui.widgets.progress_bar import ProgressBar
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.reports.chart_entries import campaign_burn_up
from shipworthy.text import _, ngettext
from shipworthy.wording.campaigns import CampaignWording
from shipworthy.workflows.campaign_files import missing_text

_SIDE_WIDTH = 420
_SIDE_BY_SIDE = 900  # narrower, the burn-up stands beneath the services
_LEAST_TABLE = 220
_ROOM_FOR_OWNER = 620
_MOST_TEAMS = 8
_ANY_WIDTH = 16_777_215  # Qt's own limit


class _TeamTable(TableView):
    """As high as its rows, whatever width it is given."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        QTableView.resizeEvent(self, event)  # TableView's own would measure all of it once more
        if event.size().width() != event.oldSize().width():
            self.show_whole(_MOST_TEAMS)


class CampaignDetails(QWidget):
    """`back_asked` by Esc or the button; `change_asked`, `close_asked`, `reopen_asked` and `export_asked` by theirs;
    `reviews_asked(ids)` when reviews are to be started."""

    back_asked = Signal()
    change_asked = Signal()
    close_asked = Signal()
    reopen_asked = Signal()
    export_asked = Signal()
    reviews_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wording = CampaignWording()
        self._view: CampaignView | None = None
        self._lines: tuple[CampaignLine, ...] = ()
        self._may_change = True
        theme = context.theme
        self.back = push_button(f"‹ {_('All campaigns')}", "flat")
        self.back.setAccessibleName(_("All campaigns"))
        self.title = PlainLabel("", "heading", wrap=True)
        self.asks, self.standing = PlainLabel("", "soft", wrap=True), PlainLabel("", "strong", wrap=True)
        self.outlook, self.note = PlainLabel("", "soft", wrap=True), PlainLabel("", "soft", wrap=True)
        self.bar = ProgressBar(theme)
        self.change = push_button(_("Change…"))
        self.close_button, self.reopen = push_button(_("Close the campaign")), push_button(_("Reopen"))
        self.copy = push_button(_("Copy who is missing"), tip=_("As text for a mail, by team"))
        self.export = push_button(_("Export…"), tip=_("The services shown, as spreadsheet, CSV or Markdown"))
        self.start = push_button(_("Start reviews"))
        edits(context, self.change, self.close_button, self.reopen, self.start)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Which services are shown"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model = CampaignLinesModel(theme, self._wording, self)
        self.table = TableView(theme, context.wording, _("Services of the campaign"), elastic=(OWNER, TEAM))
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.nothing = PlainLabel("", "soft", wrap=True)
        self.burn_up = PictureView(context, _("Burn-up"))
        self.teams = teams_model(theme, self._wording, self)
        self.team_table = _TeamTable(theme, context.wording, _("Who is missing, by team"), elastic=(1, 0))
        self.team_table.setModel(self.teams)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        for each in (self.back, self.change, self.close_button, self.reopen, self.copy, self.export):
            flow.addWidget(each)
        inner = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(24)
        self._sides.addLayout(self._services_part(), 3)
        self._sides.addWidget(self._side_part(), 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(buttons)
        head = QVBoxLayout()
        head.setSpacing(4)
        for part in (self.title, self.asks, self.standing, self.bar, self.outlook):
            head.addWidget(part)
        layout.addLayout(head)
        layout.addWidget(inner, 1)

    def _services_part(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.filter)
        row.addWidget(self.note, 1)
        row.addWidget(self.start)
        part = QVBoxLayout()
        part.setSpacing(8)
        part.addLayout(row)
        self.table.setMinimumHeight(self._context.theme.pixels(_LEAST_TABLE))
        part.addWidget(self.table, 1)
        part.addWidget(self.nothing)
        return part

    def _side_part(self) -> QScrollArea:
        self._side_inner = inner = QWidget()
        part = QVBoxLayout(inner)
        part.setContentsMargins(6, 0, 10, 0)  # beside the scroll bar, whichever side it is on
        inner.installEventFilter(self)
        part.setSpacing(6)
        self.team_title = PlainLabel(self.team_table.accessibleName(), "title")
        self.chart_title = PlainLabel(self.burn_up.accessibleName(), "title")
        for each in (self.chart_title, self.burn_up, self.team_title, self.team_table):
            part.addWidget(each)
        part.addStretch(1)
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setProperty("role", "focusable")
        self.side.setAccessibleName(_("Burn-up and teams"))
        self.side.setWidget(inner)
        return self.side

    def _connect(self) -> None:
        for button, signal in (
            (self.back, self.back_asked),
            (self.change, self.change_asked),
            (self.close_button, self.close_asked),
            (self.reopen, self.reopen_asked),
            (self.export, self.export_asked),
        ):
            button.clicked.connect(signal)
        self.copy.clicked.connect(self.copy_missing)
        self.start.clicked.connect(self._ask_for_reviews)
        self.filter.currentIndexChanged.connect(self._filter)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show_start)
        self.team_table.opened.connect(self._open_team)
        self._context.theme.changed.connect(self._fit)

    # What is shown

    @property
    def campaign_id(self) -> UUID | None:
        """Return the campaign shown; None before the first."""
        return self._view.campaign.id if self._view else None

    @property
    def view(self) -> CampaignView | None:
        """Return the campaign as it is shown; None before the first."""
        return self._view

    @property
    def shown_services(self) -> tuple[UUID, ...]:
        """Return the services in the table."""
        return tuple(line.service.id for line in self.model.lines)

    def show_campaign(self, view: CampaignView, kept: Collection[UUID] | None, is_past: bool) -> None:
        """Show a campaign, and of its services those kept by the page's filter (None: all); of a past day to read."""
        if view.campaign.id != self.campaign_id:
            self.filter.setCurrentIndex(-1)
            self.table.clearSelection()
        chosen = self._current()
        self._view = view
        self._lines = tuple(line for line in view.lines if kept is None or line.service.id in kept)
        self._show_head(view, is_past)
        self._show_filters()
        self.model.show_campaign(self._lines)
        self._choose(chosen)
        self.teams.show_rows([team for team in by_team(self._lines) if team.progress.left])
        self.burn_up.show_chart(campaign_burn_up(view, self._wording))
        self.chart_title.setVisible(bool(view.points))
        self._show_rest()
        self.table.fit()
        self.team_table.show_whole(_MOST_TEAMS)
        self._fit()

    def _show_head(self, view: CampaignView, is_past: bool) -> None:
        wording, campaign = self._wording, view.campaign
        self.title.setText(campaign.name)
        self.asks.setText(wording.campaign_asks(view))
        self.standing.setText(wording.campaign_standing(view))
        self.bar.show_counts(view.progress.done, view.progress.in_progress, view.progress.meant)
        self.outlook.setText(wording.campaign_forecast(view.forecast) if view.forecast else "")
        self.outlook.setVisible(view.forecast is not None)
        self._may_change = not is_past and not campaign.closed
        self.change.setVisible(self._may_change)
        self.close_button.setVisible(self._may_change)
        self.start.setVisible(self._may_change)
        self.reopen.setVisible(campaign.closed and not is_past)
        left_out = len(view.lines) - len(self._lines)
        text = ngettext("{count} more hidden by the filter above", "{count} more hidden by the filter above", left_out)
        self.note.setText(text.format(count=left_out) if left_out else "")

    def _show_filters(self) -> None:
        """Offer the states with their counts; who is missing stands first, so all are shown until one is chosen."""
        chosen = max(self.filter.currentIndex(), 0)
        self.filter.blockSignals(True)
        self.filter.clear()
        progress = progress_of(self._lines)
        for each in Shown:
            self.filter.addItem(f"{each.words} ({each.number_in(progress)})")
        self.filter.setCurrentIndex(chosen)
        self.filter.blockSignals(False)
        self.model.filter_by(list(Shown)[chosen])

    def _show_rest(self) -> None:
        has_rows, view = self.model.rowCount() > 0, self._view
        none_meant = view is not None and not view.lines
        self.nothing.setText(
            _("No service is meant. Change the campaign, or add services that fit it.")
            if none_meant
            else _("No service of the campaign is like that.")
        )
        self.nothing.setVisible(not has_rows)
        self.table.setVisible(has_rows)
        for part in (self.team_title, self.team_table):
            part.setVisible(bool(self.teams.rows))
        self._show_start()

    @Slot()
    def _filter(self) -> None:
        chosen = self._current()
        self.model.filter_by(list(Shown)[max(self.filter.currentIndex(), 0)])
        self._choose(chosen)
        self._show_rest()

    def _current(self) -> UUID | None:
        row = self.table.currentIndex().row()
        return self.model.lines[row].service.id if 0 <= row < len(self.model.lines) else None

    def _choose(self, service: UUID | None) -> None:
        if self.model.rowCount():
            row = self.model.row_of(service) if service else None
            self.table.setCurrentIndex(self.model.index(row or 0, SERVICE))

    @Slot()
    def _show_start(self) -> None:
        count = len(self._chosen_missing())
        text = ngettext("Start {count} review", "Start {count} reviews", count) if count else _("Start reviews")
        self.start.setText(text.format(count=count))
        self.start.setEnabled(count > 0)
        self.start.setToolTip("" if count else _("Choose services that are missing; several with Ctrl or Shift."))

    def _chosen_missing(self) -> list[UUID]:
        # By ranges: asking for each of ten thousand selected rows takes long.
        selection = self.table.selectionModel().selection()
        chosen = (selection.at(place) for place in range(selection.count()))
        ranges = sorted({(each.top(), each.bottom()) for each in chosen})
        lines = chain.from_iterable(self.model.lines[top : bottom + 1] for top, bottom in ranges)
        return [line.service.id for line in lines if line.state is CampaignState.MISSING]

    # What is done

    def take_focus(self) -> None:
        """Put the focus where work goes on."""
        (self.table if self.model.rowCount() else self.filter).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def copy_missing(self) -> None:
        """Put who is missing on the clipboard, of the services that the page's filter keeps."""
        if self._view is None:
            return
        services = {line.service.id for line in self._lines}
        QGuiApplication.clipboard().setText(missing_text(self._view, services))
        count = sum(line.state is not CampaignState.DONE for line in self._lines)
        text = ngettext("Copied: {count} service that is not done", "Copied: {count} services that are not done", count)
        self._context.notify(Notice(text.format(count=count), "ok", topic="campaign"))

    @Slot()
    def _ask_for_reviews(self) -> None:
        self.reviews_asked.emit(self._chosen_missing())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        if line.review is not None:
            self._context.open_review(line.review.id)
        else:
            self._context.open_service(line.service.id)

    @Slot(QModelIndex)
    def _open_team(self, index: QModelIndex) -> None:
        """Go to the first service of a team that is not done."""
        team = self.teams.row(index.row()).team
        self.filter.setCurrentIndex(list(Shown).index(Shown.NOT_DONE))
        row = next((row for row, line in enumerate(self.model.lines) if line.service.team == team), 0)
        self.table.setCurrentIndex(self.model.index(row, SERVICE))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _fit(self) -> None:
        pixels, directions = self._context.theme.pixels, QBoxLayout.Direction
        beside = self.width() >= pixels(_SIDE_BY_SIDE)
        self._sides.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.side.setMaximumWidth(pixels(_SIDE_WIDTH) if beside else _ANY_WIDTH)
        self._fit_side()
        if self.table.isColumnHidden(OWNER) is not (is_narrow := self.table.width() < pixels(_ROOM_FOR_OWNER)):
            self.table.setColumnHidden(OWNER, is_narrow)
            self.table.fit()

    def _fit_side(self) -> None:
        """Let burn-up and teams scroll in themselves beside the services, with the page beneath them."""
        beside = self._sides.direction() is QBoxLayout.Direction.LeftToRight
        vertical = QSizePolicy.Policy.Ignored if beside else QSizePolicy.Policy.Preferred
        self.side.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self.side.setMinimumHeight(0 if beside else self._side_inner.sizeHint().height() + 2 * self.side.frameWidth())
        policies = Qt.ScrollBarPolicy
        self.side.setVerticalScrollBarPolicy(policies.ScrollBarAsNeeded if beside else policies.ScrollBarAlwaysOff)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._side_inner and event.type() == QEvent.Type.LayoutRequest:
            self._fit_side()  # the picture is as high as it needs once it is drawn
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)
