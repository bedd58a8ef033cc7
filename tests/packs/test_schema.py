"""The JSON Schema that editors use: in step with the check, and in words that editors understand."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from shipworthy.packs.schema import DRAFT, pack_schema, policy_schema
from shipworthy.packs.shipped import shipped_pack_files
from shipworthy.untrusted.problems import Problems
from shipworthy.untrusted.yaml_files import parse_yaml

HERE = Path(__file__).parent
# Those of the malformed packs that are wrong in form; the others are YAML, and wrong in what their ids lead to.
WRONG_IN_FORM = (
    "a_list",
    "a_text",
    "bad_ids",
    "blank",
    "days",
    "links",
    "missing_keys",
    "no_questions",
    "norway",
    "one_choice",
    "only_null",
    "scores",
    "ten_choices",
    "unknown_keys",
    "unknown_words",
    "wrong_types",
)
# Draft 07 knows these; yaml-language-server and the JetBrains editors stop there.
KEYWORDS = {
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "default",
    "definitions",
    "description",
    "enum",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
}


def as_json(value: Any) -> Any:
    """Return the data of a YAML file as an editor's validator sees it."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def data_of(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return as_json(parse_yaml(text, str(path), Problems(str(path))).data)


@pytest.mark.parametrize(
    ("parts", "text"),
    [(("pack.schema.json",), pack_schema()), (("policies", "policy.schema.json"), policy_schema())],
    ids=["pack", "policy"],
)
def test_the_shipped_schema_is_in_step(parts: tuple[str, ...], text: str, repository: Path) -> None:
    shipped = repository.joinpath("assessments", *parts)
    assert shipped.read_text(encoding="utf-8") == text, "write it anew: shipworthy pack schema > the file"


@pytest.mark.parametrize("text", [pack_schema(), policy_schema()], ids=["pack", "policy"])
def test_the_schema_keeps_to_draft_07(text: str) -> None:
    schema = json.loads(text)
    assert schema["$schema"] == DRAFT
    assert "$id" not in schema
    Draft7Validator.check_schema(schema)
    assert _keywords(schema) <= KEYWORDS
    for definition in schema["definitions"].values():
        for name, field in definition.get("properties", {}).items():
            assert field.get("description"), f"{definition['title']}.{name} tells the editor nothing"


def _keywords(schema: dict[str, Any]) -> set[str]:
    found = set(schema)
    for name, value in schema.items():
        if name in ("properties", "definitions"):
            inner = list(value.values())
        elif name == "allOf":
            inner = value
        elif name in ("items", "additionalProperties") and isinstance(value, dict):
            inner = [value]
        else:
            inner = []
        for item in inner:
            found |= _keywords(item)
    return found


@pytest.mark.parametrize(
    "path", [*shipped_pack_files(), HERE / "small.yaml", HERE / "tiny.yaml"], ids=lambda path: path.stem
)
def test_the_schema_accepts_good_packs(path: Path) -> None:
    Draft7Validator(json.loads(pack_schema())).validate(data_of(path))


def test_the_schema_accepts_the_default_policy(repository: Path) -> None:
    policy = data_of(repository / "assessments" / "policies" / "default.yaml")
    Draft7Validator(json.loads(policy_schema())).validate(policy)


@pytest.mark.parametrize("name", WRONG_IN_FORM)
def test_the_schema_refuses_what_is_wrong_in_form(name: str) -> None:
    data = data_of(HERE / "malformed" / f"{name}.yaml")
    assert not Draft7Validator(json.loads(pack_schema())).is_valid(data)


@pytest.mark.parametrize("schema", ["pack.schema.json"])
def test_shipped_packs_name_their_schema_for_both_families_of_editors(schema: str) -> None:
    for path in shipped_pack_files():
        head = path.read_text(encoding="utf-8").splitlines()[:3]
        assert f"# yaml-language-server: $schema={schema}" in head
        assert f"# $schema: {schema}" in head
