"""A pack as a file that people edit: what the loader reads, written back."""

import json
from collections.abc import Iterator
from decimal import Decimal

from shipworthy.domain.pack import Pack
from shipworthy.packs.pack_data import pack_values
from shipworthy.untrusted.problems import Value


def pack_text(pack: Pack) -> str:
    """Return a pack as YAML, which loads as an equal pack; ValueError where no file could say it."""
    return "\n".join(("# $schema: pack.schema.json", *_lines(pack_values(pack), ""))) + "\n"


def _lines(value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(f"{indent}{key}:", inner, indent + "  ")
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict):
                first, *rest = _lines(inner, indent + "  ")
                yield f"{indent}- {first.lstrip()}"
                yield from rest
            else:
                yield f"{indent}- {_scalar(inner)}"


def _entry(start: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        yield start if value else f"{start} []"
        yield from _lines(value, indent)
    else:
        yield f"{start} {_scalar(value)}"


def _scalar(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    # A JSON string is a YAML string whatever it holds.
    return json.dumps(value, ensure_ascii=False)
