"""Reports on many services: files of their own whatever the names, one failure alone, cancelled between and during."""

import threading
import uuid
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from shipworthy.domain.report_kind import Audience, Format
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reports.batch import (
    BatchOrder,
    files_in_the_way,
    plan_batch,
    run_batch,
)
from shipworthy.workflows.reports.order import safe_name
from shipworthy.workflows.services import find_service, save_service
from shipworthy.workflows.session import Session

FULL = Audience.DESIGN_REVIEW


def order(session: Session, folder: Path, *names: str, kinds: tuple[Format, ...] = (Format.CSV,)) -> BatchOrder:
    """Return an order for services by name, the quickest kind of file unless another is named."""
    return BatchOrder(tuple(find_service(session, name).id for name in names), FULL, kinds, folder)


def names(folder: Path) -> list[str]:
    """Return the names in a folder, hidden ones too."""
    return sorted(each.name for each in folder.iterdir())


def test_every_sample_that_is_reviewed_gets_its_files(sample_session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "reports"
    lines = [line for line in portfolio_on(sample_session).lines if line.standing]
    assert len(lines) >= 10
    kinds = (Format.XLSX, Format.CSV, Format.JSON)
    wanted = BatchOrder(tuple(line.service.id for line in lines), FULL, kinds, folder)
    told: list[tuple[int, int, str]] = []
    with ReportWorker() as worker:
        outcome = run_batch(sample_session, plan_batch(sample_session, wanted), worker, lambda *each: told.append(each))
    assert (len(outcome.made), outcome.not_made, outcome.left) == (3 * len(lines), (), ())
    assert names(folder) == sorted(f"{safe_name(line.service.name)}{kind.suffix}" for line in lines for kind in kinds)
    assert told[0] == (1, len(outcome.made), min((line.service.name for line in lines), key=str.casefold))
    assert [each[0] for each in told] == list(range(1, len(told) + 1))


def test_two_kinds_of_pdf_and_an_audience_are_told_apart(sample_session: Session, tmp_path: Path) -> None:
    wanted = order(sample_session, tmp_path, "stock", kinds=(Format.PDF, Format.ARCHIVE))
    wanted = replace(wanted, audience=Audience.LEADERSHIP)
    with ReportWorker() as worker:
        outcome = run_batch(sample_session, plan_batch(sample_session, wanted), worker)
    assert [each.name for each in outcome.made] == ["stock-leadership.pdf", "stock-leadership-archive.pdf"]
    for path in outcome.made:
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 2


@pytest.mark.parametrize("pair", [("a/b", "a:b"), ("Stock 1", "stock-1"), ("x" * 90, "x" * 91)])
def test_names_that_make_one_file_name_are_numbered(
    sample_session: Session, tmp_path: Path, pair: tuple[str, str]
) -> None:
    services = [save_service(sample_session, Service(uuid.uuid4(), name)) for name in pair]
    wanted = BatchOrder(tuple(each.id for each in services), FULL, (Format.CSV, Format.JSON), tmp_path, replaces=True)
    planned = plan_batch(sample_session, wanted)
    stems = [each.target.stem for each in planned if each.target.suffix == ".csv"]
    assert stems[1] == f"{safe_name(planned[2].name)}-2"
    assert len({each.target.name.casefold() for each in planned}) == 4
    assert [each.target.stem for each in planned[::2]] == [each.target.stem for each in planned[1::2]]


def test_names_of_any_script_stay_short_enough_for_the_disk(sample_session: Session, tmp_path: Path) -> None:
    service = save_service(sample_session, Service(uuid.uuid4(), "\N{CJK UNIFIED IDEOGRAPH-20000}" * 80))
    wanted = BatchOrder((service.id,), Audience.LEADERSHIP, (Format.PDF, Format.ARCHIVE), tmp_path)
    for each in plan_batch(sample_session, wanted):
        each.target.write_bytes(b"")


def test_files_that_are_there_are_kept_or_replaced(sample_session: Session, tmp_path: Path) -> None:
    old = tmp_path / "Stock.csv"
    old.write_text("mine")
    wanted = order(sample_session, tmp_path, "stock")
    with ReportWorker() as worker:
        [kept] = plan_batch(sample_session, wanted)
        assert kept.target.name == "stock-2.csv"
        assert files_in_the_way([kept]) == ()
        assert run_batch(sample_session, [kept], worker).made == (kept.target,)
        assert old.read_text() == "mine"
        # It came after the plan: it is not replaced either.
        [failed] = run_batch(sample_session, [kept], worker).not_made
        assert failed.error.message == "stock-2.csv is there by now, and is not replaced."
        [replacing] = plan_batch(sample_session, replace(wanted, replaces=True))
        replacing.target.write_text("old")
        assert files_in_the_way([replacing]) == (replacing.target,)
        assert run_batch(sample_session, [replacing], worker).made == (replacing.target,)
        assert replacing.target.read_text(encoding="utf-8-sig") != "old"


def test_one_that_fails_stops_no_other_and_can_be_tried_again(sample_session: Session, tmp_path: Path) -> None:
    new = save_service(sample_session, Service(uuid.uuid4(), "nothing yet"))
    wanted = order(sample_session, tmp_path, "checkout", "stock")
    wanted = replace(wanted, services=(new.id, *wanted.services))
    planned = plan_batch(sample_session, wanted)
    planned[2].target.mkdir()
    planned = tuple(replace(each, replaces=True) for each in planned)
    with ReportWorker() as worker:
        outcome = run_batch(sample_session, planned, worker)
        assert [each.name for each in outcome.made] == ["checkout.csv"]
        said = [(each.planned.name, each.error.message) for each in outcome.not_made]
        assert said == [
            ("nothing yet", "It has no review yet."),
            ("stock", f"Could not write {tmp_path / 'stock.csv'}: it is a folder."),
        ]
        planned[2].target.rmdir()
        again = run_batch(sample_session, [each.planned for each in outcome.not_made], worker)
    assert [each.name for each in again.made] == ["stock.csv"]


def test_a_report_that_takes_too_long_stops_no_other(sample_session: Session, tmp_path: Path) -> None:
    wanted = order(sample_session, tmp_path / "out", "checkout", kinds=(Format.PDF, Format.CSV))
    with ReportWorker(deadline_seconds=0.1) as worker:
        outcome = run_batch(sample_session, plan_batch(sample_session, wanted), worker)
    assert [each.name for each in outcome.made] == names(tmp_path / "out") == ["checkout.csv"]
    assert "longer than 0.1 seconds" in outcome.not_made[0].error.message


def test_cancelled_between_what_is_finished_stays(sample_session: Session, tmp_path: Path) -> None:
    planned = plan_batch(sample_session, order(sample_session, tmp_path / "out", "checkout", "stock"))
    stop = threading.Event()

    def follow(number: int, _count: int, _name: str) -> None:
        if number == 2:
            stop.set()

    with ReportWorker() as worker:
        outcome = run_batch(sample_session, planned, worker, follow, stop.is_set)
    assert [each.name for each in outcome.made] == names(tmp_path / "out") == ["checkout.csv"]
    assert (outcome.not_made, outcome.left) == ((), planned[1:])
    assert run_batch(sample_session, planned, ReportWorker(), None, lambda: True).left == planned


def test_cancelled_while_one_is_drawn_nothing_is_half_written(sample_session: Session, tmp_path: Path) -> None:
    planned = plan_batch(
        sample_session, order(sample_session, tmp_path / "out", "checkout", kinds=(Format.CSV, Format.PDF))
    )
    stop = threading.Event()
    with ReportWorker() as worker:

        def cancel() -> None:
            stop.set()
            worker.cancel()

        def follow(number: int, _count: int, _name: str) -> None:
            if number == 2:
                threading.Timer(0.6, cancel).start()

        outcome = run_batch(sample_session, planned, worker, follow, stop.is_set)
    assert [each.name for each in outcome.made] == names(tmp_path / "out") == ["checkout.csv"]
    assert outcome.left == planned[1:]


def test_a_folder_that_cannot_be_ends_in_one_message(sample_session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with ReportWorker() as worker, pytest.raises(UserError, match=r"Could not make the folder .*file"):
        run_batch(
            sample_session, plan_batch(sample_session, order(sample_session, tmp_path / "file" / "in", "stock")), worker
        )


def test_orders_that_cannot_be_are_refused(sample_session: Session, tmp_path: Path) -> None:
    wanted = order(sample_session, tmp_path, "stock")
    for wrong, said in (
        (replace(wanted, services=()), "No service is chosen"),
        (replace(wanted, formats=()), "No kind of file is chosen"),
        (replace(wanted, formats=(Format.CSV, Format.MARKDOWN)), "not made as markdown"),
    ):
        with pytest.raises(UserError, match=said):
            plan_batch(sample_session, wrong)
