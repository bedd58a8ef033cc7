"""The longer parts of the settings: folders, and the head of reports. Each sets what is changed through the context."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QColorDialog, QComboBox, QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pictures import read_preview
from shipworthy.gui.report_words import paper_names
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.form import Card, Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.reports.branding import OUR_ACCENT
from shipworthy.settings import LEAST_CONTRAST, LONGEST_LINE, LONGEST_WATERMARK, Settings, contrast_on_white, is_colour
from shipworthy.text import _, report_languages
from shipworthy.workflows.backup_folders import backup_folders, check_first_folder, check_second_folder
from shipworthy.workflows.backup_words import standing_words
from shipworthy.workflows.backups import FolderStanding, folder_standing
from shipworthy.workflows.reports.review import keep_logo
from shipworthy.workflows.session import BACKUP_FOLDER, Session

Set = Callable[..., None]
_LOGO_HEIGHT, _LOGO_WIDTH = 40, 200


class FolderField(Field):
    """A folder that cannot be typed wrong: shown, chosen in the system's dialog, opened in the file manager.

    `chosen` carries the folder, "" for the usual one, which a button puts back where `usual` names it.
    """

    chosen = Signal(str)

    def __init__(self, label: str, title: str, hint: str = "", *, usual: str = "") -> None:
        self.line = QLineEdit(readOnly=True)
        super().__init__(label, self.line, hint)
        self._title = title
        buttons = QWidget()
        row = FlowLayout(buttons, 8)
        self.show_button = push_button(_("Show folder"))
        self.show_button.clicked.connect(self._show_folder)
        self.change_button = push_button(_("Change…"))
        self.change_button.clicked.connect(self._ask)
        self.usual_button = push_button(usual)
        self.usual_button.clicked.connect(lambda: self.chosen.emit(""))
        for button in (self.show_button, self.change_button, self.usual_button):
            button.setAccessibleName(f"{label}: {button.text()}")
            row.addWidget(button)
        self.usual_button.setVisible(bool(usual))
        self.add_below(buttons)

    def show_folder(self, folder: Path | None, *, is_usual: bool) -> None:
        """Show where it is now; None for nowhere."""
        self.line.setText(str(folder) if folder is not None else _("None"))
        self.show_button.setEnabled(folder is not None)
        self.usual_button.setEnabled(not is_usual)
        self.show_problem("")

    @Slot()
    def _show_folder(self) -> None:
        show_in_folder(Path(self.line.text()))

    @Slot()
    def _ask(self) -> None:
        dialog = QFileDialog(self.window(), self._title, self.line.text() if self.show_button.isEnabled() else "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class DataCard(Card):
    """Where the database and its backups lie."""

    def __init__(self, context: Context, change: Set) -> None:
        super().__init__(_("Data"))
        self._context = context
        self.folder = FolderField(_("Data folder"), _("Choose the data folder"))
        self.restart = PlainLabel(role="strong", wrap=True)
        self.backups = FolderField(
            _("Backup folder"),
            _("Choose the folder of backups"),
            _("A backup is made every half hour of change, and before each import."),
            usual=_("Use the usual one"),
        )
        self.second = FolderField(
            _("Second backup folder"),
            _("Choose the second folder of backups"),
            _("Every backup goes there too, best on another disk or a stick: choose a folder on it."),
            usual=_("Use none"),
        )
        self.standing, self.second_standing = PlainLabel(wrap=True), PlainLabel(wrap=True)
        for part in (self.folder, self.restart, self.backups, self.standing, self.second, self.second_standing):
            self.body.addWidget(part)
        self.standing.hide()
        self.second_standing.hide()
        self._change = change
        self.folder.chosen.connect(lambda folder: change(data_folder=folder))
        self.backups.chosen.connect(self.choose_backups)
        self.second.chosen.connect(self.choose_second)
        context.backed_up.connect(self.read)

    def show_settings(self, settings: Settings) -> None:
        """Show both folders as they are set."""
        here, chosen = self._context.data_dir, settings.data_folder
        self.folder.show_folder(Path(chosen) if chosen else here, is_usual=not chosen)
        moved = bool(chosen) and Path(chosen) != here
        self.restart.setText(
            _("Takes effect at the next start. Nothing is moved: this window goes on with {folder}.").format(
                folder=here
            )
            if moved
            else ""
        )
        self.restart.setVisible(moved)
        backups = settings.backup_folder
        self.backups.show_folder(Path(backups) if backups else here / BACKUP_FOLDER, is_usual=not backups)
        second = settings.second_backup_folder
        self.second.show_folder(Path(second) if second else None, is_usual=not second)
        if self.isVisible():
            self.read()

    @Slot()
    def read(self) -> None:
        """Read when the last backups were made, and say so.

        Beside the store's worker: a folder on a share that does not answer must not hold up what is being saved.
        """
        self._context.read(lambda session: session, self._look_into_folders, owner=self)

    def _look_into_folders(self, session: Session) -> None:
        folders = backup_folders(self._context.data_dir, self._context.settings)

        def work(_job: LongJob) -> list[FolderStanding]:
            return [folder_standing(session, each) for each in (folders.first, folders.second) if each is not None]

        self._context.tasks.run_long(work, self._show_standing, owner=self)

    def _show_standing(self, found: list[FolderStanding]) -> None:
        words = [standing_words(each, self._context.now(), self._context.wording) for each in found]
        for label, text in zip((self.standing, self.second_standing), (*words, ""), strict=False):
            label.setText(text)
            label.setVisible(bool(text))

    @Slot(str)
    def choose_backups(self, folder: str) -> None:
        """Take a folder for backups; says in place why one cannot be taken."""
        second = self._context.settings.second_backup_folder
        usual = self._context.data_dir / BACKUP_FOLDER
        try:
            chosen = Path(folder) if folder else usual
            check_first_folder(chosen, self._context.data_dir, Path(second) if second else None)
        except UserError as error:
            self.backups.show_problem(f"{error.message} {error.hint}")
            return
        self._change(backup_folder=folder)

    @Slot(str)
    def choose_second(self, folder: str) -> None:
        """Take a second folder, or none; says in place why one cannot be taken."""
        data_dir = self._context.data_dir
        try:
            if folder:
                first = backup_folders(data_dir, self._context.settings).first
                check_second_folder(Path(folder), first, data_dir)
        except UserError as error:
            self.second.show_problem(f"{error.message} {error.hint}")
            return
        self._change(second_backup_folder=folder)


class BrandingCard(Card):
    """What reports look like: organisation, classification, watermark, logo and colour, language and paper."""

    def __init__(self, context: Context, change: Set) -> None:
        super().__init__(_("Reports"))
        self._context = context
        self._change = change
        self.organisation, self.classification = QLineEdit(maxLength=LONGEST_LINE), QLineEdit(maxLength=LONGEST_LINE)
        self.body.addWidget(Field(_("Organisation"), self.organisation, _("Stands at the head of every report.")))
        self.body.addWidget(
            Field(_("Classification"), self.classification, _("A line such as “Confidential”; empty for none."))
        )
        self.watermark = QLineEdit(maxLength=LONGEST_WATERMARK)
        self.body.addWidget(
            Field(
                _("Watermark"),
                self.watermark,
                _("Stands behind every page, such as “Preliminary”. Empty: “Draft” while a review is not decided."),
            )
        )
        self._add_logo()
        self._add_colour()
        self._add_choices()
        self.watermark.editingFinished.connect(self.save)
        self.organisation.editingFinished.connect(self.save)
        self.classification.editingFinished.connect(self.save)
        self.accent.textEdited.connect(self._tell_contrast)
        self.accent.editingFinished.connect(self.save)

    def _add_logo(self) -> None:
        self.picture = QLabel()
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.choose_logo_button = push_button(_("Choose a logo…"))
        self.choose_logo_button.clicked.connect(self._ask_for_logo)
        self.remove_logo_button = push_button(_("Remove the logo"))
        self.remove_logo_button.clicked.connect(lambda: self._change(report_logo=""))
        row = QWidget()
        flow = FlowLayout(row, 8)
        for part in (self.picture, self.choose_logo_button, self.remove_logo_button):
            flow.addWidget(part)
        self.logo = Field(_("Logo"), row, _("PNG or JPEG, at most 1 MB. A copy is kept beside the settings."))
        self.body.addWidget(self.logo)

    def _add_colour(self) -> None:
        self.accent = QLineEdit(maxLength=7)
        self.accent.setPlaceholderText(OUR_ACCENT)
        self.swatch = QFrame()
        self.swatch.setFixedSize(28, 28)
        self.choose_colour_button = push_button(_("Choose…"))
        self.choose_colour_button.setAccessibleName(_("Choose the colour"))
        self.choose_colour_button.clicked.connect(self._ask_for_colour)
        self.colour = Field(_("Colour"), self.accent, _("Of links and titles, such as #7a0019; empty for ours."))
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.swatch)
        beside.addWidget(self.choose_colour_button)
        beside.addStretch(1)
        self.colour.add_below(row)
        self.body.addWidget(self.colour)

    def _add_choices(self) -> None:
        self.language, self.paper = QComboBox(), QComboBox()
        self.language.addItem(_("As the window"), "")
        for tag in report_languages():
            self.language.addItem(QLocale(tag).nativeLanguageName() or tag, tag)
        for size, name in paper_names().items():
            self.paper.addItem(name, size)
        self.body.addWidget(Field(_("Language"), self.language, _("What people typed stays as it is.")))
        self.body.addWidget(Field(_("Paper"), self.paper))
        # `activated` comes from people alone, so showing settings does not set them again.
        self.language.activated.connect(lambda: self._change(report_language=self.language.currentData()))
        self.paper.activated.connect(lambda: self._change(report_paper=self.paper.currentData()))

    def show_settings(self, settings: Settings) -> None:
        """Show what is set."""
        self.language.setCurrentIndex(max(self.language.findData(settings.report_language), 0))
        self.paper.setCurrentIndex(self.paper.findData(settings.report_paper))
        for field, value in (
            (self.organisation, settings.organisation),
            (self.classification, settings.report_classification),
            (self.watermark, settings.report_watermark),
            (self.accent, settings.report_accent),
        ):
            if field.text() != value:
                field.setText(value)
        self._show_logo(settings.report_logo)
        self._tell_contrast()

    def _show_logo(self, file: str) -> None:
        box = QSize(self._context.theme.pixels(_LOGO_WIDTH), self._context.theme.pixels(_LOGO_HEIGHT))
        preview = read_preview(Path(file), box) if file else None
        is_shown = preview is not None and not preview.problem
        self.picture.setPixmap(QPixmap.fromImage(preview.picture) if preview is not None and is_shown else QPixmap())
        self.picture.setAccessibleName(_("The logo") if is_shown else "")
        self.picture.setVisible(is_shown)
        self.remove_logo_button.setVisible(bool(file))
        gone = _("{file} can no longer be read; reports cannot be printed. Choose it again, or remove it.")
        self.logo.show_problem("" if is_shown or not file else gone.format(file=file))

    @Slot()
    def _tell_contrast(self) -> None:
        """Say in words whether the colour being typed can be read on white."""
        typed = self.accent.text().strip()
        colour = typed or OUR_ACCENT
        self.colour.show_hint(_("Of links and titles, such as #7a0019; empty for ours."))
        if not is_colour(colour):
            self.colour.show_problem(_("A colour is # and six digits or letters from a to f, such as #7a0019."))
            return
        self.swatch.setStyleSheet(f"background: {colour}; border-radius: 6px;")
        ratio = contrast_on_white(colour)
        contrast = _("Contrast on white {ratio}:1").format(ratio=f"{int(ratio * 10) / 10:.1f}")
        if ratio < LEAST_CONTRAST:
            problem = _("{contrast}: too faint to read, at least {least}:1 is needed. It is not used.")
            self.colour.show_problem(problem.format(contrast=contrast, least=LEAST_CONTRAST))
        else:
            self.colour.show_problem("")
            self.colour.show_hint(
                _("{contrast}: good to read. Colour of links and titles; empty for ours.").format(contrast=contrast)
            )

    @Slot()
    def save(self) -> None:
        """Keep what was typed, where it can be used."""
        settings = self._context.settings
        accent = self.accent.text().strip().lower()
        if accent and not (is_colour(accent) and contrast_on_white(accent) >= LEAST_CONTRAST):
            accent = settings.report_accent
        typed = {
            "organisation": self.organisation.text().strip(),
            "report_classification": self.classification.text().strip(),
            "report_watermark": self.watermark.text().strip(),
            "report_accent": accent,
        }
        changed = {name: value for name, value in typed.items() if value != getattr(settings, name)}
        if changed:
            self._change(**changed)

    @Slot()
    def _ask_for_logo(self) -> None:
        dialog = QFileDialog(self.window(), _("Choose a logo"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Pictures (*.png *.jpg *.jpeg)"))
        dialog.fileSelected.connect(self.choose_logo)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def choose_logo(self, file: str) -> None:
        """Keep a copy of a picture as the logo; says in place why one cannot be used."""
        try:
            kept = keep_logo(Path(file), self._context.settings_folder)
        except UserError as error:
            self.logo.show_problem(f"{error.message} {error.hint}")
            return
        self._change(report_logo=str(kept))

    @Slot()
    def _ask_for_colour(self) -> None:
        dialog = QColorDialog(QColor(self.accent.text().strip() or OUR_ACCENT), self.window())
        dialog.setWindowTitle(_("Choose the colour"))
        dialog.colorSelected.connect(self.choose_colour)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(QColor)
    def choose_colour(self, colour: QColor) -> None:
        """Take over a colour, if it can be read on white."""
        self.accent.setText(colour.name())
        self._tell_contrast()
        self.save()
