"""How much each of the two pages has room for, by what else stands on it.

The figures were found by printing the shortest page, Letter: its lines beside what never changes, and the letters that
a line of each part holds at least.
"""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.leadership import FiguresEntry, MovementEntry, PathEntry, StandingEntry

MOST_RISKS, FEWEST_RISKS = 5, 2
_PAGE_LINES, _UNDER_RISK = 38.0, 1.3  # the question, and the air around
MOST_STEPS, FEWEST_STEPS = 8, 3
# Of page two, in pixels: its height; its headings, captions, the counts beneath lists and the notes at its end; a line,
# a row, the head of a table, the picture.
_PAGE, _PAGE_TWO = 898, 330
_LINE, _ROW, _HEAD, _CHART = 17.4, 23, 26, 230
_LEAD, _HEADING, _DECISION, _VERDICT, _ASK, _RISK = 92, 34, 36, 46, 84, 54


def room_for_risks(
    risks: Sequence[str], heading: str, about: str, standing: StandingEntry, asks: Iterable[AskEntry], of: FiguresEntry
) -> int:
    """Return how many risks, by their sentences, fit under all this."""
    decision = lines(standing.decided, _DECISION, 3) + sum(lines(each, _DECISION) for each in standing.notes)
    verdict = (
        lines(standing.meaning, _VERDICT)
        + lines(standing.held_back, _VERDICT)
        + len(standing.unmet)
        + (len(standing.unmet) < standing.unmet_count)
    )
    room = (
        _PAGE_LINES
        - (3 if lines(heading, _HEADING) > 1 else 2)
        - lines(about, _LEAD)
        - max(decision, verdict)
        - sum(lines(f"{each.what}. {each.about}", _ASK) for each in asks)
        - lines(f"{of.open_answers} {of.backing}", _LEAD)
        - lines(of.foundations, _LEAD)
        - lines(of.left_out, _LEAD)
    )
    fitting = 0
    for risk in risks[:MOST_RISKS]:
        room -= lines(risk, _RISK) + _UNDER_RISK
        fitting += room >= 0
    return max(FEWEST_RISKS, fitting)


def lines(text: str, letters: int, most: int = 2) -> int:
    """Return how many lines a text takes; the letters of East Asian writing are twice as wide."""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return min(most, -(-width // letters))


def room_for_steps(movement: MovementEntry, path: PathEntry, trend: bool, rows: int) -> int:
    """Return how many steps of a path fit on page two beside all else; `rows` is that of the longer list beneath.

    In pixels of the shortest page, Letter.
    """
    taken = (
        _PAGE_TWO
        + _LINE * lines(f"{movement.told} {movement.also}", _LEAD)
        + (_HEAD + _ROW * len(movement.parts) if movement.parts else 0)
        + (_CHART if trend else 0)
        + _LINE * sum(lines(each, _LEAD) for each in (path.outcome, *path.notes))
        + (_HEAD + _ROW * rows)
    )
    return max(FEWEST_STEPS, min(MOST_STEPS, int((_PAGE - taken) / _ROW)))
