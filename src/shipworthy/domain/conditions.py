"""Conditions of packs: CEL, evaluated by a library, inside a subset whose cost is bounded by its length.

The library has no time limit and shows no syntax tree, so the language itself is bounded: a small tokenizer refuses
everything outside the subset before the library sees the text, and reads the ids and names that a condition uses.
It must cut the text into the same tokens as the library, or text that it takes for a string could be code: hence no
comments, no triple-quoted strings and only the escapes that both know.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from shipworthy.domain.pack import whole_id
from shipworthy.errors import UserError

if TYPE_CHECKING:
    import cel

MAX_LENGTH = 2_000
MAX_NESTING = 16
# Each takes the library one level deeper (&& and || do not: it balances them). With these bounds half a megabyte of
# stack, the least that any system gives a thread, holds the deepest condition twice over.
MAX_STEPS = 200
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<string>"(?:[^"\\\r\n]|\\["'\\nrt])*"|'(?:[^'\\\r\n]|\\["'\\nrt])*')
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<operator>&&|\|\||==|!=|<=|>=|/(?!/)|[-+*%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_QUESTION_ID = re.compile(r"(?:[a-z0-9-]+/)?[A-Za-z0-9._-]+")
_FUNCTIONS = frozenset({"answer", "size", "has"})
_WORDS = _FUNCTIONS | {"service", "in", "true", "false"}
_ANSWER_FIELDS = frozenset({"score", "state", "choices"})
_CLOSED_BY = {"(": ")", "[": "]"}
_STEPS = frozenset({"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "in"})


class ConditionError(UserError):
    """A condition outside the subset; `offset` is the character at which it goes wrong."""

    def __init__(self, message: str, hint: str, offset: int = 0) -> None:
        super().__init__(message, hint)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What `answer(id)` gives to a condition; `score` is None where there is none."""

    score: Fraction | None
    state: str
    choices: tuple[str, ...]

    @staticmethod
    def of_hidden() -> "AnswerFacts":
        """Return what a question gives that does not apply."""
        return AnswerFacts(None, "hidden", ())

    def as_cel(self) -> dict[str, object]:
        """Return the map that CEL sees; no score is -1.0."""
        return {
            "score": -1.0 if self.score is None else float(self.score),
            "state": str(self.state),
            "choices": list(self.choices),
        }


_ABSENT = AnswerFacts(None, "absent", ())


class Scope:
    """What conditions read while one assessment is worked out.

    `service` holds fields and facts by name; `answers` is read at each call, by whole id, so that it may grow while
    the questions are worked out in order. One scope serves many conditions: the library converts its values once.
    """

    def __init__(self, service: Mapping[str, bool | int | str], answers: Mapping[str, AnswerFacts]) -> None:
        # Here and in `_compiled`, not above: `import cel` brings its own command line along (Typer, Rich,
        # prompt_toolkit), five times what the window needs to paint.
        import cel

        self.context = cel.Context(
            variables={"service": dict(service)},
            functions={"answer": lambda question_id: answers.get(question_id, _ABSENT).as_cel()},
        )


@dataclass(frozen=True)
class Condition:
    """A checked condition: the whole ids it reads through `answer`, and the names it reads from `service`."""

    text: str
    questions: frozenset[str]
    service_names: frozenset[str]
    program: "cel.Program"

    def holds(self, scope: Scope) -> bool:
        """Tell whether the condition is true.

        Raises ConditionError where the values do not fit it, such as a text compared with a number.
        """
        try:
            result = self.program.execute(scope.context)
        except (ValueError, TypeError, RuntimeError, KeyError, ArithmeticError) as error:
            raise ConditionError(
                f"The condition “{self.text}” cannot be worked out: {error}.",
                "Compare numbers with numbers and texts with texts.",
            ) from error
        if not isinstance(result, bool):
            raise ConditionError(
                f"The condition “{self.text}” gives {result!r} instead of true or false.",
                "Write a comparison, such as service.tier == 1.",
            )
        return result


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


@lru_cache(maxsize=4096)
def parse_condition(text: str, pack_id: str) -> Condition:
    """Read a condition of a pack, where a bare question id means that pack.

    Raises ConditionError, with the offset, for anything outside the subset: SEMANTICS.md, "Conditions".
    """
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            f"The condition has {len(text)} characters; {MAX_LENGTH} are allowed.", "Split it or say it shorter."
        )
    tokens = list(_tokens(text))
    _check_nesting(tokens)
    questions: set[str] = set()
    names: set[str] = set()
    program_text = list(text)
    for index, token in enumerate(tokens):
        if token.kind == "name":
            _check_name(tokens, index)
        if token.text == "answer":
            literal = _literal_argument(tokens, index)
            whole = whole_id(pack_id, literal.text[1:-1])
            questions.add(whole)
            # The library sees whole ids, so that one `answer` function serves the conditions of all packs.
            end = literal.offset + len(literal.text)
            program_text[literal.offset : end] = [f'"{whole}"', *([""] * (len(literal.text) - 1))]
        elif token.text == "service":
            names.add(_member(tokens, index))
        elif token.text == "[":
            _check_list(tokens, index)
        elif token.kind == "string":
            _check_string(tokens, index)
    return Condition(text, frozenset(questions), frozenset(names), _compiled("".join(program_text), text))


def _compiled(program_text: str, text: str) -> "cel.Program":
    import cel  # not above: see Scope

    try:
        return cel.compile(program_text)
    except ValueError as error:
        detail = str(error).partition("Syntax error: ")[2].splitlines()
        raise ConditionError(
            f"The condition “{text}” is not CEL" + (f": {detail[0]}." if detail else "."),
            "Write it like service.has_database && service.tier <= 2.",
        ) from error


def _tokens(text: str) -> Iterator[_Token]:
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            raise ConditionError(
                f"The character {text[offset]!r} is not part of conditions.",
                "Use operators, in, size, has, answer and service only.",
                offset,
            )
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match.group(), offset)
        offset = match.end()


def _check_nesting(tokens: list[_Token]) -> None:
    """Bound what the library recurses into: brackets, runs of unary operators, ternaries, comparisons and sums."""
    opened: list[_Token] = []
    unary = ternaries = steps = 0
    for index, token in enumerate(tokens):
        if token.text in _CLOSED_BY:
            opened.append(token)
        elif token.text in _CLOSED_BY.values():
            _check_closes(token, opened)
        is_unary = token.text in ("!", "-") and not _ends_a_value(tokens, index - 1)
        unary = unary + 1 if is_unary else 0
        ternaries += token.text == "?"
        steps += token.text in _STEPS
        if len(opened) + unary + ternaries > MAX_NESTING or steps > MAX_STEPS:
            raise ConditionError(
                f"The condition is nested deeper than {MAX_NESTING} or compares and adds more than {MAX_STEPS} times.",
                "Say it with fewer brackets.",
                token.offset,
            )
    if opened:
        last = opened[-1]
        raise ConditionError("A bracket is not closed.", f"Write “{_CLOSED_BY[last.text]}” where it ends.", last.offset)


def _check_closes(token: _Token, opened: list[_Token]) -> None:
    if not opened or _CLOSED_BY[opened.pop().text] != token.text:
        raise ConditionError(f"“{token.text}” closes nothing.", "Write brackets in pairs.", token.offset)


def _ends_a_value(tokens: list[_Token], index: int) -> bool:
    """Tell whether a value ends at a token, so that what follows is an operator on it; before the first none does."""
    if index < 0 or tokens[index].text == "in":
        return False
    return tokens[index].kind in ("name", "string", "number") or tokens[index].text in _CLOSED_BY.values()


def _check_name(tokens: list[_Token], index: int) -> None:
    token = tokens[index]
    before = tokens[index - 1].text if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if before == ".":
        owner = tokens[index - 2].text if index > 1 else ""
        known = owner == "service" or (owner == ")" and token.text in _ANSWER_FIELDS)
        if not known or after == "(":
            raise ConditionError(
                f"“.{token.text}” is not part of conditions.",
                "After answer(...) use .score, .state or .choices; after service use a field or a fact.",
                token.offset,
            )
        return
    called = token.text in _FUNCTIONS
    if token.text not in _WORDS or called != (after == "(" and token.text != "in"):
        raise ConditionError(
            f"“{token.text}” is not part of conditions.",
            'Use operators, in, size(...), has(...), answer("id") and service.<field or fact> only.',
            token.offset,
        )


def _check_list(tokens: list[_Token], index: int) -> None:
    if _ends_a_value(tokens, index - 1):
        raise ConditionError(
            "Indexing is not part of conditions.", 'Use "choice" in answer("id").choices.', tokens[index].offset
        )


def _check_string(tokens: list[_Token], index: int) -> None:
    """Refuse what the library would read as one token with the text before it: a raw or a triple-quoted string."""
    if _ends_a_value(tokens, index - 1):
        raise ConditionError(
            "An operator is missing before this text.",
            "Put == or in before it, and one pair of quotation marks around it.",
            tokens[index].offset,
        )


def _literal_argument(tokens: list[_Token], index: int) -> _Token:
    shape = [token.kind if token.kind == "string" else token.text for token in tokens[index + 1 : index + 4]]
    literal = tokens[index + 2] if len(shape) == 3 else tokens[index]
    if shape != ["(", "string", ")"] or not _QUESTION_ID.fullmatch(literal.text[1:-1]):
        raise ConditionError(
            "answer(...) takes one question id in quotation marks.",
            'Write answer("failure.timeouts") or answer("pack-id/question-id").',
            tokens[index].offset,
        )
    return literal


def _member(tokens: list[_Token], index: int) -> str:
    follow = tokens[index + 1 : index + 3]
    if len(follow) < 2 or follow[0].text != "." or follow[1].kind != "name":
        raise ConditionError(
            "service stands alone.", "Write service.<field or fact>, such as service.tier.", tokens[index].offset
        )
    return follow[1].text
