"""Rewrites every text that people typed in a store, for the drills on markup (S13) and on formulas (S9)."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

_TEXTS: dict[str, tuple[str, ...]] = {
    "services": ("name", "team", "owner", "system", "domain", "description"),
    "answers": ("note", "reason", "answered_by"),
    "assessments": ("title", "state_reason"),
    "remediation_items": ("title", "owner", "description", "ticket", "state_reason"),
    "waivers": ("requester", "approver", "reason", "state_reason"),
    "templates": ("name", "summary"),
    "campaigns": ("name",),
    "saved_views": ("name",),
    "service_events": ("note",),
}
_JSON: dict[str, tuple[str, ...]] = {
    "services": ("tags",),
    "answers": ("evidence", "dissent"),
    "assessments": ("assessors", "decision"),
    "remediation_items": ("tags",),
    "meetings": ("attendees", "parked", "resolutions"),
}
_KEYS = {"name", "text", "title", "note", "role", "owner"}


def rewrite(path: Path, change: Callable[[str], str]) -> int:
    """Change every text that people typed in a store that is closed, but for empty ones; return how many there were."""
    count = 0

    def changed(value: str) -> str:
        nonlocal count
        count += bool(value)
        return change(value) if value else value

    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("changed", 1, lambda value: value and changed(value))
        connection.create_function("changed_json", 1, lambda value: json.dumps(_inside(json.loads(value), changed)))
        for table, columns in _TEXTS.items():
            for column in columns:
                connection.execute(f"UPDATE {table} SET {column} = changed({column})")
        for table, columns in _JSON.items():
            for column in columns:
                connection.execute(f"UPDATE {table} SET {column} = changed_json({column}) WHERE {column} IS NOT NULL")
        connection.execute("UPDATE services SET name_key = lower(name)")
        connection.commit()
    return count


def _inside(value: Any, changed: Callable[[str], str], key: str = "") -> Any:
    match value:
        case dict():
            return {name: _inside(each, changed, name) for name, each in value.items()}
        case list():
            return [_inside(each, changed, key or "name") for each in value]
        case str() if key in _KEYS or (" " in value and key != "outcome"):
            return changed(value)
    return value
