"""Templates of the user's own: nothing in them leads out, and what is wrong with them is told with its place."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from tests.reports.builders import flagship_review, report, small_review
from tests.reports.template_escapes import BOMBS, ESCAPES, SLOW_BOMBS

from shipworthy.errors import InvalidFile, UserError
from shipworthy.reports.closed_limits import FILL_SECONDS
from shipworthy.reports.filling import fill
from shipworthy.reports.job import Job
from shipworthy.reports.plain_values import Plain, plain_values
from shipworthy.reports.report_template import Fault, ReportTemplate, TemplateFault
from shipworthy.reports.report_worker import ReportWorker

HEAD = '<html lang="en"><title>A report</title>\n'
PARTS = "{% macro part() %}x{% endmacro %}"
# What printed values would look like if one of them were an object: its type, its place in memory, a file's content.
_TELLING = re.compile(r"<class|<function|<built-in|<bound|object at|0x[0-9a-f]{6}|root:|Undefined|\bself\b")

_watched: list[str] | None = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is not None and (event in ("open", "import") or event.startswith(("os.", "subprocess.", "socket."))):
        _watched.append(f"{event} {arguments[:1]}")


sys.addaudithook(_watch)


@contextmanager
def watching() -> Iterator[list[str]]:
    """Yield what is opened, started or imported meanwhile."""
    global _watched  # noqa: PLW0603 - a hook of the interpreter can be switched off in no other way
    _watched = []
    try:
        yield _watched
    finally:
        _watched = None


@pytest.fixture(scope="module")
def values() -> dict[str, Plain]:
    return plain_values(report(flagship_review()))


def template(body: str, **pages: str) -> ReportTemplate:
    """Return a template whose second line is the body."""
    pages = {"report.html": HEAD + body, "parts.html": PARTS, **pages}
    return ReportTemplate("/templates/ours", pages, pictures={"logo.png": "ab" * 32})


def filled(body: str, values: dict[str, Plain]) -> str | TemplateFault:
    """Return what comes of a body, without the line before it, or what is wrong."""
    made = fill(template(body), values, "ltr", {"ab" * 32})
    return made.removeprefix(HEAD) if isinstance(made, str) else made


def test_there_are_sixty_ways_out_at_least() -> None:
    assert len(set(ESCAPES)) >= 60


@pytest.mark.parametrize("payload", ESCAPES)
def test_no_way_leads_out(payload: str, values: dict[str, Plain]) -> None:
    before = msgspec.json.encode(values)
    with watching() as touched:
        made = filled(payload, values)
    assert msgspec.json.encode(values) == before
    assert touched == []
    if isinstance(made, TemplateFault):
        assert made.line in (1, 2)  # Jinja counts a `set` from the line before
        assert made.file == "report.html"
    else:
        assert not _TELLING.search(made)


def test_most_ways_end_in_a_fault(values: dict[str, Plain]) -> None:
    assert sum(isinstance(filled(each, values), TemplateFault) for each in ESCAPES) >= 90


@pytest.mark.parametrize("payload", BOMBS)
def test_what_makes_much_of_little_is_refused_at_once(payload: str, values: dict[str, Plain]) -> None:
    began = time.monotonic()
    made = filled(payload, values)
    assert isinstance(made, TemplateFault)
    assert made.kind in (Fault.TOO_BIG, Fault.TOO_DEEP)
    assert made.line in (1, 2)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("name", SLOW_BOMBS)
def test_what_only_the_limits_stop_is_stopped_and_told(name: str) -> None:
    with ReportWorker() as worker:
        worker.check()
        began = time.monotonic()
        with pytest.raises(UserError, match="/templates/ours") as caught:
            worker.render(Job(report(small_review()), template=template(SLOW_BOMBS[name])))
        assert time.monotonic() - began < FILL_SECONDS + 2
        assert any(word in str(caught.value) for word in ("longer than 10 seconds", "more memory", "becomes too long"))
        assert worker.render(Job(report(small_review()))).pages > 0


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        pytest.param("{{ report.score }}", 2, "report.score is unknown. Did you mean report.overview.score?", id="far"),
        pytest.param("{{ report.overview.scor }}", 2, "Did you mean report.overview.score?", id="near"),
        pytest.param("{{ overview.score }}", 2, "overview is unknown. Did you mean report.overview?", id="bare"),
        pytest.param("{{ report.xyzzy }}", 2, "report.xyzzy is unknown. Known here: branding, ", id="nowhere"),
        pytest.param("{{ report.title.upper() }}", 2, "report.title.upper is unknown. Remove it.", id="method"),
        pytest.param("{% if x %}\n\n", 2, "This is not a template: ", id="open block"),
        pytest.param("\n\n{{ report.title", 4, "This is not a template: ", id="open braces"),
        pytest.param("\n{{ report.title | upper_case }}", 3, "There is no filter or test upper_case", id="filter"),
        pytest.param(
            "{{ report.title is odder }}", 2, "There is no filter or test odder. Did you mean odd?", id="test"
        ),
        pytest.param("{{ report.tier + 'x' }}", 2, "This cannot be worked out: unsupported operand", id="types"),
        pytest.param("{{ 1 / 0 }}", 2, "This cannot be worked out: division by zero", id="zero"),
        pytest.param("{{ report.service }}", 2, "A group of fields cannot be printed", id="group"),
        pytest.param("{{ report.packs }}", 2, "A list cannot be printed", id="list"),
        pytest.param("{{ asset('lgo.png') }}", 2, "There is no picture lgo.png to be shown", id="picture"),
        pytest.param("<img src='x.png' alt=''>", 2, "There is no picture x.png to be shown", id="address"),
        pytest.param("<img src='asset:trend'>", 2, "A picture says nothing", id="alternative"),
        pytest.param("{% include 'prts.html' %}", 2, "There is no page prts.html in this template", id="page"),
        pytest.param("{% autoescape true %}{% endautoescape %}", 2, "cannot switch escaping off", id="escaping"),
        pytest.param("{{ report.title() }}", 2, "This cannot be called", id="call"),
        pytest.param("\n{{ 'a' * 10**9 }}", 3, "makes more of this than a template may", id="bomb"),
        pytest.param("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 2, "This is nested too deep", id="depth"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(body: str, line: int, said: str, worker: ReportWorker) -> None:
    with pytest.raises(InvalidFile) as caught:
        worker.render(Job(report(flagship_review()), template=template(body)))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("/templates/ours/report.html", line)
    assert said in f"{problem.message}. {problem.fix}"


def test_a_problem_in_a_part_is_told_at_the_part(values: dict[str, Plain]) -> None:
    parts = "\n\n{% macro score() %}\n{{ report.overview.scor }}{% endmacro %}"
    body = "{% from 'parts.html' import score with context %}{{ score() }}"
    made = fill(template(body, **{"parts.html": parts}), values, "ltr")
    assert isinstance(made, TemplateFault)
    assert (made.file, made.line) == ("parts.html", 4)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param("<title>x</title>", "does not say its language", id="language"),
        pytest.param('<html lang="en">\n<head>', "has no title", id="title"),
        pytest.param('<html lang="en"><title> </title>', "has no title", id="blank title"),
    ],
)
def test_a_page_says_its_language_and_title(page: str, said: str, worker: ReportWorker) -> None:
    job = Job(report(small_review()), template=ReportTemplate("ours", {"report.html": page}))
    with pytest.raises(InvalidFile, match=said):
        worker.render(job)


def test_what_was_typed_stays_text(values: dict[str, Plain]) -> None:
    hostile = {**values, "title": "<script>alert(1)</script>{{ 7*7 }}"}
    shown = "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}"
    assert filled("{{ report.title }}", hostile) == shown
    assert filled("{% set x %}{{ report.title }}{% endset %}{{ x }}", hostile) == shown
    assert filled("{{ [report.title] | join(', ') }}", hostile) == shown
    assert filled("{{ report.title | replace('x', '<b>') | upper | trim }}", hostile) == shown.upper().replace(
        "&LT;", "&lt;"
    ).replace("&GT;", "&gt;")
    assert filled("{{ report.title | note }}", hostile) == f"<p>{shown}</p>\n"


def test_a_template_has_what_it_needs(values: dict[str, Plain]) -> None:
    assert filled("{% for x in range(3) %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}", values) == "1a2b3a"
    assert filled("{% set ns = namespace(n=1) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}", values) == "2"
    assert filled("{% from 'parts.html' import part %}{{ part() }}", values) == "x"
    assert filled("{% import 'parts.html' as parts %}{{ parts.part() }}", values) == "x"
    assert filled("{% block a %}x{% endblock %}{{ self.a() }}", values) == "xx"
    assert filled("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}x{% endcall %}", values) == "[x]"
    assert filled("{{ none }}{{ report.decision }}", values) == ""
    assert filled("{{ 1.25 | round(1) }}{{ 'a' ~ 1 }}{{ 2 ** 3 }}{{ 'a' * 3 }}", values) == "1.2a18aaa"
    assert filled("{{ asset('logo.png') }}", values) == f"asset:{'ab' * 32}"
    assert filled("{{ report.nothing is defined }}{{ report.nothing | default('-') }}", values) == "False-"
    assert filled("{{ report.remediation.items | length }}", values) == "0"
    groups = "{% for level, them in report.principles[0].questions | groupby('level') %}{{ level }}{% endfor %}"
    assert filled(groups, values) in ("1", "12", "123", "13", "2", "23")


def test_plain_values_are_plain(values: dict[str, Plain]) -> None:
    def kinds(value: Plain) -> set[type]:
        if isinstance(value, dict):
            return {dict}.union(*map(kinds, value.values()))
        return {tuple}.union(*map(kinds, value)) if isinstance(value, tuple) else {type(value)}

    assert kinds(values) <= {dict, tuple, str, int, float, bool, type(None)}
