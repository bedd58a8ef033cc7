"""Joins up the window once the shell is on screen: its pages, the actions of its menus, and the ways between them.

A page is made when it is first shown, and what an action starts when it is first chosen: together they import nearly
all of the program, which the list of services need not wait for. That is why imports stand inside functions here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from shipworthy.gui.bundles.open_bundle import OpenBundle
from shipworthy.gui.context import Context
from shipworthy.gui.data.data_menu import DataMenu
from shipworthy.gui.editing import edits
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.open_report import OpenReport
from shipworthy.gui.pages.portfolio_page import PortfolioPage
from shipworthy.gui.service_import.dropped import sources_in
from shipworthy.gui.widgets.drop_target import DropTarget
from shipworthy.gui.widgets.header import PALETTE_KEYS
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.wording import Wording

if TYPE_CHECKING:
    from shipworthy.domain.report_kind import ReportOrder
    from shipworthy.domain.review import Review
    from shipworthy.gui.pages.manual_page import ManualPage
    from shipworthy.gui.pages.packs_page import PacksPage
    from shipworthy.gui.pages.policy.policy_page import PolicyPage
    from shipworthy.gui.pages.remediation_page import RemediationPage
    from shipworthy.gui.pages.reports_page import ReportsPage
    from shipworthy.gui.pages.review_page import ReviewPage
    from shipworthy.gui.pages.service_page import ServicePage
    from shipworthy.gui.pages.settings_page import SettingsPage
    from shipworthy.gui.palette.palette import Palette
    from shipworthy.gui.service_import.import_services import ImportServices
    from shipworthy.gui.undo import Undo
    from shipworthy.workflows.reviews import Recorded
    from shipworthy.workflows.undo import Step


class Places(QObject):
    """The pages of a window, and the ways between them."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self.portfolio = PortfolioPage(context)
        window.add_page("portfolio", lambda: self.portfolio)
        window.add_page("service", lambda: self.service, place="portfolio")
        window.add_page("review", lambda: self.review)
        window.add_page("remediation", lambda: self.remediation)
        window.add_page("reports", lambda: self.reports)
        window.add_page("packs", lambda: self.packs)
        window.add_page("settings", lambda: self.settings, needs_data=False)
        window.add_page("policy", lambda: self.policy, place="settings")
        window.add_page("manual", lambda: self.manual, needs_data=False)
        self._add_actions()
        self.portfolio.new_service_asked.connect(self.add_service)
        self.portfolio.empty.import_asked.connect(self.import_services)
        DropTarget(
            context.theme, self.portfolio, _("Drop to see which services it brings"), sources_in, self.import_dropped
        )
        context.did.connect(self._note_first)
        context.did_step.connect(self._note_first_step)
        context.open_service_asked.connect(self.open_service)
        context.open_review_asked.connect(self.open_review)
        context.open_question_asked.connect(self.open_question)
        context.open_item_asked.connect(self.open_item)
        context.open_waiver_asked.connect(self.open_waiver)
        context.open_dependencies_asked.connect(self.open_dependencies)
        context.open_report_asked.connect(self.open_report)
        context.ready.connect(self.tell_if_read_only)
        context.ready.connect(self.tell_if_on_a_share)
        context.ready.connect(self.look_for_meetings)
        if context.is_ready:
            self.tell_if_read_only()
            self.tell_if_on_a_share()
            self.look_for_meetings()

    # Pages

    @cached_property
    def service(self) -> ServicePage:
        """Return the page of one service."""
        from shipworthy.gui.pages.service_page import ServicePage

        return ServicePage(self._context)

    @cached_property
    def review(self) -> ReviewPage:
        """Return the page on which reviews are made."""
        from shipworthy.gui.pages.review_page import ReviewPage

        return ReviewPage(self._context)

    @cached_property
    def remediation(self) -> RemediationPage:
        """Return the page of items and waivers."""
        from shipworthy.gui.pages.remediation_page import RemediationPage

        return RemediationPage(self._context)

    @cached_property
    def reports(self) -> ReportsPage:
        """Return the page on which reports are chosen, seen and exported."""
        from shipworthy.gui.pages.reports_page import ReportsPage

        page = ReportsPage(self._context)
        page.new_service_asked.connect(self.add_service)
        page.samples_asked.connect(self.portfolio.load_samples)
        return page

    @cached_property
    def packs(self) -> PacksPage:
        """Return the page of the packs."""
        from shipworthy.gui.pages.packs_page import PacksPage

        return PacksPage(self._context)

    @cached_property
    def settings(self) -> SettingsPage:
        """Return the page of the settings."""
        from shipworthy.gui.pages.settings_page import SettingsPage

        return SettingsPage(self._context)

    @cached_property
    def policy(self) -> PolicyPage:
        """Return the page of the gate policy."""
        from shipworthy.gui.pages.policy.policy_page import PolicyPage

        return PolicyPage(self._context)

    @cached_property
    def manual(self) -> ManualPage:
        """Return the manual."""
        from shipworthy.gui.pages.manual_page import ManualPage

        page = ManualPage(self._context)
        page.back.clicked.connect(self._window.show_page_before)
        return page

    # What is made once it is wanted

    @cached_property
    def undo(self) -> Undo:
        """Return what takes steps of this window back."""
        from shipworthy.gui.undo import Undo

        return Undo(self._context, self._window)

    @cached_property
    def imports(self) -> ImportServices:
        """Return what imports services."""
        from shipworthy.gui.service_import.import_services import ImportServices

        return ImportServices(self._context, self.portfolio)

    @cached_property
    def palette(self) -> Palette:
        """Return the palette of commands."""
        from shipworthy.gui.palette.offers import Offers
        from shipworthy.gui.palette.palette import Palette

        offers = Offers(self._window, self._context, self._search)
        palette = Palette(self._window, self._context.theme, offers.gather)
        offers.came.connect(palette.take_offers)
        return palette

    @Slot(object)
    def _note_first(self, recorded: Recorded) -> None:
        """Hand the first thing done to undo, which listens by itself from then on."""
        if "undo" not in vars(self):
            self.undo.note(recorded)

    @Slot(object)
    def _note_first_step(self, step: Step) -> None:
        if "undo" not in vars(self):
            self.undo.note_step(step)

    @Slot()
    def tell_if_read_only(self) -> None:
        """Say at once that nothing can be changed, before somebody answers in vain."""
        if self._context.read_only:
            from shipworthy.gui.data.read_only import ReadOnly

            ReadOnly(self._context, self._window)

    @Slot()
    def tell_if_on_a_share(self) -> None:
        """Say what can go wrong where the data folder lies on a share of a network."""
        from shipworthy.gui.data.network_notice import NetworkNotice

        NetworkNotice(self._context, self._window)

    @Slot()
    def open_data_folder(self) -> None:
        """Ask for another data folder, which opens in a window of its own."""
        from shipworthy.gui.data.open_data_folder import OpenDataFolder

        OpenDataFolder(self._context, self._window).ask()

    @Slot()
    def look_for_meetings(self) -> None:
        """Offer to continue or to end a meeting that was left without an end, as by a crash."""
        from shipworthy.workflows.agenda import unfinished_meetings

        self._context.read(unfinished_meetings, self._offer_meeting, owner=self)

    def _offer_meeting(self, left: tuple[Review, ...]) -> None:
        for review in left[:1] if not self._context.read_only else ():
            text = _("A meeting on “{service}” was left without an end.").format(service=review.service.name)
            act = partial(self.open_meeting, review.assessment.id)
            hint = _("Everything said in it is kept.")
            self._context.notify(Notice(text, "warn", hint, action=(_("Continue or end it"), act), topic="meeting"))

    def open_meeting(self, assessment_id: UUID) -> None:
        """Show a review with the card of its meeting."""
        self.open_review(assessment_id)
        self.review.session.offer(assessment_id)

    @Slot()
    def add_service(self) -> None:
        """Open the editor on a new service."""
        from shipworthy.gui.pages.service_editor import ServiceEditor

        ServiceEditor(self._context, None, self._window).open()

    @Slot()
    def import_services(self) -> None:
        """Ask for a file of services."""
        self.imports.ask_for_file()

    @Slot()
    def import_folder(self) -> None:
        """Ask for a folder of services."""
        self.imports.ask_for_folder()

    def import_dropped(self, paths: Sequence[Path]) -> None:
        """Show what dropped files and folders would bring."""
        if self._context.is_ready and self._context.may_edit():
            self.imports.read(paths)

    @Slot(object)
    def open_service(self, service_id: UUID) -> None:
        """Show a service's page."""
        self.service.open_service(service_id)
        self._window.show_page("service")

    @Slot(object)
    def open_review(self, assessment_id: UUID) -> None:
        """Show a review."""
        self.review.open_review(assessment_id)
        self._window.show_page("review")

    @Slot(object, str)
    def open_question(self, assessment_id: UUID, question_id: str) -> None:
        """Show a question of a review."""
        self.review.open_review(assessment_id, question_id)
        self._window.show_page("review")

    @Slot(object)
    def open_item(self, item_id: UUID) -> None:
        """Show a remediation item beside the list."""
        self._window.show_page("remediation")
        self.remediation.open_item(item_id)

    @Slot(object)
    def open_waiver(self, waiver_id: UUID) -> None:
        """Show a waiver in the register."""
        self.remediation.show_waivers(waiver_id)
        self._window.show_page("remediation")

    @Slot(object)
    def open_dependencies(self, service_id: UUID) -> None:
        """Show the dependency graph around a service."""
        self._window.show_page("portfolio")
        self.portfolio.show_dependencies(service_id)

    @Slot(object)
    def open_report(self, order: ReportOrder) -> None:
        """Show a report on the Reports page."""
        self.reports.show_order(order)
        self._window.show_page("reports")

    @Slot()
    def show_keys(self) -> None:
        """Show the sheet of keys as they are bound now."""
        from shipworthy.gui.dialog_keys import dialog_sections
        from shipworthy.gui.key_sheet import KeySheet

        menus, pages = self._window.menus.lasting, self._window.pages
        KeySheet(self._window.page, menus, pages, dialog_sections(), self._window).open()

    @Slot()
    def show_about(self) -> None:
        """Show version, folder and licence."""
        from shipworthy.gui.about_dialog import AboutDialog

        AboutDialog(self._context, self._window).open()

    @Slot()
    def open_palette(self) -> None:
        """Open the palette of commands."""
        self.palette.open()

    def _add_actions(self) -> None:
        menus = self._window.menus
        menus.keys.triggered.connect(self.show_keys)
        menus.manual.triggered.connect(lambda: self._context.go_to("manual"))
        self._search = menus.add_action(menus.view, _("Search or &command…"), PALETTE_KEYS, triggered=self.open_palette)
        self._window.header.search.clicked.connect(self.open_palette)
        menus.about.triggered.connect(self.show_about)
        new = menus.add_action(menus.file, _("&New service…"), "Ctrl+N", triggered=self.add_service)
        file = menus.add_action(menus.file, _("&Import services…"), triggered=self.import_services)
        folder = menus.add_action(menus.file, _("Import a &folder of services…"), triggered=self.import_folder)
        samples = menus.add_action(menus.file, _("&Load the sample portfolio"), triggered=self.portfolio.load_samples)
        bundles = OpenBundle(self._context, self._window)
        bundle = menus.add_action(menus.file, _("&Open bundle…"), "Ctrl+O", triggered=bundles.start)
        reports = OpenReport(self._context, self._window)
        report = menus.add_action(menus.file, _("Open &report…"), "Ctrl+Shift+O", triggered=reports.start)
        menus.add_action(menus.file, _("Open data fol&der…"), triggered=self.open_data_folder)
        for action in (
            new,
            file,
            folder,
            samples,
            bundle,
            report,
        ):  # without data, as where it cannot be opened, they would lead nowhere
            action.setEnabled(self._context.is_ready)
            self._context.ready.connect(partial(action.setEnabled, True))
        edits(self._context, new, file, folder, samples, bundle)
        self._data = DataMenu(self._context, self._window)


def fill_window(window: MainWindow, context: Context) -> Places:
    """Give a window whose shell is on screen its first page; what it reads waits until the session is open."""
    context.wording = Wording()
    return Places(window, context)
