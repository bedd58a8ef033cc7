"""Which services a dependency graph shows, before anything is drawn."""

import pytest
from tests.domain.test_dependencies import id_of, web

from shipworthy.domain.dependencies import Dependencies
from shipworthy.domain.gate import Verdict
from shipworthy.gui.pages.portfolio import graph_picture
from shipworthy.gui.pages.portfolio.graph_layout import Sizes
from shipworthy.gui.pages.portfolio.graph_picture import Focus, GraphPicture, picture


def shown(found: Dependencies, kept: str, focus: Focus | None = None) -> GraphPicture:
    return picture(found, [id_of(each) for each in kept], focus, Sizes())


def drawn(found: GraphPicture) -> str:
    assert found.layout is not None
    return "".join(sorted(found.dependencies.services[each].name for each in found.layout.cards))


def test_what_caps_a_service_that_is_kept_is_shown_beside_it_with_the_way_there() -> None:
    found = shown(web("a>b b>c a>d", c=Verdict.NOT_READY), "a")
    assert drawn(found) == "abc"  # d lowers nothing, and the filter takes it out
    assert found.beside == {id_of("b"), id_of("c")}
    assert [need.cap for need in found.needs] == [Verdict.NOT_READY, Verdict.NOT_READY]


def test_an_archived_service_is_shown_as_long_as_a_kept_one_rests_on_it() -> None:
    services = web("a>o b~p o>q", archived="opq")
    assert drawn(shown(services, "ab")) == "aoq"
    assert shown(services, "b").alone == 1


def test_a_focus_shows_what_is_around_it_filtered_or_not() -> None:
    found = shown(web("a>b b>c c>d x>c"), "a", Focus(id_of("c"), 1))
    assert (drawn(found), found.focus, found.beside) == ("bcdx", Focus(id_of("c"), 1), frozenset())
    assert drawn(shown(web("a>b"), "ab", Focus(id_of("z"), 1))) == "ab"  # one that is not there is none


def test_too_many_services_begin_with_the_largest_blast_and_as_many_steps_as_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(graph_picture, "MOST_CARDS", 4)
    services = web("a>b b>c c>d d>e x>y")
    found = shown(services, "abcdexy")
    assert (found.focus, found.is_chosen, drawn(found)) == (Focus(id_of("e"), 2), True, "cde")
    assert shown(services, "xy").focus is None
    found = shown(services, "xy", Focus(id_of("x"), None, fits=True))
    assert found.focus == Focus(id_of("x"), None)
    found = shown(services, "xy", Focus(id_of("c"), None))
    assert (found.layout, len(found.listed)) == (None, 5)
    hub = web("a>h b>h c>h d>h e>h")
    found = shown(hub, "abcdeh")
    assert (found.focus, found.layout) == (Focus(id_of("h"), 1), None)
