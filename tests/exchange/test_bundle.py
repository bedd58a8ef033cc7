"""Bundles from outside: each way to do harm with one, or to be no bundle, ends in one message and changes nothing."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.domain.builders import pack, principle, question
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.bundles import export_bundle, read_bundle, take_over
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import record_answer, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session, open_session

Entries = dict[str, bytes]
PACK = pack("small", principle("all", question("first"), question("second")))


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Entries:
    """Return what a sound bundle holds, by name."""
    folder = tmp_path_factory.mktemp("sender")
    session = open_session(folder / "data", Settings(), "Amira", Clock(), uuid4)
    service = save_service(session, replace(blank_service(session), name="checkout"))
    review = start_assessment(session, service.id, [PACK], "Design review")
    record_answer(session, review.id, Answer("small/first", state=AnswerState.ANSWERED, choices=("b",), note="Seen."))
    export_bundle(session, review.id, folder / "sound.shipworthy")
    session.close()
    with zipfile.ZipFile(folder / "sound.shipworthy") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Session]:
    """Return the store that bundles come to; nothing may be in it afterwards."""
    session = open_session(tmp_path / "data", Settings(), "Jonas", Clock(), uuid4)
    yield session
    assert list_services(session) == ()
    with session.store.read() as tx:
        assert tx.changes.since(0) == ()
    assert session.evidence.digests() == ()
    session.close()


def packed(entries: Entries) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def signed(entries: Entries) -> Entries:
    """Return entries under a manifest that names them as they are: whoever alters a bundle alters that too."""
    manifest = json.loads(entries["manifest.json"])
    others = {name: data for name, data in entries.items() if name != "manifest.json"}
    manifest["entries"] = {name: hashlib.sha256(data).hexdigest() for name, data in others.items()}
    return {"manifest.json": canonical(manifest), **others}


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def altered(entries: Entries, name: str, change: Callable[[Any], object]) -> Entries:
    """Return entries with one of them changed, under a manifest that says so."""
    value = json.loads(entries[name])
    result = change(value)
    return signed(entries | {name: canonical(value if result is None else result)})


def refused(session: Session, tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "sent.shipworthy"
    path.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        take_over(session, read_bundle(session, path))
    assert refusal.value.hint
    assert path.read_bytes() == data
    return refusal.value.message


def test_the_sound_bundle_is_one(entries: Entries, tmp_path: Path) -> None:
    path = tmp_path / "sound.shipworthy"
    path.write_bytes(packed(signed(entries)))
    with open_session(tmp_path / "other", Settings(), "Chen", Clock(), uuid4).store:
        pass
    session = open_session(tmp_path / "other", Settings(), "Chen", Clock(), uuid4)
    assert read_bundle(session, path).new == 1
    session.close()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../evil.json", "not safe on every system"),
        ("/etc/evil", "not safe on every system"),
        ("C:/evil", "not safe on every system"),
        ("a\\..\\evil", "not safe on every system"),
        ("con.json", "not safe on every system"),
        ("Answers.json", "is in it twice"),
        ("evidence/virus.exe", "does not name"),
        ("packs/../answers.json", "not safe on every system"),
    ],
)
def test_a_name_that_has_no_place_in_it(
    receiver: Session, entries: Entries, tmp_path: Path, name: str, message: str
) -> None:
    assert message in refused(receiver, tmp_path, packed({**entries, name: b"{}"}))


def test_a_name_that_the_manifest_names_but_no_bundle_has(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    data = packed(signed({**entries, "run.sh": b"rm"}))
    assert "no part of a bundle" in refused(receiver, tmp_path, data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    buffer = io.BytesIO(packed(entries))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("answers.json", b"{}")
    assert "is in it twice" in refused(receiver, tmp_path, buffer.getvalue())


def test_a_symbolic_link(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    buffer = io.BytesIO(packed(entries))
    link = zipfile.ZipInfo("evidence/" + "a" * 64)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "no ordinary file" in refused(receiver, tmp_path, buffer.getvalue())


def test_a_ratio_of_a_thousand_to_one(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    bomb = bytes(20_000_000)
    name = "evidence/" + hashlib.sha256(bomb).hexdigest()
    assert "unpack to more than it should" in refused(receiver, tmp_path, packed(signed({**entries, name: bomb})))


def test_more_files_than_any_bundle_has(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    many = {f"evidence/{number:064x}": b"" for number in range(10_100)}
    assert "more than 10000 files" in refused(receiver, tmp_path, packed(entries | many))


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.98])
def test_half_a_file(receiver: Session, entries: Entries, tmp_path: Path, kept: float) -> None:
    data = packed(entries)
    assert "no zip file, or a damaged one" in refused(receiver, tmp_path, data[: int(len(data) * kept)])


def test_a_byte_changed_on_the_way(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    data = buffer.getvalue().replace(b"Seen.", b"Sean.")
    assert "cannot be unpacked" in refused(receiver, tmp_path, data)


def test_a_text_changed_by_hand(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    data = packed(entries | {"answers.json": entries["answers.json"].replace(b"Seen.", b"Sean.")})
    assert "“answers.json” in it is not what it should be" in refused(receiver, tmp_path, data)


@pytest.mark.parametrize("name", ["answers.json", "assessment.json", "lineage.json", "packs", "policy"])
def test_a_part_that_is_missing(receiver: Session, entries: Entries, tmp_path: Path, name: str) -> None:
    less = {each: data for each, data in entries.items() if not each.startswith(name)}
    assert "is not whole" in refused(receiver, tmp_path, packed(less))
    message = refused(receiver, tmp_path, packed(signed(less)))
    assert "is not whole" in message or "does not hold the questionnaires" in message


def test_no_bundle_at_all(receiver: Session, tmp_path: Path) -> None:
    assert "no bundle of Shipworthy" in refused(receiver, tmp_path, packed({"a.txt": b"hello"}))
    assert "no zip file" in refused(receiver, tmp_path, b"hello")
    assert "manifest cannot be read" in refused(receiver, tmp_path, packed({"manifest.json": b"[]"}))
    with pytest.raises(UserError, match="There is no file"):
        read_bundle(receiver, tmp_path / "gone.shipworthy")


def test_a_bundle_of_a_newer_version(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    manifest = json.loads(entries["manifest.json"]) | {"format": 2, "program": "9.1.0", "colour": "green"}
    path = tmp_path / "new.shipworthy"
    path.write_bytes(packed({"manifest.json": canonical(manifest), "everything.cbor": b"?"}))
    with pytest.raises(UserError, match=r"made by Shipworthy 9\.1\.0") as refusal:
        read_bundle(receiver, path)
    assert refusal.value.hint == "Update Shipworthy to 9.1.0 or newer; nothing was changed."


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 900_000,
        b'{"answers":' * 80_000,
        b'{"answers":NaN,"withheld":[]}',
        b'{"answers":[],"answers":[],"withheld":[]}',
        b'{"answers":[],"extra":1,"withheld":[]}',
        b'{"answers":[], "withheld":[]}',
        b'{"answers":"none","withheld":[]}',
        b'{"answers":[1e999],"withheld":[]}',
        b'{"answers":[%s],"withheld":[]}' % (b"9" * 5_000),
        b'{"answers":[],"withheld":[["a"]]}',
        b"\xff\xfe",
        b"",
        b'{"answers":[],"withheld":[["\\ud800",""]]}',
        b'{"answers":[],"withheld":[["\\u0000",""]]}',
    ],
)
def test_json_that_we_would_not_write(receiver: Session, entries: Entries, tmp_path: Path, text: bytes) -> None:
    message = refused(receiver, tmp_path, packed(signed(entries | {"answers.json": text})))
    assert "is not as Shipworthy writes it" in message


def test_a_text_that_is_too_long(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    text = canonical({"answers": [], "withheld": [[f"{number:040}", ""] for number in range(500_000)]})
    data = packed(signed(entries | {"answers.json": text}))
    assert "is larger than 20 MB" in refused(receiver, tmp_path, data)


def with_answer(entries: Entries, **changes: Any) -> bytes:
    def change(value: Any) -> None:
        value["answers"][0] |= changes

    return packed(altered(entries, "answers.json", change))


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "small/nowhere"},
        {"question": "../../etc"},
        {"choices": ["z"]},
        {"choices": ["b", "c"]},
        {"choices": []},
        {"version": 7},
        {"state": "compensated"},
        {"reason": " blanks "},
        {"answered_at": "2026-11-22T14:03:00"},
        {"answered_by": "x" * 201},
        {"evidence": [{"kind": "link", "value": "file:///etc/passwd", "title": "", "dated": None, "expires": None}]},
        {"evidence": [{"kind": "file", "value": "../../x", "title": "", "dated": None, "expires": None}]},
    ],
)
def test_an_answer_that_could_not_have_been_recorded(
    receiver: Session, entries: Entries, tmp_path: Path, changes: dict[str, Any]
) -> None:
    message = refused(receiver, tmp_path, with_answer(entries, **changes))
    assert "holds 1 answer that does not fit its questionnaire: " in message
    assert str(changes.get("question", "small/first")) in message


def test_answers_that_do_not_fit_are_named_together(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["answers"] = [value["answers"][0] | {"question": f"small/q{number}"} for number in range(12)]
        value["answers"] += [value["answers"][0]] * 2

    message = refused(receiver, tmp_path, packed(altered(entries, "answers.json", change)))
    assert "12 answers that do not fit its questionnaire: small/q0, small/q1," in message
    assert message.endswith("small/q9, ….")


def test_the_same_answer_twice(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    def change(value: Any) -> None:
        value["answers"] *= 2

    assert "1 answer that does not fit" in refused(receiver, tmp_path, packed(altered(entries, "answers.json", change)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda value: value["assessment"].update(state="decided"), "holds a review that is decided"),
        (lambda value: value["assessment"].update(packs=[]), "does not hold the questionnaires"),
        (lambda value: value["assessment"]["packs"][0].update(pack_hash="0" * 64), "does not hold the questionnaires"),
        (lambda value: value["assessment"]["packs"][0].update(pack_id="other"), "are not those of its review"),
        (lambda value: value["assessment"]["packs"][0].update(weight="-1"), "has the weight -1"),
        (lambda value: value["assessment"]["packs"].append(value["assessment"]["packs"][0]), "is there twice"),
        (lambda value: value["assessment"].update(policy_hash="0" * 64), "does not hold the questionnaires"),
        (lambda value: value["assessment"].update(id=str(uuid4())), "does not hold the questionnaires"),
        (lambda value: value["assessment"].update(service=str(uuid4())), "not of its service"),
        (lambda value: value["assessment"].update(started_at=None), "no beginning"),
        (lambda value: value["service"].update(name=" "), "needs a name"),
        (lambda value: value["service"].update(name="a\nb"), "one line"),
        (lambda value: value["service"].update(tier=9), "9 is no tier"),
        (lambda value: value["service"].update(tier=10**30), "is no tier"),
        (lambda value: value["service"].update(links=[{"kind": "runbook", "url": "file:///x"}]), "no link that can"),
        (lambda value: value["service"].update(hard_dependencies=[str(uuid4())]), "not of its service"),
        (lambda value: value["service"].update(facts={"x" * 61: True}), "no questionnaire could declare"),
    ],
)
def test_a_review_that_makes_no_sense(
    receiver: Session, entries: Entries, tmp_path: Path, change: Callable[[Any], object], message: str
) -> None:
    def apply(value: Any) -> None:
        change(value)

    assert message in refused(receiver, tmp_path, packed(altered(entries, "assessment.json", apply)))


def with_pack(entries: Entries, change: Callable[[Any], object], folder: str = "packs") -> bytes:
    """Return a bundle whose pack or policy is another, named by its own hash everywhere."""
    (name,) = [each for each in entries if each.startswith(f"{folder}/")]
    value = json.loads(entries[name])
    change(value)
    data = canonical(value)
    digest = hashlib.sha256(data).hexdigest()
    others = {each: content for each, content in entries.items() if each != name}
    review = json.loads(others["assessment.json"])
    if folder == "packs":
        review["assessment"]["packs"][0]["pack_hash"] = digest
    else:
        review["assessment"]["policy_hash"] = digest
    return packed(signed(others | {f"{folder}/{digest}.json": data, "assessment.json": canonical(review)}))


def _questions(value: Any) -> Any:
    return value["principles"][0]["questions"]


@pytest.mark.parametrize(
    "change",
    [
        lambda value: _questions(value)[0]["choices"][0].update(score="7"),
        lambda value: _questions(value)[0]["choices"][0].update(score="1/3"),
        lambda value: _questions(value)[0].update(id="other/first"),
        lambda value: _questions(value)[0].update(id="small/second"),
        lambda value: _questions(value)[0].update(level=99),
        lambda value: _questions(value)[0].update(weight=0),
        lambda value: _questions(value)[0].update(applies_when="service.a" * 1_000),
        lambda value: _questions(value)[0].update(applies_when="[1,2].all(x, x > 0)"),
        lambda value: _questions(value)[0].update(text=" "),
        lambda value: _questions(value)[0].update(choices=[]),
        lambda value: value.update(principles=[]),
        lambda value: value.update(met_at="2"),
    ],
)
def test_a_questionnaire_that_breaks_the_rules(
    receiver: Session, entries: Entries, tmp_path: Path, change: Callable[[Any], object]
) -> None:
    message = refused(receiver, tmp_path, with_pack(entries, change))
    assert "breaks the rules" in message
    assert "“small”" in message


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["tiers"].pop("1"),
        lambda value: value["tiers"]["1"].update(overall="5"),
        lambda value: value["tiers"]["1"].update(overall="1/3"),
        lambda value: value["tiers"]["1"]["remediate_days"].pop("high"),
        lambda value: value["tiers"]["1"].update(level=17),
    ],
)
def test_a_policy_that_breaks_the_rules(
    receiver: Session, entries: Entries, tmp_path: Path, change: Callable[[Any], object]
) -> None:
    message = refused(receiver, tmp_path, with_pack(entries, change, "policy"))
    assert "breaks the rules" in message


@pytest.mark.parametrize("number", [-1, 10**30])
def test_a_number_that_no_store_gives(receiver: Session, entries: Entries, tmp_path: Path, number: int) -> None:
    manifest = json.loads(entries["manifest.json"]) | {"generation": number}
    message = refused(receiver, tmp_path, packed(signed(entries | {"manifest.json": canonical(manifest)})))
    assert "have no numbers that a store gives" in message


def test_an_evidence_file_under_another_name(receiver: Session, entries: Entries, tmp_path: Path) -> None:
    data = packed(signed({**entries, "evidence/" + "0" * 64: b"something"}))
    assert "is not what it should be" in refused(receiver, tmp_path, data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "no name, or one that is too long"),
        ({"title": "x" * 1_001}, "no name, or one that is too long"),
        ({"assessors": []}, "assessors are not named"),
        ({"assessors": ["Bob", "bob"]}, "assessors are not named"),
        ({"assessors": ["x" * 101]}, "assessors are not named"),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, "no beginning"),
        ({"started_at": "9999-12-31T23:59:00-12:00"}, "no beginning"),
        ({"decided_at": "2026-11-01T12:00:00Z"}, "has a day of decision"),
    ],
)
def test_a_review_that_no_store_would_keep(
    receiver: Session, entries: Entries, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    review = json.loads(entries["assessment.json"])
    review["assessment"] |= change
    message = refused(receiver, tmp_path, packed(signed(entries | {"assessment.json": canonical(review)})))
    assert words in message


@pytest.mark.parametrize(
    "change",
    [
        {"answered_at": "0001-01-01T00:00:00+14:00"},
        {"answered_at": "9999-12-31T23:59:00-12:00"},
        {"assessor": " "},
        {"dissent": [{"name": "", "text": "Too early."}]},
    ],
)
def test_an_answer_that_no_store_would_keep(
    receiver: Session, entries: Entries, tmp_path: Path, change: dict[str, Any]
) -> None:
    said = json.loads(entries["answers.json"])
    said["answers"][0] |= change
    message = refused(receiver, tmp_path, packed(signed(entries | {"answers.json": canonical(said)})))
    assert "does not fit its questionnaire" in message
