"""Verifying from the menu: a word where all is well, a window that names what was altered where it is not."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from PySide6.QtGui import QAction
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.test_decisions import NO_GO

from shipworthy.gui.context import Context
from shipworthy.gui.data.verify import VerifyDialog
from shipworthy.gui.main_window import MainWindow
from shipworthy.workflows.decisions import decide


def verify_by_menu(window: MainWindow, settle: Callable[[], None]) -> str:
    """Choose the menu's action and return the notice that comes of it."""
    [action] = [each for each in window.menus.data.actions() if isinstance(each, QAction) and "Verify" in each.text()]
    action.trigger()
    settle()
    return window.notices.frames[-1].notice.text


def test_all_is_well_and_then_something_was_altered(
    window: MainWindow, context: Context, settle: Callable[[], None]
) -> None:
    assert verify_by_menu(window, settle) == "Nothing is sealed yet: no review was decided."
    assessment = begin_review(context.session, [small_pack()])
    decide(context.session, assessment.id, NO_GO)
    assert verify_by_menu(window, settle).startswith("Everything is as it was sealed: 1 seal and ")
    assert window.findChild(VerifyDialog) is None
    path = context.session.store.path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE assessments SET title = 'Another'")
        connection.commit()
    assert verify_by_menu(window, settle).startswith("1 thing was altered after sealing")
    dialog = window.findChild(VerifyDialog)
    assert dialog is not None
    assert "the review itself was changed after sealing (title)." in dialog.findings.toPlainText()
    assert dialog.focusWidget() is dialog.findings
    dialog.reject()
