"""The answers beside the choices, and what else a key does to an answer."""

from PySide6.QtCore import Signal

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.gui.pages.review.key_cap import KEY_RING, KeyButton
from shipworthy.gui.pages.review.keys import Act, key_of
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.text import _

STATES = {
    Act.NOT_APPLICABLE: AnswerState.NOT_APPLICABLE,
    Act.UNKNOWN: AnswerState.UNKNOWN,
    Act.COMPENSATED: AnswerState.COMPENSATED,
}


class AnswerBar(FlowLayout):
    """A line of keys: N, U, C, M, T, E, and D where several assess; `asked` carries the Act of one that was pressed."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(spacing=3, outset=KEY_RING)
        texts = {
            Act.NOT_APPLICABLE: _("Not applicable"),
            Act.UNKNOWN: _("Unknown"),
            Act.COMPENSATED: _("Compensated"),
            Act.MARK: _("Mark"),
            Act.NOTE: _("Note"),
            Act.EVIDENCE: _("Evidence"),
            Act.DISSENT: _("Dissent"),
        }
        self.buttons: dict[Act, KeyButton] = {}
        for act, text in texts.items():
            button = KeyButton(theme, key_of(act), text)
            button.setCheckable(act in STATES or act is Act.MARK)
            button.clicked.connect(lambda _checked=False, act=act: self.asked.emit(act))
            self.addWidget(button)
            self.buttons[act] = button

    def show_answer(self, answer: Answer) -> None:
        """Show which of these the answer is."""
        for act, state in STATES.items():
            self.buttons[act].setChecked(answer.state is state)
        self.buttons[Act.MARK].setChecked(answer.marked)

    def show_dissent(self, offered: bool) -> None:
        """Offer to record a dissent, or not."""
        self.buttons[Act.DISSENT].setVisible(offered)

    def show_keys(self, single_keys: bool, active: bool) -> None:
        """Show the keys, and whether they act at the moment."""
        for act, button in self.buttons.items():
            button.show_key(key_of(act, single_keys), active)
