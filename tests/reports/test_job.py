"""Worker and window understand each other, whatever a report holds."""

from io import BytesIO

import pytest
from tests.reports.builders import report, small_review

from shipworthy.reports.job import (
    Failure,
    FailureKind,
    Job,
    Order,
    Rendered,
    decode_order,
    decode_reply,
    encode,
    read_message,
    write_message,
)


def test_an_order_arrives_as_it_was_sent() -> None:
    order = Order(Job(report(small_review()), {"ab": b"\x00\xff"}), 60, 1024)
    assert decode_order(encode(order)) == order


@pytest.mark.parametrize("reply", [Rendered(b"%PDF", 3), Failure(FailureKind.BUG, "Traceback")])
def test_a_reply_arrives_as_it_was_sent(reply: Rendered | Failure) -> None:
    assert decode_reply(encode(reply)) == reply


def test_messages_follow_each_other_in_one_stream() -> None:
    stream = BytesIO()
    for message in (b"one", b"", b"three"):
        write_message(stream, message)
    stream.seek(0)
    assert [read_message(stream) for _ in range(4)] == [b"one", b"", b"three", None]


@pytest.mark.parametrize("kept", [0, 3, 8, 10])
def test_a_message_that_broke_off_is_none(kept: int) -> None:
    stream = BytesIO()
    write_message(stream, b"three")
    assert read_message(BytesIO(stream.getvalue()[:kept])) is None
