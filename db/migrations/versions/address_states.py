"""Bounces, and whether addresses can be reached"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "address_states"
down_revision = "oauth_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("failed_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('good', 'soft', 'dead')", name=op.f("ck_addresses_state")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_state"), "addresses", ["state"])
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("diagnostic", sa.Text(), nullable=False),
        sa.Column("untied", sa.Text(), nullable=True),
        sa.Column("at", mailbot.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_bounces_mail_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_bounces_outbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("mail_id", "address", name=op.f("uq_bounces_mail_id_address")),
    )
    op.create_index(op.f("ix_bounces_address"), "bounces", ["address"])


def downgrade() -> None:
    op.drop_table("bounces")
    op.drop_table("addresses")
