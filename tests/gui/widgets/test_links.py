"""Links of people's making open only where that is safe, after the whole address was shown, and by one door."""

import ast
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.domain.builders import question
from tests.gui.browser import Browser, browsing
from tests.gui.link_schemes import SAFE, UNSAFE

import shipworthy.gui
from shipworthy.domain.answering import checked_answer, is_link
from shipworthy.domain.assessment import Answer, AnswerState, Evidence, EvidenceKind
from shipworthy.domain.service import Link, LinkKind, Service
from shipworthy.errors import UserError
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkDialog, LinkRow
from shipworthy.markup import note_markup
from shipworthy.workflows.services import check_service

_OPENERS = {"widgets/links.py", "pages/reports/recent_exports.py"}
"""Files that hand something to the system: addresses and folders, and reports that were exported here."""


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    """Return what stands for the system, for every scheme of the table."""
    with browsing({scheme for url in (*SAFE, *UNSAFE) if (scheme := _scheme(url))}) as browser:
        yield browser


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def test_there_are_thirty_schemes() -> None:
    assert len({_scheme(url) for url in UNSAFE}) >= 30
    assert {_scheme(url) for url in SAFE} == {"https", "http", "mailto"}


@pytest.mark.parametrize("url", SAFE)
def test_a_safe_address_opens_when_asked(url: str, qtbot: QtBot, browser: Browser) -> None:
    dialog = LinkDialog(url)
    qtbot.addWidget(dialog)
    dialog.show()
    assert browser.opened == []
    assert url in [label.text() for label in dialog.findChildren(PlainLabel)]
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert browser.opened == [url]


@pytest.mark.parametrize("url", UNSAFE)
def test_no_other_address_opens_by_any_button_or_key(url: str, qtbot: QtBot, browser: Browser) -> None:
    assert not is_link(url)
    row = LinkRow("Other", url)
    qtbot.addWidget(row)
    row.show()
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    dialog = row.findChild(LinkDialog)
    assert dialog is not None
    assert not dialog.open_button.isEnabled()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(dialog.open_button, key)
    for button in dialog.findChildren(QPushButton):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert browser.opened == []


@pytest.mark.parametrize("url", UNSAFE)
def test_no_other_address_is_a_link_in_notes_evidence_or_services(url: str) -> None:
    for text in (f"[x]({url})", f"<{url}>", f"[x]: {url}\n\n[x]", url):
        for href in note_markup(text).split('href="')[1:]:
            assert href.startswith(("https:", "http:", "mailto:")), text
    evidence = Evidence(EvidenceKind.LINK, url)
    with pytest.raises(UserError, match="no link that can be opened safely"):
        checked_answer(question("first"), Answer("first", state=AnswerState.UNKNOWN, evidence=(evidence,)))
    with pytest.raises(UserError):
        check_service(Service(uuid4(), "checkout", links=(Link(LinkKind.OTHER, url),)))


def test_addresses_reach_the_system_by_one_door() -> None:
    root = Path(shipworthy.gui.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("openUrl", "setOpenExternalLinks")
    }
    assert found == _OPENERS


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://аpple.com/login", "xn--pple-43d.com"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://example.org/größe", ""),
        ("https://xn--pple-43d.com", "xn--pple-43d.com"),
    ],
)
def test_a_host_that_looks_like_another_is_spelt_out(url: str, host: str, qtbot: QtBot) -> None:
    dialog = LinkDialog(url)
    qtbot.addWidget(dialog)
    told = [label.text() for label in dialog.findChildren(PlainLabel) if "Written plainly" in label.text()]
    assert [text.rstrip(".").rpartition(" ")[2] for text in told] == ([host] if host else [])
