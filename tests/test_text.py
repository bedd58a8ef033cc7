"""Texts fall back to English, and a report's language never changes the window's."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from shipworthy import paths, text


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Compile a small German catalogue where a frozen program would carry it; the parameter says what it covers."""
    catalogue = Catalog(locale="de", project="Shipworthy", version=getattr(request, "param", "0.1.0"))
    catalogue.add("Ready", "Bereit")
    catalogue.add("Open", "Offen", context="state")
    catalogue.add(("{count} gap", "{count} gaps"), ("{count} Lücke", "{count} Lücken"))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    folder = paths.shipped("resources", "translations", "de", "LC_MESSAGES")
    folder.mkdir(parents=True)
    (folder / "shipworthy.mo").write_bytes(compiled.getvalue())
    yield
    text.use_language("en")


def test_without_a_catalogue_the_source_text_is_shown() -> None:
    text.use_language("tlh")
    assert text._("Ready") == "Ready"
    assert text.pgettext("state", "Open") == "Open"
    assert [text.ngettext("{count} gap", "{count} gaps", count) for count in (0, 1, 2)] == [
        "{count} gaps",
        "{count} gap",
        "{count} gaps",
    ]


@pytest.mark.usefixtures("german")
def test_the_language_chosen_is_spoken() -> None:
    text.use_language("de")
    assert text._("Ready") == "Bereit"
    assert text._("Not translated") == "Not translated"
    assert text.pgettext("state", "Open") == "Offen"
    assert text._("Open") == "Open"
    assert text.ngettext("{count} gap", "{count} gaps", 2) == "{count} Lücken"


@pytest.mark.usefixtures("german")
def test_a_region_falls_back_to_its_language() -> None:
    assert text.translator("de-AT").gettext("Ready") == "Bereit"


@pytest.mark.usefixtures("german")
def test_a_translator_leaves_the_interface_alone() -> None:
    text.use_language("en")
    assert text.translator("de").gettext("Ready") == "Bereit"
    assert text._("Ready") == "Ready"


@pytest.mark.usefixtures("german")
def test_languages_are_those_compiled_after_english() -> None:
    assert text.languages() == text.report_languages() == ["en", "de"]


@pytest.mark.parametrize("german", ["reports"], indirect=True)
@pytest.mark.usefixtures("german")
def test_a_catalogue_for_reports_is_none_for_the_window() -> None:
    assert text.report_languages() == ["en", "de"]
    assert text.languages() == ["en"]
    text.use_language("de")
    assert text._("Ready") == "Ready"
    assert text.translator("de").gettext("Ready") == "Bereit"


def test_a_name_from_right_to_left_is_isolated_from_the_figures_beside_it() -> None:
    assert text.isolated("Jonas") == "Jonas"
    assert text.isolated("سلمى") == "\u2068سلمى\u2069"
