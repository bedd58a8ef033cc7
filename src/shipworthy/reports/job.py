"""What the window's process and the report worker say to each other, and how one message ends where the next begins."""

import struct
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

import msgspec

from shipworthy.domain.report_kind import Format, Paper
from shipworthy.reports.auditor_report import AuditorReport
from shipworthy.reports.chart_data import Chart, Look
from shipworthy.reports.comparison_report import ComparisonReport
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.minutes_report import MinutesReport
from shipworthy.reports.portfolio_report import PortfolioReport
from shipworthy.reports.questionnaire_report import QuestionnaireReport
from shipworthy.reports.remediation_report import RemediationReport
from shipworthy.reports.report_template import ReportTemplate, TemplateFault
from shipworthy.reports.service_report import ServiceReport

_LENGTH = struct.Struct(">Q")
AnyReport = (
    ServiceReport
    | AuditorReport
    | LeadershipReport
    | ComparisonReport
    | QuestionnaireReport
    | PortfolioReport
    | RemediationReport
    | MinutesReport
)


class Attached(msgspec.Struct, frozen=True):
    """A file that goes out inside a PDF; `made` is a moment in UTC."""

    name: str
    description: str
    content: bytes
    made: datetime


class Job(msgspec.Struct, frozen=True, tag=True):
    """One report to draw; `assets` holds its pictures by SHA-256, which a template names as `asset:<sha256>`.

    Nothing is attached but `attached`, and that to PDFs alone. With a `template` of the user's own, the worker that is
    asked to draw fills it first, and `filled` holds what came of it.
    """

    report: AnyReport
    assets: Mapping[str, bytes] = {}
    kind: Format = Format.PDF
    attached: Attached | None = None
    paper: Paper = Paper.A4
    template: ReportTemplate | None = None
    filled: str = ""


class ChartJob(msgspec.Struct, frozen=True, tag=True):
    """One chart to draw, and in which looks."""

    chart: Chart
    look: Look


class FillJob(msgspec.Struct, frozen=True, tag=True):
    """A template of the user's own to fill with a report: apart from drawing, to be stopped much sooner.

    `pictures` are the names of all that it may show.
    """

    report: AnyReport
    template: ReportTemplate
    pictures: tuple[str, ...] = ()


Work = Job | ChartJob | FillJob


class Order(msgspec.Struct, frozen=True):
    """A job with what it may use: seconds of processor time, and bytes of memory above what the worker already has.

    Without a job the worker only says whether it could draw one.
    """

    job: Work | None
    cpu_seconds: int
    memory_bytes: int


class Rendered(msgspec.Struct, frozen=True, tag=True):
    """A finished file, with the number of its pages where it has pages."""

    content: bytes
    pages: int


class Drawn(msgspec.Struct, frozen=True, tag=True):
    """A finished chart."""

    svg: bytes


class Filled(msgspec.Struct, frozen=True, tag=True):
    """The HTML that came of a template."""

    html: str


class FailureKind(StrEnum):
    """Why the worker could not draw something; all but BUG are for the user to mend."""

    NO_PANGO = "no pango"
    NO_FONTS = "no fonts"
    TOO_BIG = "too big"
    TOO_DEEP = "too deep"
    BUG = "bug"


class Failure(msgspec.Struct, frozen=True, tag=True):
    """What could not be drawn; `detail` is the system's own message, or the traceback of a bug.

    `redacted` is what of that traceback may stand in a log.
    """

    kind: FailureKind
    detail: str = ""
    redacted: tuple[str, ...] = ()


class Faulty(msgspec.Struct, frozen=True, tag=True):
    """A template that cannot be filled."""

    fault: TemplateFault


Made = Rendered | Drawn | Filled | Faulty
Reply = Made | Failure
encode = msgspec.msgpack.Encoder().encode
decode_order = msgspec.msgpack.Decoder(Order).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode


def write_message(stream: BinaryIO, message: bytes) -> None:
    """Write one message, its length first."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """Return the next message; None where the other side has ended, be it in the middle of one."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    message = stream.read(length)
    return message if len(message) == length else None
