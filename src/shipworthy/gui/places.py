"""Fills the window once the shell is on screen: makes the pages, which import the workflows, and joins them up."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from shipworthy.domain.review import Review
from shipworthy.gui.about_dialog import AboutDialog
from shipworthy.gui.back_up import BackUp
from shipworthy.gui.bundles.open_bundle import OpenBundle
from shipworthy.gui.context import Context
from shipworthy.gui.dialog_keys import dialog_sections
from shipworthy.gui.key_sheet import KeySheet
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.manual_page import ManualPage
from shipworthy.gui.pages.packs_page import PacksPage
from shipworthy.gui.pages.policy.policy_page import PolicyPage
from shipworthy.gui.pages.portfolio_page import PortfolioPage
from shipworthy.gui.pages.remediation_page import RemediationPage
from shipworthy.gui.pages.review_page import ReviewPage
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.pages.service_page import ServicePage
from shipworthy.gui.pages.settings_page import SettingsPage
from shipworthy.gui.palette.offers import Offers
from shipworthy.gui.palette.palette import Palette
from shipworthy.gui.undo import Undo
from shipworthy.gui.verify import Verify
from shipworthy.gui.widgets.header import PALETTE_KEYS
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.agenda import unfinished_meetings


class Places(QObject):
    """The pages of a window, and the ways between them."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self.undo = Undo(context, window)
        self.portfolio = PortfolioPage(context)
        self.service = ServicePage(context)
        self.review = ReviewPage(context)
        self.remediation = RemediationPage(context)
        self.packs = PacksPage(context)
        self.settings = SettingsPage(context)
        self.policy = PolicyPage(context)
        self.manual = ManualPage(context)
        window.add_page("portfolio", self.portfolio)
        window.add_page("service", self.service, place="portfolio")
        window.add_page("review", self.review)
        window.add_page("remediation", self.remediation)
        window.add_page("packs", self.packs)
        window.add_page("settings", self.settings, needs_data=False)
        window.add_page("policy", self.policy, place="settings")
        window.add_page("manual", self.manual, needs_data=False)
        self._add_actions()
        self.palette = self._add_palette()
        self.portfolio.new_service_asked.connect(self.add_service)
        context.open_service_asked.connect(self.open_service)
        context.open_review_asked.connect(self.open_review)
        context.open_question_asked.connect(self.open_question)
        context.open_item_asked.connect(self.open_item)
        context.open_waiver_asked.connect(self.open_waiver)
        context.ready.connect(self.tell_if_read_only)
        context.ready.connect(self.look_for_meetings)
        if context.is_ready:
            self.tell_if_read_only()
            self.look_for_meetings()

    @Slot()
    def tell_if_read_only(self) -> None:
        """Say at once that nothing can be changed, before somebody answers in vain."""
        if self._context.session.store.read_only:
            text = _("This database may only be read, so nothing that you change can be saved.")
            hint = _("Make the file and its folder writable, then start again.")
            self._context.notify(Notice(text, "warn", hint))

    @Slot()
    def look_for_meetings(self) -> None:
        """Offer to continue or to end a meeting that was left without an end, as by a crash."""
        self._context.read(unfinished_meetings, self._offer_meeting, owner=self)

    def _offer_meeting(self, left: tuple[Review, ...]) -> None:
        for review in left[:1]:
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
        ServiceEditor(self._context, None, self._window).open()

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

    @Slot()
    def show_keys(self) -> None:
        """Show the sheet of keys as they are bound now."""
        menus, pages = self._window.menus.lasting, self._window.pages
        KeySheet(self._window.page, menus, pages, dialog_sections(), self._window).open()

    @Slot()
    def show_about(self) -> None:
        """Show version, folder and licence."""
        AboutDialog(self._context, self._window).open()

    def _add_palette(self) -> Palette:
        menus = self._window.menus
        action = menus.add_action(menus.view, _("Search or &command…"), PALETTE_KEYS)
        offers = Offers(self._window, self._context, action)
        palette = Palette(self._window, self._context.theme, offers.gather)
        offers.came.connect(palette.take_offers)
        for asked in (action.triggered, self._window.header.search.clicked):
            asked.connect(palette.open)
        return palette

    def _add_actions(self) -> None:
        menus = self._window.menus
        menus.keys.triggered.connect(self.show_keys)
        menus.manual.triggered.connect(lambda: self._context.go_to("manual"))
        self.manual.back.clicked.connect(self._window.show_page_before)
        menus.about.triggered.connect(self.show_about)
        new = menus.add_action(menus.file, _("&New service…"), "Ctrl+N", triggered=self.add_service)
        samples = menus.add_action(menus.file, _("&Load the sample portfolio"), triggered=self.portfolio.load_samples)
        bundles = OpenBundle(self._context, self._window)
        bundle = menus.add_action(menus.file, _("&Open bundle…"), "Ctrl+O", triggered=bundles.start)
        back_up = menus.add_action(menus.file, _("&Back up now"), triggered=BackUp(self._context, self).start)
        seals = menus.add_action(menus.file, _("&Verify seals"), triggered=Verify(self._context, self._window).start)
        for action in (
            new,
            samples,
            bundle,
            back_up,
            seals,
        ):  # without data, as where it cannot be opened, they would lead nowhere
            action.setEnabled(self._context.is_ready)
            self._context.ready.connect(partial(action.setEnabled, True))
        menus.add_action(menus.file, _("Show data &folder"), triggered=lambda: show_in_folder(self._context.data_dir))


def fill_window(window: MainWindow, context: Context) -> Places:
    """Make the pages of a window whose shell is on screen; what they read waits until the session is open."""
    context.wording = Wording()
    with context.theme.unstyled():
        return Places(window, context)
