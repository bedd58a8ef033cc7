"""Upgrading an open review: what newer versions of its packs ask otherwise, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.carrying import PackChange
from shipworthy.errors import UserError
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _
from shipworthy.workflows.upgrading import UpgradeOffer, upgrade_lines


class UpgradeDialog(AskDialog):
    """Says what an upgrade would do before anything is done; `upgrade_asked` by its button. One undo takes it back."""

    upgrade_asked = Signal()

    def __init__(self, offer: UpgradeOffer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Upgrade packs"), parent)
        self.setMinimumSize(320, 240)
        resize_within_screen(self, theme.pixels(640), theme.pixels(600))
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        heading = _("“{title}” of {service}").format(title=offer.title, service=offer.service)
        column.addWidget(PlainLabel(heading, "title", wrap=True))
        column.addWidget(_outcome(offer))
        for change in offer.preview.changes:
            column.addLayout(_part(change, offer))
        column.addStretch(1)
        self.area = _scrolling(column)
        self.upgrade_button = push_button(_("Upgrade"), "primary")
        self.upgrade_button.clicked.connect(self._ask)
        self.lay_out(self.area, self.upgrade_button, _("Undo takes it back in one step."))
        self.upgrade_button.setFocus()

    def show_problem(self, error: UserError) -> None:
        """Say why nothing was upgraded."""
        self.say_refused(error)
        self.upgrade_button.setEnabled(True)
        self.upgrade_button.setFocus()

    @Slot()
    def _ask(self) -> None:
        self.upgrade_button.setEnabled(False)  # a second press while the first is being saved would find nothing to do
        self.say("")
        self.upgrade_asked.emit()


def _outcome(offer: UpgradeOffer) -> QFrame:
    box = QFrame()
    box.setProperty("role", "quiet")
    column = QVBoxLayout(box)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(4)
    column.addWidget(PlainLabel(_("What becomes of the answers"), "label"))
    lines = upgrade_lines(offer.preview) or [_("Nothing is answered yet.")]
    column.addWidget(PlainLabel("\n".join(lines), wrap=True))
    return box


def _part(change: PackChange, offer: UpgradeOffer) -> QVBoxLayout:
    """Return what one pack asks otherwise."""
    column = QVBoxLayout()
    column.setSpacing(8)
    versions = _("{title}: version {before} to {now}").format(
        title=offer.titles[change.pack_id], before=change.before, now=change.now
    )
    column.addWidget(PlainLabel(versions, "strong", wrap=True))
    sections = [*_sections(change)]
    if change.facts:
        facts = _("Facts that are new, or are taken for something else until they are answered: {facts}").format(
            facts=", ".join(change.facts)
        )
        column.addWidget(PlainLabel(facts, wrap=True))
    elif not sections:
        column.addWidget(PlainLabel(_("Every question is asked and counts as before."), wrap=True))
    for title, questions in sections:
        section = QVBoxLayout()
        section.setSpacing(2)
        section.addWidget(PlainLabel(f"{title} · {len(questions)}", "label"))
        for each in questions:
            section.addWidget(PlainLabel(offer.texts[each], wrap=True))
        column.addLayout(section)
    return column


def _sections(change: PackChange) -> Iterator[tuple[str, Sequence[str]]]:
    for title, questions in (
        (_("New"), change.new),
        (_("Asked differently"), change.changed),
        (_("Counts otherwise"), change.rescored),
        (_("Removed"), change.removed),
    ):
        if questions:
            yield title, questions


def _scrolling(column: QVBoxLayout) -> QScrollArea:
    inner = QWidget()
    inner.setLayout(column)
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
    area.setProperty("role", "focusable")
    area.setAccessibleName(_("What the upgrade changes"))
    area.setWidget(inner)
    return area
