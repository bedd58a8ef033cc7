"""The fingerprint tells whether two reviews say the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.domain import builders as build

from shipworthy.domain.assessment import Answer, Confidence
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Cap, Review
from shipworthy.domain.seal import fingerprint

PACK = build.simple_pack(build.question("one"), build.question("two"), facts={"public": True})
ANSWERS = [build.answered("p/one", "c", note="Seen.")]


def reviewed(answers: list[Answer] | None = None, **changes: object) -> Review:
    return build.review(PACK, answers=ANSWERS if answers is None else answers, **changes)  # type: ignore[arg-type]


def test_a_fingerprint_is_a_sha256_in_hexadecimal() -> None:
    assert len(fingerprint(reviewed())) == 64
    assert int(fingerprint(reviewed()), 16)


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(lambda: reviewed([replace(ANSWERS[0], answered_at=datetime(2020, 1, 1, tzinfo=UTC))]), id="time"),
        pytest.param(lambda: reviewed([replace(ANSWERS[0], version=7)]), id="answer's version"),
        pytest.param(lambda: reviewed([*ANSWERS, Answer("p/two", version=9)]), id="answer cleared again"),
        pytest.param(lambda: reviewed(of=replace(build.service(), version=4, id=UUID(int=99))), id="another store"),
        pytest.param(lambda: reviewed(about=build.assessment(sequence=12, version=3)), id="sequence numbers"),
    ],
)
def test_the_same_content_has_the_same_fingerprint(same: Callable[[], Review]) -> None:
    assert fingerprint(same()) == fingerprint(reviewed())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda: reviewed([build.answered("p/one", "d", note="Seen.")]), id="choice"),
        pytest.param(lambda: reviewed([replace(ANSWERS[0], note="Not seen.")]), id="note"),
        pytest.param(lambda: reviewed([replace(ANSWERS[0], confidence=Confidence.HIGH)]), id="confidence"),
        pytest.param(lambda: reviewed([replace(ANSWERS[0], evidence=(build.evidence(),))]), id="evidence"),
        pytest.param(lambda: reviewed([*ANSWERS, build.unknown("p/two")]), id="another answer"),
        pytest.param(lambda: reviewed(of=build.service(public=False)), id="fact"),
        pytest.param(lambda: reviewed(of=build.service(tier=1)), id="tier"),
        pytest.param(lambda: reviewed(of=replace(build.service(), name="ledger")), id="name"),
        pytest.param(lambda: reviewed(policy=build.asks("0.9")), id="policy"),
        pytest.param(lambda: build.review(replace(PACK, version="1.0.1"), answers=ANSWERS), id="pack"),
        pytest.param(lambda: replace(reviewed(), cap=Cap(Verdict.NOT_READY, ("ledger",))), id="dependency"),
    ],
)
def test_any_other_content_has_another(other: Callable[[], Review]) -> None:
    assert fingerprint(other()) != fingerprint(reviewed())
