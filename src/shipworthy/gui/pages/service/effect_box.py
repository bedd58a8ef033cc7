"""What a change of services does to verdicts, told before it is saved."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shipworthy.domain.service_effect import ChangeEffect
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording

_MOST_LINES = 12
_HIGHEST = 132
_MARGIN = 12


class EffectBox(QFrame):
    """A title that sums the effect up, over the lines that explain it; hidden until there is something to tell.

    `counts`: the title says how many services are changed, where they are more than one.
    """

    def __init__(self, theme: Theme, wording: Wording, counts: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._counts = counts
        self.setProperty("role", "quiet")
        self.title = PlainLabel(role="strong", wrap=True)
        self.lines = PlainLabel(wrap=True)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(_("What it does"))
        self._area.setWidget(self.lines)
        self._highest = theme.pixels(_HIGHEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 10, _MARGIN, 10)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self._area)
        self.hide()

    def show_effect(self, effect: ChangeEffect | None) -> None:
        """Tell what a change would do; None hides the box."""
        self.setVisible(effect is not None)
        if effect is None:
            self.title.setText("")
            self.lines.setText("")
            return
        self.title.setText(self._title(effect))
        lines = self._told(effect)
        left = len(lines) - _MOST_LINES
        if left > 0:
            more = ngettext("… and {count} more", "… and {count} more", left).format(count=left)
            lines = [*lines[:_MOST_LINES], more]
        self.lines.setText("\n".join(lines))
        self._area.setVisible(bool(lines))
        self._fit()

    def _fit(self) -> None:
        """Take the height of the lines, up to where they scroll."""
        width = max(self.width() - 2 * _MARGIN, 1)
        height = min(self.lines.heightForWidth(width) + 2, self._highest)
        self._area.setFixedHeight(height)

    def _title(self, effect: ChangeEffect) -> str:
        count = len(effect.changed)
        title = self._wording.effect_title(effect)
        if count == 1 or not self._counts:
            return title
        changes = ngettext("{count} service changes", "{count} services change", count).format(count=count)
        return f"{changes}; {title[:1].lower()}{title[1:]}"

    def _told(self, effect: ChangeEffect) -> list[str]:
        if len(effect.changed) == 1:
            return [*self._wording.effect_lines(effect.changed[0]), *self._wording.reached_lines(effect)]
        own = [
            f"{each.after.name}: {'; '.join(self._wording.effect_lines(each, with_rules=False))}"
            for each in effect.changed
            if each.matters
        ]
        return [*own, *self._wording.reached_lines(effect)]

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
