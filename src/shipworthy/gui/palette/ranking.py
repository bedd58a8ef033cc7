"""Which commands a few typed letters mean, best first; letters may be missing or in the wrong order."""

import re
from collections.abc import Iterable, Sequence

_SEPARATORS = re.compile(r"[\W_]+")
_FUZZY_FROM, _LONG = 4, 6  # shorter words are too like everything else: they must occur as they are typed
_LEAST_OF_SHORT, _LEAST_OF_LONG = 80, 70  # percent of a word's letters that must be found
_WHOLE_PREFIX, _WORD_PREFIX = 20, 12


def searchable(text: str) -> str:
    """Return a text as words are looked for in it: in small letters, one blank between words."""
    return _SEPARATORS.sub(" ", text.lower()).strip()


def rank(query: str, texts: Sequence[str]) -> list[int]:
    """Return the places of the texts (as `searchable` gives them) that hold every word of the query, best first."""
    words = searchable(query).split()
    if not words:
        return []
    scores = _found(words[0], texts, range(len(texts)))
    for word in words[1:]:
        others = _found(word, texts, scores)
        scores = {place: scores[place] + score for place, score in others.items()}
    whole = " ".join(words)
    for place in scores:
        if texts[place].startswith(whole):
            scores[place] += _WHOLE_PREFIX * len(words)
    # Of equals the shortest, since more of it was typed; then in the order given.
    return sorted(scores, key=lambda place: (-scores[place], len(texts[place]), place))


def _found(word: str, texts: Sequence[str], places: Iterable[int]) -> dict[int, float]:
    """Return how well a word fits each text that holds it or nearly holds it."""
    exact: dict[int, float] = {place: 100 + _bonus(word, texts[place]) for place in places if word in texts[place]}
    if exact or len(word) < _FUZZY_FROM:
        return exact  # who types it right does not want what is merely like it
    # Imported here: it takes 20 ms to load, and most starts never open the palette.
    from rapidfuzz import fuzz, process

    among = {place: texts[place] for place in places}
    least = _LEAST_OF_LONG if len(word) >= _LONG else _LEAST_OF_SHORT
    fitting = process.extract(word, among, scorer=fuzz.partial_ratio, score_cutoff=least, limit=None)
    return {place: score for _text, score, place in fitting}


def _bonus(word: str, text: str) -> int:
    return _WORD_PREFIX if text.startswith(word) or f" {word}" in text else 0
