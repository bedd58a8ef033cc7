"""One service: where it stands, over tabs on how it came there, its reviews, items, evidence and history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.decision_words import line_words, stale_words
from shipworthy.gui.editing import edits
from shipworthy.gui.export import ReportExport
from shipworthy.gui.pages.service.assessments_tab import AssessmentsTab
from shipworthy.gui.pages.service.evidence_tab import EvidenceTab
from shipworthy.gui.pages.service.history_tab import HistoryTab
from shipworthy.gui.pages.service.more_menu import MoreMenu
from shipworthy.gui.pages.service.overview_tab import OverviewTab
from shipworthy.gui.pages.service.remediation_tab import ServiceRemediationTab
from shipworthy.gui.pages.service.service_tab import ServiceTab
from shipworthy.gui.pages.service.standing_bar import StandingBar
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.pages.start_dialog import StartDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.chips import Chip, VerdictChip
from shipworthy.gui.widgets.item_delegate import live_text, own_verdict_text
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.score_label import ScoreLabel
from shipworthy.gui.widgets.tab_strip import TabStrip, tab_bindings
from shipworthy.text import _, ngettext
from shipworthy.workflows.reports.making import review_order
from shipworthy.workflows.services import ServiceView, view_service

_BUTTONS_BESIDE = 720
OVERVIEW, ASSESSMENTS, REMEDIATION, EVIDENCE, HISTORY = range(5)
_MOST_REASONS = 4


class ServicePage(Page):
    """Shows the service it was last asked to show."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._service_id: UUID | None = None
        self._view: ServiceView | None = None
        self._waits_for_focus = False  # a tab came up that has nothing to give the focus to yet
        self._export = ReportExport(context, self)
        self._make_actions()
        self.more = MoreMenu(context, self, [self.preview_action])
        self.standing_bar = StandingBar(context)
        self.standing_bar.restore_asked.connect(self.more.restore_service)
        self.standing_bar.remove_asked.connect(self.more.acts.remove_note)
        self.summary = self._summary_card()
        self.assessments = AssessmentsTab(context)
        self.assessments.another_asked.connect(self.start_review)
        self.tabs = TabStrip(_("Parts of the page"), self._tabs())
        self.tabs.leaving.connect(self._fold)
        self.tabs.shown.connect(self._show_tab)
        self._lay_out()
        self.tabs.show_tab(OVERVIEW)
        context.changed.connect(self._read_again)
        context.taken_back.connect(self._read_again)
        context.theme.changed.connect(self._fit)

    @property
    def view(self) -> ServiceView | None:
        """Return what is shown; None before the first."""
        return self._view

    def open_service(self, service_id: UUID) -> None:
        """Show a service."""
        self._service_id = service_id
        self._read_again()

    @Slot()
    def edit(self) -> None:
        """Open the editor."""
        if self._view is not None:
            ServiceEditor(self.context, self._view.service.id, self.window()).open()

    @Slot()
    def review(self) -> None:
        """Go on with the open assessment, or start one."""
        going_on = self._open_assessment()
        if going_on is not None:
            self.context.open_review(going_on)
        else:
            self.start_review()

    @Slot()
    def start_review(self) -> None:
        """Ask how a review is to start; it opens then."""
        is_asking = any(dialog.isVisible() for dialog in self.window().findChildren(StartDialog))
        if self._view is not None and not is_asking:
            StartDialog(self.context, self._view.service.id, self.window()).open()

    @Slot()
    def export(self) -> None:
        """Print the report of the chosen assessment, or of the one that speaks for the service."""
        line = self._chosen_assessment()
        if line is not None and self._view is not None:
            self._export.ask(line, self._view.service.name)

    @Slot()
    def preview_report(self) -> None:
        """Show that report on the Reports page."""
        line = self._chosen_assessment()
        if line is not None:
            self.context.open_report(review_order(line))

    def _make_actions(self) -> None:
        self.edit_action = QAction(_("&Edit service…"), self, shortcut=QKeySequence("Ctrl+E"))
        self.edit_action.triggered.connect(self.edit)
        self.review_action = QAction(_("Start &review"), self, shortcut=QKeySequence("Ctrl+R"))
        self.review_action.triggered.connect(self.review)
        self.export_action = QAction(_("E&xport PDF…"), self, shortcut=QKeySequence("Ctrl+P"))
        self.export_action.triggered.connect(self.export)
        self.preview_action = QAction(_("Pre&view report"), self, shortcut=QKeySequence("Ctrl+Shift+V"))
        self.preview_action.triggered.connect(self.preview_report)

    def _summary_card(self) -> QFrame:
        wording = self.context.wording
        self.score = ScoreLabel(wording)
        self.chip = VerdictChip(wording)
        self.capped = PlainLabel(role="soft", wrap=True)
        self.detail = PlainLabel(role="soft", wrap=True)
        self.decided = PlainLabel(wrap=True)
        self.stale_chip = Chip(_("◐ Stale"), "warn")
        self.stale = PlainLabel(wrap=True)
        self.edit_button = push_button(_("Edit…"))
        self.edit_button.clicked.connect(self.edit)
        edits(self.context, self.edit_button, self.edit_action)
        self.export_button = push_button(_("Export PDF…"))
        self.export_button.clicked.connect(self.export)
        self.review_button = push_button(_("Start review"), "primary")
        self.review_button.clicked.connect(self.review)
        verdict = QHBoxLayout()
        verdict.setSpacing(8)
        verdict.addWidget(self.chip)
        verdict.addWidget(self.capped, 1)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addStretch(1)
        texts.addLayout(verdict)
        texts.addWidget(self.detail)
        texts.addWidget(self.decided)
        stale = QHBoxLayout()
        stale.setSpacing(8)
        stale.addWidget(self.stale_chip, alignment=Qt.AlignmentFlag.AlignTop)
        stale.addWidget(self.stale, 1)
        texts.addLayout(stale)
        texts.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.more_button = push_button(_("More"))
        self.more_button.setMenu(self.more)
        for button in (self.more_button, self.edit_button, self.export_button, self.review_button):
            buttons.addWidget(button)
        card = QFrame()
        card.setProperty("role", "card")
        self._summary_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, card)
        self._summary_row.setContentsMargins(16, 12, 16, 12)
        self._summary_row.setSpacing(24)
        self._summary_row.addWidget(self.score)
        self._summary_row.addLayout(texts, 1)
        self._summary_row.addLayout(buttons)
        return card

    def _tabs(self) -> Sequence[tuple[str, Callable[[], ServiceTab]]]:
        """Return the tabs in order: title, and what makes the tab when it is first shown."""
        context = self.context
        return (
            (_("Overview"), self._make_overview),
            (_("Assessments"), lambda: self.assessments),
            (_("Remediation"), lambda: self._joined(ServiceRemediationTab(context))),
            (_("Evidence"), lambda: self._joined(EvidenceTab(context))),
            (_("History"), lambda: self._joined(HistoryTab(context))),
        )

    def _joined(self, tab: ServiceTab) -> ServiceTab:
        tab.filled.connect(self._give_focus)
        return tab

    def _make_overview(self) -> OverviewTab:
        overview = OverviewTab(self.context)
        overview.compare_asked.connect(self.compare)
        overview.filled.connect(self._give_focus)
        return overview

    @property
    def tab(self) -> ServiceTab | None:
        """Return the tab shown; None before the first."""
        current = self.tabs.current
        return current if isinstance(current, ServiceTab) else None

    @Slot(object, object)
    def compare(self, one: UUID, other: UUID) -> None:
        """Show two assessments side by side."""
        self.tabs.show_tab(ASSESSMENTS)
        self.assessments.compare_two(one, other)
        self.assessments.table.setFocus()

    @Slot(object)
    def _fold(self, tab: ServiceTab) -> None:
        tab.fold(True)

    @Slot(object)
    def _show_tab(self, tab: ServiceTab) -> None:
        tab.fold(False)
        if self._view is not None:
            tab.show_view(self._view)
        self._waits_for_focus = self.isVisible() and (self._waits_for_focus or not self.tabs.bar.hasFocus())
        if self._waits_for_focus:
            self.tabs.bar.setFocus()  # until there is something in the tab
            self._give_focus()

    @Slot()
    def _give_focus(self) -> None:
        place = self.tab.focus_place() if self.tab is not None else None
        if place is not None and self._waits_for_focus and self.tabs.bar.hasFocus():
            self._waits_for_focus = False
            place.setFocus()

    def _lay_out(self) -> None:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.standing_bar)
        layout.addWidget(self.summary)
        layout.addWidget(self.tabs)
        layout.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # everything in it that matters takes the focus itself
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    @Slot()
    def _read_again(self) -> None:
        service_id = self._service_id
        if service_id is not None:
            self.context.read(lambda session: view_service(session, service_id), self.show_view, self._lost, owner=self)

    @Slot(object)
    def _lost(self, error: UserError) -> None:
        """Leave a service that is no longer there: adding it was taken back."""
        self._service_id = self._view = None
        if self.isVisible():
            self.context.go_to("portfolio")
        else:
            self.context.failed.emit(error)

    def show_view(self, view: ServiceView) -> None:
        """Show a service, unless another was asked for meanwhile."""
        if view.service.id != self._service_id:
            return
        self._view = view
        wording = self.context.wording
        service = view.service
        self.set_heading(service.name, " · ".join(filter(None, (wording.tier(service.tier), service.team))))
        self._show_summary(view)
        self.standing_bar.show_view(view)
        self.more.show_view(view)
        if self.tab is not None:
            self.tab.show_view(view)
        self._allow_export()
        self._allow_review()

    def _show_summary(self, view: ServiceView) -> None:
        wording, line = self.context.wording, view.line
        standing = line.standing
        self.score.show_score(standing.score if standing else None, standing.band if standing else None)
        self._show_decision(view)
        self.chip.show_verdict(line.verdict)
        self.capped.setText(
            _("{own}, capped by {names}").format(
                own=own_verdict_text(wording, line.own_verdict), names=", ".join(line.capped_by)
            )
            if line.capped_by
            else ""
        )
        if standing is None:
            self.detail.setText(_("Nobody has reviewed this service yet."))
        else:
            blockers = line.blockers or 0
            parts = (
                _("Level {level}").format(level=standing.level),
                ngettext("{count} blocker", "{count} blockers", blockers).format(count=blockers),
                _("{percent} % answered").format(percent=wording.percent(standing.coverage)),
                standing.title,
                wording.assessment_state(standing.state).lower(),
            )
            self.detail.setText(" · ".join(part for part in parts if part))
        going_on = self._open_assessment() is not None
        self.review_button.setText(_("Continue review") if going_on else _("Start review"))
        self.review_action.setText(_("Continue &review") if going_on else _("Start &review"))

    def _show_decision(self, view: ServiceView) -> None:
        """Show how the review that speaks for the service was decided, what it counts today, and what is stale."""
        wording, standing = self.context.wording, view.line.standing
        shown = next((line for line in view.assessments if standing is not None and line.id == standing.id), None)
        words = line_words(shown, wording) if shown else ""
        if shown is not None and shown.live_score is not None:
            words = f"{words} · {live_text(wording, shown.live_score)}"
        self.decided.setText(words)
        self.decided.setVisible(bool(words))
        reasons = stale_words(shown.stale, wording, most=_MOST_REASONS) if shown else ""
        self.stale.setText(reasons)
        for part in (self.stale_chip, self.stale):
            part.setVisible(bool(reasons))

    def _open_assessment(self) -> UUID | None:
        if self._view is None:
            return None
        return next((line.id for line in self._view.assessments if line.state in OPEN_STATES), None)

    def _chosen_assessment(self) -> UUID | None:
        if self.tab is self.assessments and self.assessments.chosen is not None:
            return self.assessments.chosen
        return self._view.line.standing.id if self._view is not None and self._view.line.standing else None

    @Slot()
    def _allow_review(self) -> None:
        """One that is open can be gone through and read; to start another would change the database."""
        for each in (self.review_button, self.review_action):
            each.setEnabled(not self.context.read_only or self._open_assessment() is not None)

    def _allow_export(self) -> None:
        has_assessment = self._view is not None and self._view.line.standing is not None
        self.export_button.setEnabled(has_assessment)
        self.export_action.setEnabled(has_assessment)
        self.preview_action.setEnabled(has_assessment)

    @Slot()
    def _fit(self) -> None:
        if self.tab is not None:
            self.tab.fit()

    def _direction(self, width_beside: int) -> QBoxLayout.Direction:
        beside = self.width() >= self.context.theme.pixels(width_beside)
        return QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom

    def menu_title(self) -> str:
        return _("&Service")

    def menu_actions(self) -> Sequence[QAction]:
        return (self.review_action, self.edit_action, self.export_action, *self.more.actions())

    def bindings(self) -> Sequence[Binding]:
        return (*(self.tab.bindings() if self.tab is not None else ()), *tab_bindings())

    def arrive(self) -> None:
        self.review_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = self._direction(_BUTTONS_BESIDE)
        self._summary_row.setDirection(direction)
        self._summary_row.setSpacing(24 if direction is QBoxLayout.Direction.LeftToRight else 8)
