"""Newer versions of a review's packs on the Review page: a banner says so, and they are taken up after a look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from shipworthy.domain.assessment import AssessmentState, PackUse
from shipworthy.domain.pack import Pack
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.gui.upgrade_dialog import UpgradeDialog
from shipworthy.text import _, ngettext
from shipworthy.workflows.reviews import Recorded
from shipworthy.workflows.upgrading import UpgradeOffer, newer_packs, offer_upgrade, upgrade_packs


class _Shown(NamedTuple):
    """What decides which packs are newer."""

    assessment: UUID
    packs: tuple[PackUse, ...]
    state: AssessmentState


class UpgradeWork(QObject):
    """Joins upgrades to the conduct of the review; `packs_changed` after one, and after it was taken back."""

    packs_changed = Signal()

    def __init__(self, context: Context, conduct: Conduct, parts: ReviewLayout, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._page = page
        self._newer: tuple[Pack, ...] = ()
        self._shown: _Shown | None = None
        self.action = QAction(_("U&pgrade packs…"), page)
        self.action.setEnabled(False)
        edits(context, self.action, parts.upgrade_banner.upgrade)
        self.action.triggered.connect(lambda: conduct.offer(self._ask))
        parts.upgrade_banner.upgrade_asked.connect(self.action.trigger)
        for signal in (conduct.moved, conduct.changed, conduct.closed, conduct.assessor_changed):
            signal.connect(self._show)
        context.changed.connect(self._forget)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu; they change what everybody is asked."""
        return (self.action,)

    @Slot()
    def _forget(self) -> None:
        """Ask anew which packs are newer: one may have been added."""
        self._shown = None

    @Slot()
    def _show(self) -> None:
        review = self._conduct.review if self._conduct.is_open else None
        shown = _Shown(review.assessment.id, review.assessment.packs, review.assessment.state) if review else None
        before, self._shown = self._shown, shown
        if shown != before:
            self._newer = ()
            if shown is not None:
                read = partial(newer_packs, assessment_id=shown.assessment)
                self._context.read(read, partial(self._show_newer, shown), owner=self)
            if shown and before and shown.assessment == before.assessment and shown.packs != before.packs:
                self.packs_changed.emit()
        self._show_banner()

    def _show_newer(self, read_for: _Shown, newer: tuple[Pack, ...]) -> None:
        if self._shown == read_for:
            self._newer = newer
            self._show_banner()

    def _show_banner(self) -> None:
        free = bool(self._newer) and not self._conduct.assessor
        self.action.setEnabled(free)
        self._parts.upgrade_banner.show_words(self._words() if free else "")

    def _words(self) -> str:
        used = {each.pack.id: each.pack.version for each in self._conduct.review.questionnaire.packs}
        named = [
            _("{title} {now} (this review uses {before})").format(
                title=pack.title, now=pack.version, before=used[pack.id]
            )
            for pack in self._newer
        ]
        text = ngettext("A newer version is there: {packs}.", "Newer versions are there: {packs}.", len(named))
        return text.format(packs=", ".join(named))

    def _ask(self) -> None:
        self._conduct.save_note()
        self._conduct.offer(self._read_offer)  # after the note, which is mapped too

    def _read_offer(self) -> None:
        read = partial(offer_upgrade, assessment_id=self._conduct.review.assessment.id)
        self._context.read(read, self._show_dialog, owner=self)

    def _show_dialog(self, offer: UpgradeOffer | None) -> None:
        if offer is None or not self._conduct.shows(offer.assessment):
            return
        dialog = UpgradeDialog(offer, self._context.theme, self._page.window())

        def done(_recorded: Recorded) -> None:
            dialog.accept()
            self._context.changed.emit()

        def upgrade() -> None:
            work = partial(upgrade_packs, assessment_id=offer.assessment, packs=offer.packs)
            self._conduct.carry_out(work, lambda recorded: recorded, done, dialog.show_problem)

        dialog.upgrade_asked.connect(lambda: self._conduct.offer(upgrade))
        dialog.open()
