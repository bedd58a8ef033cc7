"""The gate policy: what each tier asks, and changing it with the effect on the portfolio shown first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.policy_effect import PolicyEffect, Portfolio, effect_of
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.policy.effect_card import EffectCard
from shipworthy.gui.pages.policy.policy_card import origin_words
from shipworthy.gui.pages.policy.policy_files import PolicyFiles
from shipworthy.gui.pages.policy.policy_grid import PolicyGrid
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.form import Card, Field, side_by_side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.text import _, ngettext
from shipworthy.workflows.policies import (
    PolicyInForce,
    PolicySaved,
    check_policy,
    copy_to_edit,
    current_policy,
    read_portfolio,
    save_policy,
    shipped_policy,
)

_REST_MILLISECONDS = 250
_BESIDE = 880  # rules and effect
_STACKED = 728  # tiers


class PolicyPage(Page):
    """Shows the policy in force; while it is edited, works out after each rest what the values would do.

    Saving is possible only once the effect of exactly the values in the boxes is on screen.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_heading(_("Gate policy"))
        self._current: PolicyInForce | None = None
        self._portfolio: Portfolio | None = None
        self._job: LongJob | None = None
        self._shown_effect_of: GatePolicy | None = None
        self.is_editing = False
        self.grid = PolicyGrid(context.theme, context.wording)
        self.effect = EffectCard(context.theme, context.wording)
        self._make_fields()
        self._make_buttons()
        self._lay_out()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self.work_out)
        self.files = PolicyFiles(context, self)
        self._connect()
        self._show_mode()

    # What is shown

    def show_policy(self, current: PolicyInForce) -> None:
        """Show the policy in force, unless another is being edited."""
        self._current = current
        self.set_heading(_("Gate policy"), f"{current.policy.title} {current.policy.version}")
        self.origin.setText(origin_words(self.context, current))
        if not self.is_editing:
            self._fill(current.policy)
        self._show_mode()

    def edited(self) -> GatePolicy:
        """Return the policy as it stands in the fields."""
        return GatePolicy(
            id=self.id.text().strip(),
            version=self.version.text().strip(),
            title=self.title.text().strip(),
            summary=self.summary.toPlainText().strip(),
            tiers=self.grid.tiers(),
        )

    @property
    def waits_for_rest(self) -> bool:
        """Tell whether something was typed a moment ago, whose effect is worked out when the typing rests."""
        return self._rest.isActive()

    def _fill(self, policy: GatePolicy) -> None:
        self.title.setText(policy.title)
        self.version.setText(policy.version)
        self.id.setText(policy.id)
        self.summary.setPlainText(policy.summary)
        self.about.setText(policy.summary)
        self.grid.show_tiers(policy.tiers)

    def _show_mode(self) -> None:
        editing = self.is_editing
        self.names.setVisible(editing)
        self.about.setVisible(not editing)
        self.origin.setVisible(not editing)
        self.effect.setVisible(editing)
        self.grid.set_read_only(not editing)
        for button in (self.edit_button, self.export_button, self.import_button):
            button.setVisible(not editing)
        is_own = self._current is not None and not self._current.is_shipped
        self.shipped_button.setVisible(not editing and is_own)
        self.save_button.setVisible(editing)
        self.cancel_button.setVisible(editing)
        self._show_may_save()

    def _show_may_save(self) -> None:
        ready = self.is_editing and self._shown_effect_of == self.edited()
        changed = self._current is not None and self._current.policy != self._shown_effect_of
        self.save_button.setEnabled(ready and changed)

    # Editing

    @Slot()
    def copy_and_edit(self) -> None:
        """Begin to change a copy of the policy in force."""
        if self._current is not None:
            self.begin(copy_to_edit(self._current.policy))
            self.grid.percents[1, "overall"].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, policy: GatePolicy) -> None:
        """Begin to edit from a policy, such as that of a file, and work out its effect."""
        self.is_editing = True
        self._fill(policy)
        self._portfolio = None
        self._shown_effect_of = None
        self.effect.show_waiting()
        self._show_mode()
        self.work_out()

    @Slot()
    def cancel(self) -> None:
        """Forget what was changed."""
        self._stop()
        self.is_editing = False
        if self._current is not None:
            self._fill(self._current.policy)
        self._show_mode()
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def save(self) -> None:
        """Put the policy whose effect is shown in force."""
        policy, current = self._shown_effect_of, self._current
        if policy is None or current is None or policy != self.edited():
            return
        self.save_button.setEnabled(False)
        self._put_in_force(policy, current.policy)

    def _put_in_force(self, policy: GatePolicy, replaces: GatePolicy) -> None:
        work = partial(save_policy, policy=policy, replaces=replaces)
        self.context.write(work, self._show_saved, self._show_refused, owner=self)

    def _show_saved(self, saved: PolicySaved) -> None:
        self.is_editing = False
        self._stop()
        took = ngettext("{count} open review took it over.", "{count} open reviews took it over.", saved.reviews)
        self.context.notify(
            Notice(
                _("“{title}” {version} is in force.").format(title=saved.policy.title, version=saved.policy.version),
                "ok",
                took.format(count=saved.reviews),
                action=(_("Take back"), lambda: self._put_in_force(saved.previous, saved.policy)),
                topic="policy",
            )
        )
        self.context.changed.emit()
        self._show_mode()
        if self.isVisible():
            self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _show_refused(self, error: UserError) -> None:
        if self.is_editing:
            self.effect.show_problem(error)
        else:
            self.context.failed.emit(error)

    # The effect

    @Slot()
    def _note_edited(self) -> None:
        if self.is_editing:
            self._show_may_save()
            self._rest.start()

    @Slot()
    def work_out(self) -> None:
        """Work out the effect of the values as they stand, beside everything else."""
        if not self.is_editing:
            return
        self._stop()
        policy, portfolio, session = self.edited(), self._portfolio, self.context.session

        def work(job: LongJob) -> tuple[Portfolio, PolicyEffect]:
            check_policy(session, policy)
            known = portfolio or read_portfolio(session, lambda done, total: _report(job, done, total))
            return known, effect_of(known, policy)

        def done(outcome: tuple[Portfolio, PolicyEffect]) -> None:
            if job is not self._job:
                return
            self._job = None
            self._portfolio, effect = outcome
            self.effect.show_effect(effect)
            self._shown_effect_of = effect.policy
            self._show_may_save()

        def failed(error: UserError) -> None:
            if job is self._job:
                self._job = None
                self._shown_effect_of = None
                self.effect.show_problem(error)
                self._show_may_save()

        self.effect.show_waiting()
        job = self.context.tasks.run_long(work, done, failed, owner=self)
        job.progressed.connect(self.effect.show_waiting)
        self._job = job

    def _stop(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _note_changed(self) -> None:
        """Services or reviews changed: what was read of them no longer counts."""
        self._portfolio = None
        if self.isVisible():
            self.read()
            self._note_edited()

    def read(self) -> None:
        """Read which policy is in force."""
        self.context.read(current_policy, self.show_policy, owner=self)

    # Files

    @Slot()
    def use_shipped(self) -> None:
        """Begin from the shipped policy, to put it in force again."""
        self.begin(shipped_policy())

    @Slot(object)
    def _begin_from_file(self, policy: GatePolicy) -> None:
        self.begin(policy)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def export(self, file: str) -> None:
        """Write the policy in force into a file."""
        if self._current is not None:
            self.files.write(self._current.policy, file)

    # Making

    def _make_fields(self) -> None:
        self.title, self.version, self.id = QLineEdit(maxLength=200), QLineEdit(maxLength=40), QLineEdit(maxLength=60)
        self.summary = QPlainTextEdit(tabChangesFocus=True)
        self.summary.setFixedHeight(self.context.theme.pixels(64))
        self.about = PlainLabel(role="soft", wrap=True)
        self.origin = PlainLabel(role="small", wrap=True)
        self.names = QWidget()
        column = QVBoxLayout(self.names)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field(_("Title"), self.title))
        version, name = Field(_("Version"), self.version), Field(_("Id"), self.id)
        column.addLayout(side_by_side(version, name))
        column.addWidget(Field(_("Summary"), self.summary))

    def _make_buttons(self) -> None:
        self.edit_button = push_button(_("Copy and edit"), "primary")
        self.import_button = push_button(_("Use a file…"))
        self.export_button = push_button(_("Export…"))
        self.shipped_button = push_button(_("Use the shipped policy…"))
        self.save_button = push_button(_("Put in force"), "primary")
        self.cancel_button = push_button(_("Cancel"))
        edits(self.context, self.edit_button, self.import_button, self.shipped_button, self.save_button)
        self.save_button.setAccessibleDescription(_("Possible once the effect of these values is shown."))

    def _lay_out(self) -> None:
        rules = Card(_("What each tier asks"))
        rules.body.addWidget(self.about)
        rules.body.addWidget(self.origin)
        rules.body.addWidget(self.grid)
        rules.body.addWidget(self.names)
        buttons = QWidget()
        row = FlowLayout(buttons, 8)
        for button in (
            self.save_button,
            self.cancel_button,
            self.edit_button,
            self.import_button,
            self.export_button,
            self.shipped_button,
        ):
            row.addWidget(button)
        rules.body.addSpacing(8)
        rules.body.addWidget(buttons)
        rules.body.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(20, 16, 20, 16)
        self._columns.setSpacing(12)
        self._columns.addWidget(rules, 3)
        self._columns.addWidget(self.effect, 2)
        inner = QWidget()
        inner.setLayout(self._columns)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        self.edit_button.clicked.connect(self.copy_and_edit)
        self.cancel_button.clicked.connect(self.cancel)
        self.save_button.clicked.connect(self.save)
        self.import_button.clicked.connect(self.files.ask_for_one)
        self.export_button.clicked.connect(self.files.ask_where_to)
        self.shipped_button.clicked.connect(self.use_shipped)
        self.grid.edited.connect(self._note_edited)
        for field in (self.title, self.version, self.id):
            field.textEdited.connect(self._note_edited)
        self.summary.textChanged.connect(self._note_edited)
        self.files.loaded.connect(self._begin_from_file)
        self.files.target_chosen.connect(self.export)
        self.effect.service_chosen.connect(self.context.open_service)
        self.context.changed.connect(self._note_changed)

    def bindings(self) -> Sequence[Binding]:
        return (Binding(_("Esc"), _("Back to the settings; while editing, to Cancel")),)

    def arrive(self) -> None:
        self.read()
        if self.is_editing:
            self._note_edited()
        (self.grid.percents[1, "overall"] if self.is_editing else self.edit_button).setFocus()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_editing:
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.context.go_to("settings")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self.context.theme.pixels(_BESIDE)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.grid.arrange(stacked=self.width() < self.context.theme.pixels(_STACKED))


def _report(job: LongJob, done: int, total: int) -> None:
    job.check()
    job.report(done, total)
