"""The bytes of a mail in pieces beside its row"""

import sqlalchemy as sa
from alembic import op

revision = "mail_pieces"
down_revision = "commands"
branch_labels = None
depends_on = None

PIECE = 256 * 1024  # as `mailbot.store.contents` reads them


def upgrade() -> None:
    op.create_table(
        "mail_pieces",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_mail_pieces_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", "number", name=op.f("pk_mail_pieces")),
    )
    mails, pieces = _tables()
    connection = op.get_bind()
    for (mail_id,) in connection.execute(sa.select(mails.c.id).order_by(mails.c.id)).all():
        raw = connection.scalar(sa.select(mails.c.raw).where(mails.c.id == mail_id)) or b""
        for number, begin in enumerate(range(0, len(raw), PIECE)):
            piece = raw[begin : begin + PIECE]
            connection.execute(sa.insert(pieces).values(mail_id=mail_id, number=number, content=piece))
    with op.batch_alter_table("mails") as batch:
        batch.drop_column("raw")


def downgrade() -> None:
    with op.batch_alter_table("mails") as batch:
        batch.add_column(sa.Column("raw", sa.LargeBinary(), nullable=False, server_default=""))
    mails, pieces = _tables()
    connection = op.get_bind()
    for (mail_id,) in connection.execute(sa.select(mails.c.id).order_by(mails.c.id)).all():
        wanted = sa.select(pieces.c.content).where(pieces.c.mail_id == mail_id).order_by(pieces.c.number)
        raw = b"".join(connection.scalars(wanted))
        connection.execute(sa.update(mails).where(mails.c.id == mail_id).values(raw=raw))
    with op.batch_alter_table("mails") as batch:
        batch.alter_column("raw", server_default=None)
    op.drop_table("mail_pieces")


def _tables() -> tuple[sa.TableClause, sa.TableClause]:
    return (
        sa.table("mails", sa.column("id", sa.Integer), sa.column("raw", sa.LargeBinary)),
        sa.table(
            "mail_pieces",
            sa.column("mail_id", sa.Integer),
            sa.column("number", sa.Integer),
            sa.column("content", sa.LargeBinary),
        ),
    )
