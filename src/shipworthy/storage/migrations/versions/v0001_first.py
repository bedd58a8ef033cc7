"""The first schema: services, packs and policies, assessments with their answers and scores, and the change log.

Types are spelt out rather than taken from tables.py, which describes the newest schema and will move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables, and the triggers that keep the change log append-only."""
    _make_change_log()
    _make_packs_and_policies()
    _make_services()
    _make_assessments()
    _make_answers()
    _make_scores()
    if op.get_bind().dialect.name == "sqlite":
        _guard_change_log_on_sqlite()
    else:
        _guard_change_log_on_postgresql()


def _make_change_log() -> None:
    op.create_table(
        "change_log",
        sa.Column("sequence", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("assessor", sa.String(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("undoes", _NUMBER),
        sa.ForeignKeyConstraint(["undoes"], ["change_log.sequence"], name="fk_change_log_undoes"),
        sa.PrimaryKeyConstraint("sequence", name="pk_change_log"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_log_subject_id_sequence", "change_log", ["subject_id", "sequence"])


def _make_packs_and_policies() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    for table, own_id in (("packs", "pack_id"), ("policies", "policy_id")):
        op.create_table(
            table,
            sa.Column("hash", sa.String(64), nullable=False),
            sa.Column(own_id, sa.String(), nullable=False),
            sa.Column("version", sa.String(), nullable=False),
            sa.Column("title", sa.Text(), nullable=False),
            sa.Column("content", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("hash", name=f"pk_{table}"),
        )


def _make_services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("lifecycle", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.CheckConstraint("tier BETWEEN 1 AND 4", name="ck_services_tier"),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
    )
    not_archived = sa.text("NOT archived")
    op.create_index(
        "uq_services_name_key", "services", ["name_key"], unique=True, sqlite_where=not_archived,
        postgresql_where=not_archived,
    )  # fmt: skip
    op.create_table(
        "service_dependencies",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("depends_on_id", sa.Uuid(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.CheckConstraint("service_id <> depends_on_id", name="ck_service_dependencies_not_itself"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_service_dependencies_service_id"),
        sa.ForeignKeyConstraint(["depends_on_id"], ["services.id"], name="fk_service_dependencies_depends_on_id"),
        sa.PrimaryKeyConstraint("service_id", "depends_on_id", "hard", name="pk_service_dependencies"),
    )
    op.create_index("ix_service_dependencies_depends_on_id", "service_dependencies", ["depends_on_id"])
    op.create_table(
        "service_facts",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_service_facts_service_id"),
        sa.PrimaryKeyConstraint("service_id", "fact", name="pk_service_facts"),
    )


def _make_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("policy_hash", sa.String(64), nullable=False),
        sa.Column("assessors", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", _TIME),
        sa.Column("decided_at", _TIME),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("version", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["policy_hash"], ["policies.hash"], name="fk_assessments_policy_hash"),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name="fk_assessments_service"),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("sequence", name="uq_assessments_sequence"),
    )
    op.create_index("ix_assessments_service_sequence", "assessments", ["service", "sequence"])
    op.create_table(
        "assessment_packs",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_hash", sa.String(64), nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name="fk_assessment_packs_assessment_id"),
        sa.ForeignKeyConstraint(["pack_hash"], ["packs.hash"], name="fk_assessment_packs_pack_hash"),
        sa.PrimaryKeyConstraint("assessment_id", "pack_id", name="pk_assessment_packs"),
        sa.UniqueConstraint("assessment_id", "position", name="uq_assessment_packs_assessment_id_position"),
    )


def _make_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("assessor", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_internal", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.Column("not_applicable_type", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", _TIME),
        sa.Column("version", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name="fk_answers_assessment_id"),
        sa.PrimaryKeyConstraint("assessment_id", "question", "assessor", name="pk_answers"),
    )


def _make_scores() -> None:
    op.create_table(
        "scores",
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Text()),
        sa.Column("low", sa.Text()),
        sa.Column("high", sa.Text()),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text()),
        sa.Column("score_real", sa.Float()),
        sa.Column("low_real", sa.Float()),
        sa.Column("high_real", sa.Float()),
        sa.Column("coverage_real", sa.Float(), nullable=False),
        sa.Column("confidence_real", sa.Float()),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("blockers", sa.Integer(), nullable=False),
        sa.Column("highs", sa.Integer(), nullable=False),
        sa.Column("failed_clauses", sa.Text(), nullable=False),
        sa.Column("principles", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("computed_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["assessment"], ["assessments.id"], name="fk_scores_assessment"),
        sa.PrimaryKeyConstraint("assessment", name="pk_scores"),
    )
    op.create_index("ix_scores_valid_until", "scores", ["valid_until"])


def _guard_change_log_on_sqlite() -> None:
    # REPLACE removes a row without a word to delete triggers, hence the third.
    for name, event in {
        "change_log_no_update": "UPDATE ON change_log",
        "change_log_no_delete": "DELETE ON change_log",
        "change_log_no_replace": "INSERT ON change_log WHEN EXISTS "
        "(SELECT 1 FROM change_log WHERE sequence = NEW.sequence)",
    }.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        )


def _guard_change_log_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION change_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the change log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER change_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION change_log_refuse()"
    )
