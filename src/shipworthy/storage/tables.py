"""The tables. Columns bear the names of the domain's fields, so that a row and its dataclass convert by name.

`version` is the sequence number of the change that last touched the row (0: never stored): it never repeats, even
when a row is removed and made again, and it names that change.
"""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    AssessmentState,
    Confidence,
    Decision,
    Dissent,
    Evidence,
    LeftOutPack,
    NotApplicableType,
)
from shipworthy.domain.gate import Verdict
from shipworthy.domain.meeting import Attendee, ParkedItem, Resolution
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import Extension, ItemOrigin, ItemState, WaiverState
from shipworthy.domain.service import Lifecycle, Link
from shipworthy.domain.service_event import EventKind
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.domain.stale import Basis
from shipworthy.storage.columns import Sequence, UtcTime, exact, json, word

# Alembic can only change a constraint on SQLite that has a name.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

packs = Table(
    "packs",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("pack_id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
)

policies = Table(
    "policies",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("policy_id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
)

services = Table(
    "services",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    # The name as compared: without case, normalised.
    Column("name_key", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("lifecycle", word(Lifecycle), nullable=False),
    Column("system", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("links", json(tuple[Link, ...]), nullable=False),
    Column("tags", json(tuple[str, ...]), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("version", Sequence, nullable=False),
    CheckConstraint("tier BETWEEN 1 AND 4", name="tier"),
    # An archived service does not hold on to its name.
    Index(
        "uq_services_name_key", "name_key", unique=True, sqlite_where=text("NOT archived"),
        postgresql_where=text("NOT archived"),
    ),
)  # fmt: skip

service_facts = Table(
    "service_facts",
    metadata,
    Column("service_id", Uuid, ForeignKey("services.id"), primary_key=True),
    Column("fact", String, primary_key=True),
    Column("value", Boolean, nullable=False),
)

service_dependencies = Table(
    "service_dependencies",
    metadata,
    Column("service_id", Uuid, ForeignKey("services.id"), primary_key=True),
    Column("depends_on_id", Uuid, ForeignKey("services.id"), primary_key=True),
    Column("hard", Boolean, primary_key=True),
    CheckConstraint("service_id <> depends_on_id", name="not_itself"),
    Index(None, "depends_on_id"),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("service", Uuid, ForeignKey("services.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("policy_hash", String(64), ForeignKey("policies.hash"), nullable=False),
    Column("assessors", json(tuple[str, ...]), nullable=False),
    Column("based_on", Uuid, ForeignKey("assessments.id")),
    Column("left_out", json(tuple[LeftOutPack, ...]), nullable=False, server_default="[]"),
    Column("state", word(AssessmentState), nullable=False),
    Column("state_reason", Text, nullable=False, server_default=""),
    Column("decision", json(Decision)),
    Column("started_at", UtcTime),
    Column("decided_at", UtcTime),
    # The number of the change that made it: the one order of all assessments.
    Column("sequence", Sequence, nullable=False),
    Column("version", Sequence, nullable=False),
    UniqueConstraint("sequence"),
    Index(None, "service", "sequence"),
)

assessment_packs = Table(
    "assessment_packs",
    metadata,
    Column("assessment_id", Uuid, ForeignKey("assessments.id"), primary_key=True),
    Column("pack_id", String, primary_key=True),
    Column("pack_hash", String(64), ForeignKey("packs.hash"), nullable=False),
    Column("weight", exact(), nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("assessment_id", "position"),
)

answers = Table(
    "answers",
    metadata,
    Column("assessment_id", Uuid, ForeignKey("assessments.id"), primary_key=True),
    Column("question", String, primary_key=True),
    # Empty for the agreed answer, else the author of a blind one.
    Column("assessor", String, primary_key=True),
    Column("state", word(AnswerState), nullable=False),
    Column("choices", json(tuple[str, ...]), nullable=False),
    Column("note", Text, nullable=False),
    Column("note_internal", Boolean, nullable=False),
    Column("confidence", word(Confidence), nullable=False),
    Column("evidence", json(tuple[Evidence, ...]), nullable=False),
    Column("marked", Boolean, nullable=False),
    Column("not_applicable_type", word(NotApplicableType)),
    Column("reason", Text, nullable=False),
    Column("dissent", json(tuple[Dissent, ...]), nullable=False, server_default="[]"),
    Column("carried", Boolean, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("answered_at", UtcTime),
    Column("version", Sequence, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("assessment", Uuid, ForeignKey("assessments.id"), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("attendees", json(tuple[Attendee, ...]), nullable=False),
    Column("planned_minutes", json(dict[str, int]), nullable=False),
    Column("spent_seconds", json(dict[str, int]), nullable=False),
    Column("parked", json(tuple[ParkedItem, ...]), nullable=False),
    Column("resolutions", json(tuple[Resolution, ...]), nullable=False),
    Column("sequence", Sequence, nullable=False),
    Column("version", Sequence, nullable=False),
    UniqueConstraint("sequence"),
    Index(None, "assessment"),
)

templates = Table(
    "templates",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("answers", json(tuple[Answer, ...]), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("version", Sequence, nullable=False),
)

remediation_items = Table(
    "remediation_items",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("service", Uuid, ForeignKey("services.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("questions", json(frozenset[str]), nullable=False),
    Column("state", word(ItemState), nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column("description", Text, nullable=False),
    Column("severity", word(Severity), nullable=False),
    Column("effort_days", exact()),
    Column("tags", json(tuple[str, ...]), nullable=False),
    Column("ticket", Text, nullable=False),
    Column("needs", json(frozenset[UUID]), nullable=False),
    Column("origin", word(ItemOrigin), nullable=False),
    Column("state_reason", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # The number of the change that made it: the one order of all items.
    Column("sequence", Sequence, nullable=False),
    Column("version", Sequence, nullable=False),
    UniqueConstraint("sequence"),
    Index(None, "service"),
)

waivers = Table(
    "waivers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("service", Uuid, ForeignKey("services.id"), nullable=False),
    Column("question", String, nullable=False),
    Column("requester", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("expires", Date, nullable=False),
    Column("state", word(WaiverState), nullable=False),
    Column("state_reason", Text, nullable=False),
    Column("extensions", json(tuple[Extension, ...]), nullable=False),
    Column("requested_at", UtcTime, nullable=False),
    Column("sequence", Sequence, nullable=False),
    Column("version", Sequence, nullable=False),
    UniqueConstraint("sequence"),
    Index(None, "service"),
)

# Incidents and major changes, noted by hand, and merges.
service_events = Table(
    "service_events",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("service", Uuid, ForeignKey("services.id"), nullable=False),
    Column("kind", word(EventKind), nullable=False),
    Column("day", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("other", Uuid, ForeignKey("services.id")),
    Column("sequence", Sequence, nullable=False),
    Column("version", Sequence, nullable=False),
    UniqueConstraint("sequence"),
    Index(None, "service"),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("packs", json(tuple[str, ...]), nullable=False),
    Column("starts", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("scope", json(ServiceFilter), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("sequence", Sequence, nullable=False),
    Column("version", Sequence, nullable=False),
    UniqueConstraint("sequence"),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("filter", json(ServiceFilter), nullable=False),
    Column("group_by", Text, nullable=False),
    Column("columns", json(tuple[str, ...]), nullable=False),
    Column("sort_by", Text, nullable=False),
    Column("descending", Boolean, nullable=False),
    Column("version", Sequence, nullable=False),
)

# What a decision sealed: the content as canonical JSON, and hashes that chain it to the seal before and to all of the
# change log up to `log_sequence`. Append-only, as the change log is.
seals = Table(
    "seals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("assessment", Uuid, ForeignKey("assessments.id"), nullable=False),
    Column("sealed_at", UtcTime, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("log_sequence", Sequence, nullable=False),
    Column("log_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    # Repeated from the content, so that lists need not open it.
    Column("score", exact()),
    Column("low", exact()),
    Column("high", exact()),
    Column("verdict", word(Verdict), nullable=False),
    Column("basis", json(Basis), nullable=False),
    UniqueConstraint("assessment"),
)

# Derived from everything above; a row may be thrown away and made again. Fractions are exact as text such as "31/52";
# the `_real` columns are for sorting alone. scores.py turns texts into values when they are wanted.
scores = Table(
    "scores",
    metadata,
    Column("assessment", Uuid, ForeignKey("assessments.id"), primary_key=True),
    Column("score", Text),
    Column("low", Text),
    Column("high", Text),
    Column("coverage", Text, nullable=False),
    Column("confidence", Text),
    Column("score_real", Float),
    Column("low_real", Float),
    Column("high_real", Float),
    Column("coverage_real", Float, nullable=False),
    Column("confidence_real", Float),
    Column("level", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("blockers", Integer, nullable=False),
    Column("highs", Integer, nullable=False),
    Column("failed_clauses", Text, nullable=False),
    Column("principles", Text, nullable=False),
    # Null in rows of schema 0003, which are worked out anew when they are next wanted.
    Column("misses", Text),
    Column("valid_until", Date, index=True),
    Column("engine_version", String, nullable=False),
    Column("computed_at", UtcTime, nullable=False),
)

# Which review spoke for a service at the end of a day, and what it counted then; a row holds until the next one, or
# until `valid_until`. Derived like the scores, so that a past day of ten thousand services is read, not worked out.
standings = Table(
    "standings",
    metadata,
    Column("service", Uuid, ForeignKey("services.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    # No reference: a review whose start was taken back since may have spoken for the service on a day.
    Column("assessment", Uuid),
    Column("title", Text),
    Column("state", word(AssessmentState)),
    Column("reviewed_at", UtcTime),
    Column("policy_hash", String(64)),
    Column("score", Text),
    Column("low", Text),
    Column("high", Text),
    Column("coverage", Text),
    Column("level", Integer),
    Column("verdict", Text),
    Column("blockers", Integer),
    Column("highs", Integer),
    Column("valid_until", Date),
    Column("seal", String(64)),
    Column("sealed_score", Text),
    Column("sealed_low", Text),
    Column("sealed_high", Text),
    # Long texts come last: a database reads a row from its front.
    Column("basis", Text),
    Column("principles", Text),
    Column("misses", Text),
)

# The log's changes to items and waivers, from which their history is told. SQLite takes an index of a part of a table
# only for a query that says the same words.
OF_REMEDIATION = literal_column("kind IN ('item', 'waiver')", Boolean)
# Those to services themselves, from which the portfolio of a past day is told.
OF_SERVICES = literal_column("kind IN ('service', 'fact', 'event')", Boolean)

# Append-only: triggers of the first migration refuse everything but a new row.
change_log = Table(
    "change_log",
    metadata,
    Column("sequence", Sequence, Identity(), primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("session_id", Uuid),
    Column("kind", String, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    # Which part of the subject: the id of a fact or of a question; empty for the whole.
    Column("part", String, nullable=False),
    Column("assessor", String, nullable=False),
    Column("action", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("undoes", Sequence, ForeignKey("change_log.sequence")),
    Index(None, "subject_id", "sequence"),
    Index("ix_change_log_remediation", "sequence", sqlite_where=OF_REMEDIATION, postgresql_where=OF_REMEDIATION),
    Index("ix_change_log_services", "sequence", sqlite_where=OF_SERVICES, postgresql_where=OF_SERVICES),
    # A number is never given twice, even if somebody removes the newest rows with a tool of their own.
    sqlite_autoincrement=True,
)
