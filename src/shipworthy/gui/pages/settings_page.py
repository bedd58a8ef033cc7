"""Settings: each applied and saved at once, with a sentence saying what it does."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.menus import theme_names
from shipworthy.gui.pages.policy.policy_card import PolicyCard
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.pages.settings_cards import BrandingCard, DataCard
from shipworthy.gui.pages.templates_card import TemplatesCard
from shipworthy.gui.widgets.form import Card, Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Page
from shipworthy.settings import TEXT_SIZES, Settings, Theme
from shipworthy.text import _, languages

_WIDTH = 1080
_TWO_COLUMNS = 760


class SettingsPage(Page):
    """Who I am, looks, reviewing, gate policy, templates, data, reports: two columns where there is room."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_heading(_("Settings"))
        self.name = QLineEdit(maxLength=200)
        self.theme, self.text_size, self.language = QComboBox(), QComboBox(), QComboBox()
        self.single_keys = QCheckBox(_("Answer with single keys"))
        self.policy = PolicyCard(context)
        self.templates = TemplatesCard(context)
        self.data = DataCard(context, self._set)
        self.reports = BrandingCard(context, self._set)
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
        self.data.show_settings(settings)
        self.reports.show_settings(settings)

    def commands(self) -> Sequence[Command]:
        """Return a command for each setting, which goes to it."""
        group = _("Settings")
        fields = (
            (_("Who I am"), self.name),
            (_("Theme"), self.theme),
            (_("Text size"), self.text_size),
            (_("Language"), self.language),
            (_("Answer with single keys"), self.single_keys),
            (_("Data folder"), self.data.folder.change_button),
            (_("Backup folder"), self.data.backups.change_button),
            (_("Second backup folder"), self.data.second.change_button),
            (_("Organisation on reports"), self.reports.organisation),
            (_("Classification on reports"), self.reports.classification),
            (_("Watermark of reports"), self.reports.watermark),
            (_("Logo on reports"), self.reports.choose_logo_button),
            (_("Colour of reports"), self.reports.accent),
            (_("Language of reports"), self.reports.language),
            (_("Paper of reports"), self.reports.paper),
        )
        policy = Command(group, _("Gate policy"), partial(self.context.go_to, "policy"))
        return [policy, *(Command(group, text, partial(self._go_to, field)) for text, field in fields)]

    def _go_to(self, field: QWidget) -> None:
        self.context.go_to("settings")
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(field)

    @Slot(object)
    def _show_widget(self, widget: QWidget) -> None:
        """Scroll to what has the focus now, and once more when it has its size."""
        self._scroll.ensureWidgetVisible(widget)
        QTimer.singleShot(0, widget, lambda: self._scroll.ensureWidgetVisible(widget))

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
        claim = _("Stands beside your answers and decisions. It is a claim: nobody checks it.")
        person.body.addWidget(Field(_("Name"), self.name, claim))
        looks = Card(_("Looks"))
        looks.body.addWidget(Field(_("Theme"), self.theme))
        looks.body.addWidget(Field(_("Text size"), self.text_size))
        looks.body.addWidget(Field(_("Language"), self.language, _("A change shows at the next start.")))
        reviewing = Card(_("Reviewing"))
        reviewing.body.addWidget(self.single_keys)
        hint = _("Keys such as 1, N and U answer the question that has the focus. Off: the mouse, or Tab and Space.")
        self.single_keys.setAccessibleDescription(hint)
        reviewing.body.addWidget(PlainLabel(hint, "small", wrap=True))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        for cards in ((person, looks, reviewing, self.policy, self.templates), (self.data, self.reports)):
            column = QVBoxLayout()
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        middle = QWidget()
        middle.setMaximumWidth(self.context.theme.pixels(_WIDTH))
        self._columns.setContentsMargins(0, 0, 0, 0)
        middle.setLayout(self._columns)
        row = QHBoxLayout()
        row.setContentsMargins(20, 16, 20, 16)
        row.addWidget(middle, 1000)
        row.addStretch(1)  # takes what the cards, at their widest, leave
        self._scroll: QScrollArea = scrolled(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _connect(self) -> None:
        self.context.settings_changed.connect(self.show_settings)
        self.templates.focus_moved.connect(self._show_widget)
        self.templates.emptied.connect(lambda: self._go_to(self.policy.open_button))
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

    def arrive(self) -> None:
        self.templates.read()
        self.policy.read()
        self.data.read()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._set_name()
        self.reports.save()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self.context.theme.pixels(_TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
