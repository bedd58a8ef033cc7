"""Errors that are the user's to fix: each says what happened, where, and what to do.

Everything else that is raised is a bug and reaches the crash report instead.
"""

from collections.abc import Sequence
from typing import NamedTuple


class UserError(Exception):
    """A situation that the user can mend.

    `message` says what happened and where; `hint` says what to do. Both are sentences for people.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class Problem(NamedTuple):
    """One thing wrong in a file, at a place a person can go to.

    `line` and `column` count from 1; in a spreadsheet they are row and column of the sheet named, and 0 stands for the
    whole sheet. `fix` says what to write instead.
    """

    file: str
    line: int
    column: int
    message: str
    fix: str
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.file}{self._place()}: {self.message}. {self.fix}"

    def _place(self) -> str:
        if not self.sheet:
            return f":{self.line}:{self.column}"
        return f": {self.sheet}!{cell_name(self.line, self.column)}" if self.line else f": {self.sheet}"


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as spreadsheets write it, such as "AB12"; both count from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


class InvalidFile(UserError):  # noqa: N818 - named for what the user has, like FileExistsError's siblings in UserError
    """A file that does not say what it must; carries all its problems at once, in the order given."""

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message, "\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["InvalidFile"], tuple[str, tuple[Problem, ...]]]:
        # Exceptions pickle through their args; ours differ from the constructor's. The report worker sends them home.
        return type(self), (self.message, self.problems)
