"""What people write into an answer cell, and what they mean: numbers, the words on offer, or common short forms."""

import re
from collections.abc import Iterable

from shipworthy.domain.assessment import AnswerState, Confidence, NotApplicableType
from shipworthy.domain.pack import Question, Select, bare_id
from shipworthy.errors import UserError
from shipworthy.exchange.questionnaire_sheet import choice_lines, other_answers, yes_no
from shipworthy.text import Translator, _
from shipworthy.wording import Wording

Meaning = tuple[AnswerState, NotApplicableType | None, tuple[str, ...]]

_NUMBERS = re.compile(r"\d{1,2}(?:[\s,;.+&/]+\d{1,2})*[.)]?")
_SHORT_FORMS = {
    "compensated": (AnswerState.COMPENSATED, None),
    "not applicable": (AnswerState.NOT_APPLICABLE, NotApplicableType.OTHER),
    "n/a": (AnswerState.NOT_APPLICABLE, NotApplicableType.OTHER),
    "na": (AnswerState.NOT_APPLICABLE, NotApplicableType.OTHER),
    "unknown": (AnswerState.UNKNOWN, None),
    "don't know": (AnswerState.UNKNOWN, None),
    "?": (AnswerState.UNKNOWN, None),
}
_YES, _NO = frozenset({"yes", "y", "true", "x", "1"}), frozenset({"no", "n", "false", "0"})


def _plain(text: str) -> str:
    """Return a text as it is compared: no matter which capitals, spaces and quotes, and without a full stop."""
    return " ".join(text.replace("’", "'").casefold().split()).rstrip(".")


class AnswerWords:
    """Reads answers to one question, in the interface's language and in English."""

    def __init__(self, question: Question, wording: Wording) -> None:
        self._question = question
        self._others = {
            **_SHORT_FORMS,
            **{
                _plain(text): meaning
                for words in (Wording(Translator()), wording)
                for meaning, text in other_answers(question, words).items()
            },
        }
        # A choice's own words come before ours: a pack may well offer "Unknown".
        self._choices = {
            **{_plain(choice.id): choice.id for choice in question.choices},
            **{_plain(choice.label): choice.id for choice in question.choices},
            **dict(zip(map(_plain, choice_lines(question)), (each.id for each in question.choices), strict=True)),
        }

    def read(self, text: str) -> Meaning:
        """Return what a text means; raises UserError naming what is on offer."""
        word = _plain(text)
        if word in self._choices:
            return self._chosen([self._choices[word]])
        if _NUMBERS.fullmatch(word):
            return self._chosen(self._by_number(int(number)) for number in re.findall(r"\d+", word))
        if word in self._others:
            state, kind = self._others[word]
            return state, kind, ()
        lines = [_plain(line) for line in re.split(r"[\n;]", text) if line.strip()]
        if len(lines) > 1 and all(line in self._choices for line in lines):
            return self._chosen(self._choices[line] for line in lines)
        raise self._not_on_offer(text)

    def _by_number(self, number: int) -> str:
        if not 1 <= number <= len(self._question.choices):
            raise self._not_on_offer(str(number))
        return self._question.choices[number - 1].id

    def _chosen(self, choices: Iterable[str]) -> Meaning:
        chosen = set(choices)
        return AnswerState.ANSWERED, None, tuple(each.id for each in self._question.choices if each.id in chosen)

    def _not_on_offer(self, text: str) -> UserError:
        shown = " ".join(text.split())
        shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
        several = self._question.select is Select.MANY
        last = len(self._question.choices)
        hint = (
            _("Write numbers from 1 to {last}, such as 1, 2, or Unknown or Not applicable.")
            if several
            else _("Write a number from 1 to {last}, or Unknown or Not applicable, or choose from the list.")
        )
        return UserError(
            _("“{text}” is no answer to {question}.").format(text=shown, question=bare_id(self._question.id)),
            hint.format(last=last),
        )


def read_yes_no(text: str) -> bool:
    """Return whether a text says yes; raises UserError where it says neither yes nor no."""
    word, (yes, no) = _plain(text), yes_no()
    if word in _YES or word == _plain(yes):
        return True
    if word in _NO or word == _plain(no):
        return False
    raise UserError(
        _("“{text}” is neither yes nor no.").format(text=text[:60]),
        _("Write {yes} or {no}, or leave it empty.").format(yes=yes, no=no),
    )


def read_confidence(text: str, wording: Wording) -> Confidence:
    """Return the confidence that a text names; raises UserError naming those there are."""
    words = {_plain(each): each for each in Confidence} | {
        _plain(wording.confidence(each)): each for each in Confidence
    }
    try:
        return words[_plain(text)]
    except KeyError as error:
        raise UserError(
            _("“{text}” is no confidence.").format(text=text[:60]),
            _("Write {names}.").format(names=_(" or ").join(wording.confidence(each) for each in Confidence)),
        ) from error
