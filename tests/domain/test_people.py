"""Claimed names: when two of them mean one person."""

import pytest

from shipworthy.domain.people import same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [("Amira  Haddad", " amira haddad"), ("Zo\u00eb", "Zoe\u0308"), ("STRASSE", "stra\u00dfe"), ("", "  ")],
)
def test_a_name_is_one_person_however_it_is_written(one: str, other: str) -> None:
    assert same_person(one, other)


def test_other_names_are_other_people() -> None:
    assert not same_person("Amira", "Bo")
    assert not same_person("Ann Marie", "Annmarie")
