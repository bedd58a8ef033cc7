"""Files from outside: bounded before they are read, refused with their place, and typed as YAML 1.2 says."""

import os
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.errors import InvalidFile, Problem, UserError
from shipworthy.untrusted.files import MAX_BYTES, decode_text, read_bytes
from shipworthy.untrusted.problems import MAX_PROBLEMS, Place, Problems, Value, nearest
from shipworthy.untrusted.yaml_files import MAX_DEPTH, MAX_SCALAR, parse_yaml, read_yaml

# The 1.2 core schema; where 1.1, which PyYAML follows, says something else, its reading stands in the comment.
SCALARS: dict[str, Value] = {
    "true": True,
    "True": True,
    "FALSE": False,
    "yes": "yes",  # 1.1: true
    "no": "no",  # 1.1: false, Norway's country code
    "on": "on",  # 1.1: true
    "Off": "Off",  # 1.1: false
    "y": "y",
    "n": "n",
    "null": None,
    "~": None,
    "": None,
    "nil": "nil",
    "0": 0,
    "-12": -12,
    "+7": 7,
    "014": "014",  # 1.1: twelve; 1.2: fourteen; here text, so that nobody is surprised
    "0o14": 12,  # 1.1: text
    "0x1F": 31,
    "0b11": "0b11",  # 1.1: three
    "1_000": "1_000",  # 1.1: a thousand
    "1:30": "1:30",  # 1.1: ninety
    "12:30:45": "12:30:45",
    "0.1250": Decimal("0.1250"),
    ".5": Decimal("0.5"),
    "1e3": Decimal("1E+3"),  # 1.1: text
    "1.": Decimal(1),
    ".inf": Decimal("Infinity"),
    "-.INF": Decimal("-Infinity"),
    "1.0.0": "1.0.0",
    "2026-11-22": "2026-11-22",  # 1.1: a date
    "2026-11-22T10:00:00Z": "2026-11-22T10:00:00Z",
    "=": "=",  # 1.1: a type of its own, which crashes PyYAML's constructor
    "<=": "<=",
    '"12"': "12",
    "'true'": "true",
    "''": "",
}


@pytest.mark.parametrize(("written", "meant"), SCALARS.items())
def test_scalars_mean_what_yaml_1_2_says(written: str, meant: Value) -> None:
    data = parse_yaml(f"key: {written}\n", "f").data
    assert data == {"key": meant}
    assert isinstance(data, dict)
    assert type(data["key"]) is type(meant)


def test_not_a_number_is_a_number() -> None:
    data = parse_yaml(".nan", "f").data
    assert isinstance(data, Decimal)
    assert data.is_nan()


def test_decimals_keep_their_text() -> None:
    assert str(parse_yaml("0.1250", "f").data) == "0.1250"


@pytest.mark.parametrize("written", ["true", "12", "null", "no", "1.5"])
def test_keys_are_always_text(written: str) -> None:
    assert parse_yaml(f"{written}: x", "f").data == {written: "x"}


def test_every_value_and_key_has_its_place() -> None:
    located = parse_yaml("a: 1\nb:\n  - x\n  - {c: 'é', d: [y]}\n", "f")
    assert located.data == {"a": 1, "b": ["x", {"c": "é", "d": ["y"]}]}
    assert located.place(("a",)) == Place(1, 4)
    assert located.key_place(("b",)) == Place(2, 1)
    assert located.place(("b", 0)) == Place(3, 5)
    assert located.key_place(("b", 1, "d")) == Place(4, 14)
    assert located.place(("b", 1, "d", 0)) == Place(4, 18)
    assert located.place(("b", 1, "missing", 3)) == Place(4, 5)  # the nearest thing around it


@pytest.mark.parametrize(
    ("written", "column"),
    [("abc def", 8), ("'abc def'", 9), ('"abc def"', 9), ('"\\x61bc def"', 4), ("abc\n def", 4)],
    ids=["plain", "single", "double", "escaped", "folded"],
)
def test_a_place_inside_a_text_is_found_where_it_is_written_as_it_reads(written: str, column: int) -> None:
    located = parse_yaml(f"a: {written}", "f")
    assert located.data == {"a": "abc def"}
    assert located.place_inside(("a",), "abc def", 4) == Place(1, column)


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode_text(b"\xef\xbb\xbfa: 1", "f") == "a: 1"


BOMBS: dict[str, tuple[Callable[[], str], str]] = {
    "brackets": (lambda: "[" * 100_000, f"1:{MAX_DEPTH + 1}: The data is nested deeper than 32"),
    "five megabytes of brackets": (lambda: "[" * 4_999_999, "1:33: The data is nested deeper than 32"),
    "braces": (lambda: "{a: " * 100_000, "1:129: The data is nested deeper than 32"),
    "dashes": (lambda: "- " * 100_000, "1:65: The data is nested deeper than 32"),
    "merge keys": (
        lambda: "a0: &a0 {k: v}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 40)),
        "2:10: Merge keys (<<) are not allowed",
    ),
    "aliases": (
        lambda: "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)),
        "2:10: Aliases (*name) are not allowed",
    ),
    "itself": (lambda: "&a [*a]", "1:5: Aliases (*name) are not allowed"),
    "code": (lambda: "!!python/object/apply:os.system ['id']", "1:1: Tags (!name) are not allowed"),
    "digits": (lambda: "a: " + "9" * 60_000, "1:4: This number is too long"),
    "exponent": (lambda: "a: 1e999999999", "1:4: This number is too long"),
    "scalar": (lambda: "a: " + "x" * (MAX_SCALAR + 1), f"1:4: This text has {MAX_SCALAR + 1} characters"),
    "values": (lambda: "[" + "1," * 500_000 + "]", "1:999996: The file has too many values"),
    "documents": (lambda: "--- 1\n" * 100_000, "2:1: A second document starts here"),
    "complex keys": (lambda: "? " * 100_000, "1:3: A key must be text"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_with_their_place(name: str) -> None:
    make, start = BOMBS[name]
    with pytest.raises(InvalidFile) as refusal:
        parse_yaml(make(), "bomb.yaml")
    assert str(refusal.value.problems[0]).startswith(f"bomb.yaml:{start}")


@pytest.mark.parametrize("name", ["brackets", "merge keys"])
def test_the_known_bombs_are_refused_within_50_ms(name: str) -> None:
    bomb = BOMBS[name][0]()

    def seconds() -> float:
        before = time.process_time()
        with pytest.raises(InvalidFile):
            parse_yaml(bomb, "bomb.yaml")
        return time.process_time() - before

    assert min(seconds() for _run in range(5)) < 0.05


def test_duplicate_keys_are_all_told_at_once() -> None:
    with pytest.raises(InvalidFile) as refusal:
        parse_yaml("a: 1\nb: {c: 1, 'c': 2}\na: 3\n", "f")
    assert [str(problem) for problem in refusal.value.problems] == [
        "f:2:11: The key c is already on line 2. Remove one of the two.",
        "f:3:1: The key a is already on line 1. Remove one of the two.",
    ]


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert parse_yaml("'<<': 1", "f").data == {"<<": 1}


def test_what_can_be_collected_is_left_to_the_caller() -> None:
    problems = Problems("f")
    assert parse_yaml("a: 1\na: 2", "f", problems).data == {"a": 2}
    with pytest.raises(InvalidFile, match="f has 1 problem"):
        problems.raise_if_any()


def test_a_million_problems_become_a_list_that_a_person_can_read() -> None:
    with pytest.raises(InvalidFile) as refusal:
        parse_yaml("k: 1\n" * 20_000, "f")
    assert refusal.value.message == f"f has {MAX_PROBLEMS} problems or more; the first found are listed."
    assert [problem.line for problem in refusal.value.problems] == list(range(2, MAX_PROBLEMS + 2))


def test_line_ends_of_other_systems_count_as_lines() -> None:
    for end in ("\r\n", "\r", "\x85", "\u2028"):
        with pytest.raises(InvalidFile) as refusal:
            parse_yaml(f"a: 1{end}b: 2{end}b: 3", "f")
        assert refusal.value.problems[0].line == 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\nb: caf\xe9\n", "f:2:7: This is not UTF-8 text"),
        ("a: 1".encode("utf-16"), "f:1:1: This is not UTF-8 text"),
        (b"\xef\xbb\xbfa\xff", "f:1:2: This is not UTF-8 text"),
        (b"a: \xed\xa0\x80", "f:1:4: This is not UTF-8 text"),  # half of a surrogate pair
    ],
)
def test_other_encodings_are_refused_with_their_place(data: bytes, expected: str) -> None:
    with pytest.raises(InvalidFile) as refusal:
        decode_text(data, "f")
    assert str(refusal.value.problems[0]).startswith(expected)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe", "\ufeff"])
def test_control_characters_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(InvalidFile) as refusal:
        parse_yaml(f"a: é\nb: '{character}'", "f")
    problem = refusal.value.problems[0]
    assert (problem.line, problem.column) == (2, 5)
    assert f"U+{ord(character):04X}" in problem.message


def _problems_of(action: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        action()
    except InvalidFile as refusal:
        return refusal.problems
    return ()


@given(st.text(alphabet=st.sampled_from(list("ab:-[]{}&*!|>'\"%@`#,? \t\n\r\x85~<0.e")), max_size=60))
def test_any_text_gives_data_or_a_refusal(text: str) -> None:
    for problem in _problems_of(lambda: parse_yaml(text, "f")):
        assert problem.line >= 1
        assert problem.column >= 1


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_refusal(data: bytes) -> None:
    problems = _problems_of(lambda: decode_text(data, "f"))
    if problems:
        assert len(problems) == 1
    else:
        assert decode_text(data, "f").encode() == data.removeprefix(b"\xef\xbb\xbf")


def test_a_file_larger_than_allowed_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100 * MAX_BYTES)  # a hole: nothing is stored, and reading it would take a while
    with pytest.raises(UserError, match="is larger than 5 MB"):
        read_yaml(path)
    path.write_bytes(b"x" * 11)
    assert read_bytes(path, limit=11) == b"x" * 11
    with pytest.raises(UserError, match=r"is larger than 1e-05 MB"):
        read_bytes(path, limit=10)


def test_a_file_without_a_stated_size_is_bounded_too() -> None:
    path = Path("/proc/self/maps")  # states the size 0, and holds a few kilobytes
    if not path.exists():
        pytest.skip("only Linux has files that state no size")
    with pytest.raises(UserError, match="is larger than"):
        read_bytes(path, limit=10)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for path, message in {
        tmp_path: "is a folder",
        tmp_path / "missing.yaml": "There is no file",
        pipe: "is not an ordinary file",
        tmp_path / "file" / "below": "cannot be read",
        tmp_path / "circle": "cannot be read",
        tmp_path / ("x" * 300): "cannot be read",
        tmp_path / "a\0b": "is not the name of a file",
    }.items():
        with pytest.raises(UserError, match=message) as refusal:
            read_yaml(path)
        assert refusal.value.hint


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.touch(mode=0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    uid = os.geteuid()
    if uid == 0:
        os.seteuid(65534)  # root may read everything; nobody may not
    try:
        with pytest.raises(UserError, match="cannot be read: Permission denied"):
            read_yaml(path)
    finally:
        os.seteuid(uid)


def test_advice_names_the_nearest_word_or_else_those_that_are_known() -> None:
    assert nearest("wieght", ["weight", "level"]) == "Did you mean weight?"
    assert nearest("zzz", ["weight", "level"]) == "Known here: level, weight."
    assert nearest("zzz", []) == "Remove it."
    assert nearest("zzz", [f"k{n:02}" for n in range(30)]).endswith("k19 and others.")
