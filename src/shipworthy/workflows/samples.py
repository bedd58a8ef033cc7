"""The sample portfolio: made through the same actions that a user runs."""

from shipworthy.domain.review import Review
from shipworthy.paths import shipped
from shipworthy.workflows.answers import assess_from_file
from shipworthy.workflows.session import Session

# A service comes after those it depends on.
SAMPLE_FILES = ("otel-checkout.yaml", "parcel-tracking.yaml", "returns.yaml")


def load_samples(session: Session) -> tuple[Review, ...]:
    """Add the sample services with one review each, and return the reviews; those already there stay as they are."""
    return tuple(assess_from_file(session, shipped("assessments", "sample", name)) for name in SAMPLE_FILES)
