"""A report template of the user's own as it travels to the worker: texts by name, never a path that could be opened."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

PAGE = "report.html"
STYLE = "report.css"


class Base(StrEnum):
    """What the style sheet of a template builds on: that of our own reports, or nothing."""

    PAPER = "paper"
    NONE = "none"


class ReportTemplate(msgspec.Struct, frozen=True):
    """The files of a template. `folder` is where they were read, to be named in messages and never to be opened.

    `pages` are the HTML files by their names inside the folder, one of them `PAGE`. `pictures` are SHA-256 by name;
    their bytes are among the assets of the job.
    """

    folder: str
    pages: Mapping[str, str]
    style: str = ""
    pictures: Mapping[str, str] = {}
    base: Base = Base.PAPER


class Fault(StrEnum):
    """What can be wrong with a template, found while it is filled."""

    SYNTAX = "syntax"
    UNKNOWN_NAME = "unknown name"
    UNKNOWN_FILE = "unknown file"
    UNKNOWN_FILTER = "unknown filter"
    UNKNOWN_PICTURE = "unknown picture"
    FORBIDDEN = "forbidden"
    TOO_BIG = "too big"
    NOT_PRINTED = "not printed"
    WRONG_VALUE = "wrong value"
    TOO_DEEP = "too deep"
    TOO_LONG = "too long"
    NO_LANGUAGE = "no language"
    NO_TITLE = "no title"
    NO_ALTERNATIVE = "no alternative"


class TemplateFault(msgspec.Struct, frozen=True):
    """What is wrong, in which file and line (from 1); `what` is a name or the reason, `near` what may have been meant.

    `known` are the names there are, where nothing is near.
    """

    kind: Fault
    file: str
    line: int
    what: str = ""
    near: str = ""
    known: tuple[str, ...] = ()
