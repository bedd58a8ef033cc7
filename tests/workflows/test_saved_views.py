"""Saved views: kept, replaced when told to, renamed and removed; all of it can be taken back."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.workflows.saved_views import (
    LONGEST_NAME,
    NameRefused,
    find_view,
    list_views,
    remove_view,
    rename_view,
    save_view,
)
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

EVERYTHING = ServiceFilter(
    "pay",
    tier=frozenset({1, 2}),
    team=frozenset({"Payments", ""}),
    owner=frozenset({"Mia"}),
    system=frozenset({"Shop"}),
    domain=frozenset({"Sales"}),
    tag=frozenset({"pci"}),
    lifecycle=frozenset({Lifecycle.PRODUCTION}),
    verdict=frozenset({Verdict.NOT_READY}),
    concern=frozenset({"overdue"}),
)
SHOWN = SavedView(UUID(int=0), "", EVERYTHING, "team", ("name", "score"), "score", True)


def names(session: Session) -> list[str]:
    return [view.name for view in list_views(session)]


def test_what_is_shown_is_kept_whole_under_a_name(session: Session, colleague: Session) -> None:
    saved = save_view(session, "  Steering   committee ", SHOWN)
    assert saved.name == "saved the view “Steering committee”"
    [view] = list_views(colleague)
    assert view == saved.view
    assert replace(view, id=SHOWN.id, name="", version=0) == SHOWN
    assert find_view(colleague, "steering COMMITTEE") == view
    undo_changes(session, view.id, saved.sequences)
    assert names(session) == []


def test_a_taken_name_is_one_message_and_replaces_only_when_told_to(session: Session) -> None:
    first = save_view(session, "Steering", SHOWN).view
    other = replace(SHOWN, group_by="tier")
    with pytest.raises(NameRefused, match="There is a view “Steering” already") as refused:
        save_view(session, "STEERING", other)
    assert refused.value.taken_by == first
    with pytest.raises(NameRefused, match="There is a view “Steering” already"):  # letters of full width read the same
        save_view(session, "Ｓteering", other)
    assert find_view(session, "Ｓteering") == first
    assert list_views(session) == (first,)
    changed = save_view(session, "STEERING", other, replaces=True)
    assert (changed.view.id, changed.view.name, changed.view.group_by) == (first.id, "STEERING", "tier")
    undo_changes(session, first.id, changed.sequences)
    [back] = list_views(session)
    assert replace(back, version=first.version) == first


def test_saving_what_is_there_changes_nothing(session: Session) -> None:
    saved = save_view(session, "Steering", SHOWN)
    assert save_view(session, "Steering", SHOWN, replaces=True).sequences == ()
    assert list_views(session) == (saved.view,)


def test_a_view_is_renamed_but_not_to_the_name_of_another(session: Session) -> None:
    save_view(session, "tier one", SHOWN)
    view = save_view(session, "Steering", SHOWN).view
    with pytest.raises(NameRefused, match="There is a view “tier one” already"):
        rename_view(session, view.id, "Tier one")
    renamed = rename_view(session, view.id, "STEERING")
    assert names(session) == ["STEERING", "tier one"]
    undo_changes(session, view.id, renamed.sequences)
    assert names(session) == ["Steering", "tier one"]


@pytest.mark.parametrize("name", ["", "  \n ", "x" * (LONGEST_NAME + 1), "a\x07b"])
def test_a_name_is_one_line_of_some_length(session: Session, name: str) -> None:
    view = save_view(session, "x" * LONGEST_NAME, SHOWN).view
    with pytest.raises(NameRefused, match="A view needs a name of at most 60 characters") as refused:
        save_view(session, name, SHOWN)
    assert refused.value.taken_by is None
    with pytest.raises(NameRefused, match="A view needs a name of at most 60 characters"):
        rename_view(session, view.id, name)
    assert list_views(session) == (view,)


def test_a_removed_view_comes_back_with_undo_unless_its_name_was_given_away(session: Session) -> None:
    view = save_view(session, "Steering", SHOWN).view
    removed = remove_view(session, view.id)
    assert (removed.view, removed.name, names(session)) == (view, "removed the view “Steering”", [])
    with pytest.raises(UserError, match="The view is no longer there"):
        remove_view(session, view.id)
    with pytest.raises(UserError, match="The view is no longer there"):
        rename_view(session, view.id, "Other")
    again = save_view(session, "ｓteering", SHOWN)
    with pytest.raises(UserError, match="There is another view “Steering” by now"):
        undo_changes(session, view.id, removed.sequences)
    undo_changes(session, again.view.id, again.sequences)
    undo_changes(session, view.id, removed.sequences)
    assert [replace(each, version=view.version) for each in list_views(session)] == [view]


def test_a_name_that_no_view_has_is_told_with_the_nearest(session: Session) -> None:
    with pytest.raises(UserError, match="There is no view “Steering”") as none:
        find_view(session, "Steering")
    assert none.value.hint == "Views are saved on the Portfolio page, under View."
    save_view(session, "Steering", SHOWN)
    with pytest.raises(UserError) as near:
        find_view(session, "Stering")
    assert near.value.hint == "Did you mean Steering?"


def test_an_id_that_was_never_stored_is_told(session: Session) -> None:
    with pytest.raises(UserError, match="The view is no longer there"):
        remove_view(session, uuid4())
