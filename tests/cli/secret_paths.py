"""What people do in the terminal, with secrets in everything they write, and with everything that can fail."""

import contextlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from unittest import mock
from uuid import uuid4

from tests.secret_seeds import Seeds

from shipworthy import app, log
from shipworthy.domain.pack import Select
from shipworthy.storage.store import Store
from shipworthy.workflows import services
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.session import DATABASE_NAME


@dataclass(frozen=True)
class Ground:
    """Where the seeds are sown: `given` and `out` are the user's own files, all else is what the program writes."""

    root: Path
    seeds: Seeds

    @property
    def data(self) -> Path:
        """The data folder, inside a home that is named for a person."""
        return self.home / "data"

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.root / "home"

    @property
    def given(self) -> Path:
        """What the user gives."""
        return self.root / "given"

    @property
    def out(self) -> Path:
        """Where the user wants exports."""
        return self.root / "out"

    def environment(self) -> dict[str, str]:
        """Return the environment: a home of its own, and every secret in a variable."""
        home = str(self.home)
        folders = {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("DATA", "CONFIG", "STATE", "CACHE")}
        named = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), home)
        return {**folders, **named, "TMPDIR": f"{home}/tmp", **self.seeds.environment()}

    @contextlib.contextmanager
    def prepared(self) -> Iterator[None]:
        """Make the folders and live there."""
        for folder in (self.data, self.home / "tmp", self.given, self.out):
            folder.mkdir(parents=True, exist_ok=True)
        before, tempfile.tempdir = tempfile.tempdir, str(self.home / "tmp")
        try:
            with mock.patch.dict(os.environ, self.environment()):
                yield
        finally:
            tempfile.tempdir = before


def in_the_terminal(ground: Ground, *, with_report: bool) -> list[str]:
    """Do all of it; returns what was printed about bugs, which must be fit to be sent."""
    written, secrets = ground.seeds.written, list(ground.seeds.secrets.values())
    service = written["service"]
    answers, broken = _answers_file(ground), _file(ground, "broken.yaml", f"{ground.seeds.all}: [")
    named = _file(ground, f"{written['file']}.csv", f"name,team\n{service} two,{secrets[0]}\n")
    bad_table = _file(ground, f"{written['folder']}.csv", f"name,tier\n{secrets[1]},{secrets[2]}\n")
    question = find_pack("backend-engineering").principles[0].questions[0].id
    fields = [f"--{name}={written[name]}" for name in ("team", "owner", "system", "domain", "description", "tag")]
    commands: list[Sequence[object]] = [
        ["service", "add", service, *fields, f"--link=runbook={secrets[2]}"],
        ["service", "add", service],
        ["service", "show", secrets[4]],
        ["service", "list", "--json"],
        ["service", "import", named],
        ["service", "import", bad_table],
        ["service", "import", ground.given / written["folder"]],
        ["assess", service, "--answers", answers],
        ["assess", service, "--answers", broken],
        ["assess", secrets[6], "--answers", ground.given / f"{secrets[6]}.yaml"],
        ["waiver", "request", service, question, "--reason", written["waiver reason"], "--until", secrets[7]],
        ["waiver", "request", service, question, "--reason", written["waiver reason"], "--until", "2036-01-01"],
        ["pack", "validate", broken],
        ["policy", "use", broken],
        ["bundle", "export", service, "--out", ground.out / f"{written['file']}.shipworthy"],
        ["bundle", "import", broken],
        ["bundle", "import", ground.out / f"{written['file']}.shipworthy"],
        ["portfolio", "--json"],
        ["gate", service],
        ["backup", "--to", ground.out / written["folder"]],
        [secrets[9], f"--{secrets[10]}"],
    ]
    for arguments in [*commands, *(_reports(ground) if with_report else ())]:
        _type(ground, *arguments)
    with _spoilt(ground.data / "settings.toml", f"organisation = {ground.seeds.all!r}".encode()):
        _type(ground, "service", "list")
    with _spoilt(ground.data / DATABASE_NAME, ground.seeds.all.encode() * 100):
        _type(ground, "service", "list")
    return [*_bugs(ground), *_addresses(ground)]


def _reports(ground: Ground) -> tuple[list[str | Path], ...]:
    """Return the commands that print a report, into a folder that is not there and into one that is."""
    name = f"{ground.seeds.written['file']}.pdf"
    command: list[str | Path] = ["report", ground.seeds.written["service"], "--out"]
    return [*command, ground.out / "nowhere" / name], [*command, ground.out / name]


def _answers_file(ground: Ground) -> Path:
    written, secrets = ground.seeds.written, list(ground.seeds.secrets.values())
    evidence_file = _file(ground, f"{written['evidence file']}.txt", ground.seeds.all)
    principles = find_pack("backend-engineering").principles
    questions = [question for principle in principles for question in principle.questions]
    answers = {
        question.id: {
            "choice": question.choices[number % len(question.choices)].id,
            "note": f"{written['note']} {secret}",
            "evidence": [
                {"text": f"{written['evidence']} {secret}", "title": written["evidence title"]},
                {"url": f"https://example.org/{number}?token={secret.split()[-1]}", "title": secret[:60]},
                {"file": evidence_file.name, "title": written["evidence title"]},
            ],
        }
        for number, (question, secret) in enumerate(zip(questions, secrets, strict=False))
        if question.select is Select.ONE
    }
    whole = {
        "service": written["service"],
        "pack": "backend-engineering",
        "title": written["title"],
        "assessor": written["assessor"],
        "answers": answers,
    }
    return _file(ground, f"{written['file']}.yaml", json.dumps(whole))


def _file(ground: Ground, name: str, text: str) -> Path:
    path = ground.given / name
    path.write_text(text, encoding="utf-8")
    return path


def _type(ground: Ground, *arguments: object) -> str:
    """Run a command line; what it prints to its user is the user's own."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        app.run(["--data-dir", str(ground.data), *map(str, arguments)])
    return said.getvalue()


@contextlib.contextmanager
def _spoilt(path: Path, data: bytes) -> Iterator[None]:
    kept = path.with_name(f"{path.name}.kept")
    if path.exists():
        shutil.copy(path, kept)
    path.write_bytes(data)
    yield
    path.unlink()
    if kept.exists():
        kept.rename(path)


def _bugs(ground: Ground) -> Iterator[str]:
    """Break the program where it looks for a service, in every way that quotes something."""
    everything = ground.seeds.all

    def quote_key(*_arguments: object) -> None:
        {}[everything]  # type: ignore[index]

    def quote_number(*_arguments: object) -> None:
        int(everything)

    def quote_attribute(*_arguments: object) -> None:
        getattr(object(), everything)

    def quote_message(*_arguments: object) -> None:
        try:
            int(everything)
        except ValueError as error:
            raise RuntimeError(f"about {everything}") from error

    def quote_file(*_arguments: object) -> None:
        (ground.given / everything.replace("/", "-")[:100] / "x").read_text(encoding="utf-8")

    for bug in (quote_key, quote_number, quote_attribute, quote_message, quote_file):
        with mock.patch.object(services, "find_service", bug):
            yield _report(partial(_type, ground, "service", "show", everything))


def _addresses(ground: Ground) -> Iterator[str]:
    """Open databases on servers that are not there, by addresses that are right, wrong and no addresses at all."""
    log.start(log.log_folder(ground.data), "terminal")
    password = next(iter(ground.seeds.secrets.values()))
    for address in (
        password.replace("db.internal", "127.0.0.1").replace("5432", "1"),
        password.replace("5432", "port"),
        password.replace("postgresql", "nosuch"),
        password.replace("://", ":"),
        password.replace("postgresql", "sqlite"),
    ):
        opening = log.Action("open a server")
        yield _report(partial(opening.run, partial(_open, address, ground.data)))
    log.stop()


def _open(address: str, folder: Path) -> None:
    Store.open(address, now=datetime.now(UTC), new_id=uuid4, backup_dir=folder).close()


def _report(work: Callable[[], object]) -> str:
    """Return what the terminal says of the bug that the work ends in."""
    said = io.StringIO()
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever it is
        with contextlib.redirect_stderr(said):
            app.tell_bug(type(error), error, error.__traceback__)
    return said.getvalue()
