"""What the services need of each other, as a picture and in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.models.dependency_tree_model import DependencyTreeModel
from shipworthy.gui.pages.portfolio.dependency_tree import DependencyTree
from shipworthy.gui.pages.portfolio.graph_bar import GraphBar
from shipworthy.gui.pages.portfolio.graph_layout import Sizes
from shipworthy.gui.pages.portfolio.graph_paint import LAXER_MARK
from shipworthy.gui.pages.portfolio.graph_picture import MOST_CARDS, Focus, GraphPicture, picture
from shipworthy.gui.pages.portfolio.graph_view import GraphView
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _, ngettext
from shipworthy.wording.dependencies import DependencyWording
from shipworthy.workflows.portfolio import Portfolio

_LEAST_HEIGHT = 220  # of the picture; where the window is lower, the page scrolls
_OTHERS = (Verdict.READY, Verdict.NOT_READY)  # what the chosen service may become


class GraphTab(PortfolioTab):
    """The graph and, beside it, the same in words; what is chosen in one is chosen in the other.

    Without a focus it shows the services that the filter keeps; with one what is around that service, filtered or not.
    """

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self._words = DependencyWording()
        self._portfolio: Portfolio | None = None
        self._kept: tuple[UUID, ...] = ()
        self._focus: Focus | None = None
        self._wished: UUID | None = None  # to be chosen once it is there
        self._job: LongJob | None = None
        self._picture: GraphPicture | None = None
        self._text_size = context.theme.pixels(100)
        self.bar = GraphBar(context.theme)
        self.says = PlainLabel(role="soft", wrap=True)
        self.view = GraphView(context.theme, self._words)
        self.model = DependencyTreeModel(context.theme, self._words, self)
        self.tree = DependencyTree(self.model)
        self.legend = PlainLabel(self._legend(), "small", wrap=True)
        self.name = ElidedLabel(role="title")
        self.copy_button = push_button(
            _("Copy as text"), "flat", tip=_("Everything in the list, a line for each service")
        )
        self.about = PlainLabel(wrap=True, selectable=True)
        self.about.setAccessibleName(_("About the chosen service"))
        self.clear_button = push_button(_("Clear filters"))
        self.too_many = EmptyState(_("Too many for a picture"), "")
        self.no_needs = EmptyState(_("No dependencies here"), "")
        self.nothing_found = EmptyState(
            _("No service fits"), _("No service is left by the filters and words above."), [self.clear_button]
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._pictures = QStackedWidget()
        for part in (self.view, self.too_many, self.no_needs):
            self._pictures.addWidget(part)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.copy_button)
        left, right = QWidget(), QWidget()
        for side in (left, right):
            column = QVBoxLayout(side)
            # A splitter cuts a pixel off its parts where one reads from right to left.
            column.setContentsMargins(0, 0, 1, 0)
            column.setSpacing(6)
            if side is left:
                column.addWidget(self._pictures, 1)
                column.addWidget(self.legend)
            else:
                column.addLayout(head)
                column.addWidget(self.about)
                column.addWidget(self.tree, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self._splitter.setHandleWidth(12)
        for side, stretch in ((left, 5), (right, 3)):
            side.setMinimumWidth(self.context.theme.pixels(240))
            self._splitter.addWidget(side)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._splitter.setSizes([500, 300])
        self._pictures.setMinimumHeight(self.context.theme.pixels(_LEAST_HEIGHT))
        self.tree.setMinimumHeight(self.context.theme.pixels(_LEAST_HEIGHT // 2))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.says)
        column.addWidget(self._splitter, 1)
        self._whole = whole
        self._stack = QStackedWidget()
        self._stack.addWidget(self._whole)
        self._stack.addWidget(self.nothing_found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _legend(self) -> str:
        signs = (
            ("━▸", _("needs, hard")),
            ("┅▸", _("needs, soft")),
            (self._words.verdict_mark(Verdict.NOT_READY), _("on a line: caps the verdict of what needs it")),
            (LAXER_MARK, _("on a line: what is needed is of a laxer tier")),
        )
        return "     ".join(f"{sign} {text}".replace(" ", "\u00a0") for sign, text in signs)

    def _connect(self) -> None:
        self.bar.focus_asked.connect(self.focus_on)
        self.bar.steps_asked.connect(self._take_steps)
        self.bar.all_asked.connect(self.show_all)
        self.bar.left.connect(self.take_focus)
        self.copy_button.clicked.connect(self._copy)
        self.bar.zoom_in.clicked.connect(self.view.zoom_in)
        self.bar.zoom_out.clicked.connect(self.view.zoom_out)
        self.bar.fit.clicked.connect(self.view.fit)
        self.view.chosen.connect(self.tree.choose)
        self.view.around_asked.connect(self.focus_on)
        self.view.search_asked.connect(self.bar.take_search)
        self.tree.chosen.connect(self.view.choose)
        self.tree.chosen.connect(self._tell_about)
        for part in (self.view, self.tree):
            part.opened.connect(self.context.open_service)
        self.clear_button.clicked.connect(self._clear_filter)
        self.context.theme.changed.connect(self._follow_text_size)

    # The tab

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        self._portfolio = portfolio
        self._kept = tuple(line.service.id for line in lines)
        if self._focus is not None and self._focus.service not in portfolio.today.services:
            self._focus = None  # on that day it was not there
        self._draw()

    @Slot(object)
    def focus_on(self, service_id: UUID) -> None:
        """Show what is around a service, over as many steps as fit into a picture."""
        self._focus = Focus(service_id, None, fits=True)
        self._wished = service_id
        self._draw()

    @Slot()
    def show_all(self) -> None:
        """Show every service that the filter keeps."""
        self._focus = None
        self._draw()

    def take_focus(self) -> None:
        if self._stack.currentWidget() is self.nothing_found:
            self.clear_button.setFocus()
        elif self._pictures.currentWidget() is self.view:
            self.view.setFocus()
        else:
            self.tree.setFocus()

    def commands(self) -> Sequence[Command]:
        group = _("Dependencies")
        found = [
            Command(group, _("Copy as text"), self._copy),
            Command(group, _("Show the whole graph"), self.view.fit),
        ]
        current = self.view.current
        if current is not None and self._picture is not None:
            name = self._picture.dependencies.services[current].name
            text = _("Show what is around {service}").format(service=name)
            found.append(Command(group, text, partial(self.focus_on, current)))
        return found

    def bindings(self) -> Sequence[Binding]:
        return (
            Binding(_("Arrows"), _("Along the lines, or up and down the column")),
            Binding(_("Enter"), _("Open the chosen service")),
            Binding(_("Space"), _("Show only what is around the chosen service")),
            Binding("/", _("Look for a service")),
            Binding("+, -, 0", _("Larger, smaller, the whole graph")),
            Binding(_("Ctrl+C"), _("In the list: copy what is chosen")),
        )

    # Drawing

    def _draw(self) -> None:
        if self._portfolio is None or self.context.tasks.closed:  # the window goes while its theme still changes
            return
        if self._job is not None:
            self._job.cancel()
        dependencies, kept, focus, sizes = self._portfolio.dependencies, self._kept, self._focus, self._sizes()

        def work(job: LongJob) -> tuple[LongJob, GraphPicture]:
            return job, picture(dependencies, kept, focus, sizes)

        self._job = self.context.tasks.run_long(work, self._show_newest, owner=self)

    def _sizes(self) -> Sizes:
        return Sizes(*(self.context.theme.pixels(round(each)) for each in Sizes()))

    def _show_newest(self, result: tuple[LongJob, GraphPicture]) -> None:
        job, shown = result
        if job is self._job:
            self._job = None
            self._show(shown)

    def _show(self, shown: GraphPicture) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget()) and not self.bar.isAncestorOf(
            self.window().focusWidget()
        )
        current = self._to_choose(shown)
        self._picture = shown
        if self._focus is not None:
            self._focus = shown.focus  # with as many steps as fitted
        self._show_part(shown)
        self.bar.show_picture(shown)
        self.says.setText(self._sentence(shown))
        self.model.show_services(shown.dependencies, shown.listed)
        self.view.show_picture(shown, current)
        if current is not None:
            self.tree.choose(current)  # which tells about it
        if had_focus:
            self.take_focus()

    def _to_choose(self, shown: GraphPicture) -> UUID | None:
        """Return what is chosen in a new picture: what was asked for, or before, else what takes the most along."""
        before = self.model.service_at(self.tree.currentIndex())
        wished, self._wished = self._wished, None
        listed = {each.id for each in shown.listed}
        drawn = shown.layout.cards.keys() if shown.layout and shown.layout.cards else listed
        for each in (wished, before, shown.focus.service if shown.focus else None):
            if each in drawn:
                return each
        sizes = shown.dependencies.sizes
        return max((each.id for each in shown.listed if each.id in drawn), key=lambda each: sizes[each], default=None)

    def _show_part(self, shown: GraphPicture) -> None:
        self._stack.setCurrentWidget(self._whole if shown.listed else self.nothing_found)
        if shown.layout is None:
            self.too_many.show_texts(_("Too many for a picture"), _("The list beside has all of them, in words."))
            self._pictures.setCurrentWidget(self.too_many)
        elif not shown.layout.cards:
            self.no_needs.show_texts(
                _("No dependencies here"),
                _("Edit a service to say which others it cannot work without (hard) or works worse without (soft)."),
            )
            self._pictures.setCurrentWidget(self.no_needs)
        else:
            self._pictures.setCurrentWidget(self.view)
        self.legend.setVisible(self._pictures.currentWidget() is self.view)

    def _sentence(self, shown: GraphPicture) -> str:
        if shown.focus is None:
            counted = self._counted(shown) if shown.needs else ""
            return " ".join(filter(None, (counted, self._left_out(shown))))
        service = shown.dependencies.services[shown.focus.service].name
        if shown.layout is None:
            return _(
                "Around {service}, {steps}: {count} services are more than the {most} that fit into a picture. "
                "Choose fewer steps, or read the list."
            ).format(service=service, steps=self._steps(shown.focus.steps), count=len(shown.listed), most=MOST_CARDS)
        around = _("Around {service}, {steps}: {counted}").format(
            service=service, steps=self._steps(shown.focus.steps), counted=self._counted(shown)
        )
        if not shown.is_chosen:
            return around
        too_many = _(
            "{count} services are too many for one picture. This is the one whose fall takes most others along."
        )
        return f"{too_many.format(count=len(self._kept))} {around}"

    def _counted(self, shown: GraphPicture) -> str:
        count = len(shown.layout.cards) if shown.layout else 0
        services = ngettext("{count} service", "{count} services", count).format(count=count)
        needs = ngettext("{count} dependency", "{count} dependencies", len(shown.needs)).format(count=len(shown.needs))
        return _("{services}, {dependencies}.").format(services=services, dependencies=needs)

    def _left_out(self, shown: GraphPicture) -> str:
        if not shown.alone:
            return ""
        if shown.alone == len(shown.listed):
            return _("None of these services needs another one.")
        return ngettext(
            "{count} more service has no dependency on these; the list has it.",
            "{count} more services have no dependency on any other; the list has them.",
            shown.alone,
        ).format(count=shown.alone)

    def _steps(self, steps: int | None) -> str:
        if steps is None:
            return _("all steps")
        return ngettext("{count} step", "{count} steps", steps).format(count=steps)

    @Slot(object)
    def _tell_about(self, service_id: UUID) -> None:
        """Say what falls with the chosen service, and what another verdict of it would change."""
        if self._picture is None:
            return
        words, dependencies = self._words, self._picture.dependencies
        service = dependencies.services[service_id]
        self.name.setText(service.name)
        own = dependencies.own_verdict(service_id)
        sentences = [words.named_fall(dependencies.blast(service_id)), words.laxer(dependencies.needs(service_id))]
        for verdict in (each for each in _OTHERS if each is not own):
            changes = dependencies.what_if(service_id, verdict)
            sentences.append(words.what_if_in_short(service, verdict, changes))
        self.about.setText("\n".join(filter(None, sentences)))

    @Slot(object)
    def _take_steps(self, steps: int | None) -> None:
        focus = self._picture.focus if self._picture is not None else None
        if focus is not None:
            self._focus = Focus(focus.service, steps)
            self._draw()

    @Slot()
    def _copy(self) -> None:
        self.tree.copy_all()
        count = len(self._picture.listed) if self._picture is not None else 0
        text = ngettext("Copied {count} service in words", "Copied {count} services in words", count)
        self.context.notify(Notice(text.format(count=count), topic="dependencies"))

    @Slot()
    def _clear_filter(self) -> None:
        self.state.clear_filter()
        self.take_focus()

    @Slot()
    def _follow_text_size(self) -> None:
        if self.context.theme.pixels(100) != self._text_size:
            self._text_size = self.context.theme.pixels(100)
            self._draw()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._focus is not None:
            self.show_all()
            self.take_focus()
        else:
            super().keyPressEvent(event)
