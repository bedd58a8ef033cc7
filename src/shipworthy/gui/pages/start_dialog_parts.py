"""Parts of the dialog that starts a review: the open one there is already, the packs, and what it starts from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.assessment import LeftOutPack
from shipworthy.domain.pack import Pack
from shipworthy.domain.template import Template
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field, empty_layout, section_title
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.starting import StartOffer

_INDENT = 30  # the words beneath a box or a ring line up with its own


class OpenReviewNotice(QFrame):
    """Says that the service has an open review, and leads there; hidden where it has none."""

    continue_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("kind", "warn")
        self.text = PlainLabel(wrap=True)
        self.button = push_button(_("Continue it"), "primary")
        self.button.clicked.connect(self.continue_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def is_needed(self) -> bool:
        """Tell whether there is an open review, so that starting means another one beside it."""
        return not self.isHidden()

    def show_offer(self, offer: StartOffer, wording: Wording, day_of: Callable[[datetime], date]) -> None:
        """Show the newest open review."""
        self.setVisible(bool(offer.open))
        if not offer.open:
            return
        newest = offer.open[0]
        text = _("A review is open already: “{title}”.").format(title=newest.title)
        if newest.started_at is not None:
            begun = _("Begun on {date}.").format(date=wording.date(day_of(newest.started_at)))
            text = f"{text} {begun}"
        self.text.setText(text)
        self.button.setAccessibleName(_("Continue “{title}”").format(title=newest.title))

    def take_focus(self) -> None:
        """Put the focus on the way to the open review."""
        self.button.setFocus()


class PackChoice(QWidget):
    """The packs, those of the standing review first and checked; leaving one of these out asks for the reason."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PackRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(section_title(_("Packs")))

    @property
    def chosen(self) -> tuple[Pack, ...]:
        """Return the packs that are checked."""
        return tuple(row.pack for row in self.rows if row.box.isChecked())

    @property
    def left_out(self) -> tuple[LeftOutPack, ...]:
        """Return the standing review's packs that are not checked, with the reasons as typed."""
        return tuple(
            LeftOutPack(row.pack.id, row.reason.text()) for row in self.rows if row.is_own and not row.box.isChecked()
        )

    def show_offer(self, offer: StartOffer) -> None:
        """Show the packs on offer, the usual ones checked."""
        usual = {pack.id for pack in offer.usual_plan.packs}
        for pack in offer.packs:
            row = PackRow(pack, is_own=offer.standing is not None and pack.id in usual)
            row.box.setChecked(pack.id in usual)
            row.box.toggled.connect(self.changed)
            self.rows.append(row)
            self._column.addWidget(row)

    def check(self) -> QWidget | None:
        """Return the first reason that is missing, each of them told in place."""
        wrong = None
        for row in self.rows:
            missing = row.is_own and not row.box.isChecked() and not row.reason.text().strip()
            row.field.show_problem(_("Say why; the report shows it.") if missing else "")
            wrong = wrong or (row.reason if missing else None)
        return wrong

    def take_focus(self) -> None:
        """Put the focus on the first pack."""
        self.rows[0].box.setFocus()


class PackRow(QWidget):
    """One pack with its box; beneath it the reason, once a pack of the standing review is left out."""

    def __init__(self, pack: Pack, *, is_own: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self.is_own = is_own
        count = sum(1 for _question in pack.questions())
        questions = ngettext("{count} question", "{count} questions", count).format(count=count)
        self.box = QCheckBox()
        version = _("Version {version} · {questions}").format(version=pack.version, questions=questions)
        _name_box(self.box, pack.title, version)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.box, 1)
        count_label = PlainLabel(questions, "small")
        set_plain_tool_tip(count_label, version)
        row.addWidget(count_label)
        self.reason = QLineEdit()
        self.field = Field(_("Why is it left out?"), self.reason)
        self.field.hide()
        self.reason.textEdited.connect(lambda: self.field.show_problem(""))
        self.box.toggled.connect(lambda checked: self.field.setVisible(self.is_own and not checked))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(_indented(self.field))


class OriginChoice(QWidget):
    """What a review starts from: the standing one or nothing, and templates; hidden where there is no choice."""

    changed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._has_standing = False
        self.standing = QRadioButton(_("The standing review"))
        self.nothing = QRadioButton(_("Nothing: ask everything anew"))
        self._standing_detail = PlainLabel(role="small", wrap=True)
        self.boxes: dict[UUID, QCheckBox] = {}
        self._ticked: dict[UUID, str] = {}  # names, in the order in which they were ticked
        self.order = PlainLabel(role="small", wrap=True)
        self.order.hide()
        self._templates = QVBoxLayout()
        self._templates.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(section_title(_("Start from")))
        column.addWidget(self.standing)
        column.addLayout(_indented(self._standing_detail))
        column.addWidget(self.nothing)
        column.addLayout(self._templates)
        column.addWidget(self.order)
        self.standing.toggled.connect(self.changed)
        self.hide()

    @property
    def carries(self) -> bool:
        """Tell whether the standing review's answers are to be carried over."""
        return self._has_standing and self.standing.isChecked()

    @property
    def templates(self) -> tuple[UUID, ...]:
        """Return the templates that are checked, in the order in which they were: the first one's answers count."""
        return tuple(self._ticked)

    def show_offer(self, offer: StartOffer) -> None:
        """Show what there is to start from, the standing review chosen."""
        self._has_standing = offer.standing is not None
        if offer.standing is not None:
            assessment = offer.standing.assessment
            state = self._wording.assessment_state(assessment.state).lower()
            parts = [assessment.title, state]
            if offer.standing_day is not None:
                parts.append(self._wording.date(offer.standing_day))
            self._standing_detail.setText(" · ".join(parts))
            self.standing.setAccessibleDescription(self._standing_detail.text())
            self.standing.setChecked(True)
        for part in (self.standing, self._standing_detail, self.nothing):
            part.setVisible(self._has_standing)
        empty_layout(self._templates)
        self._ticked.clear()
        self.boxes = {template.id: self._add_template(template) for template in offer.templates}
        self.setVisible(self._has_standing or bool(self.boxes))

    def _add_template(self, template: Template) -> QCheckBox:
        count = len(template.answers)
        answers = ngettext("{count} answer", "{count} answers", count).format(count=count)
        box = QCheckBox()
        title = _("Template “{name}”").format(name=template.name)
        detail = " · ".join(part for part in (answers, template.summary) if part)
        _name_box(box, title, detail)
        box.toggled.connect(lambda checked: self._tick(template, checked))
        self._templates.addWidget(box)
        self._templates.addLayout(_indented(PlainLabel(detail, "small", wrap=True)))
        return box

    def _tick(self, template: Template, checked: bool) -> None:
        if checked:
            self._ticked[template.id] = template.name
        else:
            del self._ticked[template.id]
        names = ", ".join(self._ticked.values())
        text = _("Where templates answer the same question, the one ticked first counts: {names}.")
        self.order.setText(text.format(names=names))
        self.order.setVisible(len(self._ticked) > 1)
        self.changed.emit()


def _name_box(box: QCheckBox, title: str, detail: str) -> None:
    """Give a box its title, and to whoever listens what is said of it."""
    box.setText(title.replace("&", "&&"))
    box.setAccessibleName(title)
    box.setAccessibleDescription(detail)
    set_plain_tool_tip(box, title)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long title must not widen the dialog


def _indented(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(_INDENT, 0, 0, 4)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return column
