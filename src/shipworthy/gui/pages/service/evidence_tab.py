"""The evidence under the review that speaks for a service, what expires next first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.assessment import EvidenceKind
from shipworthy.gui.context import Context
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.pages.review.evidence_bar import broken_words
from shipworthy.gui.pages.service.service_tab import ServiceTab
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.item_delegate import ChipCell
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.storage.evidence_files import FileState
from shipworthy.text import _, ngettext
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.evidence import broken_files
from shipworthy.workflows.services import ServiceView
from shipworthy.workflows.standing_evidence import EvidenceLine, EvidenceView, standing_evidence

_MOST_ROWS = 14
_SOON_DAYS = 30


class EvidenceTab(ServiceTab):
    """A table; Enter opens a link after its whole address was shown, and the review for everything else."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._service: UUID | None = None
        self._view: EvidenceView | None = None
        self._broken: Mapping[str, FileState] = {}
        self.summary = PlainLabel(role="soft", wrap=True)
        self.model = LinesModel[EvidenceLine](context.theme, self._columns(context.wording), self)
        self.table = TableView(context.theme, context.wording, _("Evidence"), elastic=(1,))
        self.table.setModel(self.model)
        self.table.opened.connect(self._open_row)
        card = Card(_("Evidence"))
        card.body.addWidget(self.summary)
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)
        self.table.hide()

    def _columns(self, wording: Wording) -> tuple[Column[EvidenceLine], ...]:
        def expiry(line: EvidenceLine) -> str:
            expires = line.evidence.expires
            return wording.date(expires) if expires else _("Does not expire")

        return (
            Column(_("Question"), lambda line: line.question.text),
            Column(_("Evidence"), _title, tip=lambda line: f"{_title(line)}\n{line.evidence.value}"),
            Column(_("Kind"), lambda line: kind_words(line.evidence.kind)),
            Column(_("Dated"), lambda line: wording.date(line.evidence.dated) if line.evidence.dated else DASH),
            Column(_("Expires"), expiry, ink=lambda line: "" if line.evidence.expires else "soft"),
            Column(_("Standing"), self._standing, cell=self._chip),
        )

    def _standing(self, line: EvidenceLine) -> str:
        broken = self._state_of(line)
        if broken is not None:
            words = broken_words(broken)
            return words[:1].upper() + words[1:]
        today = self._view.today if self._view else date.min
        if not line.valid:
            return _("Expired")
        expires = line.evidence.expires
        return _("Expires soon") if expires and (expires - today).days <= _SOON_DAYS else _("Valid")

    def _state_of(self, line: EvidenceLine) -> FileState | None:
        return self._broken.get(line.evidence.value) if line.evidence.kind is EvidenceKind.FILE else None

    def _chip(self, line: EvidenceLine) -> ChipCell:
        text = self._standing(line)
        if not line.valid or self._state_of(line) is not None:
            return ChipCell(f"✕ {text}", "bad")
        return ChipCell(f"◐ {text}", "warn") if text != _("Valid") else ChipCell(f"✓ {text}", "ok")

    def show_view(self, view: ServiceView) -> None:
        service_id = self._service = view.service.id

        def show(found: EvidenceView) -> None:
            if service_id == self._service:
                self._show(found)

        self.context.read(lambda session: standing_evidence(session, service_id), show, owner=self)

    def _show(self, view: EvidenceView) -> None:
        self._view, self._broken = view, {}
        self.model.show_rows(view.lines)
        self.table.setVisible(bool(view.lines))
        self.summary.setText(_summary(view))
        if view.lines:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.fit()
        self.filled.emit()
        session, evidence = self.context.session, [line.evidence for line in view.lines]
        # Beside the worker: to be known as whole a file must be read, and nothing that is saved waits for that.
        self.context.tasks.run_long(
            lambda _job: broken_files(session, evidence), partial(self._show_broken, view), owner=self
        )

    def _show_broken(self, view: EvidenceView, broken: Mapping[str, FileState]) -> None:
        if view is self._view and broken:
            self._broken = broken
            current = self.table.currentIndex().row()
            self.model.show_rows(view.lines)
            self.table.setCurrentIndex(self.model.index(max(current, 0), 0))
            text = ngettext(
                "{count} file is lost or damaged: open the review, and there the evidence, to bring it back.",
                "{count} files are lost or damaged: open the review, and there the evidence, to bring them back.",
                len(broken),
            )
            self.summary.setText(f"{_summary(view)} {text.format(count=len(broken))}")

    @Slot(QModelIndex)
    def _open_row(self, index: QModelIndex) -> None:
        evidence = self.model.row(index.row()).evidence
        if evidence.kind is EvidenceKind.LINK:
            LinkDialog(evidence.value, self.window()).open()
        elif self._view is not None and self._view.assessment is not None:
            self.context.open_review(self._view.assessment)

    def focus_place(self) -> QWidget | None:
        return self.table if self.table.isVisible() else None

    @Slot()
    def fit(self) -> None:
        self.table.show_whole(_MOST_ROWS)

    def bindings(self) -> Sequence[Binding]:
        return (Binding(_("Enter"), _("Open the chosen link, or the review that holds the evidence")),)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def kind_words(kind: EvidenceKind) -> str:
    """Return the name of a kind of evidence."""
    return {
        EvidenceKind.LINK: _("Link"),
        EvidenceKind.FILE: _("File"),
        EvidenceKind.TEXT: _("Text"),
        EvidenceKind.PROBE: _("Probe"),
    }[kind]


def _title(line: EvidenceLine) -> str:
    return line.evidence.title or " ".join(line.evidence.value.split())


def _summary(view: EvidenceView) -> str:
    if view.assessment is None:
        return _("Not reviewed yet. Evidence that answers rest on is listed here, with the day on which it expires.")
    if not view.lines:
        return _("“{title}” has no evidence yet. Press E at a question of the review to add some.").format(
            title=view.title
        )
    expired = sum(not line.valid for line in view.lines)
    return _("“{title}” rests on {count} pieces of evidence; {expired} expired.").format(
        title=view.title, count=len(view.lines), expired=expired
    )
