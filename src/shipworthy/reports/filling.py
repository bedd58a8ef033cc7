"""Filling a template of the user's own: HTML comes of it, or what is wrong with it and where."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from types import TracebackType

from jinja2 import Environment, Template, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes

from shipworthy.reports.closed_environment import FILTERS, TESTS, ClosedEnvironment, Refused, RefusedAt, UnknownName
from shipworthy.reports.closed_limits import MOST_CHARACTERS
from shipworthy.reports.near_field import near_field
from shipworthy.reports.plain_values import Plain
from shipworthy.reports.report_template import PAGE, Fault, ReportTemplate, TemplateFault

_ASSET = "asset:"
_LONGEST_REASON = 200
_PICTURE = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NO_FILTER = re.compile(r"No (?P<kind>filter|test) named '(?P<name>[^']*)'")
_ALTERNATIVE = re.compile(r"\balt\s*=")


def fill(
    template: ReportTemplate, report: Mapping[str, Plain], direction: str, pictures: Collection[str] = ()
) -> str | TemplateFault:
    """Return the HTML of a report in the user's own template, or what is wrong with the template.

    `pictures` are the names of all that there are to be shown.
    Raises MemoryError where it takes too much. What no template can be blamed for is raised as it is.
    """
    environment = ClosedEnvironment(template)
    values = {"report": report, "direction": direction}
    try:
        html = _text(environment.get_template(PAGE), values)
    except Exception as error:
        fault = _fault(error, template, values)
        if fault is None:
            raise
        return fault
    if html is None:
        return TemplateFault(Fault.TOO_LONG, PAGE, 1)
    return _missing(html, template, pictures) or html


def _text(page: Template, values: Mapping[str, Plain]) -> str | None:
    """Return what is filled in, None where it is endless or nearly so."""
    pieces: list[str] = []
    count = 0
    for piece in page.generate(**values):
        count += len(piece)
        if count > MOST_CHARACTERS:
            return None
        pieces.append(piece)
    return "".join(pieces)


def _fault(error: Exception, template: ReportTemplate, values: Mapping[str, Plain]) -> TemplateFault | None:
    """Return what is wrong with a template by the error that it ended in; None for a bug of ours."""
    if isinstance(error, MemoryError):
        return None
    if isinstance(error, TemplateSyntaxError):
        file = error.name or PAGE
        return _no_filter(error, file, error.lineno) or TemplateFault(Fault.SYNTAX, file, error.lineno, _reason(error))
    if isinstance(error, RefusedAt):
        return TemplateFault(error.kind, error.file, error.line, error.what)
    place = _place(error.__traceback__)
    if place is None and not isinstance(error, RecursionError | TemplateError):
        return None
    file, line = place or (PAGE, 1)
    match error:
        case RecursionError():
            return TemplateFault(Fault.TOO_DEEP, file, line)
        case TemplateNotFound():
            name = str(error.name)[:_LONGEST_REASON]
            return TemplateFault(Fault.UNKNOWN_FILE, file, line, name, known=tuple(sorted(template.pages)))
        case Refused():
            return TemplateFault(error.kind, file, line, error.what, known=error.known)
        case UnknownName():
            return _unknown(error, file, line, template.pages.get(file, ""), values)
    return _no_filter(error, file, line) or TemplateFault(Fault.WRONG_VALUE, file, line, _reason(error))


def _no_filter(error: Exception, file: str, line: int) -> TemplateFault | None:
    """Return what is wrong where the error is about a filter or a test that there is none of."""
    found = _NO_FILTER.search(_reason(error))
    if found is None:
        return None
    known = FILTERS if found["kind"] == "filter" else TESTS
    near = difflib.get_close_matches(found["name"], known, n=1)
    return TemplateFault(Fault.UNKNOWN_FILTER, file, line, found["name"], "".join(near), () if near else known)


def _reason(error: Exception) -> str:
    return str(getattr(error, "message", None) or error)[:_LONGEST_REASON]


def _place(traceback: TracebackType | None) -> tuple[str, int] | None:
    """Return file and line of the innermost template that ran; None where none did."""
    found = None
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            found = template.name or PAGE, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


def _unknown(error: UnknownName, file: str, line: int, source: str, values: Mapping[str, Plain]) -> TemplateFault:
    way = _way_to(source, line, error.name)
    before = f"{way}." if way else ""
    if error.owner is None:
        known: Mapping[str, Plain] = {**values, "asset": None, "range": None, "namespace": None}
    else:
        known = error.owner if isinstance(error.owner, dict) else {}
    near = near_field(known, error.name)
    names = () if near else tuple(sorted(known))
    return TemplateFault(
        Fault.UNKNOWN_NAME, file, line, f"{before}{error.name}", f"{before}{near}" if near else "", names
    )


def _way_to(source: str, line: int, name: str) -> str:
    """Return what stands before a name and its point in a line of a template, such as "report.overview"."""
    for node in Environment(autoescape=True).parse(source).find_all(nodes.Getattr):
        if node.attr == name and node.lineno == line:
            return ".".join(_names(node.node))
    return ""


def _names(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name():
            yield node.name
        case nodes.Getattr():
            yield from _names(node.node)
            yield node.attr
        case nodes.Getitem():
            yield from _names(node.node)


class _Head(HTMLParser):
    """Looks for what every page must say of itself, and for pictures that say nothing to those who cannot see them."""

    def __init__(self) -> None:
        super().__init__()
        self.language = self.title = ""
        self.bare_picture = False
        self.pictures: dict[str, None] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        elif tag == "img":
            self.bare_picture |= "alt" not in dict(attrs)
            self.pictures[dict(attrs).get("src") or ""] = None
        self._in_title |= tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._in_title &= tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def _missing(html: str, template: ReportTemplate, pictures: Collection[str]) -> TemplateFault | None:
    """Return what an accessible document must have and this one has not."""
    head = _Head()
    head.feed(html)
    if not head.language.strip():
        return TemplateFault(Fault.NO_LANGUAGE, PAGE, _line_of(template.pages[PAGE], "<html"))
    if not head.title.strip():
        return TemplateFault(Fault.NO_TITLE, PAGE, _line_of(template.pages[PAGE], "<head"))
    if head.bare_picture:
        return TemplateFault(Fault.NO_ALTERNATIVE, *_bare_picture(template))
    for address in head.pictures:
        if not (address.startswith(_ASSET) and address.removeprefix(_ASSET) in pictures):
            known = tuple(sorted(template.pictures))
            return TemplateFault(
                Fault.UNKNOWN_PICTURE, *_written(address, template), address[:_LONGEST_REASON], "", known
            )
    return None


def _written(text: str, template: ReportTemplate) -> tuple[str, int]:
    """Return file and line in which a text is written first, or the beginning of the page where it came by itself."""
    found = [(name, _line_of(page, text)) for name, page in template.pages.items() if text and text in page]
    return found[0] if found else (PAGE, 1)


def _line_of(text: str, part: str) -> int:
    return text[: max(text.find(part), 0)].count("\n") + 1


def _bare_picture(template: ReportTemplate) -> tuple[str, int]:
    """Return file and line of the first picture without an alternative."""
    for name, text in template.pages.items():
        for found in _PICTURE.finditer(text):
            if not _ALTERNATIVE.search(found.group()):
                return name, text[: found.start()].count("\n") + 1
    return PAGE, 1
