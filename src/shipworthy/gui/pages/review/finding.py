"""Finding words in a review: in questions and their choices, in notes, reasons and evidence, with the place of the hit.

Case and accents do not count: "resume" finds "Résumé".
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from shipworthy.domain.pack import bare_id
from shipworthy.domain.questionnaire import AskedQuestion
from shipworthy.domain.review import Review

_AROUND = 44  # characters of a snippet on each side of the hit
_MOST_HITS = 3


class Field(StrEnum):
    """Where a word was found."""

    QUESTION = "question"
    ID = "id"
    NOTE = "note"
    REASON = "reason"
    EVIDENCE = "evidence"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Hit:
    """A field that holds a word, with the text around it."""

    field: Field
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """A question that was found; `hits` are those that its own text and id do not show already."""

    question: str
    hits: tuple[Hit, ...] = ()


def find(review: Review, words: str) -> tuple[Found, ...]:
    """Return the questions that apply and hold every word, in order; all of them for no words."""
    wanted = folded(words).split()
    found = (_in_question(review, item, wanted) for item in review.applying())
    return tuple(each for each in found if each is not None)


def folded(text: str) -> str:
    """Return a text without case and accents."""
    return "".join(_folded_letter(letter) for letter in text)


def _folded_letter(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


def _in_question(review: Review, item: AskedQuestion, wanted: list[str]) -> Found | None:
    texts = [(field, text, folded(text)) for field, text in _texts(review, item)]
    if not all(any(word in plain for _field, _text, plain in texts) for word in wanted):
        return None
    shown = [plain for field, _text, plain in texts if field in (Field.QUESTION, Field.ID)]
    told = [plain for field, _text, plain in texts if field is not Field.CHOICE]
    hits = []
    for field, text, plain in texts:
        word = next((each for each in wanted if each in plain), None)
        if word is None or plain in shown:
            continue
        # A choice is shown as a hit only for a word that nothing else holds: labels say what half the questions say.
        if field is Field.CHOICE and all(any(each in other for other in told) for each in wanted if each in plain):
            continue
        hits.append(Hit(field, snippet(text, word)))
    return Found(item.id, tuple(dict.fromkeys(hits))[:_MOST_HITS])


def _texts(review: Review, item: AskedQuestion) -> Iterator[tuple[Field, str]]:
    answer = review.answer(item.id)
    yield Field.QUESTION, item.question.text
    yield Field.ID, bare_id(item.id)
    yield from _filled(Field.NOTE, [answer.note])
    yield from _filled(Field.REASON, [answer.reason])
    yield from _filled(Field.EVIDENCE, (text for each in answer.evidence for text in (each.title, each.value)))
    yield from _filled(Field.CHOICE, (choice.label for choice in item.question.choices))


def _filled(field: Field, texts: Iterable[str]) -> Iterator[tuple[Field, str]]:
    return ((field, " ".join(text.split())) for text in texts if text.strip())


def snippet(text: str, word: str) -> str:
    """Return the part of a text around a folded word, with "…" where more of it follows or went before."""
    places = [place for place, letter in enumerate(text) for _part in _folded_letter(letter)]
    hit = places[folded(text).index(word)]
    start, end = max(hit - _AROUND, 0), min(hit + len(word) + _AROUND, len(text))
    if start:  # begin and end with a whole word
        start = min(text.find(" ", start) + 1 or start, hit)
    if end < len(text):
        end = max(text.rfind(" ", hit, end), min(hit + len(word), len(text)))
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
