"""The columns of the window and those that go out are the same, but for two.

The line of a score is a picture, and what falls with a service is worked out by the graph alone.
"""

from shipworthy.gui.models.service_columns import service_columns
from shipworthy.wording import Wording
from shipworthy.wording.portfolio_columns import PortfolioColumns


def test_whatever_the_table_can_show_goes_out_under_its_title() -> None:
    shown = service_columns(Wording(), lambda _line: "", lambda _line: 0)
    written = PortfolioColumns().chosen([column.id for column in shown])
    assert [(each.id, each.shown.title) for each in written] == [
        (each.id, each.title) for each in shown if each.id not in ("trend", "blast")
    ]
