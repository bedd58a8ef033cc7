"""What every set of words rests on: the language that they are in."""

from fractions import Fraction

from shipworthy.text import SOURCE_LANGUAGE, Translator, current_translator

_MANY = 100
_CAPITAL_NOUNS = frozenset({"de"})


def form_of(amount: Fraction) -> int:
    """Return the number by which a language chooses the form for an amount as it is shown, with two decimals.

    A broken one takes the form of many.
    """
    shown = Fraction(int(amount * 100 + Fraction(1, 2)), 100)
    return int(shown) if shown.denominator == 1 else _MANY


def within(text: str, language: str) -> str:
    """Return a name as it stands inside a sentence of a language."""
    return text if language.partition("-")[0] in _CAPITAL_NOUNS else text.lower()


class Translated:
    """Words in one language; without a translator, in the interface's."""

    def __init__(self, translator: Translator | None = None) -> None:
        self._translator = translator or current_translator()

    @property
    def translator(self) -> Translator:
        """Return the catalogue of these words, for others in the same language."""
        return self._translator

    def _(self, message: str) -> str:
        return self._translator.gettext(message)

    def inside(self, text: str) -> str:
        """Return a name as it stands inside a sentence: in small letters, but where nouns keep their capitals."""
        return within(text, self.language)

    def decimal(self, number: str) -> str:
        """Return a number, written with a point, with the decimal sign of the language."""
        return number.replace(".", self._translator.pgettext("decimal sign", "."))

    @property
    def arrow(self) -> str:
        """Return the sign between what was and what is; it points the way in which the language is read."""
        return self._translator.pgettext("from before to after", "→")

    @property
    def language(self) -> str:
        """Return the tag of the language these words are in, such as "pt-BR"."""
        return self._translator.info().get("language", SOURCE_LANGUAGE).replace("_", "-")

    def count(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits the number, with `{count}` filled in."""
        return self._translator.ngettext(singular, plural, number).format(count=number)
