"""Before a filled questionnaire is imported: what each answer changes, to be looked at and left out one by one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.incoming import Effect
from shipworthy.errors import UserError
from shipworthy.gui.models.incoming_model import FILE, NOW, IncomingModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.questionnaires import Preview

_DETAIL_HEIGHT = 132
_TABLE_HEIGHT = 120  # two rows under the header, on the smallest screen


class ImportDialog(QDialog):
    """A table of what changes with the selected row whole below it; `import_asked` carries the questions to take.

    It closes once they are stored.
    """

    import_asked = Signal(object)

    def __init__(self, preview: Preview, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import {file}").format(file=preview.path.name))
        self.model = IncomingModel(preview, wording, self)
        self.table = TickTable(theme, wording, _("Answers from the file"), (NOW, FILE))
        self.table.setAccessibleDescription(_("Space takes an answer or leaves it out"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.pixels(_TABLE_HEIGHT))
        self.only_changes = QCheckBox(_("&Only what changes"))
        self.only_changes.setChecked(True)
        self.only_changes.setEnabled(bool(preview.effects))
        self.import_button = push_button("", "primary")
        self._take_all, self._take_none = push_button(_("Take &all"), "flat"), push_button(_("Take &none"), "flat")
        self._question, self._now, self._file = PlainLabel("", "strong", wrap=True), _said(), _said()
        self._area = QScrollArea(widgetResizable=True)
        self._fill_area(theme)
        self._problem = PlainLabel(role="problem", wrap=True)
        self._problem.hide()
        self._lay_out(preview, wording)
        self._connect()
        resize_within_screen(self, 1040, 660)
        self.only_changes.setChecked(bool(preview.effects))
        self._count()
        self._select_first()
        self.table.setFocus()

    @property
    def problem(self) -> str:
        """Return what is said to be wrong; "" for nothing."""
        return self._problem.text()

    @property
    def detail(self) -> tuple[str, str, str]:
        """Return what is shown of the selected row: the question, what stands now, what the file says."""
        return self._question.text(), self._now.text(), self._file.text()

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why nothing was imported; the ticks stay."""
        self._problem.setText(f"✕ {error.message} {error.hint}")
        self._problem.show()
        self.import_button.setEnabled(True)

    def _connect(self) -> None:
        self.only_changes.toggled.connect(self._filter)
        self.model.taken_changed.connect(self._count)
        self.import_button.clicked.connect(self._ask)
        self._take_all.clicked.connect(lambda: self.model.take_all(True))
        self._take_none.clicked.connect(lambda: self.model.take_all(False))
        self.table.toggled.connect(self.model.toggle)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)

    def _lay_out(self, preview: Preview, wording: Wording) -> None:
        cancel = push_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.only_changes)
        tools.addStretch(1)
        tools.addWidget(self._take_all)
        tools.addWidget(self._take_none)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(_summary(preview, wording), "strong", wrap=True))
        if text := _left_out(preview):
            layout.addWidget(PlainLabel(text, "soft", wrap=True))
        layout.addLayout(tools)
        layout.addWidget(self.table, 3)
        layout.addWidget(self._area, 2)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    def _fill_area(self, theme: Theme) -> None:
        inside = QWidget()
        inside.setProperty("ground", "surface")
        grid = QGridLayout(inside)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._question, 0, 0, 1, 2)
        for column, (title, label) in enumerate(((_("Now"), self._now), (_("From the file"), self._file))):
            grid.addWidget(PlainLabel(title, "label"), 1, column)
            grid.addWidget(label, 2, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(3, 1)
        self._area.setWidget(inside)
        self._area.setProperty("role", "framed")
        self._area.setAccessibleName(_("The selected answer"))
        self._area.setMinimumHeight(theme.pixels(_DETAIL_HEIGHT // 2))
        self._area.setMaximumHeight(theme.pixels(_DETAIL_HEIGHT))

    @Slot(bool)
    def _filter(self, only_changes: bool) -> None:
        self.model.show_all(not only_changes)
        self.table.fit()
        self._select_first()

    def _select_first(self) -> None:
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self._show_row(QModelIndex())

    @Slot(QModelIndex)
    def _show_row(self, index: QModelIndex) -> None:
        if index.isValid():
            line = self.model.line(index.row())
            now, file = self.model.texts(index.row())
            texts = (f"{line.number}  {line.text}".strip(), now, file)
        else:
            texts = ("", "", "")
        for label, text in zip((self._question, self._now, self._file), texts, strict=True):
            label.setText(text)
        self._area.verticalScrollBar().setValue(0)

    @Slot()
    def _count(self) -> None:
        count = len(self.model.taken)
        text = ngettext("Import {count} answer", "Import {count} answers", count)
        self.import_button.setText(text.format(count=count))
        self.import_button.setEnabled(count > 0)

    @Slot()
    def _ask(self) -> None:
        self.import_button.setEnabled(False)  # until the outcome is there
        self._problem.hide()
        self.import_asked.emit(self.model.taken)


def _said() -> PlainLabel:
    label = PlainLabel("", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    return label


def _summary(preview: Preview, wording: Wording) -> str:
    counts = wording.effects({effect: preview.count(effect) for effect in Effect})
    if preview.filled_in_by:
        return _("Filled in by {name}: {counts}").format(name=preview.filled_in_by, counts=counts)
    return _("The file says: {counts}").format(counts=counts)


def _left_out(preview: Preview) -> str:
    count = len(preview.left_out)
    if not count:
        return ""
    text = ngettext(
        "{count} question that applies now is not in the file: {first}",
        "{count} questions that apply now are not in the file, such as: {first}",
        count,
    )
    return text.format(count=count, first=preview.left_out[0])
