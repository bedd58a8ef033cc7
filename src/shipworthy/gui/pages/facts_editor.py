"""The facts of a service as questions, a group for each pack; those of packs not in use are folded away."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shipworthy.gui.pages.service_cards import yes_or_no
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext
from shipworthy.workflows.facts import FactLine


class FactsEditor(QWidget):
    """Each fact once, as a question with yes, no, or the pack's assumption; `changed` with every answer."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: list[FactGroup] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        hint = _(
            "They decide which questions a review asks. What nobody answers is assumed; facts of packs that the "
            "service is not reviewed with can wait."
        )
        self._column.addWidget(PlainLabel(hint, "soft", wrap=True))

    @property
    def boxes(self) -> dict[str, QComboBox]:
        """Return the box of each fact, by its id."""
        return {fact: box for group in self.groups for fact, box in group.boxes.items()}

    def show_facts(self, facts: Sequence[FactLine]) -> None:
        """Show facts and their answers; called once."""
        for pack, lines in groupby(facts, key=lambda fact: fact.pack):
            group = FactGroup(pack, tuple(lines))
            self.groups.append(group)
            for box in group.boxes.values():
                box.currentIndexChanged.connect(self.changed)
            self._column.addWidget(group)

    def choose(self, facts: Mapping[str, bool]) -> None:
        """Answer the facts shown as given, and no others."""
        for fact, box in self.boxes.items():
            box.setCurrentIndex(box.findData(facts.get(fact)))

    def facts(self, before: Mapping[str, bool]) -> dict[str, bool]:
        """Return the facts answered; those that no pack at hand asks for stay as they were."""
        boxes = self.boxes
        unasked = {fact: value for fact, value in before.items() if fact not in boxes}
        answered = {fact: box.currentData() for fact, box in boxes.items() if box.currentData() is not None}
        return {**unasked, **answered}


class FactGroup(QWidget):
    """The facts under one pack, with how many of them are answered, and the button that shows or hides them."""

    def __init__(self, pack: str, facts: tuple[FactLine, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QComboBox] = {}
        self._pack = pack
        self._rows = QWidget()
        self._answered = PlainLabel(role="small")
        self.button: QPushButton = push_button("", "flat")
        self.button.clicked.connect(self._turn)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel(pack, "strong", wrap=True), 1)
        head.addWidget(self._answered)
        head.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._rows)
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, fact in enumerate(facts):
            self._add(grid, row, fact)
        self._show_rows(any(fact.is_asked for fact in facts))
        self._count()

    def _add(self, grid: QGridLayout, row: int, fact: FactLine) -> None:
        box = QComboBox()
        box.addItem(_("{value} (assumed)").format(value=yes_or_no(fact.definition.default)), None)
        for value in (True, False):
            box.addItem(yes_or_no(value), value)
        box.setCurrentIndex(box.findData(fact.value))
        box.setAccessibleName(fact.definition.text)
        box.currentIndexChanged.connect(self._count)
        label = PlainLabel(fact.definition.text, wrap=True)
        label.setBuddy(box)
        grid.addWidget(label, row, 0)
        grid.addWidget(box, row, 1)
        self.boxes[fact.definition.id] = box

    @Slot()
    def _turn(self) -> None:
        self._show_rows(self._rows.isHidden())

    def _show_rows(self, are_shown: bool) -> None:
        self._rows.setVisible(are_shown)
        self.button.setText(_("Hide") if are_shown else _("Show"))
        name = _("Hide the facts of {pack}") if are_shown else _("Show the facts of {pack}")
        self.button.setAccessibleName(name.format(pack=self._pack))

    @Slot()
    def _count(self) -> None:
        given = sum(box.currentData() is not None for box in self.boxes.values())
        count = len(self.boxes)
        text = ngettext("{given} of {count} fact answered", "{given} of {count} facts answered", count)
        self._answered.setText(text.format(given=given, count=count))
        self.button.setAccessibleDescription(self._answered.text())
