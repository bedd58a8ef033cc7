"""Backups by the clock in the window: silent while they work, one notice when they do not."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from shipworthy.gui.context import Context
from shipworthy.gui.data.automatic_backups import AutomaticBackups
from shipworthy.gui.main_window import MainWindow
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session


@pytest.fixture
def automatic(window: MainWindow) -> AutomaticBackups:
    """Return what the window made for itself, with its clock at a standstill."""
    found = window.findChild(AutomaticBackups)
    assert found is not None
    assert found.timer.isActive()  # it looks by itself
    found.timer.stop()
    return found


@pytest.fixture
def look(automatic: AutomaticBackups, settle: Callable[[], None]) -> Callable[[], None]:
    """Return what lets the time of the next look come."""

    def come() -> None:
        automatic.timer.start(0)
        automatic.timer.timeout.emit()
        settle()

    return come


def change(session: Session) -> None:
    save_service(session, replace(blank_service(session), name=f"service {uuid4()}"))


def made_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.db"))


def notices(window: MainWindow) -> list[tuple[str, str]]:
    return [(frame.notice.kind, frame.notice.text) for frame in window.notices.frames]


def test_a_change_is_backed_up_without_a_word(
    window: MainWindow, context: Context, data_dir: Path, look: Callable[[], None]
) -> None:
    look()
    assert made_in(data_dir / "backups") == []
    change(context.session)
    look()
    assert made_in(data_dir / "backups") == ["shipworthy-20261122T140300-clock.db"]
    assert notices(window) == []


def test_what_fails_is_said_once_and_that_it_works_again(
    window: MainWindow, context: Context, data_dir: Path, automatic: AutomaticBackups, look: Callable[[], None]
) -> None:
    change(context.session)
    (data_dir / "backups").touch()
    for _time in range(2):
        look()
        assert notices(window) == [("bad", "No backup could be made. Your work itself is saved.")]
    window.notices.frames[0].close_notice()
    look()
    assert notices(window) == []  # it was closed, and nothing new is to be said
    assert automatic.timer.isActive()  # it goes on trying
    (data_dir / "backups").unlink()
    look()
    assert notices(window) == [("ok", "Backups are made again.")]


def test_a_bug_ends_no_backups(
    context: Context,
    data_dir: Path,
    automatic: AutomaticBackups,
    look: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change(context.session)
    caught: list[type] = []
    with monkeypatch.context() as broken:
        broken.setattr(sys, "excepthook", lambda kind, *_rest: caught.append(kind))
        broken.setattr("shipworthy.workflows.backups.back_up_when_due", lambda *_arguments: dict[str, int]()["nothing"])
        look()
    assert caught == [KeyError]
    assert automatic.timer.isActive()
    look()
    assert len(made_in(data_dir / "backups")) == 1


def test_the_second_folder_gets_its_own_as_soon_as_it_is_chosen_and_is_missed_once(
    window: MainWindow,
    context: Context,
    data_dir: Path,
    tmp_path: Path,
    look: Callable[[], None],
    settle: Callable[[], None],
    automatic: AutomaticBackups,
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    change(context.session)
    look()
    assert context.set_settings(second_backup_folder=str(stick))
    assert automatic.timer.isActive()
    assert automatic.timer.interval() == 0
    look()
    assert made_in(stick) == made_in(data_dir / "backups") != []
    shutil.rmtree(stick)
    look()
    assert notices(window) == []  # what lies there was sent; it is missed when there is something to send
    context.set_settings(second_backup_folder=str(tmp_path / "other"))
    for _time in range(2):
        look()
        [(kind, text)] = notices(window)
        assert (kind, text) == (
            "warn",
            "Backups do not reach the second folder. Those in the first are made as usual.",
        )
    hint = window.notices.frames[0].notice.hint
    assert f"The second backup folder {tmp_path / 'other'} cannot be reached." in hint
    assert "Plug in" in hint
