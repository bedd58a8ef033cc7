"""The dialog that a bug ends in; apart from errors.py, because the window starts without it."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _


class CrashDialog(QDialog):
    """Says that something went wrong that is not the user's to fix, with the report to send."""

    def __init__(self, report: str, log_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Shipworthy: unexpected error"))
        resize_within_screen(self, 640, 420)
        self.report = QPlainTextEdit(report, readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName(_("Error report"))
        self.report.setTabChangesFocus(True)
        copy = push_button(_("Copy report"))
        copy.clicked.connect(self.copy)
        close = push_button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(_("Something went wrong inside Shipworthy"), "heading", wrap=True))
        layout.addWidget(
            PlainLabel(
                _(
                    "This is a fault of the program. What was shown as saved is saved. Please send this report to "
                    "whoever looks after Shipworthy for you. It names no service, answer, person or folder."
                ),
                wrap=True,
            )
        )
        layout.addWidget(self.report, 1)
        layout.addWidget(
            PlainLabel(_("Also in the log, under the same action: {file}").format(file=log_file), "small", wrap=True)
        )
        layout.addLayout(row)
        close.setFocus()

    def add_report(self, report: str) -> None:
        """Add the report of another error that came while this one is on screen."""
        self.report.appendPlainText(f"\n{report}")

    @Slot()
    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
