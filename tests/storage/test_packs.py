"""Packs and policies are kept by what they say, and known by it."""

from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from tests.domain import builders as build
from tests.storage.builders import NOW
from tests.storage.conftest import on_a_file

from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack, Severity
from shipworthy.domain.policy import GatePolicy, TierPolicy
from shipworthy.errors import UserError
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store


def test_a_pack_comes_back_by_the_hash_of_what_it_says(store: Store) -> None:
    pack = build.simple_pack(build.question("timeouts"), build.question("retries"))
    with store.begin("Amira", NOW) as tx:
        kept = tx.packs.put(pack)
        assert tx.packs.put(pack) == kept
    assert kept == digest(pack)
    with store.read() as tx:
        assert tx.packs.get(kept) == pack


def test_two_versions_of_a_pack_live_side_by_side(store: Store) -> None:
    older, newer = (Pack("backend", version, "B", "", "CC0-1.0", Fraction(3, 4), (), (), ()) for version in "12")
    with store.begin("Amira", NOW) as tx:
        hashes = [tx.packs.put(older), tx.packs.put(newer)]
        assert [tx.packs.get(each) for each in hashes] == [older, newer]


def test_a_policy_comes_back_by_the_hash_of_what_it_says(store: Store) -> None:
    rule = TierPolicy(Fraction(4, 5), Fraction(1, 2), Fraction(9, 10), 2, 365, {Severity.BLOCKER: 14, Severity.LOW: 90})
    policy = GatePolicy("default", "1.0", "Default", "For all.", {1: rule, 4: rule})
    with store.begin("Amira", NOW) as tx:
        kept = tx.packs.put_policy(policy)
    with store.read() as tx:
        assert tx.packs.get_policy(kept) == policy


@on_a_file
def test_a_pack_that_is_missing_or_was_altered_is_not_believed(store: Store, path: Path) -> None:
    with store.begin("Amira", NOW) as tx:
        kept = tx.packs.put(build.simple_pack(build.question("honest")))
    with closing(connect(path, "rw")) as outside:
        outside.execute("UPDATE packs SET content = replace(content, 'honest', 'forged')")
    with store.read() as tx:
        for content_hash in (kept, "0" * 64):
            with pytest.raises(UserError, match="missing or was altered"):
                tx.packs.get(content_hash)
