"""The report on remediation from the terminal, and the command by which anybody checks its figures."""

import re
import shlex
from hashlib import sha256
from pathlib import Path

import pytest
from tests.cli.conftest import Type

SAMPLE = Path(__file__).parents[2] / "assessments" / "sample" / "parcel-tracking.yaml"


@pytest.mark.parametrize("words", [(), ("parcel-tracking",)])
def test_the_printed_command_writes_the_file_whose_fingerprint_is_printed(
    typed: Type, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert typed("assess", "parcel-tracking", "--answers", str(SAMPLE))[0] == 0
    assert typed("remediation", "plan", "parcel-tracking")[0] == 0
    page = tmp_path / "report.md"
    about = (*words, "--about", "remediation", "--for", "auditor")
    assert typed("report", *about, "--out", str(page)) == (0, f"{page}\n", "")
    text = page.read_text(encoding="utf-8").replace("\\", "")
    found = re.search(r"Fingerprint `(\w{64})`.*store: (shipworthy .* json)\.", text)
    assert found is not None
    _program, *command = shlex.split(found[2])
    figures = tmp_path / "figures.json"
    assert typed(*command, "--out", str(figures))[0] == 0
    assert sha256(figures.read_bytes()).hexdigest() == found[1]


def test_it_is_on_all_on_a_team_or_on_a_service_and_nothing_else(typed: Type, tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    code, _out, err = typed("report", "a", "--team", "b", "--about", "remediation", "--out", str(target))
    assert code == 2
    assert "on all services, or on a team, or on one service" in err
    code, _out, err = typed("report", "--about", "remediation", "--team", "Nobody", "--out", str(target))
    assert code == 2
    assert "No service is of the team “Nobody”" in err
    assert not target.exists()
