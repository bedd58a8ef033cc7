"""The command line as a user types it: real arguments, a real database, real files, exit codes and messages."""

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest
from tests.cli.conftest import Type

from shipworthy import __version__
from shipworthy.app import run
from shipworthy.cli.score import gate_exit_code
from shipworthy.domain.gate import Verdict
from shipworthy.paths import shipped

OTEL = shipped("assessments", "sample", "otel-checkout.yaml")
READY = shipped("assessments", "sample", "parcel-tracking.yaml")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return a data folder that is not there yet."""
    return tmp_path / "data"


def test_a_service_is_added_listed_and_shown(typed: Type) -> None:
    code, out, _err = typed(
        *("service", "add", "checkout", "--tier", "1", "--team", "Payments", "--fact", "has_database=false"),
        *("--link", "runbook=https://wiki.example/checkout", "--tag", "go"),
    )
    assert (code, out) == (0, "Added checkout, Tier 1.\n")
    assert "checkout" in typed("service", "list")[1]
    (listed,) = json.loads(typed("service", "list", "--json")[1])
    assert (listed["name"], listed["tier"], listed["verdict"], listed["score"]) == (
        "checkout",
        1,
        "not assessed",
        None,
    )
    shown = typed("service", "show", "checkout")[1]
    assert "https://wiki.example/checkout" in shown
    assert json.loads(typed("service", "show", "Checkout", "--json")[1])["facts"]["has_database"] is False


def test_a_service_may_depend_on_others_by_name(typed: Type) -> None:
    typed("service", "add", "ledger")
    assert typed("service", "add", "checkout", "--needs", "ledger")[0] == 0
    code, _out, err = typed("service", "add", "other", "--needs", "nobody")
    assert code == 2
    assert "nobody" in err


def test_a_real_review_is_assessed_scored_explained_gated_and_printed(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout", "--tier", "1")
    assert typed("assess", "checkout", "--pack", "backend-engineering", "--answers", str(OTEL))[0] == 0
    code, out, _err = typed("score", "checkout", "--json")
    assert code == 0
    figures = json.loads(out)
    low, high = (Fraction(end) for end in figures["band"])
    assert low <= Fraction(figures["score"]) <= high
    assert figures["verdict"] == "not ready"
    assert {clause["kind"] for clause in figures["failed_clauses"]} >= {"blockers", "overall", "level"}
    _check_arithmetic(figures)
    assert typed("gate", "checkout")[0] == 4
    explained = typed("explain", "checkout")[1]
    assert explained.startswith("Why ")
    assert explained.index("idempotency.keys") < explained.index("failure.timeouts")
    target = tmp_path / "checkout.pdf"
    assert typed("report", "checkout", "--out", str(target))[:2] == (0, f"{target}\n")
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) > 5


def _check_arithmetic(figures: dict[str, list[dict[str, str]]]) -> None:
    """Work the principles out anew from the questions: the JSON alone must be enough to check the score."""
    for principle in figures["principles"]:
        prefix = principle["id"] + "."
        inside = [each for each in figures["questions"] if each["applicable"] and each["id"].startswith(prefix)]
        weights = sum((Fraction(each["weight"]) for each in inside), Fraction(0))
        total = sum((Fraction(each["weight"]) * Fraction(each["counted_score"]) for each in inside), Fraction(0))
        assert principle["score"] == (str(total / weights) if weights else None)
    scored = [Fraction(each["score"]) for each in figures["principles"] if each["score"] is not None]
    assert Fraction(str(figures["score"])) == sum(scored, Fraction(0)) / len(scored)


def test_the_same_answers_twice_leave_one_review(typed: Type) -> None:
    typed("service", "add", "checkout", "--tier", "1")
    for _time in range(2):
        assert typed("assess", "checkout", "--answers", str(OTEL))[0] == 0
    assert json.loads(typed("service", "show", "checkout", "--json")[1])["assessments"] == 1


def test_answers_in_another_order_are_the_same_answers(typed: Type, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    typed("service", "add", "checkout")
    for choices in ("network, accounts", "accounts, network", "network, accounts"):
        answers.write_text(f"pack: backend-engineering\nanswers:\n  security.privilege: [{choices}]\n")
        assert typed("assess", "checkout", "--answers", str(answers))[0] == 0
    assert json.loads(typed("service", "show", "checkout", "--json")[1])["assessments"] == 1


def test_a_pack_named_twice_is_refused(typed: Type, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("pack: [backend-engineering, backend-engineering]\nanswers: {}\n")
    typed("service", "add", "checkout")
    code, _out, err = typed("assess", "checkout", "--answers", str(answers))
    assert code == 2
    assert err.startswith("The pack backend-engineering is there twice.")


def test_a_ready_service_passes_the_gate(typed: Type) -> None:
    assert typed("assess", "parcel-tracking", "--answers", str(READY))[0] == 0
    assert typed("gate", "parcel-tracking")[:2] == (0, "parcel-tracking: Ready\n")


@pytest.mark.parametrize(
    ("verdict", "code"),
    [(Verdict.READY, 0), (Verdict.CONDITIONALLY_READY, 3), (Verdict.NOT_ASSESSED, 4), (Verdict.NOT_READY, 4)],
)
def test_gate_exit_codes(verdict: Verdict, code: int) -> None:
    assert gate_exit_code(verdict) == code


def test_a_service_nobody_assessed_fails_the_gate(typed: Type) -> None:
    typed("service", "add", "checkout")
    code, out, _err = typed("gate", "checkout")
    assert (code, out) == (4, "checkout: Not assessed\n")
    code, _out, err = typed("score", "checkout")
    assert code == 2
    assert "no review yet" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("score", "nobody"), "no service"),
        (("service", "add", "x", "--tier", "9"), "--tier"),
        (("service", "add", " "), "needs a name"),
        (("service", "add", "x", "--fact", "nope=true"), "no fact"),
        (("service", "add", "x", "--fact", "has_database=yes"), "no fact"),
        (("service", "add", "x", "--link", "runbook=javascript:x"), "opened safely"),
        (("service", "add", "x", "--link", "https://x"), "no link"),
        (("pack", "show", "nope"), "no pack"),
        (("pack", "validate", "missing.yaml"), "missing.yaml"),
        (("assess", "x", "--answers", "missing.yaml"), "missing.yaml"),
        (("report", "nobody"), "no service"),
        (("pack", "validate", "."), "is a folder"),
        (("nope",), "nope"),
    ],
)
def test_a_wrong_command_is_one_message_and_exit_code_2(typed: Type, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_wrong_answers_are_all_told_with_place_and_nothing_is_stored(typed: Type, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "pack: backend-engineering\nanswers:\n  failure.timeoutz: none\n  failure.retries: never-heard\n"
    )
    typed("service", "add", "checkout")
    code, _out, err = typed("assess", "checkout", "--answers", str(answers))
    assert code == 2
    assert f"{answers}:3:3: " in err
    assert f"{answers}:4:" in err
    assert "failure.timeouts" in err
    assert json.loads(typed("service", "show", "checkout", "--json")[1])["assessments"] == 0


def test_a_pack_is_checked_and_all_problems_are_told(typed: Type, tmp_path: Path, repository: Path) -> None:
    flagship = repository / "assessments" / "backend-engineering.yaml"
    assert typed("pack", "validate", str(flagship))[0] == 0
    broken = tmp_path / "broken.yaml"
    text = flagship.read_text().replace("severity: blocker", "severity: fatal").replace("format: 1", "format: 9", 1)
    broken.write_text(text)
    code, _out, err = typed("pack", "validate", str(broken))
    assert code == 2
    assert err.count(f"{broken}:") == text.count("severity: fatal") + 1


def test_packs_are_listed_and_shown_and_their_schema_printed(typed: Type) -> None:
    listed = typed("pack", "list")[1]
    assert listed.startswith("backend-engineering 1.")
    assert len(listed.splitlines()) == 9
    assert "failure.timeouts" in typed("pack", "show", "backend-engineering")[1]
    assert json.loads(typed("pack", "schema")[1])["title"]


def test_demo_prints_the_reports_of_the_samples_and_touches_no_data(typed: Type, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    code, printed, _err = typed("demo", "stock", "parcel-tracking", "--out", str(out))
    paths = [Path(line) for line in printed.splitlines()]
    assert code == 0
    assert sorted(path.name for path in paths) == ["parcel-tracking.pdf", "stock.pdf"]
    assert all(path.is_absolute() and path.stat().st_size > 10_000 for path in paths)
    assert not (tmp_path / "data").exists()


def test_doctor_says_what_is_there(typed: Type, tmp_path: Path) -> None:
    code, out, _err = typed("doctor")
    assert code == 0
    assert str(tmp_path / "data") in out
    assert "Reports: " in out
    assert "! Last backup: none yet" in out
    assert "! Last check: never" in out
    assert typed("backup")[0] == typed("check")[0] == 0
    code, out, _err = typed("doctor", "--json")
    states = {each["name"]: each for each in json.loads(out)}
    assert (code, states["Last backup"]["state"], states["Last check"]["state"]) == (0, "fine", "fine")
    assert states["Last check"]["value"].endswith(": all as it should be")
    assert states["Log folder"]["value"] == str(tmp_path / "data" / "log")
    assert states["Settings folder"]["value"] == str(tmp_path / "data")


def test_python_m_runs_the_same_commands_without_loading_qt(tmp_path: Path) -> None:
    script = "import sys; sys.modules['PySide6'] = None; from shipworthy.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "--data-dir", str(tmp_path), "service", "list"],
        capture_output=True,
        text=True,
        env=os.environ,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "No services yet" in done.stdout


def test_the_program_ends_cleanly_with_memory_checked(tmp_path: Path) -> None:
    """msgspec 0.22 frees a pattern twice where a union holds it beside a list; this allocator makes that certain."""
    command = [sys.executable, "-m", "shipworthy", "--data-dir", str(tmp_path)]
    done = subprocess.run(
        [*command, "assess", "parcel-tracking", "--answers", str(READY)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONMALLOC": "debug"},
        timeout=110,
    )
    assert (done.returncode, done.stderr) == (0, "")


def shipworthy(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in a process of its own, with these environment variables; empty ones are taken away."""
    environment = {name: value for name, value in (os.environ | variables).items() if value}
    command = [sys.executable, "-m", "shipworthy", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_an_output_that_knows_few_signs_loses_only_those(tmp_path: Path) -> None:
    folder = str(tmp_path)
    name = "Zahlung – 支付"
    assert shipworthy("--data-dir", folder, "service", "add", name, PYTHONIOENCODING="latin-1").returncode == 0
    listed = shipworthy("--data-dir", folder, "service", "list", PYTHONIOENCODING="latin-1")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Zahlung ? ??" in listed.stdout
    exact = shipworthy("--data-dir", folder, "service", "list", "--json", PYTHONIOENCODING="latin-1")
    assert [line["name"] for line in json.loads(exact.stdout)] == [name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_output_on_a_full_disk_is_one_message() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "shipworthy", "pack", "list"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 2
    first, second = done.stderr.splitlines()
    assert first.startswith("The output could not be written: ")
    assert second.startswith("Check where it goes")


def test_text_from_outside_gives_the_terminal_no_commands(typed: Type, tmp_path: Path, repository: Path) -> None:
    flagship = (repository / "assessments" / "backend-engineering.yaml").read_text()
    pack = tmp_path / "red.yaml"
    pack.write_text(flagship.replace("title: Backend engineering", 'title: "red \\e[31m"', 1))
    code, out, _err = typed("pack", "show", str(pack))
    assert code == 0
    assert out.startswith("red \N{REPLACEMENT CHARACTER}[31m")


def test_a_window_without_a_display_is_one_message(tmp_path: Path) -> None:
    none = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = shipworthy("--data-dir", str(tmp_path / "new"), **none)
    assert done.returncode == 2
    assert done.stderr.startswith("There is no display")
    assert not (tmp_path / "new").exists()


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.touch()
    done = shipworthy("--data-dir", str(file), "service", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{file} is a file")


def test_ctrl_c_while_it_starts_ends_in_silence() -> None:
    script = """
import runpy, signal, sys

class PressCtrlC:
    @staticmethod
    def find_spec(name, *_):
        if name == "shipworthy.cli":
            signal.raise_signal(signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with Ctrl+C ignored
sys.meta_path.insert(0, PressCtrlC)
sys.argv = ["shipworthy", "pack", "list"]
runpy.run_module("shipworthy", run_name="__main__")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_user_without_a_name_reviews_as_a_number(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000)  # nobody of that number is known here
    assert typed("service", "add", "checkout")[0] == 0


def test_the_data_folder_may_be_named_after_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["service", "add", "checkout", "--data-dir", str(tmp_path / "mine")]) == 0
    assert run(["service", "list", f"--data-dir={tmp_path / 'mine'}"]) == 0
    assert "checkout" in capsys.readouterr().out
    assert run(["service", "add", "--data-dir", str(tmp_path / "mine"), "--", "--data-dir"]) == 0


def test_the_version_is_told(typed: Type) -> None:
    assert typed("--version")[1] == f"Shipworthy {__version__}\n"


def test_help_lists_every_command(typed: Type) -> None:
    _code, out, _err = typed("--help")
    for command in ("demo", "service", "assess", "score", "explain", "report", "gate", "pack", "doctor"):
        assert command in out


def test_a_backup_is_made_where_it_is_asked_for(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout")
    code, out, err = typed("backup", "--to", str(tmp_path / "disk"))
    (made,) = (tmp_path / "disk").glob("shipworthy-*.db")
    assert (code, out, err) == (0, f"Backed up to {made}; 0 evidence files are new there.\n", "")
    (tmp_path / "file").touch()
    assert typed("backup", "--to", str(tmp_path / "file"))[0] == 2


def test_damaged_evidence_fails_the_backup(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "checkout")
    damaged = tmp_path / "data" / "evidence" / ("0" * 64) / "trace.log"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("not what it was")
    code, out, err = typed("backup")
    assert (code, "0 evidence files" in out, "000000000000…" in err) == (2, True, True)


def test_assess_keeps_the_files_that_an_answers_file_names(typed: Type, tmp_path: Path) -> None:
    trace = tmp_path / "trace.log"
    trace.write_text("504")
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "service: {name: checkout, tier: 1}\npack: backend-engineering\nanswers:\n"
        "  failure.timeouts: {choice: some, evidence: [{file: trace.log}]}\n"
    )
    assert typed("assess", "checkout", "--answers", str(answers))[0] == 0
    (kept,) = (tmp_path / "data" / "evidence").glob("*/trace.log")
    assert kept.read_text() == "504"
    kept.unlink()
    assert typed("assess", "checkout", "--answers", str(answers))[0] == 0
    assert kept.read_text() == "504"  # what was lost is brought back, though the answers are the same
    trace.unlink()
    code, _out, err = typed("assess", "checkout", "--answers", str(answers))
    assert (code, f"{answers}:4:" in err, "There is no file" in err) == (2, True, True)
