"""Text for people goes through here: one gettext catalogue for window, terminal and reports.

The interface has one language at a time (`use_language`); a report may be written in another, so `translator` hands
out a catalogue without touching the interface's.
"""

import gettext
import re
import unicodedata
from collections.abc import Iterable

from shipworthy.paths import shipped

DOMAIN = "shipworthy"
SOURCE_LANGUAGE = "en"
# What the head of a catalogue names that has the words of reports alone.
_OF_REPORTS = "Shipworthy reports"

Translator = gettext.NullTranslations

# XML has no place for these, and no program shows them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
_current: Translator = gettext.NullTranslations()


def translator(language: str) -> Translator:
    """Return the catalogue for a language tag such as "de"; empty means the system's. English where there is none."""
    folder = shipped("resources", "translations")
    if not folder.exists():  # gettext would load another library, only to find nothing
        return gettext.NullTranslations()
    return gettext.translation(
        DOMAIN,
        localedir=folder,
        languages=_candidates(language) if language else None,  # None lets gettext ask the system
        fallback=True,
    )


def languages() -> list[str]:
    """Return the tags of the languages the interface can speak, English first, the rest in order.

    A catalogue that has the words of reports alone says so in its head, and is not among them.
    """
    return [tag for tag in report_languages() if not _is_for_reports(translator(tag))]


def report_languages() -> list[str]:
    """Return the tags of the languages that a report can be written in, English first, the rest in order."""
    compiled = shipped("resources", "translations").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return [SOURCE_LANGUAGE, *sorted(path.parts[-3].replace("_", "-") for path in compiled)]


def use_language(language: str) -> None:
    """Make a language the interface's, English where it has no words for it; texts already fetched stay as they are."""
    global _current  # noqa: PLW0603 - gettext's own design: the interface has one language per process
    found = translator(language)
    _current = gettext.NullTranslations() if _is_for_reports(found) else found


def current_translator() -> Translator:
    """Return the catalogue of the interface's language."""
    return _current


def _(message: str) -> str:
    """Return the message in the interface's language."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that fits the number, in the interface's language."""
    return _current.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Return the message as meant in a context, such as "Open" the state against "Open" the command."""
    return _current.pgettext(context, message)


def isolated(name: str) -> str:
    """Return a name that runs from right to left so that it does not turn round the figures and signs beside it."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if turns else name


def xml_text(text: str) -> str:
    """Return a text as an XML file can hold it: one kind of line end, nothing that XML cannot say."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub("\n", text))


def _is_for_reports(catalogue: Translator) -> bool:
    return catalogue.info().get("project-id-version") == _OF_REPORTS


def without_marks(text: str) -> str:
    """Return a text without the unseen marks that keep its direction."""
    return _DIRECTION_MARKS.sub("", text)


def _candidates(language: str) -> Iterable[str]:
    # Catalogue folders use gettext's form, "pt_BR"; the wider language is the fallback of the narrower.
    tag = language.replace("-", "_")
    return (tag, tag.split("_")[0])
