"""Lets the n-th call to the disk fail, n = 1, 2 ... until an action passes untouched; run under the shim.

`python -m tests.disk.error_run FOLDER STEP ACTION...` prints one JSON object: what each action met. Each is tried with
EIO and ENOSPC, once with a disk that recovers at once and once with one that fails from there on; STEP 1 takes every n.
An action that returned must have done its work; one that was refused must have said so in plain words, with the
database and the older file as before. Whatever else happens is `wrong`.
"""

import errno
import itertools
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

import pikepdf
from tests.disk.shim import Shim
from tests.storage.kill_drill import look
from tests.storage.writer_drill import make_store, opened

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.report_kind import Format
from shipworthy.errors import UserError
from shipworthy.exchange.bundle import read_bundle
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.settings import load_settings, save_settings
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.bundles import export_bundle
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import DATABASE_NAME, Session

OLD = b"what lay there before"
NOTE = "written while the disk failed"


@dataclass(frozen=True, slots=True)
class Desk:
    """A store with a review, and a folder with an older file of each kind."""

    folder: Path
    session: Session
    review: UUID
    worker: ReportWorker

    def file(self, name: str) -> Path:
        """Return where a file that leaves the program goes."""
        return self.folder / "out" / name


@dataclass(frozen=True, slots=True)
class Action:
    """What is done, whether it is done, and whether everything is as before. The journal mode is that of the file."""

    act: Callable[[Desk], object]
    is_done: Callable[[Desk], bool]
    mode: str = "delete"


def answer(desk: Desk, note: str = NOTE) -> None:
    """Save an answer."""
    given = open_review(desk.session, desk.review).answer("small/first")
    record_answer(desk.session, desk.review, replace(given, state=AnswerState.UNKNOWN, note=note))


def is_answered(desk: Desk, note: str = NOTE) -> bool:
    """Tell whether the answer is there."""
    return open_review(desk.session, desk.review).answer("small/first").note == note


def add_evidence(desk: Desk) -> None:
    """Attach a file to an answer."""
    given = open_review(desk.session, desk.review).answer("small/first")
    attach(desk.session, desk.review, given, [Attachment(b"a log", "log.txt")])


def has_evidence(desk: Desk) -> bool:
    """Tell whether the file is evidence now, and whole."""
    evidence = open_review(desk.session, desk.review).answer("small/first").evidence
    return bool(evidence) and desk.session.evidence.is_whole(evidence[0].value)


def is_backed_up(desk: Desk) -> bool:
    """Tell whether there is a backup that holds what the store holds."""
    made = list((desk.folder / "out").glob("shipworthy-*.db"))
    return bool(made) and look(made[0]) == look(desk.folder / DATABASE_NAME)


def is_pdf(path: Path) -> bool:
    """Tell whether a file is a PDF with pages."""
    if path.read_bytes() == OLD:
        return False
    with pikepdf.open(path) as pdf:
        return len(pdf.pages) > 0


def _report(desk: Desk, kind: Format) -> None:
    order = replace(review_order(desk.review), format=kind)
    make_report(desk.session, order, desk.file(f"report.{kind.value}"), desk.worker)


ACTIONS: Mapping[str, Action] = {
    "answer": Action(answer, is_answered),
    "answer with a write-ahead log": Action(answer, is_answered, "wal"),
    "evidence": Action(add_evidence, has_evidence),
    "backup": Action(lambda desk: back_up(desk.session, desk.folder / "out"), is_backed_up),
    "settings": Action(
        lambda desk: save_settings(desk.folder, desk.session.settings._replace(name="Jonas")),
        lambda desk: load_settings(desk.folder).name == "Jonas",
    ),
    "bundle": Action(
        lambda desk: export_bundle(desk.session, desk.review, desk.file("review.bundle")),
        lambda desk: desk.file("review.bundle").read_bytes() != OLD and bool(read_bundle(desk.file("review.bundle"))),
    ),
    "report as PDF": Action(partial(_report, kind=Format.PDF), lambda desk: is_pdf(desk.file("report.pdf"))),
    "report as HTML": Action(
        partial(_report, kind=Format.HTML), lambda desk: desk.file("report.html").read_bytes().endswith(b"</html>\n")
    ),
}


@dataclass
class Tally:
    """What the tries of one action came to.

    `done_all_the_same`: refused, yet there, and the words left that open, or only the folder's sync had failed.
    """

    calls: int = 0
    tries: int = 0
    acknowledged: int = 0
    refused: int = 0
    done_all_the_same: int = 0
    litter: int = 0
    wrong: tuple[str, ...] = ()


def main(folder: Path, step: int, names: list[str]) -> dict[str, dict[str, object]]:
    """Try the actions and return what they met."""
    base = folder / "base"
    base.mkdir(parents=True)
    review = make_store(base)
    (base / "out").mkdir()
    for name in ("report.pdf", "report.html", "review.bundle"):
        (base / "out" / name).write_bytes(OLD)
    shim = Shim()
    found = {}
    with ReportWorker() as worker:
        for name in names:
            tally = Tally()
            for error, for_ever in itertools.product((errno.EIO, errno.ENOSPC), (False, True)):
                numbers = itertools.count(1, step)
                while _try(shim, folder, review, worker, ACTIONS[name], (next(numbers), error, for_ever), tally):
                    pass
            found[name] = vars(tally)
    return found


def _try(
    shim: Shim,
    folder: Path,
    review: UUID,
    worker: ReportWorker,
    action: Action,
    fault: tuple[int, int, bool],
    tally: Tally,
) -> bool:
    """Try an action once with a fault; False once it no longer meets it."""
    place = folder / "try"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "base", place)
    desk = Desk(place, opened(place, action.mode), review, worker)
    before, refusal = look(place / DATABASE_NAME), ""
    shim.watch(place, *fault)
    try:
        action.act(desk)
    except UserError as error:
        refusal = str(error)
        if "Errno" in refusal or not error.hint:
            tally.wrong += (f"{fault}: not in plain words: {refusal}",)
    except Exception as error:  # noqa: BLE001 - any other end of an action is what the drill looks for
        refusal = f"{type(error).__name__}: {error}"
        tally.wrong += (f"{fault}: {refusal}",)
    kind = shim.failed()
    tally.calls = max(tally.calls, shim.end())
    tally.wrong += tuple(f"{fault} at {kind}: {each}" for each in _judge(desk, action, before, refusal, kind, tally))
    desk.session.close()
    tally.tries += 1
    return bool(kind)


def _judge(desk: Desk, action: Action, before: str, refusal: str, kind: str, tally: Tally) -> list[str]:
    """Return what is not as it must be once the disk works again."""
    wrong = []
    is_done = action.is_done(desk)
    if not refusal:
        tally.acknowledged += 1
        if not is_done:
            wrong.append("acknowledged, and not there")
    else:
        tally.refused += 1
        tally.done_all_the_same += is_done
        if is_done and kind != "s" and "may not be saved" not in refusal:
            wrong.append(f"refused, and there all the same: {refusal}")
        if not is_done and look(desk.folder / DATABASE_NAME) != before:
            wrong.append("the database is not as before")
    litter = [each.name for each in desk.folder.rglob(".*") if each.is_file()]
    tally.litter += bool(litter)
    old = [desk.file(each) for each in ("report.pdf", "report.html", "review.bundle")]
    if not is_done and any(each.read_bytes() != OLD for each in old):
        wrong.append("an older file was touched")
    answer(desk, "after it")
    if not is_answered(desk, "after it"):
        wrong.append("the session does not go on")
    if look(desk.folder / DATABASE_NAME) == "unsound":
        wrong.append("the database is damaged")
    return wrong


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] or list(ACTIONS))))
