"""When each row was last confirmed, and when organizations answered for their entries"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "freshness"
down_revision = "sending"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmed",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("stood", sa.Boolean(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_confirmed_mail_id")),
        sa.PrimaryKeyConstraint("target", "record", name=op.f("pk_confirmed")),
    )
    op.create_table(
        "entries_answers",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_entries_answers_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_entries_answers")),
    )
    op.create_index(op.f("ix_entries_answers_organization"), "entries_answers", ["organization"])


def downgrade() -> None:
    op.drop_table("entries_answers")
    op.drop_table("confirmed")
