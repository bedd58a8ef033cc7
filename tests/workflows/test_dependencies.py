"""Who needs whom on a day: told by the log for a past one, archived services included."""

from dataclasses import replace
from datetime import timedelta

from tests.workflows.conftest import Clock

from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.services import blank_service, save_service, view_service
from shipworthy.workflows.session import Session


def test_a_past_day_has_the_dependencies_of_then(session: Session, clock: Clock) -> None:
    first = session.today()
    payments = save_service(session, replace(blank_service(session), name="payments"))
    web = save_service(session, replace(blank_service(session), name="web", hard_dependencies=frozenset({payments.id})))
    clock.moment += timedelta(days=3)
    app = save_service(session, replace(blank_service(session), name="app", hard_dependencies=frozenset({web.id})))
    clock.moment += timedelta(days=3)
    archive_services(session, [payments.id])
    save_service(session, replace(web, hard_dependencies=frozenset(), soft_dependencies=frozenset({payments.id})))
    days = [first - timedelta(days=1), first, first + timedelta(days=3), first + timedelta(days=6)]
    falls = [portfolio_on(session, day).falls_with(payments.id) for day in days]
    assert falls == [0, 1, 2, 0]
    today = portfolio_on(session).dependencies
    assert not today.counts(payments.id)  # nothing rests on it any more
    assert [each.name for each in today.blast(payments.id).worse_off] == ["web"]
    view = view_service(session, web.id)
    assert ([each.name for each in view.blast.fall], [need.is_hard for need in view.needs]) == (["app"], [False])
    assert portfolio_on(session, days[2]).dependencies.counts(payments.id)
    assert app.id in portfolio_on(session, days[2]).dependencies.around(payments.id)


def test_what_falls_in_the_sample_portfolio_agrees_with_what_caps(sample_session: Session) -> None:
    for back in (0, 60, 200):
        portfolio = portfolio_on(sample_session, sample_session.today() - timedelta(days=back))
        for line in portfolio.lines:
            capping = {
                each.service.name
                for each in portfolio.lines
                if line.service in portfolio.dependencies.capped_by_it(each.service.id)
            }
            assert capping == set(line.capped_by)
            assert portfolio.dependencies.shown[line.service.id] is line.verdict
