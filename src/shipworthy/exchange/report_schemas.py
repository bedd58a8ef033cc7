"""The JSON Schemas of reports, by the name of the file in `docs/schemas` in which each is published."""

from collections.abc import Mapping

from shipworthy.exchange.assessment_forms import AssessmentDocument
from shipworthy.exchange.comparison_document import ComparisonDocument
from shipworthy.exchange.portfolio_document import PortfolioDocument
from shipworthy.exchange.report_document import Part, schema_text

_PUBLISHED: Mapping[str, tuple[type[Part], str]] = {
    "assessment": (AssessmentDocument, "Shipworthy report on an assessment"),
    "comparison": (ComparisonDocument, "Shipworthy report on two assessments of a service"),
    "portfolio": (PortfolioDocument, "Shipworthy report on a portfolio or a team"),
}


def report_schemas() -> dict[str, str]:
    """Return the schemas by name, without the ending `.schema.json`."""
    return {name: schema_text(form, title) for name, (form, title) in _PUBLISHED.items()}
