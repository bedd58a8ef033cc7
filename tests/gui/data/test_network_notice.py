"""A data folder on a share: said calmly at each start, until somebody wants it no more."""

from collections.abc import Callable

import pytest
from tests.gui.window_checks import nameless

from shipworthy.gui.context import Context
from shipworthy.gui.data import network_notice
from shipworthy.gui.data.network_notice import NetworkNotice
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places


@pytest.fixture(autouse=True)
def _share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_notice, "share_of", lambda _folder: "SMB")


def test_it_is_said_until_it_was_read(
    window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
) -> None:
    first = window.findChild(NetworkNotice)
    assert first is not None
    assert first.banner.isVisible()
    assert "network share (SMB)" in first.banner.words.text()
    assert nameless(first.banner) == []
    first.close.setFocus()
    first.close.click()
    assert not first.banner.isVisible()
    focus = window.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    second = NetworkNotice(context, window)  # the next start
    settle()
    assert second.banner.isVisible()
    second.never.click()
    third = NetworkNotice(context, window)
    settle()
    assert not third.banner.isVisible()
