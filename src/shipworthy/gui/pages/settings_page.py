"""Settings: each applied and saved at once, with a sentence saying what it does."""

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.menus import theme_names
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card, Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.page import Page
from shipworthy.settings import TEXT_SIZES, Settings, Theme
from shipworthy.text import _, languages

_WIDTH = 640


class SettingsPage(Page):
    """Who I am, looks, reviewing, data."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_heading(_("Settings"))
        self.name = QLineEdit(maxLength=200)
        self.theme, self.text_size, self.language = QComboBox(), QComboBox(), QComboBox()
        self.single_keys = QCheckBox(_("Answer with single keys"))
        self.folder = QLineEdit(readOnly=True)
        self.restart = PlainLabel(role="strong", wrap=True)
        self._fill()
        self._lay_out()
        self.show_settings(context.settings)
        self._connect()

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Show settings as they are, wherever they were changed."""
        if self.name.text() != settings.name:
            self.name.setText(settings.name)
        for box, value in (
            (self.theme, settings.theme),
            (self.text_size, settings.text_size),
            (self.language, settings.language),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.single_keys.setChecked(settings.single_key_answers)
        chosen = settings.data_folder
        self.folder.setText(chosen or str(self.context.data_dir))
        moved = bool(chosen) and Path(chosen) != self.context.data_dir
        self.restart.setText(
            _("Takes effect at the next start. Nothing is moved: this window goes on with {folder}.").format(
                folder=self.context.data_dir
            )
            if moved
            else ""
        )
        self.restart.setVisible(moved)

    def _fill(self) -> None:
        for choice, text in theme_names().items():
            self.theme.addItem(text, choice)
        for size in TEXT_SIZES:
            self.text_size.addItem(_("{percent} %").format(percent=size), size)
        self.language.addItem(_("As the system"), "")
        for tag in languages():
            self.language.addItem(QLocale(tag).nativeLanguageName() or tag, tag)

    def _lay_out(self) -> None:
        person = Card(_("Who I am"))
        person.body.addWidget(
            Field(_("Name"), self.name, _("Stands beside your answers. It is a claim: nobody checks it."))
        )
        looks = Card(_("Looks"))
        looks.body.addWidget(Field(_("Theme"), self.theme))
        looks.body.addWidget(Field(_("Text size"), self.text_size))
        looks.body.addWidget(Field(_("Language"), self.language, _("A change shows at the next start.")))
        reviewing = Card(_("Reviewing"))
        reviewing.body.addWidget(self.single_keys)
        hint = _("Keys such as 1, N and U answer the question that has the focus. Off: the mouse, or Tab and Space.")
        self.single_keys.setAccessibleDescription(hint)
        reviewing.body.addWidget(PlainLabel(hint, "small", wrap=True))
        middle = QWidget()
        middle.setMaximumWidth(self.context.theme.pixels(_WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (person, looks, reviewing, self._data_card()):
            column.addWidget(card)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(20, 16, 20, 16)
        row.addWidget(middle, 1000)
        row.addStretch(1)  # takes what the cards, at their widest, leave
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(row))

    def _data_card(self) -> Card:
        card = Card(_("Data"))
        card.body.addWidget(Field(_("Data folder"), self.folder))
        self.show_folder = push_button(_("Show folder"))
        self.show_folder.clicked.connect(self._show_folder)
        self.change_folder = push_button(_("Change…"))
        self.change_folder.clicked.connect(self._ask_for_folder)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.show_folder)
        row.addWidget(self.change_folder)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addWidget(self.restart)
        return card

    def _connect(self) -> None:
        self.context.settings_changed.connect(self.show_settings)
        # `activated` and `clicked` come from people alone, so showing settings does not set them again.
        self.name.editingFinished.connect(self._set_name)
        self.theme.activated.connect(lambda: self._set(theme=Theme(self.theme.currentData())))
        self.text_size.activated.connect(lambda: self._set(text_size=self.text_size.currentData()))
        self.language.activated.connect(lambda: self._set(language=self.language.currentData()))
        self.single_keys.clicked.connect(lambda: self._set(single_key_answers=self.single_keys.isChecked()))

    def _set(self, **values: object) -> None:
        if not self.context.set_settings(**values):
            self.show_settings(self.context.settings)

    @Slot()
    def _set_name(self) -> None:
        name = self.name.text().strip()
        if name != self.context.settings.name:
            self._set(name=name)

    @Slot()
    def _show_folder(self) -> None:
        show_in_folder(self.context.data_dir)

    @Slot()
    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self.window(), _("Choose the data folder"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.choose_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def choose_folder(self, folder: str) -> None:
        """Use another data folder from the next start on."""
        self._set(data_folder=folder)

    def arrive(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._set_name()
