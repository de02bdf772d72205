"""Mails to our lists, from draft to sent"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "postings"
down_revision = "freshness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'held', 'sent', 'refused')", name=op.f("ck_postings_state")),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_postings_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("mail_id", "list", name=op.f("uq_postings_mail_id_list")),
    )
    op.create_index(op.f("ix_postings_state"), "postings", ["state"])


def downgrade() -> None:
    op.drop_table("postings")
