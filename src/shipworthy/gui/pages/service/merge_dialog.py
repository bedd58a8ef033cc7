"""Merging two services: which is kept, field by field what it has afterwards, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.service import Service
from shipworthy.domain.service_merge import FACT, Difference
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.service.effect_box import EffectBox
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, empty_layout
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tab_order import set_reading_order
from shipworthy.text import _, ngettext
from shipworthy.workflows.facts import blank_facts
from shipworthy.workflows.service_merge import MergePreview, merge_services, preview_merge
from shipworthy.workflows.services import ServicesChanged
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import Step

_SHOWN = 28  # characters of a value beside another


class MergeDialog(AskDialog):
    """Begins with the first service kept; the box of the kept one turns it round. Merge does it as one step."""

    def __init__(self, context: Context, one: Service, other: Service, parent: QWidget) -> None:
        super().__init__(_("Merge services"), parent)
        self._context = context
        self._pair = (one, other)
        self._chosen: frozenset[str] | None = None
        self._preview: MergePreview | None = None
        resize_within_screen(self, context.theme.pixels(760), context.theme.pixels(640))
        self.setMinimumSize(360, 280)
        self.kept = QComboBox()
        for service in self._pair:
            self.kept.addItem(service.name, service.id)
        self.kept.currentIndexChanged.connect(self._turn)
        self.kept.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hint = PlainLabel(wrap=True)
        self.choices: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self.outcome = PlainLabel(wrap=True)
        self.effect = EffectBox(context.theme, context.wording)
        self._facts: Mapping[str, str] = {}  # what a fact asks, by its id
        self.merge_button = push_button(_("Merge"), "primary")
        self.merge_button.setEnabled(False)
        self.merge_button.clicked.connect(self.merge)
        self.lay_out(self._content(), self.merge_button, _("Undo takes it back in one step."))
        self.kept.setFocus()
        self._read()

    def _content(self) -> QWidget:
        self._column = column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(Field(_("Kept"), self.kept, _("The other one is archived, with its reviews.")))
        column.addWidget(self.hint)
        self.hint.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for place, share in enumerate((3, 4, 4)):
            self._grid.setColumnStretch(place, share)
        column.addLayout(self._grid)
        box = QFrame()
        box.setProperty("role", "quiet")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.setSpacing(4)
        inner.addWidget(PlainLabel(_("What becomes of the rest"), "label"))
        inner.addWidget(self.outcome)
        column.addWidget(box)
        column.addWidget(self.effect)
        column.addStretch(1)
        return scrolled(column)

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """Return the service kept and the other one."""
        one, other = (service.id for service in self._pair)
        return (one, other) if self.kept.currentIndex() == 0 else (other, one)

    @Slot()
    def merge(self) -> None:
        """Merge them as chosen."""
        (kept, other), chosen = self.ids, self._chosen
        self.merge_button.setEnabled(False)
        self._context.write(
            lambda session: merge_services(session, kept, other, chosen), self._merged, self._refused, owner=self
        )

    def _merged(self, changed: ServicesChanged) -> None:
        self.accept()
        self._context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
        self._context.changed.emit()
        self._context.open_service(changed.service.id)

    def _refused(self, error: UserError) -> None:
        self._context.forget_refused()
        self.say_refused(error)
        self.cancel_button.setFocus()

    @Slot()
    def _turn(self) -> None:
        self._chosen = None
        self._read()

    def _read(self) -> None:
        (kept, other), chosen = self.ids, self._chosen

        def read(session: Session) -> tuple[MergePreview, Mapping[str, str]]:
            asked = {line.definition.id: line.definition.text for line in blank_facts(session)}
            return preview_merge(session, kept, other, chosen), asked

        def done(found: tuple[MergePreview, Mapping[str, str]]) -> None:
            if (kept, other, chosen) == (*self.ids, self._chosen):
                preview, self._facts = found
                self._show(preview)

        self.merge_button.setEnabled(False)
        self._context.read(read, done, self._refused, owner=self)

    def _show(self, preview: MergePreview) -> None:
        is_first = self._chosen is None
        self._preview = preview
        self.say("")
        if is_first:
            self._chosen = preview.usual
            self._show_differences(preview)
        other = preview.other.name
        only_other = _("Only {other} has reviews, and reviews stay with their service. Keep {other} instead?")
        self.hint.setText(only_other.format(other=other) if preview.suggests_other_way else "")
        self.hint.setVisible(preview.suggests_other_way)
        self.outcome.setText("\n".join(self._outcome(preview)))
        self.effect.show_effect(preview.effect if preview.effect.matters else None)
        self.merge_button.setEnabled(True)

    def _show_differences(self, preview: MergePreview) -> None:
        empty_layout(self._grid)
        self.choices.clear()
        if not preview.differences:
            self._grid.addWidget(PlainLabel(_("Their fields are the same."), "soft"), 0, 0, 1, 3)
        else:
            for column, name in enumerate((preview.kept.name, preview.other.name), start=1):
                self._grid.addWidget(PlainLabel(name, "label", wrap=True), 0, column)
        for row, each in enumerate(preview.differences, start=1):
            self._add(row, each, each.field in preview.usual)
        set_reading_order(self, self._column)

    def _add(self, row: int, each: Difference, takes_other: bool) -> None:
        wording = self._context.wording
        fact = each.field.removeprefix(FACT)
        is_fact = each.field.startswith(FACT)
        name = self._facts.get(fact, fact) if is_fact else wording.service_field(each.field)
        group = QButtonGroup(self)
        buttons = []
        for column, value in enumerate((each.kept, each.other), start=1):
            said = wording.service_value(value, {})
            button = QRadioButton(_short(said).replace("&", "&&"))
            button.setAccessibleName(f"{name}: {said}")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            set_plain_tool_tip(button, "" if said == _short(said) else said)
            group.addButton(button)
            self._grid.addWidget(button, row, column)
            buttons.append(button)
        buttons[takes_other].setChecked(True)
        self.choices[each.field] = (buttons[0], buttons[1])
        self._grid.addWidget(PlainLabel(name, "soft", wrap=True), row, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons[1].toggled.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        self._chosen = frozenset(field for field, (_kept, other) in self.choices.items() if other.isChecked())
        self._read()

    def _outcome(self, preview: MergePreview) -> Iterator[str]:
        kept, other = preview.result.name, preview.other.name
        yield _("{kept} gets the tags, links, facts and dependencies of both.").format(kept=kept)
        if preview.turned:
            yield _("Depend on {kept} instead of {other}: {names}.").format(
                kept=kept, other=other, names=self._names(preview.turned)
            )
        if preview.own_dependency:
            yield _("One of them depends on the other; that dependency goes.")
        taken, items = preview.items_taken, len(preview.items)
        if items:
            words = ngettext("{taken} of {count} live item moves", "{taken} of {count} live items move", items)
            covered = "" if taken == items else _("; for the others there are items already")
            yield f"{words.format(taken=taken, count=items)}{covered}."
        if preview.standing_waivers:
            words = ngettext(
                "{taken} of {count} standing waiver moves",
                "{taken} of {count} standing waivers move",
                preview.standing_waivers,
            )
            covered = "" if len(preview.waivers) == preview.standing_waivers else _("; the others have one already")
            yield f"{words.format(taken=len(preview.waivers), count=preview.standing_waivers)}{covered}."
        if preview.reviews_of_other:
            count = preview.reviews_of_other
            words = ngettext("{count} review stays with {other}.", "{count} reviews stay with {other}.", count)
            yield words.format(count=count, other=other)

    def _names(self, services: Sequence[Service]) -> str:
        return self._context.wording.some_names([each.name for each in services])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
