"""The parts of the service editor that hold several rows: links and dependencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.answering import is_link
from shipworthy.domain.service import Link, LinkKind, Service
from shipworthy.gui.context import Context
from shipworthy.gui.models.dependencies_model import NAME, DependenciesModel
from shipworthy.gui.widgets.buttons import icon_button, push_button
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _

_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class _LinkRow:
    widget: QWidget
    kind: QComboBox
    url: QLineEdit
    problem: PlainLabel


class LinksEditor(QWidget):
    """A row for each link, and a button for one more; `grown` when there is one more."""

    grown = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: list[_LinkRow] = []
        self.add_button: QPushButton = push_button(_("Add a link"), "flat")
        self.add_button.clicked.connect(self.add_row)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignLeading)

    def show_links(self, links: Sequence[Link]) -> None:
        """Show links, in the place of those that were shown."""
        for row in self.rows:
            row.widget.hide()
            row.widget.deleteLater()
        self.rows.clear()
        for link in links:
            self._add(link.kind, link.url)

    def links(self) -> tuple[Link, ...]:
        """Return the links whose address is filled in."""
        return tuple(
            Link(LinkKind(row.kind.currentData()), row.url.text().strip())
            for row in self.rows
            if row.url.text().strip()
        )

    def check(self) -> QLineEdit | None:
        """Say beside each address what is wrong with it; returns the first wrong one."""
        wrong = []
        for row in self.rows:
            url = row.url.text().strip()
            problem = "" if not url or is_link(url) else _("Start it with https://, http:// or mailto:.")
            row.problem.setText(problem)
            row.problem.setVisible(bool(problem))
            row.url.setProperty("wrong", bool(problem))
            row.url.setAccessibleDescription(problem)
            restyle(row.url)
            if problem:
                wrong.append(row.url)
        return wrong[0] if wrong else None

    @Slot()
    def add_row(self) -> None:
        """Add an empty link of the first kind that is not there yet."""
        present = {row.kind.currentData() for row in self.rows}
        kind = next((kind for kind in LinkKind if kind not in present), LinkKind.OTHER)
        row = self._add(kind, "")
        self.grown.emit()
        row.url.setFocus()

    def _add(self, kind: LinkKind, url: str) -> _LinkRow:
        box = QComboBox()
        box.setAccessibleName(_("Kind of link"))
        for each in LinkKind:
            box.addItem(self._context.wording.link_kind(each), each)
        box.setCurrentIndex(box.findData(kind))
        edit = QLineEdit(url)
        edit.setAccessibleName(_("Address"))
        edit.setPlaceholderText("https://")
        problem = PlainLabel(role="problem", wrap=True)
        problem.hide()
        remove = icon_button(self._context.theme, "remove", _("Remove this link"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(box)
        line.addWidget(edit, 1)
        line.addWidget(remove)
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(problem)
        row = _LinkRow(widget, box, edit, problem)
        remove.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._layout.insertWidget(self._layout.count() - 1, widget)
        return row

    def _remove(self, row: _LinkRow) -> None:
        self.rows.remove(row)
        row.widget.hide()
        row.widget.deleteLater()
        self.add_button.setFocus()


class DependenciesEditor(QWidget):
    """The other services, each with a box for hard and one for soft; `changed` with every box."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: DependenciesModel | None = None
        self.table = TableView(context.theme, context.wording, _("Dependencies"))
        self.none = PlainLabel(_("No other service yet."), "soft")
        hint = _(
            "Hard: it cannot work without the other one, whose verdict caps its own. Soft: it works without, perhaps "
            "worse. Arrows move, Space ticks."
        )
        self._hint = PlainLabel(hint, "soft", wrap=True)
        self.table.setAccessibleDescription(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._hint, self.none, self.table):
            layout.addWidget(part)

    @property
    def hard(self) -> frozenset[UUID]:
        """Return the hard dependencies chosen."""
        return self._model.hard if self._model is not None else frozenset()

    @property
    def soft(self) -> frozenset[UUID]:
        """Return the soft dependencies chosen."""
        return self._model.soft if self._model is not None else frozenset()

    def show_services(self, others: Sequence[Service], hard: frozenset[UUID], soft: frozenset[UUID]) -> None:
        """Show the other services and what is chosen."""
        before = self._model
        self._model = DependenciesModel(others, hard, soft, self)
        self._model.dataChanged.connect(self.changed)
        self.table.setModel(self._model)
        if before is not None:
            before.deleteLater()
        self.table.setSelectionBehavior(TableView.SelectionBehavior.SelectItems)
        self.table.setVisible(bool(others))
        self._hint.setVisible(bool(others))
        self.none.setVisible(not others)
        if others:
            self.table.setCurrentIndex(self._model.index(0, NAME))
        self.table.show_whole(_MOST_ROWS)


def scrolled(form: QLayout) -> QScrollArea:
    """Return a form in a scroll area that grows in width with it."""
    inner = QWidget()
    inner.setLayout(form)
    scroll = QScrollArea(widgetResizable=True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    return scroll
