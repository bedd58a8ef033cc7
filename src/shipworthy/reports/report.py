"""What every report says, whatever its subject."""

import msgspec

from shipworthy.reports.chart_data import Chart
from shipworthy.reports.entries.terms import Branding


class Report(msgspec.Struct, frozen=True):
    """What stands on every report.

    `title` is that of the document's window. `generated` is the moment in W3C form for the document's metadata,
    `generated_on` its day in words. `packs` are titles with versions.
    """

    language: str
    title: str
    generated: str
    generated_on: str
    branding: Branding
    packs: tuple[str, ...]

    def charts(self) -> dict[str, Chart]:
        """Return the charts by the names under which the template asks for them."""
        return {}
