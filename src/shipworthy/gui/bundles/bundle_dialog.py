"""What came in a bundle, before anything of it is stored; conflicts are gone through one by one, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from shipworthy.domain.merge import ConflictKey, Pick
from shipworthy.gui.bundles.conflict_card import PICKS, ConflictCard, sender_words
from shipworthy.gui.bundles.conflict_text import ConflictText, conflict_texts
from shipworthy.gui.models.conflicts_model import ConflictsModel
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.pages.review.question_list import QuestionLineDelegate
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.bundle_words import arrival_lines
from shipworthy.workflows.bundles import BundlePreview

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIZE = (940, 660)
_NARROW = 520  # without conflicts
_LIST_WIDTH = 270


class _ConflictList(QListView):
    """The list; digits and Enter are the dialog's, where a list would search for them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER or event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)


class BundleDialog(QDialog):
    """Shows a preview; `agreed(picks)` when it is to be taken over or merged, with a pick for every conflict."""

    agreed = Signal(object)

    def __init__(self, preview: BundlePreview, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Bundle from {name}").format(name=preview.sender))
        self._preview = preview
        self.texts: Sequence[ConflictText] = conflict_texts(preview, wording)
        self._picks: dict[ConflictKey, Pick] = {}
        self.told = PlainLabel("\n".join(arrival_lines(preview, wording)), wrap=True)
        self.go = push_button(self._go_text(), "primary")
        self.go.clicked.connect(self._agree)
        self.cancel = push_button(_("Close") if preview.says_nothing_new else _("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.rest = push_button(_("Decide the rest as offered"))
        self.rest.clicked.connect(self._decide_rest)
        self._count = PlainLabel(role="soft")
        self.card = ConflictCard(preview.sender)
        self.card.picked.connect(self._pick)
        self._model = ConflictsModel([self._line(row) for row in range(len(self.texts))], self)
        self.list = self._made_list(theme)
        self._lay_out()
        self._show_progress()
        if self.texts:
            resize_within_screen(self, *_SIZE)
            self.list.setCurrentIndex(self._model.index(0))
            self.list.setFocus()
        else:
            resize_within_screen(self, _NARROW, self.heightForWidth(_NARROW))
            (self.cancel if preview.says_nothing_new else self.go).setFocus()

    def _go_text(self) -> str:
        preview = self._preview
        if not preview.is_here:
            return _("Take over")
        count = preview.new + preview.changed + len({key[:2] for key in (each.key for each in preview.conflicts)})
        return ngettext("Merge {count} answer", "Merge {count} answers", count).format(count=count)

    # Deciding

    @Slot(object)
    def _pick(self, pick: Pick) -> None:
        """Decide the conflict shown."""
        row = self._row
        text = self.texts[row]
        if pick in text.picks:
            self._picks[text.conflict.key] = pick
            self.card.show_pick(pick)
            self._model.change(row, self._line(row))
            self._show_progress()

    def _go_on(self) -> None:
        """Take what is offered for the conflict shown, unless it is decided, and go to the next that is not."""
        self._pick(self._picks.get(self.texts[self._row].conflict.key, self.texts[self._row].offered))
        rows = [*range(self._row + 1, len(self.texts)), *range(self._row)]
        left = [row for row in rows if self.texts[row].conflict.key not in self._picks]
        if left:
            self.list.setCurrentIndex(self._model.index(left[0]))
            self.list.setFocus()
        else:
            self.go.setFocus()

    @Slot()
    def _decide_rest(self) -> None:
        for row, text in enumerate(self.texts):
            self._picks.setdefault(text.conflict.key, text.offered)
            self._model.change(row, self._line(row))
        self.go.setEnabled(True)
        self.go.setFocus()
        self._show_progress()

    @Slot()
    def _agree(self) -> None:
        self.accept()
        self.agreed.emit(dict(self._picks))

    @Slot(QModelIndex)
    def _show_conflict(self, index: QModelIndex) -> None:
        text = self.texts[index.row()]
        self.card.show_conflict(text, self._picks.get(text.conflict.key, text.offered))

    @property
    def _row(self) -> int:
        return self.list.currentIndex().row()

    def _line(self, row: int) -> QuestionLine:
        text = self.texts[row]
        pick = self._picks.get(text.conflict.key)
        decided = {
            None: _("not decided yet"),
            Pick.MINE: _("Yours"),
            Pick.THEIRS: sender_words(self._preview.sender),
            Pick.BOTH: _("Both"),
        }[pick]
        if pick is not None:
            decided = f"✓ {decided}"
        return QuestionLine(str(row), text.question, f"{text.about}\n{decided}")

    def _show_progress(self) -> None:
        done, total = len(self._picks), len(self.texts)
        self._count.setText(_("{done} of {total} decided").format(done=done, total=total))
        self.go.setEnabled(done == total)
        self.rest.setEnabled(done < total)

    # Layout

    def _made_list(self, theme: Theme) -> QListView:
        view = _ConflictList()
        view.setModel(self._model)
        view.setItemDelegate(QuestionLineDelegate(theme, view))
        view.setAccessibleName(_("Conflicts"))
        view.setAccessibleDescription(_("1, 2 and 3 decide, Enter goes to the next"))
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMaximumWidth(theme.pixels(_LIST_WIDTH))
        view.selectionModel().currentChanged.connect(self._show_conflict)
        return view

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(6)
        layout.addWidget(ElidedLabel(self.windowTitle(), "heading"))
        layout.addWidget(self.told)
        layout.addSpacing(10)
        if self.texts:
            middle = QHBoxLayout()
            middle.setSpacing(16)
            middle.addWidget(self.list, 2)
            middle.addWidget(self.card, 3)
            layout.addLayout(middle, 1)
            layout.addWidget(PlainLabel(_("1, 2 and 3 decide, Enter goes to the next."), "small", wrap=True))
            layout.addSpacing(4)
        else:
            for part in (self.list, self.card, self.rest, self._count):
                part.setParent(self)
                part.hide()
            layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        if self.texts:
            buttons.addWidget(self._count)
            buttons.addWidget(self.rest)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go)
        self.go.setVisible(not self._preview.says_nothing_new)
        layout.addLayout(buttons)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if self.texts and 0 <= digit < len(PICKS):
            self._pick(PICKS[digit])
        elif self.texts and event.key() in _ENTER:
            self._go_on()
        else:
            super().keyPressEvent(event)


def conflict_bindings() -> Sequence[Binding]:
    """Return the keys with which conflicts are decided, for the sheet of keys."""
    return (
        Binding("1–3", _("Keep yours, theirs, or both")),
        Binding(_("Enter"), _("Take what is offered and go to the next conflict")),
    )
