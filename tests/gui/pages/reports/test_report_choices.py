"""Choosing a report: by keys, by typing a name, by an order from elsewhere; and what is said where nothing can be."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from tests.gui.pages.reports.reports_desk import ReportsDesk, texts
from tests.workflows.builders import small_pack

from shipworthy.domain.report_kind import Audience, Format, Paper, ReportOrder, Subject, audiences_of, formats_of
from shipworthy.gui.pages.reports.group_rows import DaysRow, ReachRow, TeamRow
from shipworthy.gui.pages.reports.look_row import LookRow
from shipworthy.gui.pages.reports.review_row import ReviewRow
from shipworthy.gui.report_words import audience_sentence, audience_text, format_text, subject_text
from shipworthy.workflows.meetings import open_meeting
from shipworthy.workflows.reports.choice import reviews_of
from shipworthy.workflows.reviews import standing_review, start_assessment
from shipworthy.workflows.services import blank_service, find_service, save_service

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key


def review_row(desk: ReportsDesk) -> ReviewRow:
    """Return the row of service and review."""
    row = desk.page.choices.row(ReviewRow)
    assert isinstance(row, ReviewRow)
    return row


def choose(desk: ReportsDesk, subject: Subject) -> None:
    """Choose a subject by keys."""
    box = desk.page.choices.subject
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    for _step in range(box.findData(subject)):
        QTest.keyClick(box, Key.Key_Down)
    assert desk.page.choices.chosen_subject is subject
    desk.rest()


def type_service(desk: ReportsDesk, name: str) -> None:
    """Type the name of a service, and Enter."""
    line = review_row(desk).service.line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Key.Key_Return)
    desk.rest()


def test_the_page_offers_what_can_be_made_and_nothing_else(desk: ReportsDesk) -> None:
    choices = desk.page.choices
    made = [each for each in Subject if audiences_of(each) and Format.PDF in formats_of(each)]
    assert texts(choices.subject) == [subject_text(each) for each in made]
    for subject in made:
        choose(desk, subject)
        assert texts(choices.audience) == [audience_text(each) for each in audiences_of(subject)]
        assert all(
            audience_sentence(subject, each) and format_text(kind) for each in Audience for kind in formats_of(subject)
        )


def test_it_begins_with_the_review_that_stands(desk: ReportsDesk) -> None:
    service = review_row(desk).service.service
    assert service is not None
    standing = standing_review(desk.context.session, service.id)
    assert standing is not None
    order = desk.page.choices.order()
    assert order == ReportOrder(Subject.ASSESSMENT, Audience.DESIGN_REVIEW, review=standing.assessment.id)
    assert "It speaks for the service." in review_row(desk).review_field.control.accessibleDescription()
    assert desk.window.focusWidget() is desk.page.choices.subject


def test_a_service_is_found_by_a_part_of_its_name(desk: ReportsDesk) -> None:
    row = review_row(desk)
    type_service(desk, "heckou")
    assert row.service.line.text() == "checkout"
    checkout = find_service(desk.context.session, "checkout")
    assert row.review.count() == len(reviews_of(desk.context.session, checkout.id).reviews)
    review = desk.page.choices.order().review
    type_service(desk, "nothing is called like this")
    assert row.service.problem == "No service is called “nothing is called like this”."
    assert desk.page.choices.order().review == review
    type_service(desk, "checkout")
    assert row.service.problem == ""


def test_an_older_review_is_chosen_by_key(desk: ReportsDesk) -> None:
    row = review_row(desk)
    type_service(desk, "checkout")
    reviews = reviews_of(desk.context.session, find_service(desk.context.session, "checkout").id).reviews
    assert len(reviews) > 1
    row.review.setFocus()
    QTest.keyClick(row.review, Key.Key_End)
    assert desk.page.choices.order().review == reviews[-1].id


def test_what_was_chosen_is_still_chosen_after_a_visit_elsewhere_and_a_change(desk: ReportsDesk) -> None:
    type_service(desk, "checkout")
    review_row(desk).review.setFocus()
    QTest.keyClick(review_row(desk).review, Key.Key_End)
    order = desk.page.choices.order()
    desk.window.show_page("packs")
    desk.context.changed.emit()
    desk.window.show_page("reports")
    desk.rest()
    assert desk.page.choices.order() == order


def test_a_service_without_a_review_leads_to_its_page(desk: ReportsDesk) -> None:
    session = desk.context.session
    save_service(session, replace(blank_service(session), name="zz-new"))
    desk.context.changed.emit()
    desk.rest()
    type_service(desk, "zz-new")
    lack = desk.page.choices.lack()
    assert lack is not None
    assert lack.heading == "“zz-new” is not reviewed yet"
    assert lack.action is not None
    lack.action[1]()
    desk.rest()
    assert desk.window.page is desk.places.service


def test_minutes_need_a_meeting(desk: ReportsDesk) -> None:
    session = desk.context.session
    service = save_service(session, replace(blank_service(session), name="zz-quiet"))
    assessment = start_assessment(session, service.id, [small_pack()])
    desk.context.changed.emit()
    choose(desk, Subject.MINUTES)
    type_service(desk, "zz-quiet")
    lack = desk.page.choices.lack()
    assert lack is not None
    assert lack.heading == "No meeting on “zz-quiet” yet"
    assert "F5" in lack.text
    open_meeting(session, assessment.id)
    desk.context.changed.emit()
    desk.rest()
    assert desk.page.choices.lack() is None
    assert desk.page.choices.order().review == assessment.id


def test_a_team_and_its_days(desk: ReportsDesk) -> None:
    choose(desk, Subject.TEAM)
    row, days = desk.page.choices.row(TeamRow), desk.page.choices.row(DaysRow)
    assert isinstance(row, TeamRow)
    assert isinstance(days, DaysRow)
    row.team.setFocus()
    QTest.keyClick(row.team, Key.Key_End)
    order = desk.page.choices.order()
    assert (order.subject, order.team, order.day, order.since) == (Subject.TEAM, row.team.currentText(), None, None)
    for box in (days.is_past, days.has_since):
        box.setFocus()
        QTest.keyClick(box, Key.Key_Space)
    days.day.setDate(QDate(2026, 10, 5))
    days.since.setDate(QDate(2026, 9, 5))
    order = desk.page.choices.order()
    assert (order.day, order.since) == (date(2026, 10, 5), date(2026, 9, 5))
    days.since.setDate(QDate(2026, 10, 5))
    lack = desk.page.choices.lack()
    assert lack is not None
    assert lack.text == "5 Oct 2026 is not before 5 Oct 2026. Choose an earlier day to compare with."


def test_remediation_of_all_of_one_service_or_of_a_team(desk: ReportsDesk) -> None:
    choose(desk, Subject.REMEDIATION)
    row = desk.page.choices.row(ReachRow)
    assert isinstance(row, ReachRow)
    order = desk.page.choices.order()
    assert (order.service, order.team) == (None, "")
    row.reach.setFocus()
    QTest.keyClick(row.reach, Key.Key_Down)
    assert row.service.isVisible()
    row.service.line.setFocus()
    row.service.line.selectAll()
    QTest.keyClicks(row.service.line, "checkout")
    QTest.keyClick(row.service.line, Key.Key_Return)
    checkout = find_service(desk.context.session, "checkout")
    one = desk.page.choices.order()
    assert (one.service, one.team) == (checkout.id, "")
    row.reach.setFocus()
    QTest.keyClick(row.reach, Key.Key_Down)
    assert not row.service.isVisible()
    team = desk.page.choices.order()
    assert (team.service, team.team) == (None, row.team.currentText())
    assert team.team
    desk.context.open_report(one)
    desk.rest()
    assert desk.page.choices.order() == one


def test_an_order_from_elsewhere_is_chosen_be_the_page_made_or_not(desk: ReportsDesk) -> None:
    checkout = find_service(desk.context.session, "checkout")
    oldest = reviews_of(desk.context.session, checkout.id).reviews[-1]
    desk.context.open_report(ReportOrder(Subject.PORTFOLIO, Audience.DESIGN_REVIEW, day=date(2026, 9, 1)))
    desk.rest()
    assert desk.page.choices.order() == ReportOrder(Subject.PORTFOLIO, Audience.DESIGN_REVIEW, day=date(2026, 9, 1))
    desk.context.open_report(ReportOrder(Subject.ASSESSMENT, Audience.DESIGN_REVIEW, review=oldest.id))
    desk.rest()
    assert desk.page.choices.order().review == oldest.id
    assert review_row(desk).service.line.text() == "checkout"


def test_language_and_paper_may_differ_from_the_settings(desk: ReportsDesk) -> None:
    row = desk.page.choices.row(LookRow)
    assert isinstance(row, LookRow)
    order = desk.page.choices.order()
    assert (order.language, order.paper) == ("", None)
    for box, value in ((row.language, "de"), (row.paper, Paper.LETTER)):
        box.setFocus()
        for _step in range(box.findData(value)):
            QTest.keyClick(box, Key.Key_Down)
        desk.rest()
    chosen = desk.page.choices.order()
    assert (chosen.language, chosen.paper) == ("de", Paper.LETTER)
    desk.page.choices.show_order(order)
    assert desk.page.choices.order() == order
    desk.page.choices.show_order(chosen)
    assert desk.page.choices.order() == chosen
