"""What our own server refuses counts as a bounce does, without a mail that says so"""

import sqlalchemy as sa
from alembic import op

revision = "refusals"
down_revision = "mail_pieces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bounces") as bounces:
        bounces.alter_column("mail_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM bounces WHERE mail_id IS NULL")
    with op.batch_alter_table("bounces") as bounces:
        bounces.alter_column("mail_id", existing_type=sa.Integer(), nullable=False)
