"""Search: every word somewhere, whatever its case and accents, and where it was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import answered, compensated, evidence, question, review, simple_pack

from shipworthy.domain.review import Review
from shipworthy.gui.pages.review.finding import Field, Found, Hit, find, folded, snippet

PROOF = evidence(title="Résumé of the load test", value="https://ci.example/run/42")


def sample() -> Review:
    """Return a review whose words lie in every field."""
    pack = simple_pack(
        question("timeouts"), question("retries"), question("limits"), question("off", applies_when="service.tier == 1")
    )
    return review(
        pack,
        answers=[
            answered("p/timeouts", "b", note="The Zebra\nqueue hangs."),
            compensated("p/retries", note="zebras too"),
            answered("p/limits", "a", evidence=(PROOF,)),
        ],
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ZEBRA", {"p/timeouts": ["note"], "p/retries": ["note"]}),
        ("zebra  gateway", {"p/retries": ["note", "reason"]}),
        ("resume", {"p/limits": ["evidence"]}),
        ("run/42", {"p/limits": ["evidence"]}),
        ("text of timeouts", {"p/timeouts": []}),
        ("timeouts", {"p/timeouts": []}),
        ("limits résumé", {"p/limits": ["evidence"]}),
        ("label", {"p/timeouts": ["choice"], "p/retries": ["choice"], "p/limits": ["choice"]}),
        ("zebra lion", {}),
        ("off", {}),
    ],
)
def test_every_word_is_found_in_the_field_that_holds_it(words: str, found: dict[str, list[str]]) -> None:
    assert {
        each.question: list(dict.fromkeys(hit.field for hit in each.hits)) for each in find(sample(), words)
    } == found


def test_no_words_find_every_question_that_applies() -> None:
    assert find(sample(), " ") == (Found("p/timeouts"), Found("p/retries"), Found("p/limits"))


def test_a_hit_shows_the_text_around_it_on_one_line() -> None:
    (found,) = find(sample(), "queue zebra")
    assert found.hits == (Hit(Field.NOTE, "The Zebra queue hangs."),)


def test_a_long_text_is_cut_around_the_hit_at_words() -> None:
    text = "Lorem ipsum " * 20 + "the ZÉBRA queue " + "dolor sit " * 20
    cut = snippet(text, "zebra")
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert "ZÉBRA queue" in cut
    assert len(cut) < 120
    assert set(cut.strip("…").split()) == {"ipsum", "Lorem", "the", "ZÉBRA", "queue", "dolor", "sit"}


@given(before=st.text(max_size=80), word=st.text(min_size=1, max_size=8), after=st.text(max_size=80))
def test_a_snippet_of_any_text_can_be_made(before: str, word: str, after: str) -> None:
    text = f"{before}{word}{after}"
    wanted = folded(word)
    if wanted.split() == [wanted] and wanted in folded(text):  # what people look for is split at blanks
        assert snippet(text, wanted)
