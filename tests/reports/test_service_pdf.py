"""The PDF as it leaves the building: every field in its place, inside the margins, tagged, linked and outlined."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from tests.domain import builders as build
from tests.reports.builders import flagship_review, outside_the_margins, page_texts, report, small_review

from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, WaiverState
from shipworthy.domain.review import Cap, Review
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.service_report import ServiceReport
from shipworthy.reports.view_model import SHOWN_HINDRANCES

LONG = "Wiederholungsversuchskoordinationsdienst" * 5
NOTE = ("Seen in staging, on the second of the two clusters, with the settings of production. " * 25)[:2000]


def crowded_review() -> Review:
    """Return a review that fails every clause, with long names everywhere that no space divides."""
    names = [f"q{index}" for index in range(14)]
    risk = " ".join(["Customers lose what they paid for, and we learn of it from the newspapers."] * 6)
    pack = build.pack(
        "p",
        *(
            build.principle(
                f"{LONG}-{name}",
                build.question(name, severity=Severity.BLOCKER, text=f"{LONG} {LONG}?", risk=risk),
                build.question(f"{name}-high", severity=Severity.HIGH, text=LONG),
            )
            for name in names
        ),
    )
    service = replace(
        build.service(tier=1), name=LONG, team=LONG, owner=LONG, system=LONG, description=f"{LONG} {LONG} {LONG}"
    )
    answers = [build.answered("p/q1", "a", note="x" * 2000, evidence=(build.evidence(title=LONG),))]
    review = build.review(
        pack,
        answers=answers,
        of=service,
        policy=build.asks("0.85", "0.70", "0.95", 1),
        about=build.assessment(assessors=(LONG, LONG, "Amira")),
    )
    return replace(review, cap=Cap(Verdict.NOT_READY, (LONG, LONG)))


def followed_up(review: Review, count: int, name: str) -> Review:
    """Return a review with this many items and waivers of its misses, with names and reasons of this kind."""
    misses = [each.id for each in review.scorecard.questions.values() if each.miss]
    states, kinds = list(ItemState), list(WaiverState)
    items = tuple(
        build.item(
            misses[place % len(misses)],
            id=UUID(int=place),
            title=f"{name} {place}"[:200],
            owner=name,
            state=states[place % len(states)],
            due=build.TODAY + timedelta(days=place - 5),
        )
        for place in range(count)
    )
    waivers = tuple(
        build.waiver(
            misses[place % len(misses)],
            build.TODAY + timedelta(days=place - 5),
            id=UUID(int=place),
            state=kinds[place % len(kinds)],
            requester=name,
            approver=name[::-1],
            reason=NOTE * 4 if place == 1 else f"{name} " * 4,  # one that is longer than a page
            state_reason=name,
        )
        for place in range(count)
    )
    return replace(review, items=items, waivers=waivers)


REVIEWS: dict[str, Callable[[], Review]] = {
    "normal": partial(flagship_review, answered=0.9),
    "empty": partial(flagship_review, answered=0.0),
    "60 long notes": partial(flagship_review, note=NOTE, name=LONG, description=f"{LONG} {LONG}"),
    "crowded": crowded_review,
    "12 items": lambda: followed_up(flagship_review(answered=0.6), 12, "Ada Okafor"),
    "60 items": lambda: followed_up(crowded_review(), 60, LONG),
    "any writing": partial(small_review, of=replace(build.service(tier=1), name="خدمة الدفع 結帳 🚀", team="שירות")),
}
Printed = tuple[ServiceReport, Rendered]


@pytest.fixture(scope="module")
def press(worker: ReportWorker) -> Callable[[str], Printed]:
    """Return a function that prints one kind of review; each is drawn once for all tests."""

    @cache
    def print_kind(kind: str) -> Printed:
        made = report(REVIEWS[kind]())
        return made, worker.render(Job(made))

    return print_kind


@pytest.fixture(params=REVIEWS)
def printed(request: pytest.FixtureRequest, press: Callable[[str], Printed]) -> Printed:
    """Return a report with its PDF, one kind of review after the other."""
    return press(request.param)


@pytest.fixture
def normal(press: Callable[[str], Printed]) -> Iterator[tuple[ServiceReport, pikepdf.Pdf]]:
    """Yield the normal report with its PDF opened."""
    made, rendered = press("normal")
    with pikepdf.open(BytesIO(rendered.content)) as document:
        yield made, document


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_page_one_holds_every_field(printed: Printed) -> None:
    made, rendered = printed
    overview, page = made.overview, page_texts(rendered.content)[0]
    fields = [
        "Service readiness report · Internal",
        made.generated_on,
        f"{overview.verdict_mark} {overview.verdict}",
        "Decision: draft, not signed",
        f"Score {overview.score}",
        f"Level {overview.level}",
        f"Coverage {overview.coverage} %",
        f"{overview.answered} of {overview.applying} answered",
        f"Confidence {overview.confidence} %",
        f"Level-1 questions: {overview.foundations_not_applicable} not applicable",
        f"{overview.foundations_compensated} compensated",
        "What stands in the way",
        f"the minimum of {overview.principle_minimum}",
        f"Fingerprint {made.method.fingerprint[:4]} {made.method.fingerprint[4:8]}",
        f"1 / {rendered.pages}",
        *made.remediation.accepted,
    ]
    # Names may be cut short on page one; their beginnings stand there, and the whole of them on the next page.
    beginnings = [
        *overview.clauses,
        *(each.place.text for each in overview.hindrances),
        *(each.risk for each in overview.hindrances),
        *(made.principles[number - 1].title for number in overview.principles_shown),
        *overview.capped_by[:1],
        overview.band,
        made.service.team,
    ]
    text = squeezed(page)
    missing = [field for field in fields if squeezed(field) not in text]
    missing += [text_ for text_ in beginnings if squeezed(text_)[:20] not in text]
    assert missing == []
    assert len(re.findall(r"✕Blocker|\?Blocker,un(?:answered|known)", text)) == min(
        overview.blocker_count, SHOWN_HINDRANCES
    )


def test_no_text_leaves_the_margins(printed: Printed) -> None:
    assert outside_the_margins(printed[1].content) == []


def test_every_page_has_its_number_and_says_how_confidential_it_is(printed: Printed) -> None:
    _, rendered = printed
    texts = page_texts(rendered.content)
    assert len(texts) == rendered.pages
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {rendered.pages}" in text
        assert "Service readiness report · Internal" in text


def test_no_page_is_left_empty(printed: Printed) -> None:
    head_and_foot = 130  # characters, at most
    assert [text for text in page_texts(printed[1].content) if len(text) < head_and_foot] == []


@pytest.mark.parametrize("kind", ["60 long notes", "crowded"])
def test_names_cut_short_on_page_one_stand_in_full_on_the_next(press: Callable[[str], Printed], kind: str) -> None:
    made, rendered = press(kind)
    pages = page_texts(rendered.content)
    assert made.service.name not in squeezed(pages[0])
    assert made.service.name in squeezed(pages[1])


def test_long_contents_end_before_the_first_principle(press: Callable[[str], Printed]) -> None:
    pages = page_texts(press("crowded")[1].content)
    contents_end = next(number for number, text in enumerate(pages) if re.search(r"and fingerprint ?\.\.", text))
    start = next(number for number, text in enumerate(pages) if "Principle by principle" in text)
    assert contents_end < start


def test_a_question_that_goes_on_is_named_at_the_head_of_the_page(press: Callable[[str], Printed]) -> None:
    made, rendered = press("60 long notes")
    first = made.principles[0]
    pages = page_texts(rendered.content)
    # The first question is whole on the page that it opens; the second goes on overleaf.
    assert "Principle by principle Fingerprint" in pages[2]
    assert f"1 {first.title} · {first.questions[1].place.number} Fingerprint" in pages[3]
    # What follows the principles names no question.
    assert "Method, versions and fingerprint Fingerprint" in pages[-1]


def test_a_question_that_opens_a_page_is_the_one_named_at_its_head(press: Callable[[str], Printed]) -> None:
    _, rendered = press("empty")
    opened = 0
    for text in page_texts(rendered.content):
        begin = re.search(r"^Draft \? Unanswered (\d+\.\d+) ", text)
        if begin:
            opened += 1
            assert f" · {begin[1]} Fingerprint" in text
    assert opened > 3


def test_every_note_is_printed_whole(press: Callable[[str], Printed]) -> None:
    made, rendered = press("60 long notes")
    text = " ".join(page_texts(rendered.content))
    noted = sum(bool(question.note) for principle in made.principles for question in principle.questions)
    assert noted > 50
    assert text.count("clusters,") == noted * NOTE.count("clusters,")


def test_the_document_names_itself(normal: tuple[ServiceReport, pikepdf.Pdf]) -> None:
    made, document = normal
    assert str(document.Root.Lang) == "en"
    assert str(document.docinfo["/Title"]) == made.title
    assert str(document.docinfo["/CreationDate"]) == "D:20261122140300Z"
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    metadata = document.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert metadata["dc:title"] == made.title
    assert [page.get("/Tabs") for page in document.pages] == ["/S"] * len(document.pages)


def structure(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the elements of the structure tree in reading order."""
    yield element
    for kid in element.get("/K", []) if isinstance(element.get("/K"), pikepdf.Array) else [element.get("/K")]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None:
            yield from structure(kid)


def test_headings_tables_and_figures_are_tagged(normal: tuple[ServiceReport, pikepdf.Pdf]) -> None:
    made, document = normal
    elements = list(structure(document.Root.StructTreeRoot.K[0]))
    names = [str(element.S) for element in elements]
    headings = [int(name[2]) for name in names if name in ("/H1", "/H2", "/H3", "/H4")]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert max(after - before for before, after in itertools.pairwise(headings)) == 1
    assert headings.count(4) == sum(len(principle.questions) for principle in made.principles)
    figures = [element for element in elements if str(element.S) == "/Figure"]
    assert len(figures) == 2 * len(made.principles)
    assert all(str(figure.Alt).startswith("Score ") for figure in figures)
    assert {"/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/L", "/LI", "/Link", "/P", "/Sect", "/Art"} <= set(
        names
    )
    cells = [element for element in elements if str(element.S) == "/TD"]
    assert all("/Headers" in cell.A for cell in cells)


def outline_titles(items: list[pikepdf.OutlineItem]) -> list[object]:
    return [(item.title, outline_titles(list(item.children))) if item.children else item.title for item in items]


def test_bookmarks_follow_the_chapters(normal: tuple[ServiceReport, pikepdf.Pdf]) -> None:
    made, document = normal
    with document.open_outline() as outline:
        titles = outline_titles(list(outline.root))
    chapters = [title if isinstance(title, str) else title[0] for title in titles]  # type: ignore[index]
    assert chapters == [
        "Summary",
        "About this review",
        "Principle by principle",
        "Compensating controls and exclusions",
        "Contradictions",
        f"Why {made.overview.score}?",
        "Method, versions and fingerprint",
    ]
    principles = titles[2][1]  # type: ignore[index]
    assert [title for title, _ in principles] == [f"{each.number} {each.title}" for each in made.principles]
    assert principles[0][1] == [question.place.text for question in made.principles[0].questions]


def test_links_lead_where_they_say(normal: tuple[ServiceReport, pikepdf.Pdf]) -> None:
    made, document = normal
    names = document.Root.Names.Dests.Names
    targets = {str(names[index]): names[index + 1][0] for index in range(0, len(names), 2)}
    pages = [page.obj.objgen for page in document.pages]
    links = [annotation for annotation in document.pages[0].Annots if str(annotation.Subtype) == "/Link"]
    assert all("/Contents" in link for link in links)
    wanted = {hindrance.place.anchor for hindrance in made.overview.hindrances} | {"registers"}
    assert wanted <= {str(link.Dest) for link in links}
    texts = page_texts_of(document)
    for hindrance in made.overview.hindrances:
        page = pages.index(targets[hindrance.place.anchor].objgen)
        assert hindrance.place.text in texts[page]
        # The number printed on page one is that of the page it leads to.
        assert f"{hindrance.effort} {page + 1}" in texts[0]


def page_texts_of(document: pikepdf.Pdf) -> list[str]:
    stream = BytesIO()
    document.save(stream)
    return page_texts(stream.getvalue())


def test_only_followable_addresses_are_linked(normal: tuple[ServiceReport, pikepdf.Pdf]) -> None:
    _, document = normal
    uris = [
        str(annotation.A.URI) for page in document.pages for annotation in page.get("/Annots", []) if "/A" in annotation
    ]
    assert len(uris) > 20
    assert {uri.partition(":")[0] for uri in uris} == {"https"}


@pytest.mark.parametrize(("kind", "count"), [("12 items", 12), ("60 items", 60)])
def test_every_item_and_waiver_is_printed_whole(press: Callable[[str], Printed], kind: str, count: int) -> None:
    made, rendered = press(kind)
    assert len(made.remediation.items) == len(made.remediation.waivers) == count
    assert len(made.remediation.accepted) == 3
    pages = page_texts(rendered.content)
    begin = next(number for number, text in enumerate(pages) if "Remediation and waivers Fingerprint" in text)
    text = squeezed(" ".join(pages[begin:]))
    assert [each.title for each in made.remediation.items if squeezed(each.title)[:60] not in text] == []
    waiver = made.remediation.waivers[0]
    assert squeezed(waiver.reason)[:60] in text
    assert text.count(squeezed(waiver.requester)[:40]) >= count
    assert text.count("clusters,") == 4 * NOTE.count("clusters,")


def test_without_items_and_waivers_there_is_no_chapter_on_them(press: Callable[[str], Printed]) -> None:
    assert "Remediation and waivers" not in " ".join(page_texts(press("normal")[1].content))
