"""Commands by mail: what was asked, subscriptions, languages, one automatic answer a thread and day"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "commands"
down_revision = "signing_key"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "command_mails",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_command_mails_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_command_mails")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('in', 'out')", name=op.f("ck_subscriptions_state")),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_subscriptions_mail_id")),
        sa.PrimaryKeyConstraint("address", "list", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "preferences",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("since", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_preferences_mail_id")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_preferences")),
    )
    op.create_table(
        "automatic_answers",
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasions.id"], name=op.f("fk_automatic_answers_occasion_id")
        ),
        sa.PrimaryKeyConstraint("recipient", "day", "about", name=op.f("pk_automatic_answers")),
    )


def downgrade() -> None:
    op.drop_table("automatic_answers")
    op.drop_table("preferences")
    op.drop_table("subscriptions")
    op.drop_table("command_mails")
