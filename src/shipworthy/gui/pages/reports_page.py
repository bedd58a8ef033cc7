"""The Reports page: what to report on and for whom beside the report itself, as its file will hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.report_kind import Format, ReportOrder, audiences_of, formats_of
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.reports.batch_exporting import USUAL_LOOK, BatchExporting
from shipworthy.gui.pages.reports.recent_exports import RecentExports
from shipworthy.gui.pages.reports.report_choices import ReportChoices
from shipworthy.gui.pages.reports.report_drawing import ReportDrawing
from shipworthy.gui.pages.reports.report_export import ReportExporting
from shipworthy.gui.pages.reports.report_preview import ReportPreview, preview_bindings
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.report_words import format_text
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.tab_strip import TabStrip, tab_bindings
from shipworthy.reports.job import Rendered
from shipworthy.settings import Settings
from shipworthy.text import _
from shipworthy.workflows.reports.choice import ReportMatter, read_matter

_COLUMN, _NARROWEST_COLUMN, _NARROWEST_PREVIEW = 300, 200, 240
_MOST_OF_WIDTH = 0.42
PREVIEW, RECENT = range(2)


class ReportsPage(Page):
    """Choices in a column at the leading edge; what is chosen is kept as long as the window is open.

    `new_service_asked` and `samples_asked` where there is nothing to report on yet.
    """

    new_service_asked = Signal()
    samples_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_due = True  # what there is to report on is to be read again
        self._is_stale = False  # a report that is drawn already may look otherwise by now
        self._pages_of: ReportOrder | None = None  # whose pages are shown
        self._settings = context.settings.of_reports
        self.choices = ReportChoices(context)
        self.preview = ReportPreview(context.theme)
        self.recent = RecentExports(context)
        self.drawing = ReportDrawing(context, self)
        self.exporting = ReportExporting(context, self)
        self.batch = BatchExporting(context, self)
        self.export_menu = QMenu(_("Export as"), self)
        self.export_button = push_button(_("Export…"), "primary")
        self.export_button.setMenu(self.export_menu)
        self.export_action = QAction(_("&Export…"), self, shortcut=QKeySequence("Ctrl+P"))
        self.several_button = push_button(_("Several services…"))
        self.several_action = QAction(_("Reports on &several services…"), self)
        self.tabs = TabStrip(
            _("Parts of the page"),
            [(_("Preview"), lambda: self.preview), (_("Recent exports"), lambda: self.recent)],
        )
        self.cover = self._cover_place()
        self.empty = self._empty_place()
        self._lay_out()
        self._connect()
        self.set_heading(_("Reports"))

    # What other places ask of it

    def show_order(self, order: ReportOrder) -> None:
        """Choose what an order says, and preview it."""
        self.tabs.show_tab(PREVIEW)
        self.choices.show_order(order)

    def menu_title(self) -> str:
        """Return the title of the page's own menu."""
        return _("Re&ports")

    def menu_actions(self) -> Sequence[QAction]:
        """Return the page's actions."""
        return (self.export_action, self.several_action)

    def commands(self) -> Sequence[Command]:
        """Return an export for each kind of file, while there is a report to export."""
        if not self.isVisible() or not self.export_button.isEnabled():
            return ()
        texts = ((kind, _("Export as: {kind}").format(kind=format_text(kind))) for kind in self._formats())
        return [Command(_("Reports"), text, partial(self.export, kind)) for kind, text in texts]

    def bindings(self) -> Sequence[Binding]:
        """Return the keys of the preview and of the tabs."""
        return (*preview_bindings(), *tab_bindings())

    def arrive(self) -> None:
        """Read again what there is to report on, where something changed, and preview what is chosen."""
        if self.tabs.current is None:
            self.tabs.show_tab(PREVIEW)
        if not self._shows_cover():
            self.drawing.keep_warm(warm=True)
            self._refresh()
            self._follow()
            self.recent.refresh()  # files may be gone by now
        self._take_focus()

    def leave(self) -> None:
        """Let the process that draws end some time after."""
        self.drawing.keep_warm(warm=False)

    @Slot(object)
    def export(self, kind: Format) -> None:
        """Export what is chosen as a kind of file."""
        self.exporting.ask(self.choices.order(kind), self.choices.words())

    @Slot()
    def export_several(self) -> None:
        """Ask for reports on several services, in language and paper as chosen."""
        look = USUAL_LOOK
        if self.choices.lack() is None:
            order = self.choices.order()
            look = replace(look, language=order.language, paper=order.paper)
            if order.audience in audiences_of(look.subject):
                look = replace(look, audience=order.audience)
        self.batch.ask(look=look)

    # Parts

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.choices)
        column = QFrame()
        scroll = scrolled(body)
        inner = scroll.widget()
        assert inner is not None, "it holds the choices"
        for each in (column, inner):
            each.setProperty("ground", "surface")
        self.foot = QVBoxLayout()  # what is done with the report chosen, one button below the other
        self.foot.setContentsMargins(16, 8, 12, 16)
        self.foot.addWidget(self.export_button)
        self.foot.addWidget(self.several_button)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(self.foot)
        self.column = column
        shown = QWidget()
        right = QVBoxLayout(shown)
        right.setContentsMargins(8, 8, 8, 0)
        right.addWidget(self.tabs)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(column)
        self._splitter.addWidget(shown)
        self._splitter.setStretchFactor(1, 1)
        shown.setMinimumWidth(_NARROWEST_PREVIEW)
        self._stack = QStackedWidget()
        for part in (self._splitter, self.empty, self.cover):
            self._stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._keep_inside()

    def _empty_place(self) -> EmptyState:
        self.add_button = push_button(_("Add a service"))
        self.add_button.clicked.connect(self.new_service_asked)
        samples = push_button(_("Load the sample portfolio"))
        samples.clicked.connect(self.samples_asked)
        edits(self.context, self.add_button, samples)
        text = _("Choose a review, a team or the portfolio, see the report as it will be, and export it.")
        return EmptyState(_("Reports on your services are made here"), text, [self.add_button, samples])

    def _cover_place(self) -> EmptyState:
        self.back = push_button(_("Back to the review"))
        self.back.clicked.connect(lambda: self.context.go_to("review"))
        return EmptyState("", "", [self.back])

    def _connect(self) -> None:
        context, drawing, preview = self.context, self.drawing, self.preview
        self.choices.changed.connect(self._follow)
        self.choices.looks_changed.connect(self._draw_anew)
        drawing.began.connect(preview.show_drawing)
        drawing.drawn.connect(self._show_report)
        drawing.failed.connect(preview.show_error)
        drawing.cancelled.connect(preview.show_cancelled)
        preview.cancel_asked.connect(drawing.cancel)
        preview.again_asked.connect(self._draw_again)
        self.tabs.shown.connect(self._show_tab)
        self.exporting.noted.connect(self.recent.refresh)
        self.recent.again_asked.connect(self.exporting.ask_again)
        self.export_action.triggered.connect(self.export_button.showMenu)
        self.several_button.clicked.connect(self.export_several)
        self.several_action.triggered.connect(self.export_several)
        context.changed.connect(self._note_due)
        context.taken_back.connect(self._note_due)
        context.settings_changed.connect(self._note_settings)
        context.theme.changed.connect(self._share_width)

    # What is shown

    def _take_focus(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self._splitter:
            self.choices.subject.setFocus()
        else:
            (self.add_button if shown is self.empty else self.back).setFocus()

    def _shows_cover(self) -> bool:
        """Hide everything while somebody answers blind, and tell whether that is so."""
        name = self.context.blind_assessor
        if name:
            heading = _("Hidden while {name} answers blind").format(name=name)
            self.cover.show_texts(heading, _("Reports show the agreed answers."))
            self.drawing.forget()
            self._stack.setCurrentWidget(self.cover)
        elif self._stack.currentWidget() is self.cover:
            self._stack.setCurrentWidget(self._splitter)
        self._allow()
        return bool(name)

    @Slot()
    def _note_due(self) -> None:
        self._is_due = self._is_stale = True
        if self.isVisible() and not self._shows_cover():
            self._refresh()

    @Slot(object)
    def _note_settings(self, settings: Settings) -> None:
        """Draw anew where reports look otherwise by now; the theme, for one, concerns the window alone."""
        if settings.of_reports != self._settings:
            self._settings = settings.of_reports
            self._note_due()

    def _refresh(self) -> None:
        if self._is_due:
            self._is_due = False
            self.context.read(read_matter, self._show_matter, owner=self)

    def _show_matter(self, matter: ReportMatter) -> None:
        shown = self._splitter if matter.services else self.empty
        is_another = shown is not self._stack.currentWidget()
        if self._stack.currentWidget() is not self.cover:
            self._stack.setCurrentWidget(shown)
        self.choices.show_matter(matter)
        if is_another and self.isVisible():
            self._take_focus()

    @Slot(object)
    def _show_tab(self, tab: QWidget) -> None:
        if tab is self.recent:
            self.recent.refresh()

    # The report

    def _formats(self) -> Sequence[Format]:
        return formats_of(self.choices.chosen_subject)

    @Slot()
    def _follow(self) -> None:
        """Preview what is chosen, or say what is missing; nothing while that is still being read."""
        self._allow()
        if self._may_report and self.isVisible():
            self._preview(anew=self._is_stale)

    @Slot()
    def _draw_anew(self) -> None:
        """Preview what is chosen as it looks now, at once or when the page is shown again."""
        self._is_stale = True
        self._follow()

    @property
    def _may_report(self) -> bool:
        """Tell whether there are services to report on, all that is chosen from is read, and nothing is covered."""
        return self._stack.currentWidget() is self._splitter and not self.choices.is_reading

    def _allow(self) -> None:
        """Offer the kinds of file that there are of what is chosen, where there is something to export."""
        self.export_menu.clear()
        for kind in self._formats():
            self.export_menu.addAction(format_text(kind)).triggered.connect(partial(self.export, kind))
        is_ready = self._may_report and self.choices.lack() is None
        for each in (self.export_button, self.export_action):
            each.setEnabled(is_ready)
        for several in (self.several_button, self.several_action):
            several.setEnabled(self._stack.currentWidget() is self._splitter)

    @Slot()
    def _draw_again(self) -> None:
        self._preview(anew=True)

    def _preview(self, *, anew: bool) -> None:
        lack = self.choices.lack()
        if lack is not None:
            self.drawing.forget()
            self.preview.show_lack(lack)
            return
        self._is_stale = False
        self.drawing.ask(self.choices.order(Format.PDF), anew=anew)

    @Slot(object, object)
    def _show_report(self, order: ReportOrder, rendered: Rendered) -> None:
        self.preview.show_report(rendered, keep_place=order == self._pages_of)
        self._pages_of = order

    # Room

    @Slot()
    def _share_width(self) -> None:
        """Give the choices the room they like, but less than half of the page."""
        pixels = self.context.theme.pixels
        self.column.setMinimumWidth(min(pixels(_NARROWEST_COLUMN), round(self.width() * _MOST_OF_WIDTH)))
        column = min(pixels(_COLUMN), round(self.width() * _MOST_OF_WIDTH))
        self._splitter.setSizes([column, max(self.width() - column, 1)])

    def _keep_inside(self) -> None:
        """Leave a pixel free where the interface runs from right to left: Qt places a splitter's parts that far off."""
        from_right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._splitter.setContentsMargins(0, 0, int(from_right), 0)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._keep_inside()
