"""Gate policies from and into files: asks which, and says what is wrong with one that cannot be read or written."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.domain.policy import GatePolicy
from shipworthy.errors import InvalidFile, UserError
from shipworthy.gui.context import Context
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.policies import export_policy, find_policy

_SUGGESTED = "gate-policy.yaml"


class PolicyFiles(QObject):
    """The dialogs of a page; `loaded` carries the policy of a file, `target_chosen` the file to write into."""

    loaded = Signal(object)
    target_chosen = Signal(str)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    @Slot(str)
    def read(self, file: str) -> None:
        """Read the policy of a file; where it holds none, every problem is in a notice."""
        try:
            policy = find_policy(file)
        except InvalidFile as error:
            problems = "\n".join(str(problem) for problem in error.problems)
            self._context.notify(Notice(error.message, "bad", problems, topic="policy file"))
        except UserError as error:
            self._context.failed.emit(error)
        else:
            self.loaded.emit(policy)

    def write(self, policy: GatePolicy, file: str) -> None:
        """Write a policy into a file and say where it lies, or why it could not be written."""
        try:
            written = export_policy(policy, Path(file))
        except UserError as error:
            self._context.failed.emit(error)
        else:
            self._context.notify(Notice(_("Gate policy written: {file}").format(file=written), "ok"))

    @Slot()
    def ask_for_one(self) -> None:
        """Ask for the file to read."""
        dialog = self._dialog(_("Choose a gate policy"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        dialog.open()

    @Slot()
    def ask_where_to(self) -> None:
        """Ask for the file to write."""
        dialog = self._dialog(_("Export the gate policy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("yaml")
        dialog.selectFile(_SUGGESTED)
        dialog.fileSelected.connect(self.target_chosen)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._page.window(), title)
        dialog.setNameFilter(_("YAML files (*.yaml *.yml)"))
        dialog.finished.connect(dialog.deleteLater)
        return dialog
