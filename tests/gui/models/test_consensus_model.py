"""The list of the consensus under Qt's own tester, and what its lines say."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.domain import builders as build
from tests.domain.builders import TODAY, answered, pack, principle, question, review

from shipworthy.domain.assessment import Answer, Dissent
from shipworthy.domain.consensus import PositionKind, compare
from shipworthy.gui.models.consensus_model import (
    ConsensusLine,
    ConsensusModel,
    consensus_lines,
    initials,
    spread_words,
)
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.wording import Wording

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
PACK = pack("p", principle("one", question("a"), question("b")), principle("two", question("c")))
NAMES = ("Amira", "Jonas Weber", "Mira")


def lines(*answers: Answer) -> list[ConsensusLine]:
    """Return the lines of what three assessors said, and of the agreed answers."""
    agreed = review(PACK, answers=[answer for answer in answers if not answer.assessor])
    consensus = compare(agreed.questionnaire, agreed.service, NAMES, answers, TODAY)
    return list(consensus_lines(consensus, agreed, Wording()))


def some_lines() -> list[ConsensusLine]:
    return lines(
        answered("p/a", "a", assessor="Amira"),
        answered("p/a", "e", assessor="Jonas Weber"),
        answered("p/b", "c", assessor="Amira"),
        answered("p/b", "c", assessor="Jonas Weber"),
        answered("p/b", "c", dissent=(Dissent("Mira", "No."),)),
        build.unknown("p/c", assessor="Jonas Weber"),
    )


def test_principles_are_headings_and_questions_say_all_that_their_strip_shows(qtbot: QtBot) -> None:
    model = ConsensusModel()
    QAbstractItemModelTester(model, FATAL)
    assert model.row_of("p/a") == -1
    model.show(some_lines())
    said = [(line.text, line.state) for line in (model.index(row).data(LINE_ROLE) for row in range(5))]
    assert said == [
        ("Title of one", "mean spread ½ · largest 1"),
        ("Text of a?", "Spread 1 · not agreed yet"),
        ("Text of b?", "All say the same · ✓ agreed: Label c · 1 dissents"),
        ("Title of two", "mean spread 0 · largest 0"),
        ("Text of c?", "1 answer · 1 has not answered · not agreed yet"),
    ]
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.splitlines()[2:] == ["Amira: Label a (0)", "Jonas Weber: Label e (1)"]
    assert "pre-wrap" in model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert [bool(model.index(row).flags() & Qt.ItemFlag.ItemIsSelectable) for row in range(5)] == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert (model.row_of("p/c"), model.row_of("p/none")) == (4, 1)
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_marks_gather_who_stands_at_the_same_place() -> None:
    _one, first, second, _two, third = some_lines()
    assert [(mark.initials, mark.score) for mark in first.marks] == [(("AM",), 0), (("JW",), 1)]
    assert [(mark.initials, mark.score) for mark in second.marks] == [(("AM", "JW"), Fraction(1, 2))]
    assert (first.agreed, second.agreed) == (None, Fraction(1, 2))
    assert [(mark.initials, mark.kind) for mark in third.marks] == [
        (("JW",), PositionKind.UNKNOWN),
        (("AM",), PositionKind.OPEN),
    ]


def test_initials_tell_people_apart() -> None:
    names = ["Amira", "Amalia", "Jonas Weber", "Jana Wolf", "J", "J W", "Łucja", "12"]
    assert list(initials(names).values()) == ["AM", "AA", "JW", "JA", "J", "J2", "ŁU", "12"]


@given(st.lists(st.text(min_size=1).map(lambda name: " ".join(name.split())).filter(bool), max_size=14, unique=True))
def test_no_two_assessors_ever_share_their_initials(names: list[str]) -> None:
    short = initials(names)
    assert len(set(short.values())) == len(names)
    assert all(short.values())


def test_spreads_are_rounded_but_never_to_a_false_zero() -> None:
    words = [spread_words(Fraction(*each), Wording()) for each in ((0, 1), (1, 4), (1, 3), (1, 1000), (999, 1000))]
    assert words == ["0", "¼", "0.33", "<0.01", "0.99"]
