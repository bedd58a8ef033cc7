"""Portfolio: where services stood on each day, what happened to them, campaigns and saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_OF_SERVICES = sa.text("kind IN ('service', 'fact', 'event')")


def upgrade() -> None:
    """Add the tables, the index, and the room for misses in score rows."""
    op.add_column("scores", sa.Column("misses", sa.Text()))
    op.create_table(
        "standings",
        sa.Column("service", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("assessment", sa.Uuid()),
        sa.Column("title", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("reviewed_at", _TIME),
        sa.Column("policy_hash", sa.String(64)),
        sa.Column("score", sa.Text()),
        sa.Column("low", sa.Text()),
        sa.Column("high", sa.Text()),
        sa.Column("coverage", sa.Text()),
        sa.Column("level", sa.Integer()),
        sa.Column("verdict", sa.Text()),
        sa.Column("blockers", sa.Integer()),
        sa.Column("highs", sa.Integer()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("seal", sa.String(64)),
        sa.Column("sealed_score", sa.Text()),
        sa.Column("sealed_low", sa.Text()),
        sa.Column("sealed_high", sa.Text()),
        sa.Column("basis", sa.Text()),
        sa.Column("principles", sa.Text()),
        sa.Column("misses", sa.Text()),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name="fk_standings_service"),
        sa.PrimaryKeyConstraint("service", "day", name="pk_standings"),
    )
    op.create_table(
        "service_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("other", sa.Uuid()),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name="fk_service_events_service"),
        sa.ForeignKeyConstraint(["other"], ["services.id"], name="fk_service_events_other"),
        sa.PrimaryKeyConstraint("id", name="pk_service_events"),
        sa.UniqueConstraint("sequence", name="uq_service_events_sequence"),
    )
    op.create_index("ix_service_events_service", "service_events", ["service"])
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("sequence", name="uq_campaigns_sequence"),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("group_by", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("sort_by", sa.Text(), nullable=False),
        sa.Column("descending", sa.Boolean(), nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
    )
    op.create_index(
        "ix_change_log_services",
        "change_log",
        ["sequence"],
        sqlite_where=_OF_SERVICES,
        postgresql_where=_OF_SERVICES,
    )
