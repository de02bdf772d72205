"""The OAuth2 token in use"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "oauth_tokens"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "oauth_tokens",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=True),
        sa.Column("renew_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("expires_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("refresh_expires_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("granted_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("lease_until", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_oauth_tokens")),
    )


def downgrade() -> None:
    op.drop_table("oauth_tokens")
