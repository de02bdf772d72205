"""Questions to senders, approval by mail, amendments, second officers"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types
from mailbot.store.append_only import triggers, without_triggers

revision = "deciding"
down_revision = "people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("made_at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("used_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasions.id"], name=op.f("fk_approval_requests_occasion_id")
        ),
        sa.ForeignKeyConstraint(["used_by"], ["mails.id"], name=op.f("fk_approval_requests_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_requests")),
        sa.UniqueConstraint("message_id", name=op.f("uq_approval_requests_message_id")),
    )
    op.create_index(op.f("ix_approval_requests_occasion_id"), "approval_requests", ["occasion_id"])
    op.create_table(
        "approval_mails",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('decided', 'deferred', 'refused', 'attempt')", name=op.f("ck_approval_mails_state")
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_approval_mails_mail_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["approval_requests.id"], name=op.f("fk_approval_mails_request_id")
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_approval_mails")),
    )
    op.create_index(op.f("ix_approval_mails_at"), "approval_mails", ["at"])
    op.create_table(
        "asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["mails.id"], name=op.f("fk_asks_answered_by")),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_asks_change_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(op.f("ix_asks_change_set_id"), "asks", ["change_set_id"])
    with op.batch_alter_table("change_sets") as batch:
        batch.add_column(sa.Column("follows", sa.Integer(), nullable=True))
        batch.create_index(batch.f("ix_change_sets_follows"), ["follows"], unique=False)
        batch.create_foreign_key(batch.f("fk_change_sets_follows"), "change_sets", ["follows"], ["id"])
    with op.batch_alter_table("changes") as batch:
        batch.add_column(sa.Column("original", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("amended_by", sa.Text(), nullable=True))
        batch.add_column(sa.Column("amended_at", mailbot.store.types.Instant(timezone=True), nullable=True))
        batch.add_column(sa.Column("added_by", sa.Text(), nullable=True))
        batch.add_column(sa.Column("seconded_by", sa.Text(), nullable=True))
        batch.add_column(sa.Column("seconded_at", mailbot.store.types.Instant(timezone=True), nullable=True))
    op.add_column("imports", sa.Column("ordered_after", sa.Integer(), nullable=True))
    # until now nobody wrote it down: after the import's own revisions, else after those that were there
    op.execute(
        "UPDATE imports SET ordered_after = COALESCE("
        "(SELECT max(id) FROM revisions WHERE import_id = imports.id), "
        "(SELECT max(id) FROM revisions WHERE at <= imports.at), 0)"
    )
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in without_triggers(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_column("imports", "ordered_after")
    with op.batch_alter_table("changes") as batch:
        for name in ("seconded_at", "seconded_by", "added_by", "amended_at", "amended_by", "original"):
            batch.drop_column(name)
    with op.batch_alter_table("change_sets") as batch:
        batch.drop_constraint(op.f("fk_change_sets_follows"), type_="foreignkey")
        batch.drop_index(op.f("ix_change_sets_follows"))
        batch.drop_column("follows")
    op.drop_table("asks")
    op.drop_table("approval_mails")
    op.drop_table("approval_requests")
