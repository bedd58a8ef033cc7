"""Every kind of PDF as veraPDF judges it: PDF/UA-1 always, PDF/A-3a and with it PDF/A-3b as an archive.

`packaging/bootstrap.py test --full` fetches it; else one on PATH is used, and without any these tests skip.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from tests.reports.documents import DOCUMENTS, archived

from shipworthy.reports.report_worker import ReportWorker

FETCHED = sorted((Path(__file__).parents[2] / "build").glob("verapdf-*.jar"))
FLAVOURS = ("ua1", "3a", "3b")


def command() -> Sequence[str]:
    """Return how veraPDF is called here; nothing where it is not there."""
    if FETCHED and shutil.which("java"):
        return ("java", "-cp", str(FETCHED[-1]), "org.verapdf.apps.GreenfieldCliWrapper")
    found = shutil.which("verapdf")
    return (found,) if found else ()


pytestmark = [
    pytest.mark.skipif(not command(), reason="needs veraPDF: packaging/bootstrap.py test --full fetches it"),
    pytest.mark.timeout(900),  # it takes seconds for each document
]


def verdicts(flavour: str, files: Sequence[Path]) -> dict[str, str]:
    """Return PASS or FAIL with the numbers of broken clauses, by the name of the file."""
    said = subprocess.run(
        [*command(), "--flavour", flavour, "--format", "text", "-v", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    found: dict[str, str] = {}
    name = ""
    for line in said.stdout.splitlines():
        if line.startswith(("PASS ", "FAIL ")):
            verdict, rest = line.split(" ", 1)
            name = Path(rest.rpartition(" ")[0]).name
            found[name] = verdict
        elif name:
            found[name] += f" {line.strip()}"
    assert set(found) == {each.name for each in files}, said.stderr
    return found


@pytest.fixture(scope="module")
def printed(worker: ReportWorker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Return every document printed in both formats."""
    folder = tmp_path_factory.mktemp("printed")
    files: dict[str, list[Path]] = {"pdf": [], "archive": []}
    for name, job in DOCUMENTS.items():
        for kind, made in (("pdf", job()), ("archive", archived(job()))):
            path = folder / f"{name.replace(' ', '-')}-{kind}.pdf"
            path.write_bytes(worker.render(made).content)
            files[kind].append(path)
    return files


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_document_conforms(printed: dict[str, list[Path]], flavour: str) -> None:
    files = printed["archive"] + (printed["pdf"] if flavour == "ua1" else [])
    found = verdicts(flavour, files)
    assert {name: verdict for name, verdict in found.items() if verdict != "PASS"} == {}


def test_a_broken_document_would_be_noticed(printed: dict[str, list[Path]], tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    with pikepdf.open(printed["archive"][0]) as pdf:
        del pdf.Root.Lang, pdf.Root.Metadata
        pdf.save(path)
    for flavour in FLAVOURS:
        assert verdicts(flavour, [path])["broken.pdf"].startswith("FAIL")
