"""Reports that come back to the terminal: exit 0 as sealed, 4 altered, 2 where it cannot be told."""

import json
from pathlib import Path

import pikepdf
from tests.cli.conftest import Type
from tests.workflows.reports.test_check import attach

SAMPLE = Path(__file__).parents[2] / "assessments" / "sample" / "parcel-tracking.yaml"


def test_a_report_is_opened_and_verified(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    assert typed("assess", "parcel-tracking", "--answers", str(SAMPLE))[0] == 0
    assert typed("report", "parcel-tracking", "--out", str(path))[0] == 0
    code, out, err = typed("verify", str(path))
    assert (code, out) == (2, "")
    assert err.startswith(f"No sealed review is attached to {path}.\n")
    assert typed("decide", "parcel-tracking", "--outcome", "no-go", "--sign", "Ada Okafor, Director")[0] == 0
    assert typed("report", "parcel-tracking", "--out", str(path))[0] == 0
    code, out, _err = typed("verify", str(path))
    assert (code, out.startswith(f"{path} is as it was sealed: seal 1, ")) == (0, True)
    assert json.loads(typed("verify", str(path), "--json")[1])["sound"] is True
    code, out, _err = typed("open", str(path))
    assert code == 0
    told = dict(line.split("  ", 1) for line in out.splitlines())
    assert told["Service"].strip() == "parcel-tracking"
    assert told["Signed by"].strip() == "Ada Okafor (Director)"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        [(name, file)] = pdf.attachments.items()
        forged = file.get_file().read_bytes().replace(b'"no-go"', b'"go"')
        attach(pdf, name, forged)
        pdf.save(path)
    code, out, err = typed("verify", str(path))
    assert (code, err) == (4, "")
    assert out.startswith(f"✕ {path}: the attached review is not the one that the pages tell of")
    code, out, _err = typed("verify", str(path), "--json")
    assert (code, json.loads(out)["sound"]) == (4, False)
    assert "✕ They do not name this fingerprint." in typed("open", str(path))[1]
