"""The saved indicator is true, work waits for the session, and settings are saved as they are changed."""

import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from tests.gui.conftest import now, open_test_session

from shipworthy.errors import UserError
from shipworthy.gui.context import Context, SaveState, Saving
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.settings import Settings, load_settings
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.workflows.session import Session


def states_of(context: Context) -> list[Saving]:
    """Return the list in which the states of saving gather."""
    states: list[Saving] = []
    context.save_state_changed.connect(lambda state: states.append(state.saving))
    return states


def test_saved_is_said_only_after_the_last_commit(context: Context, qtbot: QtBot) -> None:
    states, gate, owner = states_of(context), threading.Event(), QObject()
    context.write(lambda _session: gate.wait(30), lambda _result: None, owner=owner)
    context.write(lambda _session: None, lambda _result: None, owner=owner)
    assert context.save_state.saving is Saving.SAVING
    gate.set()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert states == [Saving.SAVING, Saving.SAVING, Saving.SAVING, Saving.SAVED]
    assert context.save_state == SaveState(Saving.SAVED, now())


def never(_result: object) -> None:
    """Stand for what must not be called."""
    pytest.fail("called")


def refuse(_session: Session) -> None:
    """Do what a full disk does."""
    raise UserError("The disk is full.", "Make room.")


def break_down(_session: Session) -> None:
    """Do what a bug does."""
    raise KeyError("missing")


def test_what_could_not_be_saved_is_not_called_saved(context: Context, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.failed):
        context.write(refuse, never, owner=QObject(context))
    assert context.save_state.saving is Saving.FAILED


def test_a_bug_while_saving_is_not_called_saved(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.excepthook", lambda *_what: None)
    context.write(break_down, never, owner=QObject(context))
    qtbot.waitUntil(lambda: context.save_state.saving is Saving.FAILED)


def test_the_indicator_is_true_even_when_the_owner_is_gone(context: Context, qtbot: QtBot) -> None:
    owner = QObject()
    context.write(lambda _session: None, never, owner=owner)
    shiboken6.delete(owner)
    qtbot.waitUntil(lambda: context.save_state.saving is Saving.SAVED)


def test_reading_says_nothing_about_saving(context: Context, qtbot: QtBot) -> None:
    states = states_of(context)
    came: list[str] = []
    context.read(lambda session: session.actor, came.append, owner=context)
    qtbot.waitUntil(lambda: bool(came))
    assert came == ["Amira"]
    assert states == []


def test_work_waits_until_the_session_is_open_even_after_a_failed_try(
    data_dir: Path, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    context = Context(Settings(), data_dir, data_dir, theme, tasks, now)
    came: list[str] = []
    refused: list[UserError] = []

    def refuse_to_open() -> Session:
        raise UserError("The database is newer than this program.", "Update Shipworthy.")

    context.read(lambda session: session.actor, came.append, owner=context)
    context.start(refuse_to_open, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert came == []
    context.start(lambda: open_test_session(data_dir))
    qtbot.waitUntil(lambda: came == ["Amira"])
    tasks.close()
    context.close()


def test_settings_are_saved_applied_and_told(context: Context, data_dir: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.settings_changed):
        assert context.set_settings(name="Noor", theme=ThemeChoice.DARK)
    assert load_settings(data_dir) == context.settings
    assert context.settings.name == "Noor"
    assert context.session.actor == "Noor"
    assert context.theme.tokens.bg == "#14171c"


def test_settings_that_cannot_be_saved_stay_as_they_were(context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    context.settings_folder = tmp_path / "a file"
    context.settings_folder.write_text("in the way", encoding="utf-8")
    before = context.settings
    with qtbot.waitSignal(context.failed):
        assert not context.set_settings(name="Noor")
    assert context.settings == before
