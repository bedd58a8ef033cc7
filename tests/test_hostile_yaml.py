"""Hostile YAML through every door, and a corpus of malformed files: the short forms of the drills on it."""

from tests.hostile_yaml import DOORS, FAST, LARGE, TAGS, bombs, malformed, tagged
from tests.test_untrusted import SCALARS


def test_no_tag_is_read() -> None:
    assert len(set(TAGS)) == len(TAGS) >= 60
    cases = [*tagged(["YAML"]), *tagged(list(DOORS)[1:], forms=1)]
    assert [case for case in cases if case[1]] == []


def test_the_known_bombs_neither_crash_nor_take_long() -> None:
    cases = list(bombs(["brackets", "merge keys", LARGE], FAST))
    assert len(cases) == 3
    assert [case for case in cases if case[1]] == []


def test_two_hundred_malformed_files_are_refused_with_their_place() -> None:
    cases = list(malformed(200))
    assert len(cases) == 200
    assert [case for case in cases if case[1]] == []


def test_the_table_of_words_is_long_enough() -> None:
    assert len(SCALARS) >= 30
