"""Templates of the user's own: from a folder into a report, or one message that says what to mend."""

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from tests.reports.builders import page_texts
from tests.reports.pdf_rules import broken_rules
from tests.reports.test_render import picture
from tests.workflows.test_reviews import started

from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject
from shipworthy.errors import InvalidFile, UserError
from shipworthy.reports.page_facts import page_facts
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.view_models import ViewModel
from shipworthy.workflows.questionnaires import export_questionnaire
from shipworthy.workflows.reports.making import make_report, review_order
from shipworthy.workflows.reports.own_templates import (
    find_template,
    list_report_templates,
    read_template,
    start_template,
)
from shipworthy.workflows.session import Session

ABOUT = "format: 1\nabout: assessment\nview_model: 1\ntitle: Ours\nbase: none\n"
PAGE = '<html lang="en"><title>Ours</title><h1>{{ report.service.name }}, in our looks</h1>'


@pytest.fixture(scope="module")
def worker() -> Iterator[ReportWorker]:
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        yield worker


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """Return the folder of a small template named "ours"."""
    folder = data_dir / "report-templates" / "ours"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text(ABOUT)
    (folder / "report.html").write_text(PAGE)
    return folder


def ordered(session: Session, template: str = "ours") -> ReportOrder:
    """Return the order for the report of a small review in a template."""
    return replace(review_order(started(session).assessment.id), template=template)


@pytest.mark.parametrize("model", ViewModel)
def test_every_starter_can_be_read_as_it_is(model: ViewModel, data_dir: Path) -> None:
    folder = start_template("ours", model, data_dir)
    found = find_template("ours", data_dir)
    assert (found.about, found.folder) == (model, folder)
    assert [each.about for each in list_report_templates(data_dir)] == [model]
    with pytest.raises(UserError, match="is there already"):
        start_template("ours", model, data_dir)


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "/tmp/x", "a b", "a" * 61])
def test_a_name_leads_out_of_no_folder(name: str, data_dir: Path) -> None:
    with pytest.raises(UserError, match="is no name for a template"):
        start_template(name, ViewModel.ASSESSMENT, data_dir)
    assert not (data_dir / "report-templates").exists()


def test_the_starters_make_accessible_reports(session: Session, tmp_path: Path, worker: ReportWorker) -> None:
    review = started(session).assessment.id
    orders = {
        ViewModel.ASSESSMENT: review_order(review),
        ViewModel.AUDITOR: replace(review_order(review), audience=Audience.AUDITOR),
        ViewModel.LEADERSHIP: replace(review_order(review), audience=Audience.LEADERSHIP),
        ViewModel.PORTFOLIO: ReportOrder(Subject.PORTFOLIO, Audience.LEADERSHIP),
        ViewModel.REMEDIATION: ReportOrder(Subject.REMEDIATION, Audience.AUDITOR),
    }
    for model, order in orders.items():
        start_template(model.value, model, session.data_dir)
        path = make_report(session, replace(order, template=model.value), tmp_path / "report.pdf", worker)
        assert broken_rules(path.read_bytes()) == {}
        html = make_report(
            session, replace(order, template=model.value, format=Format.HTML), tmp_path / "report.html", worker
        )
        assert page_facts(html.read_text()).faults == ()
    start_template("asked", ViewModel.QUESTIONNAIRE, session.data_dir)
    path = export_questionnaire(session, review, tmp_path / "asked.pdf", worker=worker, template="asked")
    assert broken_rules(path.read_bytes()) == {}


def test_a_report_is_drawn_in_a_template(session: Session, folder: Path, tmp_path: Path, worker: ReportWorker) -> None:
    order = ordered(session)
    first = make_report(session, order, tmp_path / "a.pdf", worker).read_bytes()
    assert "checkout, in our looks" in page_texts(first)[0]
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "checkout: service readiness report"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261122140300Z"
    assert make_report(session, order, tmp_path / "b.pdf", worker).read_bytes() == first
    elsewhere = replace(order, template=str(folder))
    assert make_report(session, elsewhere, tmp_path / "c.pdf", worker).read_bytes() == first


def test_pictures_of_the_folder_are_shown(session: Session, folder: Path, tmp_path: Path, worker: ReportWorker) -> None:
    (folder / "logo.png").write_bytes(picture())
    (folder / "report.html").write_text(PAGE + '<img src="{{ asset(\'logo.png\') }}" alt="Us">')
    path = make_report(session, ordered(session), tmp_path / "a.pdf", worker)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages[0].obj["/Resources"]["/XObject"]) == 1
    assert read_template(folder).content.pictures == {"logo.png": sha256(picture()).hexdigest()}


def test_a_style_sheet_fetches_nothing(session: Session, folder: Path, tmp_path: Path, worker: ReportWorker) -> None:
    canary = tmp_path / "canary.css"
    canary.write_text("h1 { display: none }")
    address = canary.as_uri()
    (folder / "report.css").write_text(
        f"@import '{address}'; @import url('{canary}'); @font-face {{ font-family: x; src: url({address}) }}"
        f"h1 {{ background: url({address}); content: url({address}) }} body {{ font-family: x }}"
    )
    (folder / "report.html").write_text(PAGE + f'<p style="background: url({address})">x')
    path = make_report(session, ordered(session), tmp_path / "a.pdf", worker)
    assert "in our looks" in page_texts(path.read_bytes())[0]
    (folder / "report.html").write_text(PAGE + f'<img src="{address}" alt="">')
    with pytest.raises(InvalidFile, match="There is no picture file:"):
        make_report(session, ordered_again(session), tmp_path / "b.pdf", worker)


def ordered_again(session: Session) -> ReportOrder:
    """Return the order for the review that is there."""
    with session.store.read() as tx:
        (service,) = tx.services.all()
        standing = tx.assessments.standing(service.id)
    assert standing is not None
    return replace(review_order(standing.id), template="ours")


def test_what_is_wrong_leaves_the_old_report(
    session: Session, folder: Path, tmp_path: Path, worker: ReportWorker
) -> None:
    target = tmp_path / "report.pdf"
    target.write_text("old")
    (folder / "report.html").write_text(f"{PAGE}\n\n{{{{ report.overview.scor }}}}")
    with pytest.raises(InvalidFile) as caught:
        make_report(session, ordered(session), target, worker)
    assert str(caught.value.problems[0]) == (
        f"{folder / 'report.html'}:3:1: report.overview.scor is unknown. Did you mean report.overview.score?"
    )
    assert target.read_text() == "old"


def test_a_template_is_for_one_kind_of_report(session: Session, folder: Path, tmp_path: Path) -> None:
    order = ReportOrder(Subject.PORTFOLIO, Audience.LEADERSHIP, template="ours")
    started(session)
    with pytest.raises(UserError, match=r"“ours” is for another kind of report: assessment"):
        make_report(session, order, tmp_path / "a.pdf")
    with pytest.raises(UserError, match="looks of PDF and HTML, and not of csv"):
        make_report(session, replace(order, format=Format.CSV), tmp_path / "a.csv")
    with pytest.raises(UserError, match=r"no report template ourz[\s\S]*Did you mean ours"):
        make_report(session, replace(order, template="ourz"), tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("template.yaml", "format: 1\nabout: assesment\n", "template.yaml:2:8: about", id="about"),
        pytest.param(
            "template.yaml", ABOUT.replace("view_model: 1", "view_model: 2"), ":3:13: view_model", id="version"
        ),
        pytest.param("template.yaml", ABOUT + "colour: red\n", ":6:1: unknown key colour", id="key"),
        pytest.param("template.yaml", "", ":1:1: The file is empty", id="empty"),
        pytest.param("logo.png", "no picture", "is no PNG or JPEG picture", id="picture"),
        pytest.param("bad name.html", "x", "has a name that is not taken here", id="name"),
        pytest.param("big.css", "x" * 1_000_001, "is larger than 1 MB", id="big"),
    ],
)
def test_what_is_wrong_with_a_folder_is_told(name: str, text: str, said: str, folder: Path) -> None:
    (folder / name).write_text(text)
    with pytest.raises(UserError) as caught:
        read_template(folder)
    assert said in str(caught.value)


def test_a_folder_holds_a_few_small_files_of_its_own(folder: Path, tmp_path: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config.html").write_text("x")
    (folder / "notes.txt").write_text("x")
    (folder / "parts").mkdir()
    (folder / "parts" / "head.html").write_text("x")
    assert sorted(read_template(folder).content.pages) == ["parts/head.html", "report.html"]
    (folder / "latin.html").write_bytes(b"caf\xe9")
    with pytest.raises(InvalidFile, match=r"latin.html:1:4: This is not UTF-8 text"):
        read_template(folder)
    (folder / "latin.html").unlink()
    for number in range(48):
        (folder / f"part-{number}.html").write_text("x")
    with pytest.raises(UserError, match="holds more than 50 files"):
        read_template(folder)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret")
    (folder / "secret.html").symlink_to(tmp_path / "secret.html")
    with pytest.raises(UserError, match=r"secret.html is a link"):
        read_template(folder)
    (folder / "secret.html").unlink()
    (folder / "parts").symlink_to(tmp_path)
    with pytest.raises(UserError, match=r"parts is a link"):
        read_template(folder)


def test_what_cannot_be_used_is_listed_with_its_reason(folder: Path, data_dir: Path) -> None:
    (folder / "report.html").unlink()
    (listed,) = list_report_templates(data_dir)
    assert (listed.name, listed.about) == ("ours", None)
    assert "it has no report.html" in listed.problem
