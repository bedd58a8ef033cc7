"""What a start says after a run that did not end as it should: what happened, what of the data, and the report."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from shipworthy.gui.safe_mode import what_is_off
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _

_WIDTH = 680
_LINES = 8  # of a report that are in sight
_SIGNS = {"ok": "✓ ", "bad": "✕ "}


class DataState(NamedTuple):
    """What is known of the data: `kind` is ok, bad, or "" where nothing is known yet."""

    kind: str
    words: str


class Story(NamedTuple):
    """What there is to tell; `report` is "" where the program noted no fault."""

    headline: str
    what_happened: str
    data: DataState
    report: str


class AfterCrashDialog(QDialog):
    """Tells the story of the last run; `go_on_asked` and `safe_mode_asked` follow its end."""

    go_on_asked = Signal()
    safe_mode_asked = Signal()

    def __init__(self, story: Story, log_folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Shipworthy: the last time"))
        self._log_folder = log_folder
        self.data = PlainLabel(f"{_SIGNS.get(story.data.kind, '')}{story.data.words}", "strong", wrap=True)
        self.safe_mode_button = push_button(_("Start in safe mode"))
        self.safe_mode_button.setAccessibleDescription(what_is_off())
        self.about_safe_mode = PlainLabel(what_is_off(), "small", wrap=True)
        self.go_on_button = push_button(_("Continue") if story.report else _("Close"), "primary")
        self.show_log_button = push_button(_("Show log"))
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(24, 24, 24, 0)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(story.headline, "heading", wrap=True))
        layout.addWidget(PlainLabel(story.what_happened, wrap=True))
        layout.addWidget(self.data)
        self._add_report(layout, story.report)
        layout.addWidget(PlainLabel(_("The log is in {folder}").format(folder=log_folder), "small", wrap=True))
        layout.addWidget(self.about_safe_mode)
        area = QScrollArea(widgetResizable=True)  # large text on a small screen must not push the buttons out
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 16)
        outer.setSpacing(12)
        outer.addWidget(area, 1)
        self._add_buttons(outer, has_report=bool(story.report))
        self.ensurePolished()
        width = max(_WIDTH, outer.minimumSize().width())
        beside = outer.sizeHint().height() - area.sizeHint().height()
        resize_within_screen(self, width, layout.totalHeightForWidth(width) + beside)
        self.go_on_button.setFocus()

    def _add_report(self, layout: QVBoxLayout, report: str) -> None:
        self.report = QPlainTextEdit(report, readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a report is in English in every language
        self.report.setAccessibleName(_("Error report"))
        self.report.setTabChangesFocus(True)
        self.report.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        if not report:
            self.report.hide()
            layout.addStretch(1)
            return
        about = _(
            "Please send this report to whoever looks after Shipworthy for you. It names places in the program; it "
            "holds nothing that you or others wrote."
        )
        layout.addWidget(PlainLabel(about, wrap=True))
        layout.addWidget(self.report, 1)

    def _add_buttons(self, layout: QVBoxLayout, *, has_report: bool) -> None:
        self.copy_button = push_button(_("Copy report"))
        self.copy_button.setVisible(has_report)
        self.copy_button.clicked.connect(self.copy)
        self.show_log_button.clicked.connect(self.show_log)
        self.safe_mode_button.clicked.connect(self.start_safely)
        self.go_on_button.clicked.connect(self.reject)
        self.rejected.connect(self.go_on_asked)
        self._row = row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(self.copy_button)
        row.addWidget(self.show_log_button)
        row.addStretch(1)
        row.addWidget(self.safe_mode_button)
        row.addWidget(self.go_on_button)
        layout.addLayout(row)

    def offer_no_safe_mode(self) -> None:
        """Leave safe mode out: it is on already, or of no use."""
        self.safe_mode_button.hide()
        self.about_safe_mode.hide()

    def prefer_safe_mode(self) -> None:
        """Make safe mode what Enter chooses, and let it stand at the end, where the chosen button always does."""
        self._row.addWidget(self.safe_mode_button)
        QWidget.setTabOrder(self.go_on_button, self.safe_mode_button)
        for button, kind in ((self.safe_mode_button, "primary"), (self.go_on_button, "")):
            button.setProperty("kind", kind)
            restyle(button)
        self.safe_mode_button.setFocus()

    @Slot()
    def start_safely(self) -> None:
        """Close, and start anew in safe mode."""
        self.accept()
        self.safe_mode_asked.emit()

    @Slot()
    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())

    @Slot()
    def show_log(self) -> None:
        """Show the folder of the log."""
        show_in_folder(self._log_folder)
