"""The form for a dissent from the agreed answer: who does not agree, and why. Both are needed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from shipworthy.domain.assessment import Answer, Dissent
from shipworthy.gui.pages.review.in_place_form import InPlaceForm, ReasonEdit
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext


class DissentForm(InPlaceForm):
    """Asks for a name, offered from the assessors though anybody in the room may dissent, and for the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Dissent: who does not agree, and why?"), _("Save the dissent"), parent)
        self._known: tuple[Dissent, ...] = ()
        self._offered = ""
        self._name = QComboBox()
        self._name.setEditable(True)
        self._name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._name.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._name.setMinimumContentsLength(12)
        self._name.setAccessibleName(_("Who dissents"))
        typed = self._name.lineEdit()
        assert typed is not None, "it is editable"
        typed.setAccessibleName(_("Who dissents"))
        self._name.currentTextChanged.connect(self._offer_words)
        self._words = ReasonEdit(_("Why"), _("Why, in a sentence; reports print it"))
        self._words.entered.connect(self.submit)
        label = PlainLabel(_("Who dissents"), "label")
        label.setBuddy(self._name)
        self.body.addWidget(label)
        self.body.addWidget(self._name)
        self.body.addWidget(self._words)

    @property
    def dissent(self) -> Dissent:
        """Return what the form says."""
        return Dissent(" ".join(self._name.currentText().split()), self._words.toPlainText().strip())

    @property
    def first_field(self) -> QWidget:
        """Return the field of the words."""
        return self._words

    def show_people(self, names: Sequence[str]) -> None:
        """Offer these names, the likeliest first."""
        self._name.clear()
        self._name.addItems(list(names))

    def open_for(self, answer: Answer) -> None:
        """Show the form for the first person offered who has not dissented yet, ready for the words."""
        self._known = answer.dissent
        said = {each.name for each in answer.dissent}
        names = [self._name.itemText(place) for place in range(self._name.count())]
        self._offered = ""
        self._words.clear()
        self._name.setCurrentIndex(next((place for place, name in enumerate(names) if name not in said), 0))
        self._offer_words(self._name.currentText())
        self.show_problem("")
        self.show()
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _offer_words(self, name: str) -> None:
        """Show what this person said before, unless something else was typed meanwhile."""
        if self._words.toPlainText() == self._offered:
            self._offered = next((each.text for each in self._known if each.name == name), "")
            self._words.setPlainText(self._offered)

    def check(self) -> bool:
        if not self.dissent.name:
            self.show_problem(_("Write who dissents."), self._name)
        elif not self.dissent.text:
            self.show_problem(_("Write why: a dissent needs its words."), self._words)
        return bool(self.dissent.name and self.dissent.text)


def dissent_words(dissent: Sequence[Dissent]) -> tuple[str, str]:
    """Return title and text of the dissent beside an agreed answer; nothing where there is none."""
    if not dissent:
        return "", ""
    names = ", ".join(each.name for each in dissent)
    title = ngettext("Agreed; {names} dissents", "Agreed; these dissent: {names}", len(dissent)).format(names=names)
    if len(dissent) == 1:
        return title, dissent[0].text
    return title, "\n".join(f"{each.name}: {each.text}" for each in dissent)
