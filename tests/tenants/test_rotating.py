"""New keys for old: nothing is lost, nothing stays behind, and a second run finds nothing to do."""

import secrets
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import select, text

from franchise_kit.access.models import Account
from tenants import clock, database, keys
from tenants.actor import SYSTEM
from tenants.credentials import InstallationKey
from tenants.office import HUB, Coop, Office
from tenants.provisioning.installation import Owner
from tenants.rotating import count_behind, encrypted_fields, rotate_data_key
from tenants.rotating.installation import rewrap_all
from tenants.transaction import reading
from tests.support.marked import plant
from tests.support.world import World, create_engine_of

SEED = "JBSWY3DPEHPK3PXP"


def seeds(office: Office) -> list[str | None]:
    with reading(office) as session:
        return list(session.scalars(select(Account.totp_secret)))


def key_ids(office: Office) -> list[int]:
    with reading(office) as session:
        raw = session.scalars(text("SELECT substr(totp_secret, 1, 4) FROM account")).all()
    return [int.from_bytes(bytes(one), "big") for one in raw]


@pytest.fixture(autouse=True)
def first_keys(world: World, aber: Coop) -> Iterator[None]:
    """Take the keys away that a test made."""
    yield
    with world.superuser() as connection:
        connection.execute(f"DELETE FROM {aber.schema}.data_key WHERE id > 1")  # type: ignore[call-overload] # test data
    keys.forget()


def test_a_new_data_key_seals_every_value(world: World, aber: Coop, bryn: Coop) -> None:
    """SECURITY_CHECKLIST 69: encrypted by field, with a key that can be changed."""
    plant(aber, "MARKABER", secret=SEED)
    plant(bryn, "MARKBRYN", secret=SEED)

    done = rotate_data_key(office=aber, by=SYSTEM, now=clock.now())

    assert (done.key_id, done.values, done.left) == (2, 2, ())
    assert key_ids(aber) == [2, 2]
    assert seeds(aber) == [SEED, SEED]
    assert key_ids(bryn) == [1, 1]
    with reading(aber) as session:
        assert count_behind(session, aber) == 0
        doings = session.scalars(text("SELECT doing FROM journal_line ORDER BY seq")).all()
    assert doings == ["test.plant", "keys.rotate"]


def test_a_process_that_knows_the_old_key_alone_opens_new_values(world: World, aber: Coop) -> None:
    plant(aber, "MARKABER", secret=SEED)
    seeds(aber)
    ring = keys._ring._keys[aber.key].copy()

    rotate_data_key(office=aber, by=SYSTEM, now=clock.now())
    keys._ring._keys[aber.key] = ring

    assert seeds(aber) == [SEED, SEED]


def test_every_encrypted_column_is_found() -> None:
    assert ("account", "totp_secret") in {(field.table.name, field.name) for field in encrypted_fields(HUB)}


def test_the_installations_key_changes_and_everything_goes_on(world: World, aber: Coop, bryn: Coop) -> None:
    plant(aber, "MARKABER", secret=SEED)
    old = world.owner
    new = Owner(old.url, replace(old.place, key=InstallationKey(secrets.token_bytes(32))))
    try:
        first = rewrap_all(new, [old.place.key])
        again = rewrap_all(new, [old.place.key])

        assert (first.keys, first.logins, first.lost) == (3, 4, ())
        assert (again.keys, again.lost) == (0, ())
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            old.place.connect(old.place.login_of(aber))
        use(new)
        assert seeds(aber) == [SEED, SEED]
    finally:
        rewrap_all(old, [new.place.key])
        use(old, world)
    assert seeds(aber) == [SEED, SEED]


def use(owner: Owner, world: World | None = None) -> None:
    """Let this process live with an installation's key."""
    if world is not None:
        database.current().engine.dispose()
        database.use(owner.place, world.database.engine)
    else:
        database.use(owner.place, create_engine_of(owner.place))
    keys.forget()


def test_a_key_that_nothing_opens_is_named_and_left(world: World, aber: Coop, bryn: Coop) -> None:
    stranger = Owner(world.owner.url, replace(world.place, key=InstallationKey(secrets.token_bytes(32))))

    done = rewrap_all(stranger, [])

    assert sorted(done.lost) == sorted(["hub", aber.schema, bryn.schema])
    rewrap_all(world.owner, [])
    assert seeds(aber) == []
