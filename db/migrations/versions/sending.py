"""How mails leave: pause, pace, the list a mail belongs to, quiet hours, what was sent again"""

import sqlalchemy as sa
from alembic import op

import mailbot.store.types

revision = "sending"
down_revision = "refusals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sending",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("paused_at", mailbot.store.types.Instant(timezone=True), nullable=True),
        sa.Column("paused_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sending")),
    )
    op.execute("INSERT INTO sending (name) VALUES ('outbox')")
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("list", sa.Text(), nullable=True))
        outbox.add_column(sa.Column("domain", sa.Text(), nullable=False, server_default=""))
        outbox.add_column(sa.Column("zone", sa.Text(), nullable=True))
        outbox.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        outbox.add_column(sa.Column("handed_at", mailbot.store.types.Instant(timezone=True), nullable=True))
        outbox.add_column(sa.Column("resends", sa.Integer(), nullable=True))
        outbox.create_foreign_key(op.f("fk_outbox_resends"), "outbox", ["resends"], ["id"])
        outbox.create_index(op.f("ix_outbox_handed_at"), ["handed_at"])
        outbox.create_index(op.f("ix_outbox_event_recipient"), ["event", "recipient"])
    _name_the_domains()
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("domain", server_default=None)
        outbox.alter_column("waits", server_default=None)


def _name_the_domains() -> None:
    """What was queued before has its domain by the plain rule; new rows by `outbound.pacing`."""
    rows = sa.table("outbox", sa.column("id", sa.Integer), sa.column("recipient"), sa.column("domain"))
    connection = op.get_bind()
    for number, recipient in connection.execute(sa.select(rows.c.id, rows.c.recipient)).all():
        domain = recipient.rpartition("@")[2].casefold()
        connection.execute(sa.update(rows).where(rows.c.id == number).values(domain=domain))


def downgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index(op.f("ix_outbox_event_recipient"))
        outbox.drop_index(op.f("ix_outbox_handed_at"))
        outbox.drop_constraint(op.f("fk_outbox_resends"), type_="foreignkey")
        for name in ("resends", "handed_at", "waits", "zone", "domain", "list"):
            outbox.drop_column(name)
    op.drop_table("sending")
