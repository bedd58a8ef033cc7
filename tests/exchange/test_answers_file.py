"""Answers files: what they say is recorded exactly, and what is wrong is told at once with line and column."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.domain.answering import checked_answer
from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Confidence,
    Evidence,
    EvidenceKind,
    NotApplicableType,
)
from shipworthy.domain.pack import Pack
from shipworthy.domain.service import Lifecycle, Link, LinkKind
from shipworthy.errors import InvalidFile, UserError
from shipworthy.exchange.answers_file import NamedService, parse_answers, read_answers_file
from shipworthy.packs.loader import load_pack, load_pack_text
from shipworthy.untrusted.yaml_files import parse_yaml

HERE = Path(__file__).parent
MALFORMED = sorted((HERE / "malformed").glob("*.yaml"))
SMALL = load_pack(HERE.parent / "packs" / "small.yaml")
FULL = (HERE / "full.yaml").read_text(encoding="utf-8")


def answer(written: str, question: str = "data.backups") -> Answer:
    """Return the one answer of a file that gives it in this way."""
    (found,) = parse_answers(f"answers:\n  {question}: {written}\n", "f").answers_for([SMALL])
    return found


def test_everything_a_file_may_say() -> None:
    file = read_answers_file(HERE / "full.yaml")
    assert file.service == NamedService(
        name="orders",
        team="Payments",
        owner="Amira",
        tier=1,
        lifecycle=Lifecycle.PRODUCTION,
        system="shop",
        domain="commerce",
        description="Takes orders.",
        tags=("go", "grpc"),
        links=(
            Link(LinkKind.REPOSITORY, "https://example.org/orders"),
            Link(LinkKind.ON_CALL, "https://example.org/rota"),
            Link(LinkKind.ON_CALL, "mailto:oncall@example.org"),
        ),
        hard_dependencies=("payments",),
        soft_dependencies=("mail", "search"),
    )
    assert (file.packs, file.title, file.assessor) == (("small",), "Before the sale", "Amira")
    assert file.facts == {"has_database": True}
    assert file.answers_for([SMALL]) == (
        Answer(
            "small/data.backups",
            state=AnswerState.ANSWERED,
            choices=("monthly",),
            note="**Every** month.",
            note_internal=True,
            confidence=Confidence.HIGH,
            marked=True,
            evidence=(
                Evidence(EvidenceKind.LINK, "https://example.org/restore", "Log", date(2026, 11, 1), date(2027, 11, 1)),
                Evidence(EvidenceKind.TEXT, "Seen in the room."),
            ),
        ),
        Answer("small/data.copies", state=AnswerState.ANSWERED, choices=("zone", "region")),
    )


def test_a_file_may_be_silent() -> None:
    file = parse_answers("answers: {}", "f")
    assert (file.service, file.packs, file.title, file.assessor, file.facts) == (None, (), "", "", {})
    assert file.answers_for([SMALL]) == ()
    assert parse_answers("service: {name: orders}\nanswers: {}", "f").service == NamedService("orders")
    named = parse_answers("service: orders\npack: [small, mine.yaml]\nanswers: {}", "f")
    assert named.service == NamedService("orders")
    assert named.packs == ("small", "mine.yaml")


BACKUPS = "small/data.backups"
FORMS = {
    "once": Answer(BACKUPS, state=AnswerState.ANSWERED, choices=("once",)),
    "[once]": Answer(BACKUPS, state=AnswerState.ANSWERED, choices=("once",)),
    "{choice: once}": Answer(BACKUPS, state=AnswerState.ANSWERED, choices=("once",)),
    "{choices: [once]}": Answer(BACKUPS, state=AnswerState.ANSWERED, choices=("once",)),
    "[]": Answer(BACKUPS),
    "{note: Later.}": Answer(BACKUPS, note="Later."),
    "unknown": Answer(BACKUPS, state=AnswerState.UNKNOWN),
    "{unknown: true, note: Nobody knows.}": Answer(BACKUPS, state=AnswerState.UNKNOWN, note="Nobody knows."),
    "{choice: unknown, note: Nobody knows.}": Answer(BACKUPS, state=AnswerState.UNKNOWN, note="Nobody knows."),
    "{unknown: false, choice: once}": Answer(BACKUPS, state=AnswerState.ANSWERED, choices=("once",)),
    "{compensated: ' Copied by hand. '}": Answer(BACKUPS, state=AnswerState.COMPENSATED, reason="Copied by hand."),
    "{compensated: By hand., choice: once}": Answer(
        BACKUPS, state=AnswerState.COMPENSATED, choices=("once",), reason="By hand."
    ),
    "{not_applicable: {type: out of scope, reason: Nothing is kept.}}": Answer(
        BACKUPS,
        state=AnswerState.NOT_APPLICABLE,
        not_applicable_type=NotApplicableType.OUT_OF_SCOPE,
        reason="Nothing is kept.",
    ),
    "{not_applicable: {type: architecture_constraint, reason: R.}, choice: never}": Answer(
        BACKUPS,
        state=AnswerState.NOT_APPLICABLE,
        choices=("never",),
        not_applicable_type=NotApplicableType.ARCHITECTURE_CONSTRAINT,
        reason="R.",
    ),
}


@pytest.mark.parametrize(("written", "expected"), FORMS.items())
def test_the_forms_of_an_answer(written: str, expected: Answer) -> None:
    assert answer(written) == expected


def test_choices_that_look_like_other_things_are_text() -> None:
    text = (HERE.parent / "packs" / "tiny.yaml").read_text(encoding="utf-8")
    pack = load_pack_text(text.replace("id: a,", "id: no,").replace("id: b,", 'id: "404",'), "f")
    assert parse_answers("answers: {q1: no}", "f").answers_for([pack])[0].choices == ("no",)
    assert parse_answers("answers: {q1: '404'}", "f").answers_for([pack])[0].choices == ("404",)


def test_a_choice_called_unknown_is_reached_as_a_choice() -> None:
    text = (HERE.parent / "packs" / "tiny.yaml").read_text(encoding="utf-8")
    pack = load_pack_text(text.replace("id: a,", "id: unknown,"), "f")
    (state,) = parse_answers("answers: {q1: unknown}", "f").answers_for([pack])
    assert (state.state, state.choices) == (AnswerState.UNKNOWN, ())
    (choice,) = parse_answers("answers: {q1: {choice: unknown}}", "f").answers_for([pack])
    assert (choice.state, choice.choices) == (AnswerState.ANSWERED, ("unknown",))


def test_several_packs_are_told_apart_by_whole_ids() -> None:
    text = (HERE.parent / "packs" / "small.yaml").read_text(encoding="utf-8")
    other = load_pack_text(text.replace("id: small", "id: other"), "f")
    file = parse_answers("answers: {small/data.backups: once, other/data.backups: never}", "f")
    assert [found.question for found in file.answers_for([SMALL, other])] == [
        "small/data.backups",
        "other/data.backups",
    ]
    with pytest.raises(InvalidFile) as refusal:
        parse_answers("answers: {data.backups: once}", "f").answers_for([SMALL, other])
    assert [str(problem) for problem in refusal.value.problems] == [
        "f:1:11: More than one pack has a question data.backups. Write small/data.backups or other/data.backups."
    ]


def test_linked_questions_are_one_whichever_name_is_used() -> None:
    text = (HERE.parent / "packs" / "small.yaml").read_text(encoding="utf-8")
    linked = text.replace("id: small", "id: other").replace("id: once,", "id: by-hand,")
    linked = linked.replace("      - id: data.backups", "      - id: data.backups\n        same_as: small/data.backups")
    packs = [SMALL, load_pack_text(linked, "f")]
    for entry in ("small/data.backups: once", "data.backups: once", "other/data.backups: by-hand"):
        (found,) = parse_answers(f"answers: {{{entry}}}", "f").answers_for(packs)
        assert (found.question, found.choices) == ("small/data.backups", ("once",))
    twice = parse_answers("answers: {small/data.backups: once, other/data.backups: by-hand}", "f")
    with pytest.raises(InvalidFile, match="1 problem") as refusal:
        twice.answers_for(packs)
    assert "are the same question" in refusal.value.hint


def test_there_are_enough_malformed_files() -> None:
    assert len(MALFORMED) >= 20


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_a_malformed_file_is_refused_with_every_problem(path: Path) -> None:
    with pytest.raises(InvalidFile) as refusal:
        read_answers_file(path).answers_for([SMALL])
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in refusal.value.problems] == [f"{path}:{line}" for line in expected]


@pytest.mark.parametrize(
    "text",
    [
        "answers: " + "[" * 100_000,
        "answers:\n" + "".join(f"  q{number}: once\n" for number in range(100_000)),
        "answers: {data.copies: [" + "moon," * 200_000 + "]}",
        "answers: {}\nfacts: {" + "".join(f"f{number}: true," for number in range(50_000)) + "}",
    ],
    ids=["brackets", "unknown questions", "unknown choices", "unknown facts"],
)
def test_bombs_end_soon(text: str) -> None:
    with pytest.raises(InvalidFile):
        parse_answers(text, "bomb.yaml").answers_for([SMALL])


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_answers_file(tmp_path / "missing.yaml")


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


DATA = json.dumps(_as_json(parse_yaml(FULL, "full.yaml").data))
ENTRIES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 5)
    | st.sampled_from(["once", "zone", "none", "unknown", "other", "", " ", "2026-11-22", "https://a.b", "high"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choice", "choices", "unknown", "note", "evidence", "compensated", "not_applicable"])
            | st.sampled_from(["url", "text", "date", "expires", "type", "reason", "marked", "confidence", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(["data.backups", "data.copies", "small/data.copies", "q"]), ENTRIES))
def test_any_answers_are_ones_that_may_be_recorded_or_refused(entries: dict[str, Any]) -> None:
    data = json.loads(DATA)
    data["answers"] = entries
    for found in _answers_or_none(json.dumps(data), SMALL):
        # The store's own rule is the second line: what a file passes, it must pass unchanged.
        question = next(item for _principle, item in SMALL.questions() if item.id == found.question)
        assert checked_answer(question, found) == found


@settings(max_examples=300)
@given(st.sampled_from(["service", "pack", "title", "assessor", "facts", "answers", "x"]), ENTRIES)
def test_any_value_of_any_key_is_read_or_refused(key: str, value: Any) -> None:
    _answers_or_none(json.dumps({**json.loads(DATA), key: value}), SMALL)


@settings(max_examples=200)
@given(st.integers(0, len(FULL)), st.integers(0, 30), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
def test_a_text_changed_anywhere_is_read_or_refused(start: int, length: int, inserted: str) -> None:
    _answers_or_none(FULL[:start] + inserted + FULL[start + length :], SMALL)


def _answers_or_none(text: str, pack: Pack) -> tuple[Answer, ...]:
    try:
        return parse_answers(text, "f").answers_for([pack])
    except InvalidFile as refusal:
        problems = refusal.problems
    assert problems
    for problem in problems:
        assert problem.message
        assert problem.fix
        assert problem.line >= 1
        assert problem.column >= 1
    return ()
