"""A path to ready as a table: its steps in order, then the work that it does without, which may still be locked in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from shipworthy.domain.path_candidates import Candidate
from shipworthy.domain.path_steps import PathStep
from shipworthy.domain.path_to_ready import Path
from shipworthy.gui.models.table_model import LEADING, TRAILING, Index, TableModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell, ScoreCell, VerdictCell
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH
from shipworthy.wording.path import PathWording

WORK, LOCK, SERVICE, CLOSES, EFFORT, GAIN, SCORE, LEVEL, VERDICT = range(9)


@dataclass(frozen=True, slots=True)
class PathRow:
    """A step with its number, or with 0 work that the path does without; `service` is the name of whose work it is."""

    candidate: Candidate
    number: int
    step: PathStep | None
    service: str
    locked_in: bool
    locked_out: bool


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    text: Callable[[PathRow], str]
    is_number: bool = False
    cell: Callable[[PathRow], object | None] | None = None


def rows_of(path: Path) -> tuple[PathRow, ...]:
    """Return the rows of a path: the steps, then the rest of what could be chosen, those locked out first."""
    names = {each.review.service.id: each.review.service.name for each in path.services}
    problem, chosen = path.problem, path.chosen
    steps = [(step.candidate, number, step) for number, step in enumerate(path.steps, start=1)]
    rest = [(candidate, 0, None) for candidate in problem.candidates if candidate.id not in chosen and candidate.closes]
    rest.sort(key=lambda each: (each[0].id not in problem.locked_out, each[0].item.title.casefold(), each[0].id))
    return tuple(
        PathRow(
            candidate,
            number,
            step,
            names.get(candidate.service, _("another service")),
            candidate.id in problem.locked_in,
            candidate.id in problem.locked_out,
        )
        for candidate, number, step in (*steps, *rest)
    )


def _title(row: PathRow) -> str:
    title = row.candidate.item.title
    return f"{row.number}  {title}" if row.number else title


def _lock_text(row: PathRow) -> str:
    if row.locked_in:
        return _("Locked in")
    return _("Locked out") if row.locked_out else ""


def _lock_cell(row: PathRow) -> ChipCell | None:
    text = _lock_text(row)
    return ChipCell(text, "accent" if row.locked_in else "none") if text else None


def _columns(wording: PathWording) -> list[_Column]:
    def after(row: PathRow, text: Callable[[PathStep], str]) -> str:
        return text(row.step) if row.step is not None and row.step.after is not None else DASH

    def score(step: PathStep) -> str:
        assert step.after is not None
        return wording.score_with_band(step.after.score, step.after.band)

    def score_cell(row: PathRow) -> ScoreCell | None:
        standing = row.step.after if row.step is not None else None
        return ScoreCell(standing.score, standing.band) if standing is not None else None

    def verdict_cell(row: PathRow) -> VerdictCell | None:
        standing = row.step.after if row.step is not None else None
        return VerdictCell(standing.verdict, standing.verdict) if standing is not None else None

    return [
        _Column(_("Work"), _title),
        _Column(_("Lock"), _lock_text, cell=_lock_cell),
        _Column(_("Service"), lambda row: row.service),
        _Column(_("Closes"), lambda row: wording.closes(row.candidate)),
        _Column(_("Effort"), lambda row: wording.further_effort(row.candidate), is_number=True),
        _Column(_("Gain"), lambda row: wording.gain(row.step.gain) if row.step is not None else DASH, is_number=True),
        _Column(_("Score after"), lambda row: after(row, score), is_number=True, cell=score_cell),
        _Column(_("Level"), lambda row: after(row, lambda step: str(step.after.level if step.after else "")), True),
        _Column(
            _("Verdict after"),
            lambda row: after(row, lambda step: wording.verdict(step.after.verdict) if step.after else ""),
            cell=verdict_cell,
        ),
    ]


class PathModel(TableModel[PathRow, _Column]):
    """Rows are PathRows."""

    def __init__(self, theme: Theme, wording: PathWording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = _columns(wording)
        self._rows: tuple[PathRow, ...] = ()

    def show_rows(self, rows: tuple[PathRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> PathRow:
        """Return what stands in a row."""
        return self._rows[place]

    def place_of(self, candidate_id: str) -> int:
        """Return the row of a candidate; the first where it has none."""
        return next((place for place, row in enumerate(self._rows) if row.candidate.id == candidate_id), 0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                own = "" if row.number else _("not part of the path")
                return ", ".join(filter(None, (column.text(row), own if index.column() == WORK else "")))
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(column.text(row))
            case Qt.ItemDataRole.TextAlignmentRole:
                return TRAILING if column.is_number else LEADING
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=index.column() == WORK and bool(row.number))
            case Qt.ItemDataRole.ForegroundRole:
                return None if row.number else self._theme.colour("soft")
        return column.cell(row) if role == CELL_ROLE and column.cell else None
