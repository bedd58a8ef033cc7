"""The HTML of a report: everything that people typed is text in it."""

import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from tests.domain import builders as build
from tests.reports.builders import NOW, flagship_review, report, small_answers, small_pack, small_review

from shipworthy.domain.assessment import Dissent
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Cap, Review
from shipworthy.paths import shipped
from shipworthy.reports.entries.terms import Branding
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.template import html as html_of
from shipworthy.reports.template import style
from shipworthy.reports.view_model import service_report
from shipworthy.text import translator
from shipworthy.wording import Wording

HOSTILE = """<script>alert(1)</script><img src=file:///etc/passwd> "quoted" 'single' {{ 7*7 }} </title></style>"""


def hostile_html() -> str:
    """Return the HTML of a review in which every text is hostile."""
    answers = [
        replace(
            answer,
            note=HOSTILE,
            reason=HOSTILE,
            answered_by=HOSTILE,
            evidence=(build.evidence(title=HOSTILE),),
            dissent=(Dissent(HOSTILE, HOSTILE),),
        )
        for answer in small_answers()
    ]
    service = replace(
        build.service(tier=1),
        name=HOSTILE,
        team=HOSTILE,
        owner=HOSTILE,
        system=HOSTILE,
        domain=HOSTILE,
        description=HOSTILE,
        tags=(HOSTILE,),
    )
    pack = small_pack(text=HOSTILE, risk=HOSTILE, verify=HOSTILE)
    review = build.review(pack, answers=answers, of=service, about=build.assessment(assessors=(HOSTILE,)))
    review = replace(review, cap=Cap(Verdict.NOT_READY, (HOSTILE,)))
    return html_of(msgspec.structs.replace(report(review), branding=Branding(HOSTILE)))


def test_no_text_becomes_an_element() -> None:
    made = hostile_html()
    assert "<script" not in made
    assert "<img" not in made
    assert made.count("</title>") == report(small_review()).title.count("</title>") + 1 + made.count("<svg")
    assert made.count("{{ 7*7 }}") == made.count("&lt;script&gt;")
    # Name, team, owner, notes, reasons and so on: each in its own places, and each escaped.
    assert made.count("&lt;script&gt;") > 25


def test_page_one_names_the_packs_of_a_composite() -> None:
    alone = report(small_review())
    assert "packs:" not in _page_one(html_of(alone))
    several = msgspec.structs.replace(alone, packs=("Releases 0.1.0", "Security & hardening 1.2.0"))
    assert "packs: Releases 0.1.0, Security &amp; hardening 1.2.0" in _page_one(html_of(several))


def _page_one(made: str) -> str:
    return made.partition('class="page-one"')[2].partition("</section>")[0]


def test_no_attribute_is_left_open_by_a_text() -> None:
    # In escaped text there is no quotation mark at all, so that every one there is belongs to the templates.
    for tag in re.findall(r"<[^>]*>", hostile_html()):
        assert tag.count('"') % 2 == 0


def test_a_report_names_its_language_and_direction() -> None:
    assert '<html lang="en" dir="ltr">' in html_of(report(small_review()))
    assert '<html lang="ar" dir="rtl">' in html_of(msgspec.structs.replace(report(small_review()), language="ar"))


def test_a_report_is_written_in_its_own_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalog(locale="eo")
    catalogue.add("Verdict", "Verdikto")
    catalogue.add(("%(num)s miss", "%(num)s misses"), ("%(num)s manko", "%(num)s mankoj"))
    catalogue.add("Not ready", "Ne preta")
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "shipworthy.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr("shipworthy.text.shipped", lambda *_: tmp_path)
    made = service_report(small_review(), Wording(translator("eo")), NOW)
    html = html_of(made)
    assert (made.language, made.overview.verdict) == ("eo", "Ne preta")
    assert all(text in html for text in ('<html lang="eo"', "Verdikto", "Ne preta", "1 manko", "2 mankoj"))


def test_metadata_carry_the_moment_of_printing_and_the_fingerprint() -> None:
    made = report(small_review())
    html = html_of(made)
    assert '<meta name="dcterms.created" content="2026-11-22T14:03:00Z">' in html
    assert made.method.fingerprint in html


@pytest.mark.parametrize(
    ("review", "texts"),
    [
        pytest.param(
            small_review(),
            ["Not ready", "not signed", "1 miss", "Internal note", "expired 21 Nov 2026"],
            id="small",
        ),
        pytest.param(small_review([]), ["? Unanswered", "To find out:", "None found: no answer"], id="empty"),
        pytest.param(
            replace(small_review(), cap=Cap(Verdict.NOT_READY, ("ledger",))), ["Held back by ledger"], id="cap"
        ),
        pytest.param(
            build.review(build.simple_pack(build.question("one")), answers=[build.answered("p/one", "e")]),
            ["Everything that the tier 3 gate asks is met.", "No blocker and no high miss.", "Nothing is lost"],
            id="ready",
        ),
        pytest.param(
            build.review(build.simple_pack(build.question("one", applies_when="service.tier == 4"))),
            ["Why there is no score", "Nothing in this principle is applicable", "no applicable question"],
            id="nothing applies",
        ),
    ],
)
def test_every_state_has_its_words(review: Review, texts: list[str]) -> None:
    made = " ".join(html_of(report(review)).split())
    assert [text for text in texts if text not in made] == []


def test_dissent_stands_with_its_question() -> None:
    answer = build.answered("p/signal", "e", dissent=(Dissent("Jonas", "Never <seen>."), Dissent("Mira", "Nor I.")))
    made = " ".join(html_of(report(small_review([answer]))).split())
    assert "Dissent:</b> Jonas: Never &lt;seen&gt;.</p>" in made
    assert "Dissent:</b> Mira: Nor I.</p>" in made
    assert "Dissent:" not in html_of(report(small_review()))


def test_every_link_inside_leads_somewhere() -> None:
    made = html_of(report(flagship_review()))
    ids = set(re.findall(r'id="([^"]+)"', made))
    targets = set(re.findall(r'href="#([^"]+)"', made))
    assert targets - ids == set()
    assert len(targets) > 25


def test_ids_are_unique() -> None:
    ids = re.findall(r'id="([^"]+)"', html_of(report(flagship_review())))
    assert len(ids) == len(set(ids))


def test_every_bar_has_a_text_alternative() -> None:
    made = html_of(report(small_review()))
    assert made.count("<svg") == 4
    assert made.count("<title>Score 33, between 33–67; minimum 70</title>") == 2


def test_tables_state_the_width_of_their_columns() -> None:
    for part in shipped("report_templates", "service").glob("*.html"):
        text = part.read_text(encoding="utf-8")
        assert text.count("<table") == text.count("<colgroup>"), part.name


def test_templates_leave_escaping_on_and_looks_to_the_style_sheet() -> None:
    for part in shipped("report_templates", "service").glob("*.html"):
        text = part.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|style=", text), part.name


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2 computes it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_can_be_read() -> None:
    colours = dict(re.findall(r"--(\w+): (#\w{6});", style(ServiceReport)))
    backgrounds = ["#ffffff", colours["faint"]]
    texts = [colours[name] for name in ("ink", "soft", "accent", "ok", "warn", "bad", "none")]
    assert {text for text in texts for background in backgrounds if contrast(text, background) < 4.5} == set()
