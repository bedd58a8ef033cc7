"""`shipworthy service import` prints what changes; --dry-run changes nothing, and a second run has nothing to do."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Type

CATALOGUE = """apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: payments, labels: {tier: gold}}
spec: {type: service, lifecycle: production, owner: team-a, dependsOn: ['component:ledger']}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: shop}
spec: {owner: team-a}
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Return a catalogue of one service."""
    path = tmp_path / "catalog-info.yaml"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def names(typed: Type) -> list[str]:
    return [each["name"] for each in json.loads(typed("service", "list", "--json")[1])]


def test_a_catalogue_is_looked_at_then_imported_once(typed: Type, catalogue: Path) -> None:
    code, looked_at, _err = typed("service", "import", str(catalogue), "--dry-run")
    assert (code, names(typed)) == (0, [])
    missing = "There is no service “ledger” to depend on; it was left out."
    assert looked_at.splitlines() == [
        "New  payments",
        "    Team: team-a",
        "    Tier: 1",
        "    Lifecycle: Production",
        f"    {catalogue}:3:43: “gold” was read as tier 1. Set the tier after the import if that is wrong.",
        f"    {catalogue}:4:73: {missing} Import that service too, or correct the name.",
        "1 new",
        "Nothing was changed.",
    ]
    code, out, _err = typed("service", "import", str(catalogue))
    assert (code, out.splitlines()[-2:]) == (0, ["1 new", "Imported 1 service."])
    code, out, _err = typed("service", "import", str(catalogue.parent))
    assert (code, out.splitlines()[-2:]) == (0, ["1 unchanged", "Nothing was changed."])
    assert names(typed) == ["payments"]


def test_a_table_is_mapped_and_told_as_json(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "ledger", "--team", "Old")
    path = tmp_path / "services.csv"
    path.write_text("Thing,Squad,Wert\nledger,Money,1\npay,Money,\n,x,\n", encoding="utf-8")
    code, _out, err = typed("service", "import", str(path))
    assert (code, err.splitlines()[0]) == (2, "No column of services.csv is known to hold the services' names.")
    code, out, _err = typed("service", "import", str(path), "--map", "Thing=name", "--map", "Wert=tier", "--json")
    told = json.loads(out)
    assert (code, told["changed"]) == (0, True)
    assert told["counts"] == {"created": 1, "updated": 1, "unchanged": 0, "skipped": 1}
    assert told["services"][0]["changes"] == {"Team": ["Old", "Money"], "Tier": ["3", "1"]}
    assert told["services"][2]["reason"].endswith("A4: This row has no name. Write the name of the service.")
    code, out, _err = typed("service", "import", str(path), "--map", "Thing=name", "--clear-empty", "--update-only")
    assert "“pay”" not in out
    assert names(typed) == ["ledger", "pay"]


def test_only_new_or_only_known_services_are_taken_on_demand(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "ledger")
    path = tmp_path / "services.csv"
    path.write_text("name,team\nledger,Money\npay,Money\n", encoding="utf-8")
    assert typed("service", "import", str(path), "--create-only", "--dry-run")[1].splitlines()[-2] == "1 new, 1 skipped"
    out = typed("service", "import", str(path), "--update-only")[1]
    assert out.splitlines()[-2:] == ["1 updated, 1 skipped", "Imported 1 service."]
    code, _out, err = typed("service", "import", str(path), "--update-only", "--create-only")
    assert (code, err.splitlines()[0]) == (2, "Nothing would be left to do: services are neither added nor changed.")


def test_where_no_service_is_found_the_reasons_are_told(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "catalog-info.yaml").write_text("a: [", encoding="utf-8")
    code, out, err = typed("service", "import", str(tmp_path))
    assert (code, out) == (2, "")
    first, second, third = err.splitlines()
    assert first == f"No service was found in {tmp_path.name}."
    assert second.startswith(f"{tmp_path / 'catalog-info.yaml'}:1:5: ")
    assert third.startswith("Choose the files that describe services")
    assert typed("service", "import", str(tmp_path / "gone.yaml"))[0] == 2
