"""The review room: what an assessment starts from and how it ends, dissent, meetings, templates and seals."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and tables; what is there keeps its values."""
    # In batch mode, because SQLite can add a column with a reference only by making the table anew.
    with op.batch_alter_table("assessments") as assessments:
        assessments.add_column(sa.Column("based_on", sa.Uuid()))
        assessments.create_foreign_key("fk_assessments_based_on", "assessments", ["based_on"], ["id"])
        assessments.add_column(sa.Column("left_out", sa.Text(), nullable=False, server_default="[]"))
        assessments.add_column(sa.Column("state_reason", sa.Text(), nullable=False, server_default=""))
        assessments.add_column(sa.Column("decision", sa.Text()))
    op.add_column("answers", sa.Column("dissent", sa.Text(), nullable=False, server_default="[]"))
    _make_meetings()
    _make_templates()
    _make_seals()
    if op.get_bind().dialect.name == "sqlite":
        _guard_seals_on_sqlite()
    else:
        _guard_seals_on_postgresql()


def _make_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("planned_minutes", sa.Text(), nullable=False),
        sa.Column("spent_seconds", sa.Text(), nullable=False),
        sa.Column("parked", sa.Text(), nullable=False),
        sa.Column("resolutions", sa.Text(), nullable=False),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["assessment"], ["assessments.id"], name="fk_meetings_assessment"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("sequence", name="uq_meetings_sequence"),
    )
    op.create_index("ix_meetings_assessment", "meetings", ["assessment"])


def _make_templates() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
    )


def _make_seals() -> None:
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("sealed_at", _TIME, nullable=False),
        sa.Column("sealed_by", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("log_sequence", _NUMBER, nullable=False),
        sa.Column("log_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("score", sa.Text()),
        sa.Column("low", sa.Text()),
        sa.Column("high", sa.Text()),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment"], ["assessments.id"], name="fk_seals_assessment"),
        sa.PrimaryKeyConstraint("number", name="pk_seals"),
        sa.UniqueConstraint("assessment", name="uq_seals_assessment"),
    )


def _guard_seals_on_sqlite() -> None:
    # REPLACE removes a row without a word to delete triggers, hence the third.
    for name, event in {
        "seals_no_update": "UPDATE ON seals",
        "seals_no_delete": "DELETE ON seals",
        "seals_no_replace": "INSERT ON seals WHEN EXISTS "
        "(SELECT 1 FROM seals WHERE number = NEW.number OR assessment = NEW.assessment)",
    }.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END")


def _guard_seals_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION seals_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'seals are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seals "
        "FOR EACH STATEMENT EXECUTE FUNCTION seals_refuse()"
    )
