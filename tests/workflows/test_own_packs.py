"""Packs of one's own: added from a file, offered beside the shipped ones, older versions kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.workflows.builders import begin_review

from shipworthy.domain.canonical import digest
from shipworthy.domain.service import Service
from shipworthy.errors import InvalidFile, UserError
from shipworthy.packs.loader import load_pack
from shipworthy.packs.shipped import shipped_packs
from shipworthy.workflows.facts import blank_facts
from shipworthy.workflows.own_packs import (
    add_own_pack,
    added_text,
    find_offered,
    keep_again,
    list_offered,
    remove_own_pack,
    remove_version,
    removed_text,
    version_order,
)
from shipworthy.workflows.pack_tools import start_pack
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import offer_start
from shipworthy.workflows.upgrading import newer_packs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a pack file of one's own."""
    return start_pack("releases", "How we release", tmp_path / "releases.yaml")


def in_version(file: Path, version: str) -> Path:
    file.write_text(file.read_text(encoding="utf-8").replace("version: 0.1.0", f"version: {version}"), encoding="utf-8")
    return file


def test_an_own_pack_is_offered_after_the_shipped_ones(session: Session, file: Path) -> None:
    added = add_own_pack(session, file)
    assert added_text(added) == "Added How we release 0.1.0. A review can be started with it."
    with session.begin() as tx:
        service = tx.services.save(Service(session.new_id(), "checkout")).value
    assert offer_start(session, service.id).packs == (*shipped_packs(), added.pack)
    assert "has_users" in {line.definition.id for line in blank_facts(session)}
    assert find_offered(session, "releases") == added.pack
    assert add_own_pack(session, file).was_kept
    assert len(list_offered(session)) == len(shipped_packs()) + 1


def test_a_newer_version_is_offered_and_the_older_one_is_kept(session: Session, file: Path) -> None:
    old = add_own_pack(session, file).pack
    review = begin_review(session, [old])
    assert newer_packs(session, review.id) == ()
    new = add_own_pack(session, in_version(file, "0.10.0")).pack
    assert list_offered(session)[-1] == new
    assert newer_packs(session, review.id) == (new,)
    with session.store.read() as tx:
        assert {kept.version for kept in tx.packs.kept() if kept.pack_id == "releases"} == {"0.1.0", "0.10.0"}


def test_a_version_that_is_added_late_does_not_take_the_newest_ones_place(session: Session, file: Path) -> None:
    older = load_pack(file)
    text = file.read_text(encoding="utf-8")
    newest = add_own_pack(session, in_version(file, "0.10.0")).pack
    file.write_text(text, encoding="utf-8")
    added = add_own_pack(session, file)
    assert (added.pack, added.newest) == (older, "0.10.0")
    assert "Reviews start with 0.10.0" in added_text(added)
    assert list_offered(session)[-1] == newest
    assert newer_packs(session, begin_review(session, [newest]).id) == ()


def test_what_cannot_be_added_says_so_and_is_not_kept(session: Session, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id: releases", "id: backend-engineering"), encoding="utf-8")
    with pytest.raises(UserError, match="belongs to a shipped pack"):
        add_own_pack(session, file)
    file.write_text(text.replace("level: 1", "level: 9").replace("weight: 2", "weight: 0"), encoding="utf-8")
    with pytest.raises(InvalidFile) as refused:
        add_own_pack(session, file)
    assert len(refused.value.problems) == 2
    file.write_text(text, encoding="utf-8")
    add_own_pack(session, file)
    file.write_text(text.replace("named owner", "known owner"), encoding="utf-8")
    with pytest.raises(UserError, match="is kept already, and it says something else") as taken:
        add_own_pack(session, file)
    assert "Raise the version" in taken.value.hint
    assert len(list_offered(session)) == len(shipped_packs()) + 1


def test_versions_are_ordered_by_their_numbers() -> None:
    given = ["2.0", "1.10.0", "1.9.3", "draft", "1.9.3-rc1"]
    assert sorted(given, key=version_order) == ["draft", "1.9.3-rc1", "1.9.3", "1.10.0", "2.0"]
    assert version_order("1.0") == version_order("1.0.0")


def test_what_no_review_uses_is_removed_and_can_be_kept_again(session: Session, file: Path) -> None:
    pack = add_own_pack(session, file).pack
    assert removed_text(remove_own_pack(session, "releases", "0.1.0")) == "Removed How we release 0.1.0."
    assert list_offered(session) == shipped_packs()
    keep_again(session, pack)
    assert list_offered(session)[-1] == pack
    assert remove_version(session, digest(pack)) == pack
    assert not add_own_pack(session, file).was_kept


def test_what_is_used_shipped_or_not_there_stays(session: Session, file: Path) -> None:
    old = add_own_pack(session, file).pack
    begin_review(session, [old])
    new = add_own_pack(session, in_version(file, "0.2.0")).pack
    with pytest.raises(UserError, match=r"How we release 0\.1\.0 cannot be removed: 1 review uses it, “"):
        remove_own_pack(session, "releases", "0.1.0")
    with pytest.raises(UserError, match="There is no pack releases 3 of your own") as missing:
        remove_own_pack(session, "releases", "3")
    assert missing.value.hint == "Its versions are: 0.1.0, 0.2.0."
    with pytest.raises(UserError, match="There is no pack release 3") as unknown:
        remove_own_pack(session, "release", "3")
    assert "The Packs page lists all packs" in unknown.value.hint
    shipped = shipped_packs()[0]
    begin_review(session, [shipped], name="orders")
    with pytest.raises(UserError, match="is a shipped pack, which stays"):
        remove_own_pack(session, shipped.id, shipped.version)
    with pytest.raises(UserError, match="is a shipped pack, which stays"):
        remove_version(session, digest(shipped))
    assert list_offered(session)[-1] == new


def test_of_two_contents_of_one_version_the_one_that_came_last_is_offered(session: Session, file: Path) -> None:
    first = add_own_pack(session, file).pack
    others = [replace(first, summary=f"Came {place}.") for place in range(6)]
    for place, other in enumerate(others):
        begin_review(session, [other], name=f"service {place}")
        assert list_offered(session)[-1] == other
    begin_review(session, [others[0]], name="the first again")
    assert list_offered(session)[-1] == others[-1], "using one again is not adding it"
    assert remove_own_pack(session, "releases", first.version) == first, "the one that no review uses"
