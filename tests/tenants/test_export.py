"""A co-op leaves with everything that is its own, and with nothing of anybody else's."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tenants import files
from tenants.archive.contents import MANIFEST, STAYS, Manifest, travelling_tables
from tenants.archive.parts import ArchiveReader
from tenants.archive.refusals import PassphraseTooShort
from tenants.archive.sealing import Passphrase, RecipientKey, SealedReader, Unlock
from tenants.export import CoopIsBehind, NothingToExport
from tenants.export.target import ExportIsRunning, whole_or_nothing
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.marked import LOCK, export_to, plant
from tests.support.world import World


def plain_of(archive: Path, unlock: Unlock) -> bytes:
    """Decrypt an archive and return everything that is in it."""
    with archive.open("rb") as stream:
        reader = ArchiveReader(SealedReader(stream, unlock))
        return b"".join(part.name.encode() + block for part in reader.parts() for block in part.blocks())


def test_an_archive_holds_its_own_coop_and_nothing_of_another(
    world: World, aber: Coop, bryn: Coop, tmp_path: Path
) -> None:
    """SECURITY_CHECKLIST 80: one co-op can be taken alone."""
    plant(aber, "MARKABER")
    plant(bryn, "MARKBRYN")

    exported = export_to(world, aber, tmp_path / "aber.cydofal")

    plain = plain_of(tmp_path / "aber.cydofal", LOCK)
    raw = (tmp_path / "aber.cydofal").read_bytes()
    assert exported.rows["account"] == 2
    assert exported.files == 1
    assert plain.count(b"MARKABER") >= 3
    assert b"MARKBRYN" not in plain
    assert bryn.schema.encode() not in plain
    assert b"MARKABER" not in raw
    assert b"account" not in raw


def test_an_archive_has_no_field_in_clear(world: World, aber: Coop, tmp_path: Path) -> None:
    """SECURITY_CHECKLIST 69: not even behind the envelope."""
    plant(aber, "MARKABER", secret="JBSWY3DPEHPK3PXP")

    export_to(world, aber, tmp_path / "aber.cydofal")

    assert b"JBSWY3DPEHPK3PXP" not in plain_of(tmp_path / "aber.cydofal", LOCK)


def test_the_file_is_whole_and_closed_to_others(world: World, aber: Coop, tmp_path: Path) -> None:
    target = tmp_path / "aber.cydofal"
    target.write_text("an older archive")

    exported = export_to(world, aber, target)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.stat().st_size == exported.size_bytes
    assert os.listdir(tmp_path) == ["aber.cydofal"]


def test_a_recipient_alone_opens_what_was_locked_for_it(world: World, aber: Coop, tmp_path: Path) -> None:
    key = RecipientKey.new()
    plant(aber, "MARKABER")

    export_to(world, aber, tmp_path / "aber.cydofal", lock=key.recipient)

    assert b"MARKABER" in plain_of(tmp_path / "aber.cydofal", key)


def test_the_manifest_counts_every_table(world: World, aber: Coop, tmp_path: Path) -> None:
    plant(aber, "MARKABER")
    export_to(world, aber, tmp_path / "aber.cydofal")

    with (tmp_path / "aber.cydofal").open("rb") as stream:
        parts = ArchiveReader(SealedReader(stream, LOCK)).parts()
        manifest = next(Manifest.from_json(part.whole(10**6)) for part in parts if part.name == MANIFEST)

    assert set(manifest.rows()) == set(travelling_tables())
    assert manifest.rows()["stored_file"] == 1
    assert manifest.rows()["journal_head"] == 1


def test_the_export_is_in_the_journal_that_leaves(world: World, aber: Coop, tmp_path: Path) -> None:
    exported = export_to(world, aber, tmp_path / "aber.cydofal")

    with reading(aber) as session:
        lines = session.execute(text("SELECT doing, record_id FROM journal_line")).all()
    assert lines == [("coop.export", exported.archive_id)]
    assert exported.rows["journal_line"] == 1


def test_a_file_that_the_store_lost_stops_nobody_from_leaving(
    world: World, aber: Coop, tmp_path: Path
) -> None:
    file_id = plant(aber, "MARKABER")
    files.store().delete(aber.key, file_id)

    exported = export_to(world, aber, tmp_path / "aber.cydofal")

    assert exported.missing_files == (str(file_id),)
    assert exported.files == 0


def test_every_table_that_stays_exists() -> None:
    from migrations.models import tables_of

    assert set(STAYS) - {table.name for table in tables_of("coop")} == set()
    assert not set(STAYS) & set(travelling_tables())


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"revision": "0000"}, CoopIsBehind),
        ({"is_synthetic": True}, NothingToExport),
    ],
)
def test_a_coop_without_present_tables_is_refused(
    world: World, aber: Coop, tmp_path: Path, change: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        export_to(world, replace(aber, **change), tmp_path / "aber.cydofal")  # type: ignore[arg-type] # test data

    assert os.listdir(tmp_path) == []


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PassphraseTooShort):
        Passphrase("short")


def fill_the_disk(target: Path) -> None:
    with whole_or_nothing(target) as stream, Path("/dev/full").open("wb", buffering=0) as full:
        stream.write(b"x" * 1000)
        full.write(b"x")


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "aber.cydofal"
    target.write_text("an older archive")

    with pytest.raises(OSError, match="No space left"):
        fill_the_disk(target)

    assert target.read_text() == "an older archive"
    assert os.listdir(tmp_path) == ["aber.cydofal"]


def test_two_exports_to_one_file_do_not_mix(tmp_path: Path) -> None:
    target = tmp_path / "aber.cydofal"

    with whole_or_nothing(target) as stream:
        stream.write(b"first")
        with pytest.raises(ExportIsRunning), whole_or_nothing(target):
            pass

    assert target.read_bytes() == b"first"
