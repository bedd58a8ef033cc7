"""Items as a task list: rendered, it says what it should, and what people typed stays text."""

import html
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from markdown_it import MarkdownIt

from shipworthy.domain.item_entry import ItemEntry
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.service import Service
from shipworthy.reports.task_list import task_list
from shipworthy.wording import Wording

CHECKOUT, ADS = Service(UUID(int=1), "checkout"), Service(UUID(int=2), "Ads *new*")
GITHUB = MarkdownIt("gfm-like", {"linkify": False})


def entry(title: str = "Rotate keys", *, service: Service = CHECKOUT, waived: bool = False, overdue: bool = False,
          waits_for: tuple[str, ...] = (), **values: Any) -> ItemEntry:  # fmt: skip
    number = values.pop("number", 1)
    item = RemediationItem(UUID(int=number), service.id, title, frozenset(), sequence=number)
    return ItemEntry(replace(item, **values), service, waived, overdue, waits_for)


def drawn(*entries: ItemEntry) -> str:
    return task_list(entries, Wording(), date(2026, 11, 26))


def rendered(text: str) -> list[str]:
    """Return the list items of the rendered list as texts."""
    found = re.findall(r"<li>(.*?)</li>", GITHUB.render(text), re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]*>", "", each)).split()) for each in found]


def test_items_stand_under_their_service_open_work_first() -> None:
    text = drawn(
        entry("Done long ago", number=1, state=ItemState.DONE),
        entry("Not at all", number=2, state=ItemState.DROPPED, state_reason="Replaced."),
        entry("Low", number=3, severity=Severity.LOW),
        entry(
            "Rotate keys", number=4, severity=Severity.BLOCKER, state=ItemState.IN_PROGRESS, owner="Dana Meyer",
            due=date(2026, 11, 20), overdue=True, effort_days=Fraction(5, 2), ticket="https://tickets.example/OPS-1?a=b",
            waits_for=("Buy a safe",), questions=frozenset({"pack/second", "pack/first"}),
        ),
        entry("Other", service=ADS, number=5, state=ItemState.VERIFIED),
    )  # fmt: skip
    assert text == (
        "# Remediation\n\n26 November 2026: 2 of 4 items done.\n\n"
        "## Ads \\*new\\*\n\n"
        "- [x] **Other** · Medium · Verified\n\n"
        "## checkout\n\n"
        "- [ ] **Rotate keys** · Blocker · In progress · Dana Meyer · due 20 Nov 2026, overdue · 2.5 days"
        " · after “Buy a safe” · <https://tickets.example/OPS-1?a=b>\n  Closes pack/first, pack/second\n"
        "- [ ] **Low** · Low · Open\n"
        "- [x] **Done long ago** · Medium · Done\n"
        "- **Not at all** · Medium · Dropped · Replaced.\n"
    )
    page = GITHUB.render(text)
    assert page.count("<h2>") == 2
    assert page.count("<li>[ ] <strong>") == 2
    assert page.count("<li>[x] <strong>") == 2
    assert '<a href="https://tickets.example/OPS-1?a=b">' in page


def test_a_waived_item_says_so_in_words() -> None:
    assert "- [ ] **Rotate keys** · Medium · Waived\n" in drawn(entry(waived=True))


def test_no_items_are_said_too() -> None:
    assert drawn() == "# Remediation\n\n26 November 2026: 0 of 0 items done.\n"


TEXTS = [
    "**bold** _it_ ~~no~~ `code`", "[x](javascript:alert(1))", "![x](y)", "<script>alert(1)</script>", "<!-- c -->",
    "# heading", "1. one", "- [x] done", "> quote", "a | b", "&amp; &lt;", "\\* back", "***", "line\nbreak\n\n# new",
    "www.evil.example", "https://evil.example/x", "@everyone", "#123", "$x$", "[^1]", "    code", "===", "\t- x", "**",
    "x**",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_people_typed_stays_text(text: str) -> None:
    shown = " ".join(text.split())
    page = drawn(entry(text, service=replace(CHECKOUT, name=text), owner=text, ticket=f" {text}", state_reason=text))
    (line,) = rendered(page)
    assert line == f"[ ] {shown} · Medium · Open · {shown} · {shown} · {shown}"
    markup = GITHUB.render(page)
    assert set(re.findall(r"<(\w+)", markup)) == {"h1", "p", "h2", "ul", "li", "strong"}


@pytest.mark.parametrize(
    "ticket", ["javascript:alert(1)", "https://a b", "https://a<b>", "https://x\ny", "OPS-1", "file:///x"]
)
def test_only_an_address_of_the_web_becomes_a_link(ticket: str) -> None:
    assert "<a" not in GITHUB.render(drawn(entry(ticket=ticket)))
