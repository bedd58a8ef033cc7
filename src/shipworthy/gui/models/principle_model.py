"""The principles of a review with their progress, for the list beside the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.review import Review
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _, ngettext

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class PrincipleLine:
    """One principle: `number` from 1, `hidden` questions that do not apply, `mean` its score or None.

    `time` is what a meeting spent on it, in words, "" outside of session mode. `pack` is the title of its pack where
    that is one of several and this its first principle, else "".
    """

    id: str
    number: int
    title: str
    answered: int
    total: int
    hidden: int
    mean: Fraction | None
    time: str = ""
    pack: str = ""

    @property
    def progress(self) -> float:
        """Return the part that is answered, 0 to 1; 1 where nothing applies."""
        return self.answered / self.total if self.total else 1.0

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of the line."""
        text = _("{title}: {answered} of {total} answered").format(
            title=self.title, answered=self.answered, total=self.total
        )
        return ". ".join([*([self.pack] if self.pack else []), text, *self.below])

    @property
    def below(self) -> tuple[str, ...]:
        """Return the lines below the title."""
        return tuple(line for line in (self.time, self.folded) if line)

    @property
    def folded(self) -> str:
        """Return how many questions do not apply; nothing where all do."""
        if not self.hidden:
            return ""
        return ngettext("{count} does not apply", "{count} do not apply", self.hidden).format(count=self.hidden)


def principle_lines(review: Review, times: Mapping[str, str] = MappingProxyType({})) -> tuple[PrincipleLine, ...]:
    """Return the principles of a review in order; `times` are words by id."""
    standing: dict[str, int] = {}
    for item in review.questionnaire.asked.values():
        if not review.counts(item.id).applies:
            standing[item.principle.id] = standing.get(item.principle.id, 0) + 1
    packs = review.questionnaire.packs
    heads = {each.pack.principles[0].id: each.pack.title for each in packs} if len(packs) > 1 else {}
    return tuple(
        PrincipleLine(
            principle.id,
            number,
            principle.title,
            principle.answered,
            principle.total,
            standing.get(principle.id, 0),
            principle.score,
            times.get(principle.id, ""),
            heads.get(principle.id, ""),
        )
        for number, principle in enumerate(review.scorecard.principles, start=1)
    )


class PrincipleModel(QAbstractListModel):
    """A list of PrincipleLine; LINE_ROLE gives the line itself to the delegate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PrincipleLine, ...] = ()

    def show(self, lines: Sequence[PrincipleLine]) -> None:
        """Take over new lines; where the principles are the same, only changed rows are painted again."""
        new = tuple(lines)
        if [line.id for line in new] != [line.id for line in self._lines]:
            self.beginResetModel()
            self._lines = new
            self.endResetModel()
            return
        changed = [row for row, (old, line) in enumerate(zip(self._lines, new, strict=True)) if old != line]
        self._lines = new
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def line(self, row: int) -> PrincipleLine:
        """Return the line of a row."""
        return self._lines[row]

    def row_of(self, principle_id: str) -> int:
        """Return the row of a principle, -1 where it is not shown."""
        return next((row for row, line in enumerate(self._lines) if line.id == principle_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return line.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(line.spoken)
            case _ if role == LINE_ROLE:
                return line
        return None
