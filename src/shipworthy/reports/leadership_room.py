"""How many risks page one has room for, by what stands above them.

The figures were found by printing the shortest page, Letter: its lines beside what never changes, and the letters that
a line of each part holds at least.
"""

from collections.abc import Iterable
from unicodedata import east_asian_width

from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.leadership import FiguresEntry, StandingEntry

MOST_RISKS, FEWEST_RISKS = 5, 3
_PAGE_LINES, _RISK_LINES = 37, 3.3
_LEAD, _HEADING, _DECISION, _VERDICT, _ASK = 92, 34, 36, 46, 84


def room_for_risks(
    heading: str, about: str, standing: StandingEntry, asks: Iterable[AskEntry], of: FiguresEntry
) -> int:
    """Return how many risks of three lines fit under all this."""
    decision = lines(standing.decided, _DECISION, 3) + sum(lines(each, _DECISION) for each in standing.notes)
    verdict = (
        lines(standing.meaning, _VERDICT)
        + lines(standing.held_back, _VERDICT)
        + len(standing.unmet)
        + (len(standing.unmet) < standing.unmet_count)
    )
    taken = (
        2 * lines(heading, _HEADING)
        + lines(about, _LEAD)
        + max(decision, verdict)
        + sum(lines(f"{each.what}. {each.about}", _ASK) for each in asks)
        + lines(f"{of.open_answers} {of.backing}", _LEAD)
        + lines(of.foundations, _LEAD)
        + lines(of.left_out, _LEAD)
    )
    return max(FEWEST_RISKS, min(MOST_RISKS, int((_PAGE_LINES - taken) / _RISK_LINES)))


def lines(text: str, letters: int, most: int = 2) -> int:
    """Return how many lines a text takes; the letters of East Asian writing are twice as wide."""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return min(most, -(-width // letters))
