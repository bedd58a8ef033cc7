"""Packs as files on the Packs page: one's own added by dialog or drop, checked with advice, and written out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from shipworthy.domain.pack import Pack
from shipworthy.errors import InvalidFile, UserError
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.problems_dialog import AdviceDialog, ProblemsDialog
from shipworthy.text import _, ngettext
from shipworthy.workflows.own_packs import AddedPack, add_own_pack, added_text, keep_again, remove_version, removed_text
from shipworthy.workflows.pack_shelf import CheckedPack, PackVersion, check_file, export_version

_ENDINGS = (".yaml", ".yml")


class PackFiles(FileWork):
    """Dialogs of the page, and the drop of a pack on it; `added(pack id)` is called with a pack that was added."""

    def __init__(self, context: Context, page: QWidget, added: Callable[[str], None]) -> None:
        super().__init__(context, page, "packs")
        self._added = added
        self._take_drops(_("Drop to add a pack of your own"), _ENDINGS, self.add)

    def ask_to_add(self) -> None:
        """Ask for the file of a pack, then add it."""
        self._ask_which(_("Add a pack of your own"), _("Pack files (*.yaml *.yml)"), self.add)

    def ask_to_check(self) -> None:
        """Ask for the file of a pack, then check it."""
        self._ask_which(_("Check a pack file"), _("Pack files (*.yaml *.yml)"), self.check)

    def add(self, path: Path) -> None:
        """Keep the pack of a file; with problems, all are listed and nothing is kept."""
        self._folder = path.parent
        if not self._context.may_edit():
            return

        def done(added: AddedPack) -> None:
            self._say_done(added_text(added))
            self._context.changed.emit()
            self._added(added.pack.id)

        def failed(error: UserError) -> None:
            self._context.forget_refused()
            if isinstance(error, InvalidFile):
                ProblemsDialog(error, self._page.window()).open()
            else:
                self._context.failed.emit(error)

        self._context.write(lambda session: add_own_pack(session, path), done, failed, owner=self)

    def remove(self, version: PackVersion) -> None:
        """Remove a version of an own pack; it can be kept again while the notice is there."""

        def done(pack: Pack) -> None:
            again = (_("Keep it after all"), lambda: self._keep_again(pack))
            self._context.notify(Notice(removed_text(pack), "ok", action=again, topic=self._topic))
            self._context.changed.emit()

        def refused(error: UserError) -> None:
            self._context.forget_refused()
            self._context.failed.emit(error)

        self._context.write(lambda session: remove_version(session, version.hash), done, refused, owner=self)

    def _keep_again(self, pack: Pack) -> None:
        def done(_result: None) -> None:
            self._context.changed.emit()
            self._added(pack.id)

        self._context.write(lambda session: keep_again(session, pack), done, owner=self)

    def check(self, path: Path) -> None:
        """Check a file: list its problems, else the advice on its words, else say that there is none."""
        self._folder = path.parent

        def done(checked: CheckedPack) -> None:
            if checked.advice:
                AdviceDialog(path.name, checked.advice, self._page.window()).open()
                return
            pack = checked.pack
            count = sum(1 for _question in pack.questions())
            text = ngettext(
                "{file}: {title} {version}, {count} question, no problems.",
                "{file}: {title} {version}, {count} questions, no problems.",
                count,
            ).format(file=path.name, title=pack.title, version=pack.version, count=count)
            self._context.notify(Notice(text, "ok", action=(_("Add it"), lambda: self.add(path)), topic=self._topic))

        self._run(
            lambda _job: check_file(path),
            done,
            _("Check cancelled; nothing was changed."),
            _("Reading {file}…").format(file=path.name),
        )

    def ask_for_export(self, pack_id: str, version: PackVersion) -> None:
        """Ask for the file, then write a version of a pack into it."""
        kinds = ((_("Pack files (*.yaml)"), _ENDINGS[0]),)
        name = f"{pack_id}-{version.version}{_ENDINGS[0]}"
        self._ask_where(_("Export the pack"), name, kinds, lambda path, _kind: self.export(version, path))

    def export(self, version: PackVersion, target: Path) -> None:
        """Write a version of a pack into a file."""
        self._folder = target.parent
        session = self._context.session
        self._run(
            lambda _job: export_version(session, version.hash, target),
            lambda path: self._say_done(_("Pack exported: {file}").format(file=path), path),
            _("Cancelled; the file may be written already."),
            _("Writing {file}…").format(file=target.name),
        )
