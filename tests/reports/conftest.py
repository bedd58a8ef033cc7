"""One warm worker for all tests of reports: starting it takes longer than most of them."""

from collections.abc import Iterator

import pytest

from shipworthy.reports.report_worker import ReportWorker


@pytest.fixture(scope="session")
def worker() -> Iterator[ReportWorker]:
    """Yield a worker with a deadline that a busy machine keeps."""
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        yield worker


@pytest.fixture(scope="session")
def chart_worker() -> Iterator[ReportWorker]:
    """Yield a worker for charts."""
    with ReportWorker(charts=True, deadline_seconds=100, cpu_seconds=100) as worker:
        yield worker
