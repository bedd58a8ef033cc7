"""Help > About: which version this is, where its data lies, and under which licence."""

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from shipworthy import __version__
from shipworthy.gui.context import Context
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class AboutDialog(QDialog):
    """Version, data folder, licence."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About Shipworthy"))
        self.setMinimumWidth(440)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(PlainLabel(_("Shipworthy {version}").format(version=__version__), "heading"))
        layout.addWidget(PlainLabel(_("Reviews whether a service is fit to go live."), wrap=True))
        layout.addSpacing(8)
        for text in (
            _("Data folder: {folder}").format(folder=context.data_dir),
            _("Python {python}, Qt through PySide6 {pyside}").format(
                python=platform.python_version(), pyside=pyside_version
            ),
            _("Apache License 2.0. Qt is used under the LGPL."),
        ):
            layout.addWidget(PlainLabel(text, "soft", wrap=True, selectable=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(8)
        layout.addWidget(buttons)
