"""Publications: what the hub says to all co-ops, versioned, and never changed once published.

A co-op adopts a version and may put parts of its own in the places that are marked for them: an object in the
body that holds ``{"local_part": "<code>"}``. A later version keeps those parts wherever its place still is.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from tenants.actor import Actor
from tenants.openings.models import AdoptedPublication, BroughtPublication, Publication, PublicationDraft
from tenants.refusal import NotFound, Refusal

__all__ = [
    "Adopted",
    "Draft",
    "EarlierVersion",
    "NotAMarkedPlace",
    "Published",
    "adopt",
    "body_hash",
    "find_adopted",
    "find_draft",
    "get_published",
    "list_adopted",
    "list_latest",
    "list_versions",
    "local_places",
    "publish",
    "put_local_part",
    "save_draft",
    "with_local_parts",
]

LOCAL: Final = "local_part"
Body = dict[str, Any]
Kept = TypeVar("Kept", Publication, BroughtPublication)


class NotAMarkedPlace(Refusal):
    """A co-op adds its own parts only where a publication has a place for them."""

    code = "publication_has_no_such_place"


class EarlierVersion(Refusal):
    """A co-op follows a publication forward only: what was improved is not lost again."""

    code = "publication_version_is_earlier"


class PublicationChanged(RuntimeError):
    """A publication is not what it was when this co-op adopted it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the hub means to publish."""

    kind: str
    key: str
    title_en: str
    title_cy: str
    body: Body


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a publication."""

    kind: str
    key: str
    version: int
    title_en: str
    title_cy: str
    body: Body
    hash: bytes
    published_at: datetime

    def title(self, language: str) -> str:
        """Return the title in a language."""
        return self.title_cy if language == "cy" else self.title_en


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a co-op follows: the version, its own parts, and whether there is a later one."""

    published: Published
    local_parts: Mapping[str, Any]
    adopted_at: datetime
    latest_version: int

    @property
    def has_later(self) -> bool:
        """Whether the hub has published a later version."""
        return self.latest_version > self.published.version

    @property
    def body(self) -> Body:
        """The body with the co-op's own parts in their places."""
        return with_local_parts(self.published.body, self.local_parts)

    @property
    def homeless_parts(self) -> tuple[str, ...]:
        """The own parts for which this version has no place; they are kept."""
        return tuple(sorted(self.local_parts.keys() - local_places(self.published.body)))


def body_hash(kind: str, key: str, version: int, body: Body) -> bytes:
    """Return the SHA-256 of a version, from which any change shows."""
    text = json.dumps([kind, key, version, body], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def local_places(body: object) -> frozenset[str]:
    """Return the places that a body has for local parts."""
    return frozenset(_places(body))


def _places(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get(LOCAL), str):
            yield part[LOCAL]
        for inner in part.values():
            yield from _places(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _places(inner)


def with_local_parts(body: Body, local_parts: Mapping[str, Any]) -> Body:
    """Return a body with local parts in the marked places, under ``own``; nothing else of it changes."""
    filled: Body = _filled(body, local_parts)
    return filled


def _filled(part: Any, local_parts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, list):
        return [_filled(inner, local_parts) for inner in part]
    if not isinstance(part, Mapping):
        return part
    inner = {name: _filled(value, local_parts) for name, value in part.items()}
    place = part.get(LOCAL)
    is_filled = isinstance(place, str) and place in local_parts
    return inner | {"own": local_parts[str(place)]} if is_filled else inner


def save_draft(session: Session, draft: Draft, *, by: Actor, now: datetime) -> None:
    """Keep a draft in the hub's own transaction; an earlier draft under the same key is replaced."""
    row = PublicationDraft(
        kind=draft.kind,
        key=draft.key,
        title_en=draft.title_en,
        title_cy=draft.title_cy,
        body=draft.body,
        changed_at=now,
        changed_by_account=by.account_id,
    )
    session.merge(row)
    session.flush()


def find_draft(session: Session, *, kind: str, key: str) -> Draft | None:
    """Return what the hub means to publish under a key, in the hub's own session."""
    row = session.get(PublicationDraft, (kind, key))
    return None if row is None else Draft(row.kind, row.key, row.title_en, row.title_cy, row.body)


def publish(session: Session, *, kind: str, key: str, now: datetime) -> Published:
    """Publish the draft under a key as its next version, in the hub's own transaction."""
    draft = session.get(PublicationDraft, (kind, key), with_for_update=True)
    if draft is None:
        raise NotFound(record_kind="publication_draft")
    version = (_latest_version(session, kind, key) or 0) + 1
    row = Publication(
        kind=kind,
        key=key,
        version=version,
        hash=body_hash(kind, key, version, draft.body),
        title_en=draft.title_en,
        title_cy=draft.title_cy,
        body=draft.body,
        published_at=now,
    )
    session.add(row)
    session.execute(
        delete(PublicationDraft).where(PublicationDraft.kind == kind, PublicationDraft.key == key)
    )
    session.flush()
    return _published(row)


def _latest_version(session: Session, kind: str, key: str) -> int | None:
    return session.scalar(
        select(func.max(Publication.version)).where(Publication.kind == kind, Publication.key == key)
    )


def _published(row: Publication | BroughtPublication) -> Published:
    return Published(
        row.kind, row.key, row.version, row.title_en, row.title_cy, row.body, row.hash, row.published_at
    )


def list_versions(session: Session, *, kind: str, key: str) -> list[Published]:
    """Return every version of a publication, the newest first; any office may ask."""
    rows = select(Publication).where(Publication.kind == kind, Publication.key == key)
    return [_published(row) for row in session.scalars(rows.order_by(Publication.version.desc()))]


def list_latest(session: Session, *, kind: str | None = None) -> list[Published]:
    """Return the latest version of each publication; any office may ask."""
    rows = (
        select(Publication)
        .ext(distinct_on(Publication.kind, Publication.key))
        .order_by(Publication.kind, Publication.key, Publication.version.desc())
    )
    if kind is not None:
        rows = rows.where(Publication.kind == kind)
    return [_published(row) for row in session.scalars(rows)]


def get_published(session: Session, *, kind: str, key: str, version: int | None = None) -> Published:
    """Return one version, or the latest; raise ``NotFound`` if there is none."""
    rows = select(Publication).where(Publication.kind == kind, Publication.key == key)
    if version is not None:
        rows = rows.where(Publication.version == version)
    row = session.scalars(rows.order_by(Publication.version.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound(record_kind="publication")
    return _published(row)


def adopt(session: Session, published: Published, *, by: Actor, now: datetime) -> None:
    """Follow a version from now on, in the co-op's own transaction; its own parts stay."""
    row = session.get(AdoptedPublication, (published.kind, published.key), with_for_update=True)
    if row is None:
        row = AdoptedPublication(kind=published.kind, key=published.key, version=0, local_parts={})
        session.add(row)
    if published.version < row.version:
        raise EarlierVersion(version=published.version)
    row.version, row.hash = published.version, published.hash
    row.adopted_at, row.adopted_by_account = now, by.account_id
    session.flush()


def put_local_part(session: Session, *, kind: str, key: str, place: str, part: object | None) -> None:
    """Put a part of the co-op's own in a marked place, or with ``None`` take it away."""
    row = session.get(AdoptedPublication, (kind, key), with_for_update=True)
    if row is None:
        raise NotFound(record_kind="adopted_publication")
    followed = _followed(session, row)
    if part is not None and place not in local_places(followed.body):
        raise NotAMarkedPlace(place=place)
    others = {name: value for name, value in row.local_parts.items() if name != place}
    row.local_parts = others if part is None else others | {place: part}
    session.flush()


def find_adopted(session: Session, *, kind: str, key: str) -> Adopted | None:
    """Return what this co-op follows under a key, or ``None``."""
    row = session.get(AdoptedPublication, (kind, key))
    return None if row is None else _adopted(session, row)


def list_adopted(session: Session) -> list[Adopted]:
    """Return everything that this co-op follows."""
    rows = select(AdoptedPublication).order_by(AdoptedPublication.kind, AdoptedPublication.key)
    return [_adopted(session, row) for row in session.scalars(rows)]


def _followed(session: Session, row: AdoptedPublication) -> Published:
    """Return what was adopted: from the library, or what a co-op that came from elsewhere brought with it."""
    found = _exact(session, Publication, row) or _exact(session, BroughtPublication, row)
    if found is None:
        raise PublicationChanged(row.kind, row.key, row.version)
    return _published(found)


def _exact(session: Session, table: type[Kept], row: AdoptedPublication) -> Kept | None:
    is_it = (table.kind == row.kind, table.key == row.key, table.version == row.version)
    return session.scalars(select(table).where(*is_it, table.hash == row.hash)).one_or_none()


def _adopted(session: Session, row: AdoptedPublication) -> Adopted:
    followed = _followed(session, row)
    latest = _latest_version(session, row.kind, row.key) or row.version
    return Adopted(followed, dict(row.local_parts), row.adopted_at, latest)
