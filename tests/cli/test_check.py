"""`shipworthy check`: what is found, mended and told to scripts."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Type

NO_BACKUP = "· There is no backup yet. Make one: Data > Back up now, or shipworthy backup.\n"


def alter(data_dir: Path, statement: str) -> None:
    with closing(sqlite3.connect(data_dir / "shipworthy.db")) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_new_store_is_as_it_should_be(typed: Type) -> None:
    code, out, _err = typed("check")
    said = "0 services, 0 answers, 0 seals, 0 evidence files, 0 changes: all as they should be.\n"
    assert (code, out) == (0, NO_BACKUP + said)
    assert json.loads(typed("check", "--json")[1])["fine"] is True


def test_what_is_derived_is_mended_when_asked(typed: Type, data_dir: Path) -> None:
    alter(data_dir, "DROP TRIGGER change_log_no_delete")
    code, out, _err = typed("check")
    assert code == 0
    assert "! 1 index or guard of a new database is missing." in out
    assert out.endswith("1 thing can be mended.\n")
    code, out, _err = typed("check", "--repair", "--json")
    told = json.loads(out)
    assert (code, told["fine"], told["mended"]) == (0, True, "1 thing was mended.")


def test_damage_ends_in_code_2(typed: Type, data_dir: Path) -> None:
    assert typed("service", "add", "checkout")[0] == 0
    alter(data_dir, "UPDATE services SET team = 'Other'")
    code, out, _err = typed("check", "--repair")
    assert code == 2
    assert "✕ checkout: The service is not what the history tells (team). No backup holds it as it was.\n" in out
    assert json.loads(typed("check", "--json")[1])["damaged"] is True
