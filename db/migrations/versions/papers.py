"""Papers: drafts, versions, confirmations, files, mails and answers"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "papers"
down_revision = "postings"
branch_labels = None
depends_on = None

_INSTANT = mailbot.store.types.Instant(timezone=True)


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("occasion_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'previewed', 'confirmed', 'sent', 'dropped')", name=op.f("ck_papers_state")
        ),
        sa.ForeignKeyConstraint(["occasion_id"], ["occasions.id"], name=op.f("fk_papers_occasion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_papers_kind_key")),
        sa.UniqueConstraint("occasion_id", name=op.f("uq_papers_occasion_id")),
    )
    op.create_index(op.f("ix_papers_state"), "papers", ["state"])
    op.create_table(
        "paper_versions",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_versions_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "number", name=op.f("pk_paper_versions")),
    )
    op.create_table(
        "paper_confirmations",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_confirmations_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "version", "officer", name=op.f("pk_paper_confirmations")),
    )
    op.create_table(
        "paper_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_files_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_files")),
        sa.UniqueConstraint(
            "paper_id", "version", "role", "name", name=op.f("uq_paper_files_paper_id_version_role_name")
        ),
    )
    op.create_table(
        "paper_mails",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=True),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_paper_mails_outbox_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_mails_paper_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_paper_mails")),
    )
    op.create_index(op.f("ix_paper_mails_paper_id"), "paper_mails", ["paper_id"])
    op.create_table(
        "paper_answers",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_paper_answers_mail_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_paper_answers_outbox_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_answers_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "mail_id", name=op.f("pk_paper_answers")),
    )


def downgrade() -> None:
    for name in ("answers", "mails", "files", "confirmations", "versions"):
        op.drop_table(f"paper_{name}")
    op.drop_table("papers")
