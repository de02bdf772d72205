"""The signing key: made once, readable by its owner only, shared by all who work on the database."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from pydantic import ValidationError

from mailbot.errors import UsageError
from mailbot.settings import Settings
from mailbot.store.keys import key_file, signer
from mailbot.store.session import Store

NAMED = ("a", "b")


@pytest.fixture
def bare(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/mailbot.db").prepare()


def test_it_is_made_on_first_need_for_its_owner_only(bare: Store) -> None:
    path = key_file(bare)
    assert path is not None
    assert not path.exists()
    first = signer(bare, Settings()).name(*NAMED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert signer(bare, Settings()).name(*NAMED) == first
    assert [each.name for each in path.parent.glob("*.key*")] == ["mailbot.db.key"]


def test_two_sites_have_two_keys(tmp_path: Path) -> None:
    stores = [Store(f"sqlite:///{tmp_path}/{name}.db").prepare() for name in "ab"]
    assert len({signer(store, Settings()).name(*NAMED) for store in stores}) == 2


def test_who_needs_it_at_once_gets_the_same(bare: Store) -> None:
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.append(signer(bare, Settings()).name(*NAMED))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 8
    assert len(set(names)) == 1


def test_the_configured_secret_comes_first_and_makes_no_file(bare: Store) -> None:
    def site(secret: str) -> str:
        return signer(bare, Settings(identity={"secret": secret})).name(*NAMED)  # type: ignore[arg-type]

    assert site("s" * 32) == site("s" * 32) != site("t" * 32)
    path = key_file(bare)
    assert path is not None
    assert not path.exists()


def test_a_short_secret_is_refused_without_being_shown() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(identity={"secret": "hunter2hunter2"})  # type: ignore[arg-type]
    assert "hunter2" not in str(refused.value.errors()[0]["msg"])


@pytest.mark.parametrize("content", ["", "no key\n", "abcd\n"])
def test_a_broken_file_is_named_with_the_remedy(bare: Store, content: str) -> None:
    path = key_file(bare)
    assert path is not None
    path.write_text(content)
    with pytest.raises(UsageError, match=r"mailbot\.db\.key: it holds no key; restore it"):
        signer(bare, Settings())


def test_without_a_file_the_database_keeps_it() -> None:
    store = Store("sqlite:///:memory:")
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from mailbot.store.tables import Base

    store.engine = create_engine(
        "sqlite:///:memory:", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(store.engine)
    assert key_file(store) is None
    assert signer(store, Settings()).name(*NAMED) == signer(store, Settings()).name(*NAMED)
    store.close()
