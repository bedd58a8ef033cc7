"""Conditions: the subset of CEL and nothing else, at a bounded cost; no text crashes it or hides from the check."""

import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shipworthy.domain import conditions
from shipworthy.domain.conditions import (
    MAX_LENGTH,
    MAX_NESTING,
    MAX_STEPS,
    AnswerFacts,
    Condition,
    ConditionError,
    Scope,
    parse_condition,
)

SERVICE: dict[str, bool | int | str] = {
    "name": "checkout",
    "tier": 2,
    "lifecycle": "production",
    "api": True,
    "database": False,
}
ANSWERS = {
    "p/timeouts": AnswerFacts(Fraction(3, 4), "answered", ("some", "all")),
    "p/odd": AnswerFacts(Fraction(7, 20), "answered", ("b",)),
    "p/lost": AnswerFacts(None, "unknown", ()),
    "p/off": AnswerFacts.of_hidden(),
    "q/keys": AnswerFacts(Fraction(1), "compensated", ()),
}


def scope() -> Scope:
    return Scope(SERVICE, ANSWERS)


def holds(text: str, pack_id: str = "p") -> bool:
    return parse_condition(text, pack_id).holds(scope())


ACCEPTED = {
    "true": True,
    "  true\n\t": True,
    "false || true": True,
    "service.api": True,
    "!service.api": False,
    "!!service.api": True,
    "service.tier == 2": True,
    "service . tier==2": True,
    "service.tier <= 1 || service.api && !service.database": True,
    "service.tier < 3 && service.tier > 1 && service.tier >= 2 && service.tier != 3": True,
    "service.tier in [1, 2]": True,
    'service.name in ["a", "checkout"] ': True,
    "service.lifecycle == 'production'": True,
    "service.tier in ([1, 2])": True,
    "service.api ? service.tier == 2 : false": True,
    "(service.api || false) && true": True,
    "has(service.api)": True,
    "service.tier + 1 - 2 * 3 / 3 % 2 == 3": True,
    "-1 < 0 && 0 - -1 == 1": True,
    'size("ab") == 2': True,
    "size([1, 2]) == 2": True,
    '"a" + "b" == "ab"': True,
    r'"\"" == ' + "'\"'": True,
    r'"a\\b" != "a\nb"': True,
    "'it\\'s' == \"it's\"": True,
    '"[(" == "[("': True,
    'answer("timeouts").score >= 0.75': True,
    "answer('timeouts').score > 0.75": False,
    'answer( "p/timeouts" ).score == 0.75': True,
    'answer("odd").score == 0.35': True,
    'answer("timeouts").state == "answered"': True,
    '"all" in answer("timeouts").choices': True,
    '"none" in answer("timeouts").choices': False,
    'size(answer("timeouts").choices) == 2': True,
    'answer("lost").score == -1.0 && answer("lost").state == "unknown"': True,
    'answer("off").score < 0.0 && answer("off").state == "hidden"': True,
    'answer("nowhere").score == -1.0 && answer("nowhere").state == "absent"': True,
    'answer("nowhere").choices == []': True,
    'answer("q/keys").score == 1.0 && answer("q/keys").choices == []': True,
    'answer("keys").state == "absent"': True,  # a bare id means the own pack
    'has(answer("timeouts").score)': True,
    'answer("timeouts").score * 2.0 - 1.0 < 1.0': True,
}


@pytest.mark.parametrize(("text", "expected"), ACCEPTED.items())
def test_what_conditions_may_say(text: str, expected: bool) -> None:
    assert holds(text) is expected


REFUSED = [
    # names
    ("nonsense", 0, "“nonsense”"),
    ("true && other.tier", 8, "“other”"),
    ("service.tier.x", 13, "“.x”"),
    ("true.x", 5, "“.x”"),
    ("true.score", 5, "“.score”"),
    ('.score + size("a")', 1, "“.score”"),
    ("null == 1", 0, "“null”"),
    (".service.api", 1, "“.service”"),
    ("service", 0, "service stands alone"),
    ("service == 1", 0, "service stands alone"),
    ("service == true", 0, "service stands alone"),
    ("service.", 0, "service stands alone"),
    ("service.1", 0, "service stands alone"),
    ("service[1]", 0, "service stands alone"),
    # functions and macros
    ("[1].all(x, x > 0)", 4, "“.all”"),
    ("service.exists(1)", 8, "“.exists”"),
    ("[1].map(x, x)", 4, "“.map”"),
    ('"a".matches("a+")', 4, "“.matches”"),
    ('answer("a").score.size()', 18, "“.size”"),
    ("int(1) == 1", 0, "“int”"),
    ("matches", 0, "“matches”"),
    ("size == 1", 0, "“size”"),
    ("true(1)", 0, "“true”"),
    ("has service.api", 0, "“has”"),
    # answer
    ("answer", 0, "“answer”"),
    ("answer()", 0, "answer(...) takes one question id"),
    ("answer(", 6, "not closed"),
    ("true || answer(service.name)", 8, "answer(...) takes one question id"),
    ('answer("a" + "b")', 0, "answer(...) takes one question id"),
    ('answer("a", "b")', 0, "answer(...) takes one question id"),
    ('answer("a b")', 0, "answer(...) takes one question id"),
    ('answer("")', 0, "answer(...) takes one question id"),
    ('answer("A/b")', 0, "answer(...) takes one question id"),
    ('answer("a/b/c")', 0, "answer(...) takes one question id"),
    (r'answer("a\"b")', 0, "answer(...) takes one question id"),
    ('answer("a").note', 12, "“.note”"),
    ('answer("a").score()', 12, "“.score”"),
    ("service.answer", 8, "answer(...) takes one question id"),
    # indexing and other syntax
    ('answer("a").choices[0]', 19, "Indexing"),
    ("[1][0] == 1", 3, "Indexing"),
    ('"abc"[0] == "a"', 5, "Indexing"),
    ("(1)[0]", 3, "Indexing"),
    ("true & true", 5, "'&'"),
    ("true = true", 5, "'='"),
    ("{1: 2}", 0, "'{'"),
    ("true; true", 4, "';'"),
    ("$x", 0, "'$'"),
    ("1e5 > 1", 1, "“e5”"),
    ("0x10 == 16", 1, "“x10”"),
    ("1u == 1", 1, "“u”"),
    ("٣ == ٣", 0, "'٣'"),
    ("true\u00a0", 4, r"'\xa0'"),
    ("true\f", 4, r"'\x0c'"),
    # texts that the library would cut otherwise than the check
    ("true // || [1].all(x, x)", 5, "'/'"),
    ('"""a""" == "a"', 2, "operator is missing"),
    ("'''a'''", 2, "operator is missing"),
    ('r"a"', 0, "“r”"),
    ('service.r"a"', 9, "operator is missing"),
    ('"a" "b"', 4, "operator is missing"),
    ('1"a"', 1, "operator is missing"),
    ('("a")"b"', 5, "operator is missing"),
    (r'"\q" == "q"', 0, "'\"'"),
    ('"a\nb"', 0, "'\"'"),
    ('"a\rb"', 0, "'\"'"),
    ('"open', 0, "'\"'"),
    ("\\", 0, r"'\\'"),
    # brackets
    (")", 0, "“)” closes nothing"),
    ("(true]", 5, "“]” closes nothing"),
    ("true)) && ((true", 4, "“)” closes nothing"),
    ("(true", 0, "not closed"),
    ("([1], [2", 6, "not closed"),
    # what only the library can tell
    ("", 0, "is not CEL"),
    ("true true", 0, "is not CEL: "),
    ("1 +", 0, "is not CEL"),
    ("true ? 1", 0, "is not CEL"),
    ("[?1]", 0, "is not CEL"),
    ("has(1)", 0, "is not CEL"),
    ("9223372036854775808 > 0", 0, "is not CEL"),
    ("in in in", 0, "is not CEL"),
    ("1. == 1.0", 0, "is not CEL"),
]


@pytest.mark.parametrize(("text", "offset", "message"), REFUSED)
def test_what_conditions_may_not_say(text: str, offset: int, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, "p")
    assert message in caught.value.message
    assert caught.value.offset == offset
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        '"""a"+""" == "" || [1, 2].all(x, x > 0) || "" == """b"+"""',
        "'''a'+''' == '' || [[1]].map(x, x) == [] || '' == '''b'+'''",
        'service.r"\\" + [1].all(x, x) + "\\"',
    ],
)
def test_quotation_marks_cannot_hide_macros(text: str) -> None:
    """The library would run all() and map() here; a check that only pairs quotation marks sees texts."""
    with pytest.raises(ConditionError):
        parse_condition(text, "p")


@pytest.mark.parametrize(
    "text",
    [
        'service.tier == "two" < 1',
        "service.name < 3",
        "service.nope",
        "!service.tier",
        "1 / 0 == 1",
        "1 % 0 == 1",
        "9223372036854775807 + 1 > 0",
        "(-9223372036854775807 - 1) / -1 > 0",
        "size(1) == 1",
        "1 in 1",
        "service.tier",
        "service.name",
        '"text"',
        "1.0 / 0.0",
        'answer("timeouts").choices',
        'answer("timeouts")',
        "[true]",
        "true && service.tier",
    ],
)
def test_values_that_do_not_fit_are_told_when_it_is_worked_out(text: str) -> None:
    condition = parse_condition(text, "p")
    with pytest.raises(ConditionError, match="condition") as caught:
        condition.holds(scope())
    assert text in caught.value.message
    assert caught.value.hint


def test_a_condition_tells_what_it_reads() -> None:
    condition = parse_condition(
        'service.api && service.tier == 1 && (answer("a").score > 0.5 || answer("q/b").state == "answered")', "p"
    )
    assert condition.questions == {"p/a", "q/b"}
    assert condition.service_names == {"api", "tier"}
    assert parse_condition('answer("a").score > 0.5', "q").questions == {"q/a"}


def test_an_answer_given_after_the_scope_was_made_is_read() -> None:
    known: dict[str, AnswerFacts] = {}
    later = Scope(SERVICE, known)
    condition = parse_condition('answer("timeouts").state == "answered"', "p")
    assert not condition.holds(later)
    known["p/timeouts"] = ANSWERS["p/timeouts"]
    assert condition.holds(later)


@pytest.mark.parametrize("places", range(5))
def test_scores_with_four_decimals_compare_as_they_are_written(places: int) -> None:
    """CEL has binary numbers only; both sides are the nearest to the same decimal."""
    for number in range(0, 10**places + 1, max(1, 10**places // 50)):
        written = f"{number / 10**places:.{max(places, 1)}f}"
        answers = {"p/a": AnswerFacts(Fraction(written), "answered", ())}
        assert parse_condition(f'answer("a").score == {written}', "p").holds(Scope(SERVICE, answers))


# Bounded cost


def test_length_and_nesting_have_limits() -> None:
    assert (MAX_LENGTH, MAX_NESTING) == (2000, 16)
    longest = "true" + " " * (MAX_LENGTH - 4)
    assert holds(longest)
    with pytest.raises(ConditionError, match=f"{MAX_LENGTH + 1} characters; {MAX_LENGTH} are allowed"):
        parse_condition(longest + " ", "p")


def nested(opening: str, closing: str, depth: int, inner: str = "true") -> str:
    return opening * depth + inner + closing * depth


DEEP: dict[str, Callable[[int], str]] = {
    "brackets": lambda depth: nested("(", ")", depth),
    "brackets around a subtraction": lambda depth: nested("(", ")", depth, "1-1 == 0"),
    "lists": lambda depth: nested("[", "]", depth, "1") + " != []",
    "not": lambda depth: nested("!", "", depth),
    "minus": lambda depth: nested("-", "", depth, "1") + " != 7",
    "not and brackets": lambda depth: nested("!(", ")", depth),
    "ternaries to the right": lambda depth: nested("false ? true : ", "", depth),
    "mixed": lambda depth: nested("(", ")", depth // 2, "!" * (depth - depth // 2) + "true"),
}


@pytest.mark.parametrize("shape", DEEP)
def test_nesting_is_refused_one_deeper_than_the_limit(shape: str) -> None:
    assert isinstance(holds(DEEP[shape](MAX_NESTING)), bool)
    with pytest.raises(ConditionError, match="nested deeper than 16") as caught:
        parse_condition(DEEP[shape](MAX_NESTING + 1), "p")
    assert caught.value.offset > 0


def test_comments_cannot_hide_nesting() -> None:
    """The check would see (), the library ( and the rest of the line as a comment."""
    with pytest.raises(ConditionError, match="'/' is not part of conditions"):
        parse_condition("(//)\n" * 30 + "true" + ")//(\n" * 30, "p")


@pytest.mark.parametrize("operator", ["-", "+", "<", "==", " in ", "*", "/", "%"])
def test_long_chains_have_a_limit(operator: str) -> None:
    parse_condition(operator.join(["1"] * (MAX_STEPS + 1)), "p")
    with pytest.raises(ConditionError, match=f"more than {MAX_STEPS} times"):
        parse_condition(operator.join(["1"] * (MAX_STEPS + 2)), "p")


WORST = {
    "chain within brackets": nested("(", ")", 15, "-".join(["1"] * 200)) + " == 1",
    "brackets within a chain": "(" * 15 + "1" + "".join("-1" * 12 + ")" for _ in range(15)) + " == 1",
    "lists in lists": nested("[", "]", 16, "1") + " == " + nested("[", "]", 16, "1"),
    "signs in brackets": nested("-(", ")", 15, "-1") + "".join(["<1"] * 150),
    "calls": nested("size([", "])", 8, "1") + " == 1",
    "ternaries in brackets": nested("true ? (", ") : false", 8, "!" * 0 + "true"),
    "and": " && ".join(["true"] * 248),
    "or": "||".join(["false"] * 270),
    "and of comparisons": "&&".join(["1<2"] * 199),
    "list": "[" + ",".join(["1"] * 990) + "] == []",
    "in list": "1 in [" + ",".join(["0"] * 980) + "]",
    "answers": "||".join(["answer('a').score>1.0"] * 80),
    "texts": "+".join(["'aaaaaaaa'"] * 150) + " == ''",
    "stray operators": "?:" * 8,
    "commas": "," * 2000,
    "points": "." * 2000,
}


@pytest.mark.parametrize("shape", WORST)
def test_the_worst_that_is_accepted_takes_no_time(shape: str) -> None:
    before = time.perf_counter()
    try:
        holds(WORST[shape])
    except ConditionError:
        assert shape in ("stray operators", "commas", "points", "signs in brackets")
    assert time.perf_counter() - before < 2, "it takes some milliseconds on an idle machine"


SMALL_STACK = """
import ast, sys, threading
from shipworthy.domain.conditions import ConditionError, Scope, parse_condition

def work_out():
    for text in ast.literal_eval(sys.stdin.read()):
        try:
            parse_condition(text, "p").holds(Scope({}, {}))
        except ConditionError:
            pass
    print("alive")

threading.stack_size(512 * 1024)
thread = threading.Thread(target=work_out)
thread.start()
thread.join()
"""


def test_half_a_megabyte_of_stack_is_enough() -> None:
    """The Rust core recurses and does not check; threads of a macOS window get this little."""
    hopeless = [nested("(", ")", 990), nested("[", "]", 990), "(" * 2000, "size(" * 400, "-".join(["1"] * 999)]
    texts = [*WORST.values(), *hopeless, *(build(MAX_NESTING) for build in DEEP.values())]
    done = subprocess.run(
        [sys.executable, "-c", SMALL_STACK], input=repr(texts), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


# Fuzz

ALPHABET = [
    *("&&", "||", "==", "!=", "<=", ">=", "<", "!", "?", ":", ".", ",", "(", ")", "[", "]", "+", "-", "*", "/", "%"),
    *("//", '"', "'", '"""', "\\", "\\n", "\n", "\r", " ", "\t", "\f", "`", "@", "{", "}", "#", ";", "&", "|", "="),
    *("0", "1", "2.5", ".5", "1e3", "0x1", "1u", "9223372036854775807", "-9223372036854775808"),
    *("true", "false", "null", "in", "service", "service.tier", "service.name", "service.api", "size(", "has("),
    *('answer("timeouts")', "answer('q/keys')", ".score", ".state", ".choices", "r'", 'b"', "all(", ".map(x, x)"),
    *('"a"', "'b'", '"("', "']'", "é", "\u2028", "\0", "\ud800", "\U0001f600", "x"),
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(ALPHABET), max_size=25).map("".join),
    st.lists(st.sampled_from(ALPHABET), max_size=25).map(" ".join),
    st.text(max_size=60),
)


def outcome(condition: Condition) -> bool | str:
    try:
        return condition.holds(scope())
    except ConditionError as error:
        return type(error).__name__


@settings(max_examples=600)
@given(TEXTS)
@example('service.name == "\ud800"')
@example("'''\"''' + '\"'''")
def test_any_text_is_true_or_false_or_an_error_of_ours(text: str) -> None:
    try:
        condition = parse_condition(text, "p")
    except ConditionError:
        return
    assert outcome(condition) in (True, False, "ConditionError")


VALUES = [
    *("true", "false", "1", "2", "0.5", '"a"', "'('", '"\\""', "service.tier", "service.api", "service.name", "[]"),
    *('answer("timeouts").score', 'answer("timeouts").choices', "answer('lost').state", 'size("a")', "has(service.x)"),
]
OPERATORS = ["&&", "||", "==", "!=", "<=", "<", "+", "-", "*", "/", "%", " in ", "?true:", ",", "//", " ", '"', "'"]
EXPRESSIONS = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"[{text}]"),
        inner.map(lambda text: f"!{text}"),
        inner.map(lambda text: f"-{text}"),
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(EXPRESSIONS)
def test_check_and_library_cut_a_text_into_the_same_tokens(text: str) -> None:
    """Then blanks between the tokens change nothing; a text that hides code in a string or a comment would change."""
    try:
        condition = parse_condition(text, "p")
    except ConditionError:
        return
    spaced = " ".join(token.text for token in conditions._tokens(text))
    assert outcome(parse_condition(spaced, "p")) == outcome(condition)
