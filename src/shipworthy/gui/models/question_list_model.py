"""Questions under headings: what a search found, and what a review still lacks at its end."""

from dataclasses import dataclass

from shipworthy.gui.models.headed_list_model import HeadedListModel


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One line: a question to go to, or a heading where `question` is empty."""

    question: str
    text: str
    detail: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only names those that follow."""
        return not self.question

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of the line."""
        return f"{self.text}. {self.detail}" if self.detail else self.text


class QuestionListModel(HeadedListModel[QuestionLine]):
    """A list of QuestionLine; headings cannot be selected. LINE_ROLE gives the line itself to the delegate."""

    def first_question(self) -> int:
        """Return the row of the first line that is no heading, -1 where there is none."""
        return next((row for row, line in enumerate(self._lines) if not line.is_heading), -1)
