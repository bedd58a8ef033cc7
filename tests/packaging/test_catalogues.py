"""Every message of the reports is translated, with the same places to fill in, and compiled as it stands."""

import gettext
import importlib.util
import string
from functools import cache
from io import BytesIO
from pathlib import Path
from re import findall
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from shipworthy.text import languages, report_languages

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "resources" / "translations").glob("*/LC_MESSAGES/shipworthy.po"))


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "packaging" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=CATALOGUES, ids=[path.parts[-3] for path in CATALOGUES])
def path(request: pytest.FixtureRequest) -> Path:
    """Return a catalogue."""
    found: Path = request.param
    return found


def places(text: str) -> set[str]:
    """Return the places of a text that are filled in, those of Python and of templates."""
    named = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    return named | set(findall(r"%\(\w+\)s", text)) | {"%%"} & set(findall("%%", text))


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def test_every_message_of_the_reports_is_translated(path: Path) -> None:
    missing = tool().missing(tool().read(path))
    assert missing == [], f"{len(missing)} without translation in {path.parts[-3]}; packaging/catalogues.py update"


def test_translations_fill_in_what_the_messages_do(path: Path) -> None:
    wrong = []
    for message in tool().read(path):
        wanted = set().union(*(places(each) for each in forms(message.id)))
        texts = forms(message.string)
        for text in texts if message.id else ():
            # A form for one or two may say the number in words.
            optional = {"count", "%(num)s"} if len(texts) > 1 else set()
            if not wanted - optional <= places(text) <= wanted:
                wrong.append((message.id, text))
    assert wrong == []


def test_what_is_compiled_is_what_was_edited(path: Path) -> None:
    edited: Catalog = tool().read(path)
    fresh = gettext.GNUTranslations(BytesIO(tool().compiled(edited)))
    with tool().compiled_of(path).open("rb") as file:
        kept = gettext.GNUTranslations(file)
    both = [{key: text for key, text in vars(each)["_catalog"].items() if key} for each in (fresh, kept)]
    assert len(both[0]) > 500
    assert both[0] == both[1], "run packaging/catalogues.py compile"


def test_reports_speak_them_and_the_window_does_not() -> None:
    tags = [path.parts[-3].replace("_", "-") for path in CATALOGUES]
    assert report_languages() == ["en", *tags]
    assert languages() == ["en"]
    assert "de" in tags
