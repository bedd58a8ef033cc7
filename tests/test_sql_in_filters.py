"""SQL typed where names and words are looked for finds what any text finds that nothing holds: row S15."""

import contextlib
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.drills._tests import is_long

from shipworthy.app import run
from shipworthy.domain.line_search import LineSearch
from shipworthy.domain.report_kind import Format, ReportOrder, Subject, audiences_of
from shipworthy.domain.service_filter import Facet, SavedView, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.gui.models import item_filter
from shipworthy.settings import Settings
from shipworthy.storage.backup import contents
from shipworthy.storage.sqlite_file import connect
from shipworthy.wording import Wording
from shipworthy.workflows.campaigns import find_campaign
from shipworthy.workflows.comparison import find_assessment
from shipworthy.workflows.item_lists import ItemLine, find_item, list_items
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.portfolio_files import as_shown
from shipworthy.workflows.reports.making import report_name
from shipworthy.workflows.saved_views import find_view, list_views, save_view
from shipworthy.workflows.service_archive import find_archived
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session
from shipworthy.workflows.templates import find_template
from shipworthy.workflows.undo import undo_changes
from shipworthy.workflows.waiver_register import find_question, find_waiver

# OWASP, "Testing for SQL injection"; PortSwigger, "SQL injection cheat sheet"; what SQLite and PostgreSQL add.
PAYLOADS = (
    "';'", "''", '""', "`", "\\\\", ";;", "--", "/*", "%", "_%", "%%%", "[a-z]", "*", "?", ":name", "@name", "$1", "%s",
    "' OR '1'='1", "' OR 1=1 --", '" OR "" = "', "') OR ('1'='1", "1) OR (1=1", "x' OR name IS NOT NULL --",
    "' OR ''='", "admin'--", "' UNION SELECT NULL --", "' UNION SELECT name, sql FROM sqlite_master --",
    "' UNION ALL SELECT version_num FROM alembic_version --", "'; DROP TABLE services; --", "'; DELETE FROM meta; --",
    "'; UPDATE services SET tier = 4; --", "'; PRAGMA writable_schema=ON; --", "'; ATTACH DATABASE 'x.db' AS x; --",
    "' AND 1=CAST((SELECT 1) AS INT) --", "' AND randomblob(100000000) --", "' || (SELECT name FROM services) || '",
    "'||load_extension('x')||'", "'; SELECT pg_sleep(10); --", "$$; SELECT 1; $$", "E'\\''", "U&'\\0027'", "\x1a",
    "' LIKE '%", "x%' ESCAPE '%", "name GLOB '*'", "NULL' IS NULL --", "' ORDER BY 99 --", "' HAVING 1=1 --",
    "\uff07 OR 1=1", "\u02bc OR 1=1 --", "0x27204f52", "%27%20OR%201=1", "' OR/**/1=1/**/--",
)  # fmt: skip
HARMLESS = "zzqq-no-such-thing"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Path:
    """Return a data folder with the sample portfolio."""
    folder = tmp_path_factory.mktemp("filtered")
    shutil.copy(sample_store, folder)
    return folder


@dataclass(frozen=True)
class Desk:
    """The sample portfolio, open, and what the window keeps of it for its filters."""

    session: Session
    portfolio: Portfolio
    search: LineSearch
    items: tuple[ItemLine, ...]


Way = Callable[[Desk, str], object]


@pytest.fixture(scope="module")
def desk(data_dir: Path) -> Iterator[Desk]:
    """Open the sample portfolio."""
    moment, wording = datetime(2026, 11, 22, 14, 3, tzinfo=UTC), Wording()
    session = open_session(data_dir, Settings(), "Amira", lambda: moment, uuid4)
    portfolio = portfolio_on(session)
    search = LineSearch(portfolio.lines, wording.tier, wording.verdict)
    yield Desk(session, portfolio, search, list_items(session))
    session.close()


def _searched(facet: Facet | None) -> Way:
    def search(desk: Desk, text: str) -> object:
        wanted = ServiceFilter(text) if facet is None else ServiceFilter().with_value(facet, text, True)
        lines = desk.search
        return len(lines.kept(wanted)), len(lines.counts(wanted, Facet.TIER)), len(lines.unknown(wanted))

    return search


def _items(facet: item_filter.Facet | None) -> Way:
    def search(desk: Desk, text: str) -> object:
        wanted = item_filter.ItemFilter(text=text) if facet is None else item_filter.ItemFilter(((facet, text),))
        return len(wanted.kept(desk.items))

    return search


def _looked_up(find: Callable[[Session, str], object]) -> Way:
    return lambda desk, text: find(desk.session, text)


def _view_kept(desk: Desk, text: str) -> object:
    """Save a view under the text that asks for it, look through it, and take it back."""
    before = len(list_views(desk.session))
    shown = SavedView(UUID(int=0), "", ServiceFilter(text, team=frozenset({text})), "team")
    kept = save_view(desk.session, text if text.isprintable() else "control", shown)
    found = find_view(desk.session, kept.view.name)
    count = len(as_shown(desk.portfolio, found).lines)
    undo_changes(desk.session, kept.view.id, kept.sequences)
    return count, len(list_views(desk.session)) - before


def _report_of_team(desk: Desk, text: str) -> object:
    order = ReportOrder(Subject.TEAM, audiences_of(Subject.TEAM)[0], Format.CSV, team=text)
    return bool(report_name(desk.session, order))


WAYS: dict[str, Way] = {
    "services by words": _searched(None),
    **{f"services by {facet}": _searched(facet) for facet in (Facet.TEAM, Facet.OWNER, Facet.SYSTEM, Facet.DOMAIN)},
    "services by tag": _searched(Facet.TAG),
    "items by words": _items(None),
    **{f"items by {facet.name}": _items(facet) for facet in item_filter.Facet},
    "an item": lambda desk, text: find_item(desk.items, text),
    "a service": _looked_up(find_service),
    "an archived service": _looked_up(find_archived),
    "a campaign": _looked_up(find_campaign),
    "a saved view": _looked_up(find_view),
    "a saved view's filter": _view_kept,
    "a template": _looked_up(find_template),
    "a waiver": _looked_up(find_waiver),
    "a question": lambda desk, text: find_question(desk.session, desk.portfolio.lines[0].service.id, text),
    "a review": _looked_up(find_assessment),
    "a team's report": _report_of_team,
}
COMMANDS: tuple[Callable[[str], list[str]], ...] = (
    lambda text: ["portfolio", f"--team={text}"],
    lambda text: ["portfolio", f"--view={text}"],
    lambda text: ["remediation", "list", f"--team={text}"],
    lambda text: ["remediation", "list", f"--owner={text}"],
    lambda text: ["remediation", "list", f"--service={text}"],
    lambda text: ["remediation", "show", "--", text],
    lambda text: ["service", "show", "--", text],
    lambda text: ["service", "blast", "--", text],
    lambda text: ["waiver", "show", "--", text],
    lambda text: ["campaign", "show", "--", text],
    lambda text: ["score", "--", text],
    lambda text: ["report", f"--team={text}", "--out=x.csv"],
)


def came_of(way: Way, desk: Desk, text: str) -> object:
    """Return what a way of looking came to; for a refusal, that it was one."""
    try:
        found = way(desk, text)
        return "the text itself" if found == text else found
    except UserError as error:
        return f"refused, {bool(error.message and error.hint)}"


def test_there_are_fifty() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 50


@pytest.mark.parametrize("name", WAYS)
def test_sql_finds_what_a_text_finds_that_nothing_holds(desk: Desk, name: str, data_dir: Path) -> None:
    before = _held(data_dir)
    expected = came_of(WAYS[name], desk, HARMLESS)
    assert [text for text in PAYLOADS if came_of(WAYS[name], desk, text) != expected] == []
    if name != "a saved view's filter":  # which is saved, and taken back: two more lines in the log
        assert _held(data_dir) == before


def test_sql_in_commands_finds_nothing_and_ends_in_words(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed(data_dir, ["portfolio"])  # what is due is worked out
    before = _held(data_dir)
    texts = PAYLOADS if is_long() else PAYLOADS[18:20]
    for command in COMMANDS:
        expected = typed(data_dir, command(HARMLESS))
        for text in texts:
            assert typed(data_dir, command(text)) == expected, command(text)
    assert _held(data_dir) == before
    assert list(tmp_path.iterdir()) == []
    if is_long():
        print(f"{len(PAYLOADS)} payloads in {len(WAYS)} filters and {len(COMMANDS)} commands")


def typed(data_dir: Path, command: list[str]) -> tuple[int, int]:
    """Run a command; return its exit code and how many lines it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["--data-dir", str(data_dir), *command])
    assert "Traceback" not in said.getvalue()
    return code, len(said.getvalue().splitlines())


def _held(data_dir: Path) -> dict[str, str]:
    with closing(connect(data_dir / DATABASE_NAME, "ro")) as connection:
        return {name: held for name, held in contents(connection).items() if name != "meta"}
