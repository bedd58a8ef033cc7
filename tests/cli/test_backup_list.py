"""`shipworthy backups`: what there is, and what each holds."""

import json
from pathlib import Path

from tests.cli.conftest import Type


def test_backups_are_listed_with_what_they_hold(typed: Type, tmp_path: Path) -> None:
    assert typed("backups")[:2] == (0, "There is no backup yet: shipworthy backup makes one.\n")
    assert json.loads(typed("backups", "--json")[1]) == []
    typed("service", "add", "checkout")
    (tmp_path / "services.csv").write_text("name,tier\nledger,2\n")
    assert typed("service", "import", str(tmp_path / "services.csv"))[0] == 0
    assert typed("backup")[0] == 0
    folder = tmp_path / "data" / "backups"
    (folder / "shipworthy-20200101T000000.db").write_bytes(b"letters" * 99)
    code, out, err = typed("backups")
    assert (code, err) == (0, "")
    heads = [line for line in out.splitlines() if not line.startswith(" ")]
    assert ["Made by hand" in heads[0], "Before an import" in heads[1], "not a Shipworthy database" in heads[2]] == [
        True
    ] * 3
    assert "2 services, 0 reviews, 0 answers" in heads[0]
    assert "1 service, 0 reviews, 0 answers" in heads[1]
    listed = json.loads(typed("backups", "--json")[1])
    assert [(each["reason"], each.get("services")) for each in listed] == [
        ("by_hand", 2),
        ("before_import", 1),
        ("by_hand", None),
    ]
    assert all(Path(each["file"]).stat().st_size == each["bytes"] for each in listed)
