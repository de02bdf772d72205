"""Typed quarantine, what is done with a mail by hand, further change sets of one mail"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "quarantine"
down_revision = "address_states"
branch_labels = None
depends_on = None

MAILS = "state IN ('kept', 'read', 'duplicate', 'own', 'quarantined'{})"
SETS = "state IN ('pending', 'held', 'partly', 'approved', 'rejected', 'undone'{})"


def upgrade() -> None:
    op.create_table(
        "mail_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_mail_actions_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_actions")),
    )
    op.create_index(op.f("ix_mail_actions_mail_id"), "mail_actions", ["mail_id"])
    with op.batch_alter_table("mails") as mails:
        mails.add_column(sa.Column("reason", sa.Text(), nullable=True))
        mails.add_column(sa.Column("said", sa.String(length=64), nullable=True))
        mails.create_index(op.f("ix_mails_said"), ["said"])
        mails.drop_constraint(op.f("ck_mails_state"), type_="check")
        mails.create_check_constraint(op.f("ck_mails_state"), MAILS.format(", 'dropped'"))
    op.execute("UPDATE mails SET reason = 'reader-failed' WHERE state = 'quarantined'")
    with op.batch_alter_table("change_sets") as sets:
        sets.add_column(sa.Column("reading", sa.Integer(), nullable=False, server_default="1"))
        sets.drop_constraint(op.f("uq_change_sets_mail_id"), type_="unique")
        sets.create_unique_constraint(op.f("uq_change_sets_mail_id_reading"), ["mail_id", "reading"])
        sets.create_index(op.f("ix_change_sets_created_at"), ["created_at"])
        sets.drop_constraint(op.f("ck_change_sets_state"), type_="check")
        sets.create_check_constraint(op.f("ck_change_sets_state"), SETS.format(", 'replaced'"))
    with op.batch_alter_table("change_sets") as sets:
        sets.alter_column("reading", server_default=None)


def downgrade() -> None:
    op.drop_table("mail_actions")
    op.execute("UPDATE mails SET state = 'quarantined' WHERE state = 'dropped'")
    with op.batch_alter_table("mails") as mails:
        mails.drop_index(op.f("ix_mails_said"))
        mails.drop_column("said")
        mails.drop_column("reason")
        mails.drop_constraint(op.f("ck_mails_state"), type_="check")
        mails.create_check_constraint(op.f("ck_mails_state"), MAILS.format(""))
    op.execute("UPDATE change_sets SET state = 'rejected' WHERE state = 'replaced'")
    with op.batch_alter_table("change_sets") as sets:
        sets.drop_constraint(op.f("uq_change_sets_mail_id_reading"), type_="unique")
        sets.drop_index(op.f("ix_change_sets_created_at"))
        sets.drop_column("reading")
        sets.create_unique_constraint(op.f("uq_change_sets_mail_id"), ["mail_id"])
        sets.drop_constraint(op.f("ck_change_sets_state"), type_="check")
        sets.create_check_constraint(op.f("ck_change_sets_state"), SETS.format(""))
