"""A bounce that came to the signed return path is about that mail, whatever else it says or leaves out."""

from __future__ import annotations

from sqlalchemy import select

from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import BounceRow, OutboxRow
from tests.unit.inbound.test_bounce_states import (
    HARD,
    SETTINGS,
    address_of,
    bounce,
    sent,
    state,
    take,
    untied,
)


def return_path(store: Store, recipient: str) -> str:
    with store.begin() as session:
        row = session.scalars(select(OutboxRow)).one()
    return signer(store, SETTINGS).address("b", row.id, recipient, SETTINGS.identity.address)


def test_the_return_path_ties_a_bounce_that_names_no_mail(store: Store) -> None:
    ada = address_of(store)
    sent(store, 1, ada)
    assert take(store, bounce("", ada, HARD, to=return_path(store, ada))) == "bounce"
    assert (state(store, ada), untied(store)) == ("dead", [None])
    with store.begin() as session:
        assert session.scalars(select(BounceRow)).one().outbox_id == 1


def test_the_failure_behind_a_forwarding_is_that_of_the_address_we_wrote_to(store: Store) -> None:
    ada = address_of(store)
    sent(store, 1, ada)
    take(store, bounce("", "ada@elsewhere.example", HARD, to=return_path(store, ada)))
    assert (state(store, ada), state(store, "ada@elsewhere.example")) == ("dead", "good")


def test_a_made_up_return_path_ties_nothing(store: Store) -> None:
    ada = address_of(store)
    sent(store, 1, ada)
    own = SETTINGS.identity.address
    local, _, domain = own.partition("@")
    for number, to in enumerate(
        (f"{local}+b-1-{'a' * 20}@{domain}", return_path(store, "eve@evil.example"), own)
    ):
        take(store, bounce("", ada, HARD, to=to).replace(b"could not", b"could not %d" % number))
    assert state(store, ada) == "good"
    assert None not in untied(store)
