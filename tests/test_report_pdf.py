"""A PDF that is small and unpacks to gigabytes is refused with one message, before it fills the memory."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

_MEGABYTE = 1_000_000
_READS = """
import sys
from pathlib import Path
from shipworthy.errors import UserError
from shipworthy.untrusted.report_pdf import read_report
try:
    read_report(Path(sys.argv[1]))
except UserError as error:
    print(error.message)
if sys.platform == "linux":
    # Not getrusage: its greatest memory is that of whoever started this process, where that was greater.
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def bomb(megabytes: int) -> bytes:
    """Return a PDF whose one stream of objects unpacks to so many megabytes of spaces."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"10 0 null")
    packed += b"".join(packer.compress(b" " * _MEGABYTE) for _ in range(megabytes)) + packer.flush()
    head = b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>"
    made, places = b"%PDF-1.5\n", []
    for number, content in enumerate(
        (
            b"<< /Type /Catalog /Pages 2 0 R /Names 10 0 R >>",
            b"<< /Type /Pages /Kids [] /Count 0 >>",
            head % len(packed) + b"\nstream\n" + packed + b"\nendstream",
        ),
        start=1,
    ):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    places.append(len(made))
    rows = bytes(6) + b"".join(b"\1" + place.to_bytes(4, "big") + b"\0" for place in places)
    rows += bytes(6 * 5) + b"\2" + (3).to_bytes(4, "big") + b"\0"  # object 10 is the first in stream 3
    index = b"<< /Type /XRef /Size 11 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(rows)
    made += b"4 0 obj\n" + index + b"\nstream\n" + rows + b"\nendstream\nendobj\n"
    return made + b"startxref\n%d\n%%%%EOF\n" % places[-1]


def read(path: Path) -> list[str]:
    """Return what reading a file in a process of its own says, and how many megabytes that took."""
    done = subprocess.run(
        [sys.executable, "-c", _READS, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("megabytes", [500, 1_000])
def test_a_stream_of_objects_that_unpacks_to_gigabytes_is_refused(megabytes: int, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb(megabytes))
    assert path.stat().st_size < _MEGABYTE
    message, *memory = read(path)
    assert str(path) in message
    assert [each for each in memory if int(each) > 400] == []


def test_a_small_one_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "small.pdf"
    path.write_bytes(bomb(1))
    assert read(path)[0].startswith("No sealed review is attached")
