"""Remediation: items and waivers, and a quick way to their history in the change log."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_OF_REMEDIATION = sa.text("kind IN ('item', 'waiver')")


def upgrade() -> None:
    """Add the tables and the index."""
    op.create_table(
        "remediation_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("effort_days", sa.Text()),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name="fk_remediation_items_service"),
        sa.PrimaryKeyConstraint("id", name="pk_remediation_items"),
        sa.UniqueConstraint("sequence", name="uq_remediation_items_sequence"),
    )
    op.create_index("ix_remediation_items_service", "remediation_items", ["service"])
    op.create_table(
        "waivers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("extensions", sa.Text(), nullable=False),
        sa.Column("requested_at", _TIME, nullable=False),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name="fk_waivers_service"),
        sa.PrimaryKeyConstraint("id", name="pk_waivers"),
        sa.UniqueConstraint("sequence", name="uq_waivers_sequence"),
    )
    op.create_index("ix_waivers_service", "waivers", ["service"])
    op.create_index(
        "ix_change_log_remediation",
        "change_log",
        ["sequence"],
        sqlite_where=_OF_REMEDIATION,
        postgresql_where=_OF_REMEDIATION,
    )
