# SPDX-License-Identifier: AGPL-3.0-or-later
"""Archives that somebody made on purpose, sealed with the right passphrase: refused, with no trace left."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from tenants import clock
from tenants.actor import SYSTEM
from tenants.archive.parts import ArchiveReader, ArchiveWriter
from tenants.archive.refusals import ArchiveDamaged, ArchiveForeign
from tenants.archive.sealing import MAGIC, SealedReader, SealedWriter
from tenants.credentials import InstallationKey
from tenants.export import ARCHIVE_OFFICE
from tenants.keys import unwrap, wrap
from tenants.names import SlugRefused
from tenants.office import Coop
from tenants.openings.publications import body_hash
from tenants.refusal import Refusal
from tenants.restore import Request, restore_coop
from tests.support.marked import LOCK, export_to, plant
from tests.support.world import World
from tests.tenants.test_restore import present_line, traces

Parts = dict[str, bytes]
Spoil = Callable[[Parts], None]
DEEP = b"[" * 200_000


@pytest.fixture(scope="module")
def archive(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One archive for all to spoil; what it was made from is gone after the first test."""
    target = tmp_path_factory.mktemp("archive") / "aber.cydofal"
    built_world.take_back()
    plant(built_world.aber, "MARKABER")
    export_to(built_world, built_world.aber, target)
    return target.read_bytes()


def made_anew(archive: bytes, spoil: Spoil) -> bytes:
    """Open an archive, let a test spoil its parts, and seal it as its owner could: hashes and counts fit."""
    opened = ArchiveReader(SealedReader(io.BytesIO(archive), LOCK))
    parts = {part.name: part.whole(1 << 26) for part in opened.parts()}
    target = io.BytesIO()
    sealed = ArchiveWriter(SealedWriter(target, LOCK))
    parts["keys"] = _wrapped_anew(parts["keys"], opened.key_for_keys, sealed.key_for_keys)
    manifest = json.loads(parts.pop("manifest"))
    spoil(parts)
    replaced = parts.pop("manifest", None)
    for name, content in parts.items():
        with sealed.part(name) as part:
            part.write(content)
            part.rows = content.count(b"\n") if name.startswith("table/") else -1
    said = [
        {"name": one.name, "size_bytes": one.size_bytes, "sha256": one.sha256, "rows": one.rows}
        for one in sealed.written
    ]
    sealed.put("manifest", replaced or json.dumps({**manifest, "parts": said}).encode())
    sealed.close()
    return target.getvalue()


def _wrapped_anew(keys: bytes, old: bytes, new: bytes) -> bytes:
    said = json.loads(keys)
    for one in said:
        key = unwrap(InstallationKey(old), bytes.fromhex(one["wrapped"]), ARCHIVE_OFFICE)
        one["wrapped"] = wrap(InstallationKey(new), key, ARCHIVE_OFFICE).hex()
    return json.dumps(said).encode()


def in_json(part: str, change: Callable[[Any], None]) -> Spoil:
    """Return what changes one part's JSON."""

    def spoil(parts: Parts) -> None:
        said = json.loads(parts[part])
        change(said)
        parts[part] = json.dumps(said).encode()

    return spoil


def of_coop(**facts: object) -> Spoil:
    return in_json("cover", lambda said: said["coop"].update(facts))


def with_table(name: str, *columns: str) -> Spoil:
    def spoil(parts: Parts) -> None:
        in_json("cover", lambda said: said["tables"].update({name: list(columns)}))(parts)
        parts[f"table/{name}"] = b""

    return spoil


def with_column(name: str) -> Spoil:
    return in_json("cover", lambda said: said["tables"]["account"].append(name))


def with_publication(**facts: object) -> Spoil:
    """Bring a publication whose hash is right and whose facts no library has."""
    said: dict[str, Any] = {
        "kind": "policy",
        "key": "lone-working",
        "version": 1,
        "title_en": "Lone working",
        "title_cy": "Gweithio ar eich pen eich hun",
        "body": {},
        "published_at": "2026-11-22T09:00:00+00:00",
    } | facts

    def spoil(parts: Parts) -> None:
        made = body_hash(said["kind"], said["key"], said["version"], said["body"]).hex()
        parts["publications"] = json.dumps({**said, "hash": made}).encode() + b"\n"

    return spoil


def replaced(part: str, content: bytes) -> Spoil:
    return lambda parts: parts.__setitem__(part, content)


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        pytest.param(replaced("cover", DEEP), ArchiveForeign, id="a cover nested without end"),
        pytest.param(replaced("keys", DEEP), ArchiveForeign, id="keys nested without end"),
        pytest.param(replaced("publications", DEEP), ArchiveForeign, id="publications nested without end"),
        pytest.param(replaced("manifest", DEEP), ArchiveForeign, id="a manifest nested without end"),
        pytest.param(replaced("cover", b"[]"), ArchiveForeign, id="a cover that is a list"),
        pytest.param(
            with_table('account"; DROP SCHEMA hub CASCADE; --', "id"), ArchiveForeign, id="SQL as table"
        ),
        pytest.param(with_table("hub.coop", "id"), ArchiveForeign, id="another schema's table"),
        pytest.param(with_table("pg_authid", "rolname"), ArchiveForeign, id="a table of the catalogue"),
        pytest.param(with_table("outbox", "id", "job"), ArchiveForeign, id="work that would be done here"),
        pytest.param(with_table("sign_in_session", "id"), ArchiveForeign, id="a session that would be open"),
        pytest.param(with_table("api_token", "id"), ArchiveForeign, id="a token that would open"),
        pytest.param(with_column('email") FROM PROGRAM $$id$$ --'), ArchiveForeign, id="SQL as column"),
        pytest.param(with_column("nobody"), ArchiveForeign, id="a column that is not there"),
        pytest.param(replaced("file/../../etc/passwd", b"x"), ArchiveForeign, id="a path as file"),
        pytest.param(replaced("anything", b"x"), ArchiveForeign, id="a part that nobody knows"),
        pytest.param(replaced("table/account", b"x\n" * 50_000), ArchiveForeign, id="rows of no columns"),
        pytest.param(
            replaced("table/account", b"\\.\nDROP TABLE account;\n"), ArchiveForeign, id="COPY's end"
        ),
        pytest.param(replaced("table/account", b"\x00\xff\n"), ArchiveForeign, id="rows that are no text"),
        pytest.param(of_coop(id="../../x"), ArchiveForeign, id="a co-op's id that is none"),
        pytest.param(of_coop(name_en="x\x00y"), ArchiveForeign, id="a name that no table takes"),
        pytest.param(of_coop(name_en="x\nSet-Cookie: y"), ArchiveForeign, id="a name of two lines"),
        pytest.param(of_coop(name_en=["x"]), ArchiveForeign, id="a name that is a list"),
        pytest.param(of_coop(slug="x\ny"), ArchiveForeign, id="a short name of two lines"),
        pytest.param(of_coop(slug='x"; DROP'), SlugRefused, id="a short name that is SQL"),
        pytest.param(of_coop(slug="../../x"), SlugRefused, id="a short name that is a path"),
        pytest.param(
            in_json("keys", lambda said: said.append(said[0])), ArchiveForeign, id="one data key twice"
        ),
        pytest.param(
            in_json("keys", lambda said: said[0].update(id=10**30)), ArchiveForeign, id="a key's huge number"
        ),
        pytest.param(with_publication(version=10**30), ArchiveForeign, id="a publication's huge version"),
        pytest.param(with_publication(title_en="x\x00"), ArchiveForeign, id="a title that no table takes"),
        pytest.param(with_publication(title_en=["x"]), ArchiveForeign, id="a title that is a list"),
        pytest.param(with_publication(key="k" * 500), ArchiveForeign, id="a key that is too long"),
    ],
)
def test_a_hostile_archive_is_refused_and_leaves_nothing(
    world: World, aber: Coop, bryn: Coop, archive: bytes, spoil: Spoil, refusal: type[Refusal]
) -> None:
    hostile = made_anew(archive, spoil)
    before = traces(world)
    slug = None if refusal is SlugRefused else "again"

    with pytest.raises(refusal):
        restore_coop(
            owner=world.owner,
            request=Request(io.BytesIO(hostile), LOCK, slug),
            by=SYSTEM,
            now=clock.now(),
            line=present_line(),
        )

    assert traces(world) == before


def test_an_archive_that_was_only_sealed_anew_comes_back(world: World, aber: Coop, archive: bytes) -> None:
    same = made_anew(archive, lambda _parts: None)

    restored = restore_coop(
        owner=world.owner,
        request=Request(io.BytesIO(same), LOCK, "again"),
        by=SYSTEM,
        now=clock.now(),
        line=present_line(),
    )

    assert restored.coop.slug == "again"


def test_a_header_nested_without_end_is_refused() -> None:
    header = b"[" * 4096
    hostile = MAGIC + len(header).to_bytes(2, "big") + header

    with pytest.raises(ArchiveDamaged):
        SealedReader(io.BytesIO(hostile), LOCK)
