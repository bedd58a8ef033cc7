"""`shipworthy restore`: lists, says what would change, asks, and puts a backup in the place of the data."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Type
from tests.storage.test_window_claim import HOLD


def test_without_a_file_it_lists(typed: Type) -> None:
    assert typed("restore") == (0, "There is no backup yet: shipworthy backup makes one.\n", "")
    typed("backup")
    code, said, _errors = typed("restore")
    assert code == 0
    assert "0 services, 0 reviews, 0 answers" in said
    assert said == typed("backups")[1]


def test_a_named_backup_is_restored_and_back_again(typed: Type, data_dir: Path) -> None:
    typed("service", "add", "kept")
    typed("backup")
    [point] = (data_dir / "backups").glob("*.db")
    typed("service", "add", "taken-back")
    code, said, _errors = typed("restore", str(point), "--dry-run")
    assert (code, "Takes back 1 new service" in said) == (0, True)
    assert "taken-back" in typed("service", "list")[1]
    code, said, _errors = typed("restore", str(point))
    assert (code, "Restored to today " in said) == (0, True)
    assert "-before-restore.db" in said.splitlines()[-1]
    assert "taken-back" not in typed("service", "list")[1]
    assert not (data_dir / ".window.lock").exists()
    code, said, _errors = typed("restore", "latest", "--yes")
    assert (code, "Brings back 1 new service" in said) == (0, True)
    assert "taken-back" in typed("service", "list")[1]


def test_the_latest_is_not_restored_unasked(typed: Type, data_dir: Path) -> None:
    assert typed("restore", "latest")[0] == 2
    typed("backup")
    before = (data_dir / "shipworthy.db").read_bytes()
    code, _said, errors = typed("restore", "latest")
    assert code == 2
    assert "Nobody is there to ask" in errors
    assert (data_dir / "shipworthy.db").read_bytes() == before


def test_a_damaged_database_names_the_way_and_comes_back(typed: Type, data_dir: Path) -> None:
    typed("service", "add", "kept")
    typed("backup")
    database = data_dir / "shipworthy.db"
    database.write_bytes(database.read_bytes()[:8192] + b"\0" * 100_000)
    code, _said, errors = typed("service", "list")
    assert code == 2
    assert "shipworthy restore" in errors
    code, said, _errors = typed("restore", "latest", "--yes")
    assert code == 0
    assert "is kept as shipworthy.db.damaged-" in said
    assert "kept" in typed("service", "list")[1]


def test_a_lost_database_is_not_made_anew_and_comes_back(typed: Type, data_dir: Path) -> None:
    typed("service", "add", "kept")
    typed("backup")
    (data_dir / "shipworthy.db").unlink()
    code, _said, errors = typed("service", "list")
    assert code == 2
    assert "shipworthy restore latest" in errors
    assert not (data_dir / "shipworthy.db").exists()
    assert typed("restore", "latest", "--yes")[0] == 0
    assert "kept" in typed("service", "list")[1]


def test_an_open_window_keeps_its_data(typed: Type, data_dir: Path) -> None:
    typed("backup")
    [point] = (data_dir / "backups").glob("*.db")
    before = (data_dir / "shipworthy.db").read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        window.stdout.readline()
        code, _said, errors = typed("restore", str(point))
        window.kill()
    assert code == 2
    assert "A window of Shipworthy has" in errors
    assert (data_dir / "shipworthy.db").read_bytes() == before
    assert len(list((data_dir / "backups").glob("*.db"))) == 1


def test_a_file_that_is_no_backup_is_refused(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"letters" * 1000)
    assert "not a Shipworthy database" in typed("restore", str(tmp_path / "x.db"))[2]
    assert "There is no backup" in typed("restore", str(tmp_path / "absent.db"))[2]


def test_a_backup_elsewhere_is_found_by_its_name(typed: Type, data_dir: Path, tmp_path: Path) -> None:
    typed("service", "add", "kept")
    typed("backup", "--to", str(tmp_path / "stick"))
    [point] = (tmp_path / "stick").glob("*.db")
    shutil.rmtree(data_dir)
    assert typed("restore", str(point))[0] == 0
    assert "kept" in typed("service", "list")[1]
