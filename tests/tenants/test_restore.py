"""An archive becomes the same co-op again; one that is damaged, foreign or too new leaves no trace."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select, text

from franchise_kit.access.models import Account
from migrations import FOLDER
from tenants import clock, files, journal
from tenants.actor import SYSTEM
from tenants.archive import refusals
from tenants.archive.contents import STAYS, travelling_tables
from tenants.archive.sealing import FORMAT, Passphrase, RecipientKey, Unlock
from tenants.migrating.revisions import Revision, compile_line
from tenants.office import HUB, Coop, CoopState
from tenants.openings import publications
from tenants.registry import SlugTaken
from tenants.restore import Request, Restored, restore_coop
from tenants.transaction import reading, transaction
from tests.support.marked import LOCK, export_to, plant, rows_of
from tests.support.world import World


@pytest.fixture
def archive(world: World, aber: Coop, tmp_path: Path) -> bytes:
    """The archive of a co-op with marks."""
    plant(aber, "MARKABER", secret="JBSWY3DPEHPK3PXP")
    export_to(world, aber, tmp_path / "aber.cydofal")
    return (tmp_path / "aber.cydofal").read_bytes()


def restore(
    world: World,
    data: bytes,
    *,
    slug: str | None = "aber-again",
    unlock: Unlock = LOCK,
    line: Sequence[Revision] | None = None,
) -> Restored:
    request = Request(io.BytesIO(data), unlock, slug)
    return restore_coop(
        owner=world.owner, request=request, by=SYSTEM, now=clock.now(), line=line or present_line()
    )


@cache
def present_line() -> list[Revision]:
    """Return the co-ops' revisions, compiled once for all these tests."""
    return compile_line(FOLDER / "coop")


def traces(world: World) -> tuple[object, ...]:
    """Return everything that a restore could have left behind."""
    with world.superuser() as connection:
        return (
            connection.execute("SELECT nspname FROM pg_namespace ORDER BY 1").fetchall(),
            connection.execute("SELECT rolname FROM pg_roles ORDER BY 1").fetchall(),
            connection.execute("SELECT * FROM hub.coop ORDER BY id").fetchall(),
            connection.execute("SELECT slug FROM hub.coop_slug ORDER BY slug").fetchall(),
            connection.execute("SELECT * FROM hub.coop_restore").fetchall(),
            sorted(str(path) for path in (world.state / "files").rglob("*")),
        )


def test_a_coop_returns_row_for_row(world: World, aber: Coop, archive: bytes) -> None:
    before = rows_of(aber, world)

    restored = restore(world, archive)

    after = rows_of(restored.coop, world)
    same = [name for name in travelling_tables() if name not in {"journal_line", "journal_head"}]
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert set(before["journal_line"]) - set(after["journal_line"]) == set()
    assert len(after["journal_line"]) == len(before["journal_line"]) + 1
    assert [after[name] for name in STAYS if name != "data_key"] == [[]] * (len(STAYS) - 1)
    assert restored.coop.state is CoopState.ACTIVE
    assert restored.files == 1


def test_encrypted_fields_open_behind_the_new_wall(world: World, archive: bytes) -> None:
    coop = restore(world, archive).coop

    with reading(coop) as session:
        secrets = session.scalars(select(Account.totp_secret)).all()
        wrapped = session.scalars(text("SELECT wrapped FROM data_key")).all()
    assert secrets == ["JBSWY3DPEHPK3PXP"] * 2
    assert bytes(wrapped[0]) not in archive


def test_the_journal_goes_on_after_the_return(world: World, archive: bytes) -> None:
    restored = restore(world, archive)

    with transaction(restored.coop, by=SYSTEM, doing="test.after"):
        pass
    with reading(restored.coop) as session:
        assert journal.verify(session) is None
        lines = session.execute(text("SELECT doing FROM journal_line ORDER BY seq")).scalars().all()
    assert lines == ["test.plant", "coop.export", "coop.restore", "test.after"]


def test_files_come_back_and_are_checked(world: World, aber: Coop, archive: bytes) -> None:
    coop = restore(world, archive).coop

    with reading(coop) as session:
        [row] = files.find_of_record(session, "profile")
        _, content = files.read(session, row.id)
    assert content.startswith(b"%PDF-1.7\nMARKABER")
    assert (world.state / "files" / coop.key / str(row.id)).is_file()


def test_the_restored_coops_login_reaches_its_own_rows_alone(
    world: World, aber: Coop, archive: bytes
) -> None:
    coop = restore(world, archive).coop

    with world.as_login_of(coop) as connection:
        assert connection.execute("SELECT count(*) FROM account").fetchone() == (2,)
        with pytest.raises(Exception, match="permission denied"):
            connection.execute(f"SELECT * FROM {aber.schema}.account")  # type: ignore[call-overload] # an attack


def test_damage_anywhere_is_refused(world: World, archive: bytes) -> None:
    before = traces(world)
    places = [*range(12), len(archive) // 2, *range(60, len(archive), len(archive) // 40), len(archive) - 1]

    for place in places:
        damaged = bytearray(archive)
        damaged[place] ^= 0x01
        with pytest.raises(refusals.ArchiveRefused):
            restore(world, bytes(damaged))

    assert traces(world) == before


@pytest.mark.parametrize("kept", [0, 5, 9, 100, 300, 262_400, 262_600, -17, -1])
def test_a_cut_archive_is_refused(world: World, archive: bytes, kept: int) -> None:
    before = traces(world)

    with pytest.raises(refusals.ArchiveRefused):
        restore(world, archive[:kept])

    assert traces(world) == before


def test_an_archive_with_something_after_its_end_is_refused(world: World, archive: bytes) -> None:
    with pytest.raises(refusals.ArchiveDamaged):
        restore(world, archive + b"\0")


@pytest.mark.parametrize(
    "unlock", [Passphrase("three quiet herons swim", log2_cost=14), RecipientKey.new()], ids=["words", "key"]
)
def test_a_foreign_passphrase_or_key_is_refused(world: World, archive: bytes, unlock: Unlock) -> None:
    before = traces(world)

    with pytest.raises(refusals.ArchiveLocked):
        restore(world, archive, unlock=unlock)

    assert traces(world) == before


def test_a_newer_format_is_refused_as_too_new(world: World, archive: bytes) -> None:
    newer = archive.replace(f'"format": {FORMAT}'.encode(), f'"format": {FORMAT + 1}'.encode(), 1)

    with pytest.raises(refusals.ArchiveTooNew):
        restore(world, newer)


def test_a_newer_revision_is_refused_as_too_new(world: World, archive: bytes) -> None:
    before = traces(world)

    with pytest.raises(refusals.ArchiveTooNew) as refused:
        restore(world, archive, line=[Revision("0000", ())])

    assert refused.value.facts == {"revision": "0001"}
    assert traces(world) == before


def test_an_older_archive_is_brought_up(world: World, archive: bytes) -> None:
    added = Revision("0002", ("ALTER TABLE account ADD COLUMN shoe_size integer NOT NULL DEFAULT 5",))
    line = [*present_line(), added]

    coop = restore(world, archive, line=line).coop

    assert coop.revision == "0002"
    with reading(coop) as session:
        assert session.scalars(text("SELECT shoe_size FROM account")).all() == [5, 5]


def test_a_living_coops_name_is_refused(world: World, archive: bytes) -> None:
    before = traces(world)

    with pytest.raises(SlugTaken):
        restore(world, archive, slug=None)

    assert traces(world) == before


def test_rows_that_break_a_rule_leave_nothing(world: World, archive: bytes) -> None:
    """The tables of this line want more than the archive's rows have."""
    before = traces(world)
    first, *rest = present_line()
    stricter = Revision(first.id, (*first.statements, "ALTER TABLE account ADD CHECK (status = 'active')"))

    with pytest.raises(refusals.ArchiveForeign) as refused:
        restore(world, archive, line=[stricter, *rest])

    assert refused.value.facts == {"table": "account"}
    assert traces(world) == before


def test_a_journal_that_was_changed_is_refused(world: World, aber: Coop, tmp_path: Path) -> None:
    plant(aber, "MARKABER")
    with world.superuser() as connection:
        connection.execute(f"UPDATE {aber.schema}.journal_line SET doing = 'test.lied'")  # type: ignore[call-overload] # damage
    export_to(world, aber, tmp_path / "aber.cydofal")
    before = traces(world)

    with pytest.raises(refusals.ArchiveForeign) as refused:
        restore(world, (tmp_path / "aber.cydofal").read_bytes())

    assert refused.value.facts == {"table": "journal_line", "seq": 1, "why": "changed"}
    assert traces(world) == before


def test_a_recipients_archive_comes_back_with_its_key(world: World, aber: Coop, tmp_path: Path) -> None:
    key = RecipientKey.new()
    plant(aber, "MARKABER")
    export_to(world, aber, tmp_path / "aber.cydofal", lock=key.recipient)

    restored = restore(world, (tmp_path / "aber.cydofal").read_bytes(), unlock=key)

    assert restored.rows["account"] == 2


def test_the_hub_keeps_that_a_coop_came_back(world: World, aber: Coop, archive: bytes) -> None:
    restored = restore(world, archive)

    with reading(HUB) as session:
        lines = session.execute(
            text("SELECT doing, record_id FROM journal_line WHERE doing LIKE 'coop.%' ORDER BY seq")
        ).all()
        done = session.scalars(text("SELECT archive_id FROM coop_restore WHERE done_at IS NOT NULL")).all()
    assert lines == [("coop.restore_begin", restored.coop.id), ("coop.restore", restored.coop.id)]
    assert done == [restored.archive_id]
    assert restored.coop.id != aber.id


def test_adopted_publications_come_along_word_for_word(world: World, aber: Coop, tmp_path: Path) -> None:
    """In a place whose hub never published them, they lie behind the co-op's own wall."""
    adopt_a_standard(aber)
    export_to(world, aber, tmp_path / "aber.cydofal")
    with world.superuser() as connection:
        connection.execute("DELETE FROM library.publication")

    coop = restore(world, (tmp_path / "aber.cydofal").read_bytes()).coop

    with reading(coop) as session:
        followed = publications.find_adopted(session, kind="standard", key="visits")
        brought = session.scalar(text("SELECT count(*) FROM brought_publication"))
    assert followed is not None
    assert followed.body == {"text": "MARKSTANDARD ŵ"}
    assert brought == 1


def test_a_publication_that_is_here_already_is_not_kept_twice(
    world: World, aber: Coop, tmp_path: Path
) -> None:
    adopt_a_standard(aber)
    export_to(world, aber, tmp_path / "aber.cydofal")

    coop = restore(world, (tmp_path / "aber.cydofal").read_bytes()).coop

    with reading(coop) as session:
        assert session.scalar(text("SELECT count(*) FROM brought_publication")) == 0
        assert publications.find_adopted(session, kind="standard", key="visits") is not None


def adopt_a_standard(coop: Coop) -> None:
    draft = publications.Draft("standard", "visits", "Visits", "Ymweliadau", {"text": "MARKSTANDARD ŵ"})
    with transaction(HUB, by=SYSTEM, doing="test.publish") as session:
        publications.save_draft(session, draft, by=SYSTEM, now=clock.now())
        published = publications.publish(session, kind="standard", key="visits", now=clock.now())
    with transaction(coop, by=SYSTEM, doing="test.adopt") as session:
        publications.adopt(session, published, by=SYSTEM, now=clock.now())
