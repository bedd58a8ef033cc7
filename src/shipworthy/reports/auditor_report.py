"""What the report for an auditor says: the full report on a service, and what makes every word of it checkable."""

from shipworthy.reports.entries.audit import AuditEntry
from shipworthy.reports.service_report import ServiceReport


class AuditorReport(ServiceReport, frozen=True, tag=True, kw_only=True):
    """The whole report: everything of the full one, and `audit`."""

    audit: AuditEntry
