"""Canonical JSON: one text for one content, and nothing else is read back."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.builders import answered, asks, assessment, decided, evidence, not_applicable, question, simple_pack
from tests.domain.strategies import World, worlds

from shipworthy.domain.assessment import Answer, Evidence, EvidenceKind, PackUse
from shipworthy.domain.canonical import decode, digest, encode, reader
from shipworthy.domain.pack import Contradiction, Pack, Severity
from shipworthy.domain.policy import GatePolicy, TierPolicy
from shipworthy.domain.service import Lifecycle, Link, LinkKind, Service

PACK = simple_pack(
    question("a", "0 0.3333 1"),
    question("b", same_as="q/x", applies_when="service.api", evidence_examples=("A trace.",)),
    facts={"api": True},
    contradictions=[Contradiction("clash", ("a", "b"), "false", "“Ü” & <b>")],
)
POLICY = GatePolicy("default", "1.0.0", "Default", "Summary.", {tier: asks("0.85") for tier in (1, 2, 3, 4)})
SERVICE = Service(
    UUID(int=5),
    "checkout",
    lifecycle=Lifecycle.DEPRECATED,
    links=(Link(LinkKind.RUNBOOK, "https://example.org"),),
    tags=("b", "a"),
    facts={"api": True, "a": False},
    hard_dependencies=frozenset({UUID(int=9), UUID(int=3)}),
)
ANSWER = answered(
    "p/a",
    "b",
    note="Zeile\nzwei \u2028 \U0001f600",
    evidence=(Evidence(EvidenceKind.PROBE, "main.go:41", dated=date(2026, 1, 2), expires=date(2027, 1, 2)),),
    answered_at=datetime(2026, 11, 22, 10, 30, 0, 123456, tzinfo=UTC),
)


@pytest.mark.parametrize(
    "value",
    [PACK, POLICY, SERVICE, ANSWER, not_applicable("p/a"), Answer("p/a"), decided(date(2026, 1, 1)), assessment()],
    ids=lambda value: type(value).__name__,
)
def test_what_was_encoded_is_read_back_the_same(value: object) -> None:
    assert decode(encode(value), type(value)) == value


@settings(max_examples=60)
@given(worlds())
def test_any_pack_any_answer_and_any_service_come_back_the_same(world: World) -> None:
    values: list[object] = [*(each.pack for each in world.packs), *world.answers.values(), world.service]
    for value in values:
        data = encode(value)
        assert decode(data, type(value)) == value
        assert encode(decode(data, type(value))) == data


@given(st.fractions())
def test_any_fraction_comes_back_exactly(number: Fraction) -> None:
    use = PackUse("p", "0" * 64, number)
    assert decode(encode(use), PackUse) == use
    assert json.loads(encode(number)) == str(number)


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=5), st.booleans(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_sets_is_no_content(facts: dict[str, bool], chance: object) -> None:
    mixed = list(facts.items())
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # random.Random
    needs = [UUID(int=n) for n in range(6)]
    first = replace(SERVICE, facts=facts, hard_dependencies=frozenset(needs))
    second = replace(SERVICE, facts=MappingProxyType(dict(mixed)), hard_dependencies=frozenset(reversed(needs)))
    assert encode(first) == encode(second)
    assert digest(first) == digest(second)


def test_the_text_is_plain_json_sorted_and_without_blanks() -> None:
    value = {"b": Fraction(3, 4), "a": {"z": None, "y": [True, "ü"]}, 10: {UUID(int=1)}, 9: Severity.HIGH}
    text = '{"10":["00000000-0000-0000-0000-000000000001"],"9":"high","a":{"y":[true,"ü"],"z":null},"b":"3/4"}'
    assert encode(value).decode() == text
    assert digest(value) == hashlib.sha256(text.encode()).hexdigest()
    keys = list(json.loads(encode(SERVICE)))
    assert keys == sorted(keys)


def test_a_change_anywhere_changes_the_digest() -> None:
    (first, *others) = PACK.principles
    (asked, *rest) = first.questions
    louder = replace(asked, choices=(*asked.choices[:-1], replace(asked.choices[-1], score=Fraction(9999, 10_000))))
    changed = replace(PACK, principles=(replace(first, questions=(louder, *rest)), *others))
    turned = replace(PACK, principles=(replace(first, questions=first.questions[::-1]), *others))
    assert len({digest(each) for each in (PACK, changed, turned, replace(PACK, version="1.0.1"))}) == 4


NO_FRACTIONS = ["1/0", "1/00", "2/4", "0/5", "1e999999999", "0.5", " 1", "1/-2", "٣", "", "9" * 1001, 1, 0.5, None]


@pytest.mark.parametrize("weight", NO_FRACTIONS)
def test_only_fractions_in_lowest_terms_are_read(weight: object) -> None:
    data = json.dumps({"pack_hash": "0", "pack_id": "p", "weight": weight}).encode()
    with pytest.raises(msgspec.DecodeError):
        decode(data, PackUse)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"pack_id":1,"pack_hash":"0"}',
        b'{"pack_id":"p"}',
        b'{"pack_id":"\xff"}',
        b'{"other":' + b"[" * 9999,
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(data, PackUse)


@pytest.mark.parametrize("text", ["", "[]", '{"pack_id":"p"}', '{"pack_id":"\ud800"}', '{"other":' + "[" * 9999])
def test_a_reader_of_many_values_refuses_what_is_none_of_them(text: str) -> None:
    use = PackUse("p", "0")
    read = reader(PackUse)
    assert read(encode(use).decode()) == use
    with pytest.raises(msgspec.DecodeError):
        read(text)


def test_what_has_no_canonical_form_is_a_mistake_of_ours() -> None:
    with pytest.raises(NotImplementedError, match="no canonical form for complex"):
        encode({"a": 1j})
    with pytest.raises(NotImplementedError, match="no canonical form for Strange"):
        decode(b'"x"', Strange)


class Strange:
    """A type of no use here."""


def test_types_of_policies_and_enums_survive() -> None:
    policy = decode(encode(POLICY), GatePolicy)
    assert list(policy.tiers) == [1, 2, 3, 4]
    assert isinstance(policy.tiers[1], TierPolicy)
    assert all(isinstance(severity, Severity) for severity in policy.tiers[1].remediate_days)
    assert isinstance(decode(encode(SERVICE), Service).lifecycle, StrEnum)
    assert isinstance(decode(encode(PACK), Pack).met_at, Fraction)


def test_evidence_without_dates_says_so() -> None:
    assert json.loads(encode(evidence()))["expires"] is None
