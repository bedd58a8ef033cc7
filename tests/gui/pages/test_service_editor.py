"""The editor: every field by key, problems said in place, nothing lost when saving fails."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.test_reviews import make_ready, started

from shipworthy.domain.service import Lifecycle, Link, LinkKind, Service
from shipworthy.gui.context import Context, Saving
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.dependencies_model import HARD, SOFT
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.places import Places
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.services import find_service, has_services, save_service

# Completers grab the keyboard, which the offscreen platform cannot.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stored(context: Context) -> Service:
    """Return a service with something in every field."""
    other = save_service(context.session, Service(uuid.uuid4(), "ledger"))
    return save_service(
        context.session,
        Service(
            uuid.uuid4(),
            "checkout",
            team="Payments",
            owner="Amira",
            tier=1,
            lifecycle=Lifecycle.DEPRECATED,
            system="shop",
            domain="sales",
            description="Takes the basket.\nCharges.",
            links=(Link(LinkKind.RUNBOOK, "https://wiki.example.org/checkout"),),
            tags=("pci", "go"),
            facts={"handles_payments": True, "a_fact_of_another_pack": False},
            hard_dependencies=frozenset({other.id}),
        ),
    )


@pytest.fixture
def opened(
    window: MainWindow, context: Context, settle: Callable[[], None]
) -> Callable[[Service | None], ServiceEditor]:
    """Return a function that opens the editor."""

    def open_editor(service: Service | None) -> ServiceEditor:
        editor = ServiceEditor(context, service.id if service else None, window)
        editor.open()
        settle()
        return editor

    return open_editor


Opened = Callable[[Service | None], ServiceEditor]


def reread(context: Context, name: str) -> Service:
    """Return what the store holds."""
    return find_service(context.session, name)


def test_a_service_is_added_by_key_alone(
    window: MainWindow, places: Places, context: Context, qapp: QApplication, settle: Callable[[], None]
) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    editor = window.findChild(ServiceEditor)
    assert editor is not None
    assert qapp.focusWidget() is editor.name
    QTest.keyClicks(editor.name, "checkout")
    QTest.keyClick(editor.name, Qt.Key.Key_Tab)
    QTest.keyClicks(editor.team, "Payments")
    QTest.keyClick(editor.team, Qt.Key.Key_Return)
    settle()
    service = reread(context, "checkout")
    assert (service.team, service.tier) == ("Payments", 3)
    assert window.page is places.service
    assert places.service.heading == ("checkout", "Tier 3 · Payments")


def test_what_is_stored_is_shown_and_saving_it_untouched_changes_nothing(
    opened: Opened, stored: Service, context: Context, settle: Callable[[], None]
) -> None:
    editor = opened(stored)
    assert editor.edited() == replace(stored, facts=dict(stored.facts))
    QTest.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert reread(context, "checkout").version == stored.version


def test_every_field_is_saved(opened: Opened, stored: Service, context: Context, settle: Callable[[], None]) -> None:
    editor = opened(stored)
    for field, text in (
        (editor.name, "checkout 2"),
        (editor.team, "Shop"),
        (editor.owner, "Noor"),
        (editor.system, "web"),
        (editor.domain, "retail"),
        (editor.tags, " go, , slow,go"),
    ):
        field.selectAll()
        QTest.keyClicks(field, text)
    editor.description.selectAll()
    QTest.keyClicks(editor.description, "One line")
    QTest.keyClick(editor.description, Qt.Key.Key_Return)
    QTest.keyClicks(editor.description, "and another")
    QTest.keyClick(editor.tier, Qt.Key.Key_End)
    QTest.keyClick(editor.lifecycle, Qt.Key.Key_Home)
    facts = editor.facts.boxes
    QTest.keyClick(facts["handles_payments"], Qt.Key.Key_Home)
    QTest.keyClick(facts["has_database"], Qt.Key.Key_End)
    editor.links.add_row()
    QTest.keyClicks(editor.links.rows[1].url, "https://git.example.org/checkout")
    table = editor.dependencies.table
    table.setCurrentIndex(table.model().index(0, SOFT))
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    settle()
    saved = reread(context, "checkout 2")
    assert (saved.team, saved.owner, saved.system, saved.domain) == ("Shop", "Noor", "web", "retail")
    assert saved.tags == ("go", "slow")
    assert saved.description == "One line\nand another"
    assert (saved.tier, saved.lifecycle) == (4, Lifecycle.EXPERIMENTAL)
    assert dict(saved.facts) == {"a_fact_of_another_pack": False, "has_database": False}
    assert saved.links == (*stored.links, Link(LinkKind.REPOSITORY, "https://git.example.org/checkout"))
    assert (saved.hard_dependencies, saved.soft_dependencies) == (frozenset(), stored.hard_dependencies)


def test_a_missing_name_and_an_unsafe_link_are_said_beside_the_field(
    opened: Opened, context: Context, qapp: QApplication
) -> None:
    editor = opened(None)
    editor.links.add_row()
    QTest.keyClicks(editor.links.rows[0].url, "file:///etc/passwd")
    editor.save()
    assert not context.tasks.busy
    assert "Type the name" in editor.name_field.problem
    assert not editor.links.rows[0].problem.isHidden()
    assert qapp.focusWidget() is editor.name
    QTest.keyClicks(editor.name, "x")
    assert editor.name_field.problem == ""
    editor.links.rows[0].url.setText("mailto:oncall@example.org")
    assert editor.links.check() is None
    assert editor.links.rows[0].problem.isHidden()


@pytest.mark.parametrize("url", ["http://[::1", "javascript:alert(1)", "//example.org", "https://"])
def test_addresses_that_cannot_be_opened_are_refused(opened: Opened, url: str) -> None:
    editor = opened(None)
    editor.links.add_row()
    editor.links.rows[0].url.setText(url)
    assert editor.links.check() is editor.links.rows[0].url


def test_nothing_is_lost_when_saving_fails(
    opened: Opened, stored: Service, context: Context, settle: Callable[[], None]
) -> None:
    editor = opened(stored)
    editor.name.setText("Ledger")  # taken
    editor.description.setPlainText("A long text that took a while to write.")
    editor.save()
    settle()
    assert editor.isVisible()
    assert editor.problem.isVisible()
    assert "edger" in editor.problem.text()
    assert editor.description.toPlainText() == "A long text that took a while to write."
    editor.name.setText("checkout")
    editor.save()
    settle()
    assert reread(context, "checkout").description == "A long text that took a while to write."


def test_somebody_elses_change_in_between_is_not_overwritten(
    opened: Opened, stored: Service, context: Context, settle: Callable[[], None]
) -> None:
    editor = opened(stored)
    theirs = replace(stored, owner="Noor", team="Core", facts={"handles_payments": False}, links=())
    save_service(context.session, theirs)
    editor.owner.setText("Sam")
    QTest.keyClick(editor.facts.boxes["has_database"], Qt.Key.Key_End)
    editor.save()
    settle()
    assert "Owner: now “Noor”, yours “Sam”" in editor.problem.text()
    assert "Team: now “Core”;" in editor.problem.text()
    assert (editor.owner.text(), editor.team.text(), editor.links.links()) == ("Sam", "Core", ())
    assert reread(context, "checkout").owner == "Noor"
    editor.save()
    settle()
    after = reread(context, "checkout")
    assert (after.owner, after.team) == ("Sam", "Core")
    assert after.facts == {"handles_payments": False, "has_database": False}


def test_saving_is_undone_and_done_again_by_key(
    opened: Opened,
    stored: Service,
    window: MainWindow,
    context: Context,
    qtbot: QtBot,
    settle: Callable[[], None],
) -> None:
    editor = opened(stored)
    QTest.keyClick(editor.tier, Qt.Key.Key_End)
    QTest.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert reread(context, "checkout").tier == 4
    assert "change checkout" in window.menus.undo.text()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert reread(context, "checkout").tier == 1
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert reread(context, "checkout").tier == 4


def test_adding_a_service_is_undone_and_leads_back_to_the_list(
    window: MainWindow, places: Places, context: Context, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    editor = window.findChild(ServiceEditor)
    assert editor is not None
    QTest.keyClicks(editor.name, "checkout")
    QTest.keyClick(editor.name, Qt.Key.Key_Return)
    settle()
    assert window.page is places.service
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.page is places.portfolio
    assert not has_services(context.session)


def test_values_in_use_complete_what_is_typed(opened: Opened, stored: Service) -> None:
    editor = opened(None)
    QTest.keyClicks(editor.team, "ym")
    completer = editor.team.completer()
    assert completer.currentCompletion() == "Payments"
    QTest.keyClicks(editor.tags, "go, p")
    completer = editor.tags.completer()
    assert completer.currentCompletion() == "go, pci"
    editor.tags.setText("")
    QTest.keyClicks(editor.tags, "PC")
    assert completer.currentCompletion() == "pci"


def test_what_a_dependency_does_is_told_before_it_is_saved(
    opened: Opened, context: Context, qapp: QApplication, settle: Callable[[], None]
) -> None:
    save_service(context.session, Service(uuid.uuid4(), "ledger"))
    review = started(context.session, "checkout")
    make_ready(context.session, review)
    top = started(context.session, "shop", frozenset({review.service.id}))
    make_ready(context.session, top)
    editor = opened(review.service)
    assert editor.effect.isHidden()
    table = editor.dependencies.table
    table.setCurrentIndex(table.model().index(0, HARD))
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert editor.isVisible()
    assert editor.effect.title.text() == "2 fall to Not assessed: checkout, shop"
    assert editor.effect.lines.text() == "Ready → Not assessed\nshop: Ready → Not assessed"
    assert qapp.focusWidget() is editor.save_button
    assert reread(context, "checkout").hard_dependencies == frozenset()
    assert nameless(editor) == []
    assert rich_labels(editor) == []
    QTest.keyClick(editor.save_button, Qt.Key.Key_Return)
    settle()
    assert len(reread(context, "checkout").hard_dependencies) == 1


def test_what_a_tier_does_is_told_while_it_is_chosen(
    opened: Opened, context: Context, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    review = started(context.session, "checkout")
    editor = opened(review.service)
    QTest.keyClick(editor.tier, Qt.Key.Key_End)
    qtbot.waitUntil(editor.effect.isVisible)
    assert editor.effect.title.text() == "No verdict changes"
    told = editor.effect.lines.text()
    assert told.startswith("Stays Not ready\nAsked of its tier: overall ")
    QTest.keyClick(editor.tier, Qt.Key.Key_Home)
    assert editor.effect.isHidden()


def test_a_dependency_on_an_archived_service_stays(
    opened: Opened, stored: Service, context: Context, settle: Callable[[], None]
) -> None:
    archive_services(context.session, list(stored.hard_dependencies))
    editor = opened(stored)
    editor.owner.setText("Sam")
    editor.save()
    settle()
    assert reread(context, "checkout").hard_dependencies == stored.hard_dependencies


def test_escape_closes_at_once_only_when_nothing_would_be_lost(
    opened: Opened, stored: Service, qapp: QApplication
) -> None:
    editor = opened(stored)
    QTest.keyClicks(editor.owner, "!")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert editor.discard_question.isVisible()
    assert qapp.focusWidget() is editor.keep_button
    QTest.keyClick(editor.keep_button, Qt.Key.Key_Space)
    assert editor.discard_question.isHidden()
    assert editor.save_button.isVisible()
    editor.owner.setText(stored.owner)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_discarding_discards(opened: Opened, stored: Service, context: Context) -> None:
    editor = opened(stored)
    editor.owner.setText("Sam")
    editor.reject()
    QTest.mouseClick(editor.discard_button, Qt.MouseButton.LeftButton)
    assert not editor.isVisible()
    assert reread(context, "checkout").owner == "Amira"


def test_what_was_refused_and_given_up_leaves_nothing_unsaved(
    opened: Opened, stored: Service, context: Context, settle: Callable[[], None]
) -> None:
    editor = opened(None)
    QTest.keyClicks(editor.name, stored.name)
    editor.save()
    settle()
    assert "already" in editor.problem.text()
    assert context.save_state.saving is Saving.FAILED
    QTest.keyClicks(editor.name, "-2")
    assert editor.problem.isHidden()
    assert context.save_state.saving is Saving.FAILED
    editor.reject()
    QTest.mouseClick(editor.discard_button, Qt.MouseButton.LeftButton)
    assert context.save_state.saving is Saving.NOTHING_YET


def test_tab_goes_through_facts_and_links_before_the_buttons(
    opened: Opened, stored: Service, qapp: QApplication
) -> None:
    editor = opened(stored)
    editor.links.add_row()
    qapp.processEvents()  # Tab passes over what is not on screen yet
    editor.tags.setFocus()
    passed: list[QWidget] = []
    while (focus := qapp.focusWidget()) is not editor.cancel_button and focus is not None and len(passed) < 50:
        passed.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    flagship, *others = editor.facts.groups
    expected: list[QWidget] = [editor.tags, flagship.button, *flagship.boxes.values()]
    expected += [group.button for group in others]
    for row in editor.links.rows:
        expected += [row.kind, row.url, *row.widget.findChildren(QPushButton)]
    assert passed == [*expected, editor.links.add_button, editor.dependencies.table]


def test_links_can_be_removed(opened: Opened, stored: Service) -> None:
    editor = opened(stored)
    (row,) = editor.links.rows
    (remove,) = row.widget.findChildren(QPushButton)
    assert remove.accessibleName() == "Remove this link"
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert editor.edited().links == ()


def test_each_tier_says_what_it_means(opened: Opened, stored: Service) -> None:
    editor = opened(stored)
    assert editor.tier.accessibleDescription() == "An outage hurts customers at once."
    QTest.keyClick(editor.tier, Qt.Key.Key_End)
    assert editor.tier.accessibleDescription() == "An experiment: an outage hurts nobody."


def test_every_control_has_a_name_and_no_label_reads_markup(opened: Opened, stored: Service) -> None:
    editor = opened(stored)
    editor.links.add_row()
    assert nameless(editor) == []
    assert rich_labels(editor) == []


def test_facts_stand_under_their_packs_and_only_those_of_the_packs_in_use_are_open(
    opened: Opened, stored: Service, context: Context, qapp: QApplication, settle: Callable[[], None]
) -> None:
    flagship, *others = opened(None).facts.groups
    qapp.processEvents()
    assert [name for name, box in flagship.boxes.items() if not box.isVisible()] == []
    assert len(others) == 8
    assert [name for group in others for name, box in group.boxes.items() if box.isVisible()] == []
    start_assessment(context.session, stored.id, [find_pack("ml-engineering")], "")
    editor = opened(stored)
    qapp.processEvents()
    learning, *others = editor.facts.groups
    assert learning.button.accessibleName() == "Hide the facts of Machine learning engineering"
    assert learning.boxes["has_model"].isVisible()
    (flagship,) = (group for group in others if "handles_payments" in group.boxes)
    assert not flagship.boxes["handles_payments"].isVisible()
    count = len(flagship.boxes)
    assert flagship.button.accessibleDescription() == f"1 of {count} facts answered"
    flagship.button.setFocus()
    QTest.keyClick(flagship.button, Qt.Key.Key_Space)
    qapp.processEvents()
    assert flagship.button.text() == "Hide"
    QTest.keyClick(flagship.boxes["has_database"], Qt.Key.Key_End)
    assert flagship.button.accessibleDescription() == f"2 of {count} facts answered"
    QTest.keyClick(flagship.button, Qt.Key.Key_Return)
    assert not flagship.boxes["has_database"].isVisible()
    assert nameless(editor) == []
    editor.save()
    settle()
    assert dict(reread(context, "checkout").facts) == {**stored.facts, "has_database": False}
