"""The worker's own end: its pipe carries replies and nothing else, and it does what it needs without a window."""

import subprocess
import sys
from io import BytesIO

from tests.reports.builders import report, small_review

from shipworthy.reports.job import Job, Order, Rendered, decode_reply, encode, read_message, write_message
from shipworthy.reports.report_worker import ReportWorker

COMMAND = [sys.executable, "-P", "-m", "shipworthy", "--report-worker"]


def conversation(*orders: Order) -> bytes:
    stream = BytesIO()
    for order in orders:
        write_message(stream, encode(order))
    return stream.getvalue()


def test_it_answers_each_order_and_ends_with_its_input(worker: ReportWorker) -> None:
    job = Job(report(small_review()))
    order = Order(job, 100, 1024**3)
    done = subprocess.run(COMMAND, input=conversation(order, order), capture_output=True, timeout=100)
    answers = BytesIO(done.stdout)
    first, second = (decode_reply(read_message(answers) or b"") for _ in range(2))
    assert isinstance(first, Rendered)
    assert first == second
    assert first == worker.render(job)  # another process, with other seeds of its hashes
    assert (answers.read(), done.returncode) == (b"", 0)


def test_what_a_library_prints_stays_out_of_the_pipe() -> None:
    talkative = """
import os, sys
from shipworthy.reports import worker
def draw(job):
    print("chatter")
    os.write(1, b"noise")
    os.system("echo from a child")
    print(repr(sys.stdin.read()))
    return worker.Rendered(b"pdf", 1)
worker._warm_up = lambda: draw
worker.serve()
"""
    order = Order(Job(report(small_review())), 100, 1024**3)
    done = subprocess.run(
        [sys.executable, "-c", talkative], input=conversation(order), capture_output=True, timeout=100
    )
    answers = BytesIO(done.stdout)
    assert decode_reply(read_message(answers) or b"") == Rendered(b"pdf", 1)
    assert answers.read() == b""
    assert all(word in done.stderr for word in (b"chatter", b"noise", b"from a child", b"''"))


def test_it_loads_neither_window_nor_database() -> None:
    ask = """
import sys
from shipworthy.reports import worker
worker._warm_up()
print(sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "sqlalchemy", "yaml", "typer", "pikepdf"}))
"""
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=100)
    assert (done.stdout, done.returncode) == ("[]\n", 0)
