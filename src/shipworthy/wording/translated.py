"""What every set of words rests on: the language that they are in."""

from shipworthy.text import SOURCE_LANGUAGE, Translator, current_translator


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

    @property
    def language(self) -> str:
        """Return the tag of the language these words are in, such as "pt-BR"."""
        return self._translator.info().get("language", SOURCE_LANGUAGE).replace("_", "-")

    def count(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits the number, with `{count}` filled in."""
        return self._translator.ngettext(singular, plural, number).format(count=number)
