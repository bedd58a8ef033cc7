"""Backstage catalogues: the real ones say what is known of them, and every quirk seen in them is read or told."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_import import ReceivedService, ServiceField
from shipworthy.errors import UserError
from shipworthy.exchange.backstage import read_backstage, services_of
from shipworthy.exchange.backstage_entities import as_text
from shipworthy.exchange.backstage_files import read_catalogue

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
EDGES = (
    "providesApis", "consumesApis", "dependsOn", "dependencyOf", "system", "subcomponentOf", "domain", "parent",
    "children", "memberOf",
)  # fmt: skip
Write = Callable[..., Path]
F = ServiceField


def expected() -> dict[str, dict[str, Any]]:
    facts: dict[str, dict[str, Any]] = {}
    if FIXTURES.is_dir():
        with (FIXTURES / "EXPECTED.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["format"] == "backstage":
                    facts.setdefault(row["local_path"], {})[row["fact"]] = json.loads(row["expected_json"])
    return facts


@pytest.mark.parametrize("local_path", sorted(expected()) or ["absent"])
def test_real_files_say_what_is_known_of_them(local_path: str, tmp_path: Path) -> None:
    if local_path == "absent":
        pytest.skip("the folder shared/fixtures is not here")
    alone = shutil.copy(FIXTURES / local_path, tmp_path)  # else what a Location lists would be read with it
    catalogue = read_catalogue([Path(alone)])
    entities = catalogue.entities
    refs = [str(each.ref) for each in entities]
    edges = [
        f"{each.ref} -{key}-> {text}" for each in entities for key in EDGES for text, _steps in each.texts("spec", key)
    ]
    assert expected()[local_path] == {
        "yaml_ok": catalogue.files == 1,
        "documents": catalogue.documents,
        "foreign_api_versions": sorted({each.api_version for each in entities if each.is_foreign}),
        "entities": len(entities),
        "kinds": dict(Counter(each.ref.kind for each in entities)),
        "refs": refs,
        "duplicate_refs": len(refs) - len(set(refs)),
        "owners": sorted({each.text("spec", "owner") for each in entities} - {""}),
        "lifecycles": dict(Counter(text for each in entities if (text := each.text("spec", "lifecycle")))),
        "edges_as_written": edges,
        "location_targets": list(catalogue.targets),
        "services": [each.name for each in services_of(catalogue).services],
    }


def test_the_whole_folder_of_real_files_is_a_catalogue() -> None:
    if not FIXTURES.is_dir():
        pytest.skip("the folder shared/fixtures is not here")
    received = read_backstage([FIXTURES / "backstage"])
    services = {each.name: each for each in received.services}
    assert (len(services), received.files) == (13, 30)
    assert [name for name, each in services.items() if each.refusal] == ["${{ values.name | dump }}"]
    assert services["www-artist"].said[F.DOMAIN] == "artists"
    assert services["wayback-archive"].said[F.NEEDS] == ("wayback-archive-storage",)
    assert (services["searcher"].said[F.OWNER], F.TEAM in services["searcher"].said) == ("guest", False)
    assert len(received.told) == 9  # targets whose names were changed when the files were collected


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file of a catalogue."""

    def write(text: str, name: str = "catalog-info.yaml") -> Path:
        path = tmp_path / "catalogue" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def component(name: str, spec: str = "", metadata: str = "", head: str = "backstage.io/v1alpha1") -> str:
    return (
        f"---\napiVersion: {head}\nkind: Component\nmetadata: {{name: {name}{metadata}}}\n"
        f"spec: {{type: service, lifecycle: production, owner: team-a{spec}}}\n"
    )


def only(path: Path) -> ReceivedService:
    (service,) = read_backstage([path]).services
    return service


def notes(service: ReceivedService) -> list[str]:
    return [note.message for note in service.notes]


def test_a_component_says_all_that_a_service_has(write: Write) -> None:
    path = write(
        """apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments
  description: >
    Takes
    money.
  tags: [go, pci, go]
  labels: {example.com/tier: gold}
  annotations:
    github.com/project-slug: shop/payments
    example.com/runbook-url: https://run.example.com/payments
  links:
    - {url: https://grafana.example.com/d/1, title: Dashboard}
    - {url: 'https://x.pagerduty.com', title: On call}
    - {url: 'javascript:alert(1)', title: Click}
    - {title: no address}
spec: {type: service, lifecycle: beta, owner: 'group:org/Money', system: Shop, dependsOn: ['component:ledger']}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: shop}
spec: {owner: team-a, domain: commerce}
"""
    )
    service = only(path)
    unsafe = (
        "is no link that can be opened safely; it was left out. "
        "Start it with https://, http:// or mailto: and leave no spaces."
    )
    assert dict(service.said) == {
        F.DESCRIPTION: "Takes money.",
        F.TAGS: ("go", "pci"),
        F.TIER: 1,
        F.LIFECYCLE: Lifecycle.EXPERIMENTAL,
        F.TEAM: "org/Money",
        F.SYSTEM: "shop",
        F.DOMAIN: "commerce",
        F.REPOSITORY: ("https://github.com/shop/payments",),
        F.RUNBOOK: ("https://run.example.com/payments",),
        F.DASHBOARD: ("https://grafana.example.com/d/1",),
        F.ON_CALL: ("https://x.pagerduty.com",),
        F.NEEDS: ("ledger",),
    }
    assert [str(note).removeprefix(str(path)) for note in service.notes] == [
        ":18:34: “beta” was read as experimental. Set the stage of life after the import if that is wrong.",
        ":9:30: “gold” was read as tier 1. Set the tier after the import if that is wrong.",
        f":14:5: “javascript:alert(1)” {unsafe}",
    ]


def test_dependencies_are_found_whoever_states_them(write: Write) -> None:
    api = "---\napiVersion: backstage.io/v1beta1\nkind: API\nmetadata: {name: %s}\nspec: {apiConsumedBy: [legacy]}\n"
    path = write(
        component("Front", ", consumesApis: [PAY, missing, 'component:search'], dependsOn: ['api:pay', 'resource:db']")
        + component("pay-svc", ", providesApis: [pay], consumesApis: [pay], dependencyOf: ['component:default/front']")
        + component("part", ", subComponentOf: pay-svc, implementsApis: [old]")
        + component("legacy", ", dependsOn: ['service:default/front', bare, 'not a ref']")
        + component("other", ", dependsOn: ['component:pay-svc']", ", namespace: Ops")
        + api % "old"
    )
    services = {each.name: each for each in read_backstage([path]).services}
    said = {name: (each.said.get(F.NEEDS, ()), each.said.get(F.USES, ())) for name, each in services.items()}
    assert said == {
        "Front": (("pay-svc",), ("pay-svc", "search")),
        "pay-svc": (("part",), ()),
        "part": ((), ()),
        "legacy": (("Front", "bare"), ("part",)),
        "Ops/other": (("Ops/pay-svc",), ()),  # a ref without a namespace means that of who refers
    }
    assert notes(services["Front"]) == [
        "“resource:default/db” is no service, so it is no dependency here",
        "No component of these files provides the API “missing”",
    ]
    assert notes(services["legacy"]) == [
        "“service” is no kind of entity; it was read as a component",
        "“not a ref” names no entity",
    ]
    assert notes(services["part"]) == ["“subComponentOf” was read as subcomponentOf"]


def test_an_owner_without_a_kind_is_a_group_unless_only_a_user_is_known(write: Write) -> None:
    head = "---\nkind: User\napiVersion: backstage.io/v1alpha1\n"
    user = f"{head}metadata: {{name: bo}}\nspec: {{profile: {{displayName: Bo B}}}}\n"
    path = write(
        component("a").replace("team-a", "bo")
        + component("b").replace("team-a", "user:nobody")
        + component("c").replace("team-a", "'two words'")
        + component("d").replace("owner: team-a", "owner: null")
        + user
    )
    owners = [(each.said.get(F.TEAM), each.said.get(F.OWNER)) for each in read_backstage([path]).services]
    assert owners == [(None, "Bo B"), (None, "nobody"), ("two words", None), (None, None)]


@pytest.mark.parametrize(
    ("place", "tier"),
    [
        (", labels: {tier: '2'}", 2),
        (", labels: {tier: 2}", 2),
        (", annotations: {acme.io/criticality: Mission Critical}", 1),
        (", annotations: {acme.io/service-tier: Tier 4}", 4),
        (", tags: [tier-3]", 3),
        (", tags: [tier1]", 1),
        (", tags: ['criticality:high']", 2),
        (", tags: [frontier]", None),
        (", labels: {tier: frontend}", None),
        (", labels: {tier: frontend, criticality: low}", 4),
    ],
)
def test_a_tier_is_looked_for_where_people_put_it(write: Write, place: str, tier: int | None) -> None:
    assert only(write(component("a", metadata=place))).said.get(F.TIER) == tier


def test_the_same_entity_twice_and_templates_are_refused_with_their_reason(write: Write) -> None:
    path = write(component("pay") + component("PAY") + component("'${{ values.name }}'") + component("'{{ name }}'"))
    services = read_backstage([path]).services
    assert [each.refusal and each.refusal.message for each in services] == [
        None,
        f"The same entity stands at {path}:4 already",
        "A place to fill in stands where the name should",
        "A place to fill in stands where the name should",
    ]


def test_forks_are_read_with_a_warning_and_other_tools_files_are_not(write: Write) -> None:
    fork = only(write(component("a", head="acme.io/v1"), "fork.yaml"))
    assert notes(fork) == ["The version here is “acme.io/v1”, not one of Backstage's; it was read all the same"]
    deployment = write("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n", "deploy/k8s.yaml")
    received = read_backstage([deployment.parent])
    assert (received.services, received.told) == ((), ())
    assert [each.message for each in read_backstage([deployment]).told] == [
        "This file describes no entity of a Backstage catalogue"
    ]
    other = write("spec:\n  inputs: {}\n", "ci/catalog-info.yml")
    assert len(read_backstage([other.parent]).told) == 1


def test_made_up_keys_are_told(write: Write) -> None:
    assert notes(only(write(component("a", ", ci: {}, provideApis: [x]")))) == [
        "“ci” is no key of a Component and was left out",
        "“provideApis” is no key of a Component and was left out",
    ]


def test_a_location_is_followed_inside_the_folder_alone(write: Write, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(component("outside"))
    listed = (
        "./a/one.yaml", "./a/one.yaml", "../outside.yaml", "/etc/passwd", "https://example.com/x.yaml",
        "url:file:///etc/passwd", "./gone.yaml", "./a", "a\\0b", "x" * 5000, "./link.yaml", "./b/loop.yaml",
    )  # fmt: skip
    targets = "".join(f'    - "{each}"\n' for each in listed)
    path = write(
        f"apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{name: all}}\nspec:\n  targets:\n{targets}"
    )
    write(component("one"), "a/one.yaml")
    loop = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: loop}\nspec: {target: ../%s}\n"
    write(loop % path.name, "b/loop.yaml")
    (path.parent / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    received = read_backstage([path])
    assert [each.name for each in received.services] == ["one"]
    assert [each.message.replace("x" * 100, "x…") for each in received.told] == [
        "“../outside.yaml” lies outside the folder that is imported",
        "“/etc/passwd” lies outside the folder that is imported",
        "“https://example.com/x.yaml” is an address, and nothing is fetched",
        "“url:file:///etc/passwd” is an address, and nothing is fetched",
        "There is no file “./gone.yaml”",
        "There is no file “./a”",
        "“a\0b” is not the name of a file",
        "“x…” is not the name of a file",
        "“./link.yaml” lies outside the folder that is imported",
    ]
    assert [each.name for each in read_backstage([path.parent]).services] == ["one"]


def test_a_folder_is_searched_without_links_and_what_is_hidden(write: Write, tmp_path: Path) -> None:
    for name in ("b.yaml", "a/x.yml", "node_modules/n.yaml", ".git/g.yaml", "notes.txt", ".hidden.yaml"):
        write(component(Path(name).stem.strip(".")), name)
    folder = tmp_path / "catalogue"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "e.yaml").write_text(component("elsewhere"))
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "circle").symlink_to(folder)
    seen: list[tuple[int, int]] = []
    received = read_backstage([folder], lambda done, total: seen.append((done, total)))
    assert [each.name for each in received.services] == ["b", "x"]
    assert seen == [(0, 2), (1, 2)]


def test_a_broken_file_keeps_nobody_else_out(write: Write) -> None:
    write(component("good"), "good.yaml")
    write(component("half") + "---\nkind: Component\n  broken: [", "half.yaml")
    write("kind: Component\nmetadata:\n  name: {{ name }}: x\n", "template.yaml")
    twice = write(component("twice", metadata=", name: again") + "---\n", "twice.yaml")
    received = read_backstage([twice.parent])
    assert [each.name for each in received.services] == ["good", "again"]
    assert [Path(each.file).name for each in received.told] == ["half.yaml", "template.yaml", "twice.yaml"]
    assert received.told[1].message == "This file is a template with places to fill in"
    assert received.told[2].message == "The key name is already on line 4"


def test_an_interface_may_stand_whole_in_its_entity(write: Write) -> None:
    api = "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: big}\nspec:\n  definition: |\n"
    path = write(component("a", ", providesApis: [big]") + api + "    text of an interface\n" * 60_000)
    assert (only(path).refusal, read_backstage([path]).told) == (None, ())


HOSTILE = {
    "code": b"!!python/object/apply:os.system ['id']",
    "deep": b"[" * 100_000,
    "deep mapping": b"{a: " * 50_000,
    "aliases": b"a: &a [x]\nb: [*a, *a]\n",
    "merge": b"a: &a {x: 1}\nb: {<<: *a}\n",
    "anchors bomb": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "not utf-8": "kind: Component # \xe9".encode("latin-1"),
    "utf-16": "kind: Component".encode("utf-16"),
    "zero": b"kind: Comp\0onent\n",
    "escape": b"kind: \x1b[31m\n",
    "tab": b"kind:\n\t- x\n",
    "empty": b"",
    "scalar": b"just a text",
    "list": b"- a\n- b\n",
    "no metadata": b"apiVersion: backstage.io/v1alpha1\nkind: Component\n",
    "metadata a list": b"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: [a]\n",
    "name a list": b"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: [a]}\n",
    "kind a list": b"apiVersion: backstage.io/v1alpha1\nkind: [Component]\nmetadata: {name: a}\n",
    "number key": b"1: 2\n? [a]\n: b\n",
    "huge text": b"a: " + b"x" * 2_500_000,
    "huge file": b"#" * 8_000_001,
    "unclosed": b"a: 'b",
    "many keys twice": b"".join(b"a: 1\n" for _n in range(500)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_in_one_message_each(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "catalog-info.yaml"
    path.write_bytes(data)
    received = read_backstage([path])
    assert received.services == ()
    (told,) = received.told
    assert (told.file, bool(told.message), bool(told.fix)) == (str(path), True, True)
    assert "\x1b" not in str(told)


SLY = {
    "spec a list": "spec: [a]",
    "no spec": "x: 1",
    "links a text": "spec: {}\nlinks: x",
    "owner a mapping": "spec: {owner: {a: b}, lifecycle: [x], dependsOn: {a: b}, system: [s, t]}",
    "refs of everything": "spec: {dependsOn: [1, true, null, {a: b}, ':', '/', 'a:b/c:d', 'component:a/', '']}",
    "long refs": "spec: {dependsOn: ['component:" + "x" * 5000 + "'], consumesApis: ['" + "y" * 5000 + "']}",
    "markup": "spec: {owner: '<img src=x>', system: '<b>s</b>'}",
}


@pytest.mark.parametrize("text", SLY.values(), ids=SLY)
def test_whatever_a_component_says_it_is_read_or_left_out(write: Write, text: str) -> None:
    head = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a, links: [1, x, {url: [a]}], tags: {}}\n"
    )
    service = only(write(head + text + "\n"))
    assert (service.name, service.refusal) == ("a", None)


@pytest.mark.parametrize("name", ["x" * 201, '"a\\x07b"', '"a\\u0000b"'])
def test_a_name_that_cannot_be_stored_is_refused(write: Write, name: str) -> None:
    service = only(write(component(name)))
    assert service.refusal is not None
    assert "This is no name of a service" in service.refusal.message
    assert len(service.name) <= 200
    assert service.name.isprintable()


def test_far_too_many_files_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipworthy.exchange.backstage_files.MOST_FILES", 3)
    folders = {write(component(f"a{number}"), f"{number}.yaml").parent for number in range(5)}
    with pytest.raises(UserError, match="holds more files than"):
        read_backstage(list(folders))


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_backstage([tmp_path / "gone"])
    assert as_text(True) == "true"
