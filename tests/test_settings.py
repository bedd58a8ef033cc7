"""Settings come back as they were saved, and a file that says something else is refused in words that help."""

from pathlib import Path

import pytest

from shipworthy.domain.report_kind import Paper
from shipworthy.errors import UserError
from shipworthy.settings import (
    FILE_NAME,
    PAPERS,
    SENTENCES,
    Settings,
    Theme,
    contrast_on_white,
    load_settings,
    save_settings,
)

CHANGED = Settings(
    name='Amira "A" Núñez',
    theme=Theme.HIGH_CONTRAST,
    text_size=130,
    language="pt-BR",
    data_folder="C:\\data",
    backup_folder="/backups of Amira",
    second_backup_folder="/stick/backups",
    single_key_answers=False,
    organisation="Ünïted <Things>",
    report_logo="/logo.png",
    report_accent="#7a0019",
    report_classification="Confidential",
    report_language="de",
    report_paper=Paper.LETTER,
    report_watermark="Preliminary",
)


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_settings_come_back_as_saved(tmp_path: Path) -> None:
    assert all(changed != default for changed, default in zip(CHANGED, Settings(), strict=True))
    save_settings(tmp_path, CHANGED)
    loaded = load_settings(tmp_path)
    assert loaded == CHANGED
    assert isinstance(loaded.theme, Theme)
    assert set(PAPERS) == set(Paper), "the domain knows the same"


def test_the_file_explains_each_setting(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings())
    lines = (tmp_path / FILE_NAME).read_text(encoding="utf-8").splitlines()
    for name in Settings._fields:
        place = next(place for place, line in enumerate(lines) if line.startswith(f"{name} = "))
        assert lines[place - 1] == f"# {SENTENCES[name]}"


def test_what_is_not_in_the_file_is_the_default(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('theme = "dark"\n', encoding="utf-8")
    assert load_settings(tmp_path) == Settings(theme=Theme.DARK)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('colour = "red"', "there is no setting colour"),
        ('theme = "blue"', "theme cannot be blue (How the window looks: system, light, dark or high contrast)"),
        ("theme = 1", "theme cannot be 1"),
        ("text_size = 95", "text_size cannot be 95"),
        ("text_size = 100.0", "text_size cannot be 100.0"),
        ("text_size = true", "text_size cannot be True"),
        ("single_key_answers = 1", "single_key_answers cannot be 1"),
        ("name = 7", "name cannot be 7"),
        ('report_accent = "red"', "report_accent cannot be red"),
        ('report_accent = "#ffee00"', "readable on white"),
        (f'organisation = "{"x" * 61}"', "at most 60 characters"),
        ('report_classification = "a\\nb"', "report_classification cannot be"),
        ('report_watermark = "a\\nb"', "report_watermark cannot be"),
        (f'report_watermark = "{"a" * 31}"', "report_watermark cannot be"),
        ('report_paper = "a5"', "report_paper cannot be a5 (Paper of reports: a4 or letter)"),
        ("name = ", "at line 1"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place_and_the_settings_there_are(
    tmp_path: Path, line: str, says: str
) -> None:
    (tmp_path / FILE_NAME).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_settings(tmp_path)
    assert says in caught.value.message
    assert str(tmp_path / FILE_NAME) in caught.value.message
    assert "single_key_answers" in caught.value.hint


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"name = '\xff'")
    with pytest.raises(UserError):
        load_settings(tmp_path)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(UserError):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#2a5bd0", 5.9)]
)
def test_contrast_on_white_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(ratio, abs=0.1 if colour == "#2a5bd0" else 0.006)


def test_places_inside_the_folder_move_with_it(tmp_path: Path) -> None:
    here, there = tmp_path / "stick", tmp_path / "elsewhere"
    here.mkdir()
    elsewhere = str(tmp_path / "backups")
    logo, backups = str(here / "logo.png"), str(here / "my" / "backups")
    save_settings(here, Settings(report_logo=logo, backup_folder=backups, second_backup_folder=elsewhere))
    here.rename(there)
    found = load_settings(there)
    assert (found.report_logo, found.backup_folder) == (str(there / "logo.png"), str(there / "my" / "backups"))
    assert found.second_backup_folder == elsewhere


def test_places_of_a_folder_named_from_where_the_program_runs_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stick").mkdir()
    save_settings(Path("stick"), Settings(report_logo=str(tmp_path / "stick" / "logo.png")))
    assert load_settings(Path("stick")).report_logo == str(tmp_path / "stick" / "logo.png")
