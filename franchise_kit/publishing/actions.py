"""Drafting and publishing at the hub, following in a co-op."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from franchise_kit.access import Permission, within
from tenants import journal
from tenants.actor import Actor
from tenants.office import HUB, Coop
from tenants.openings import publications
from tenants.openings.publications import Body, Draft, Published
from tenants.transaction import transaction

BodyCheck = Callable[[str, Body], None]
_checks: Final[dict[str, BodyCheck]] = {}


def check_bodies(kind: str, check: BodyCheck) -> None:
    """Let a room refuse a body of its kind, given with its key, before it is drafted and published."""
    if _checks.setdefault(kind, check) is not check:
        msg = f"Two rooms check publications of kind {kind}."
        raise ValueError(msg)


def _check_body(kind: str, key: str, body: Body) -> None:
    if kind in _checks:
        _checks[kind](key, body)


def save_draft(*, by: Actor, draft: Draft, now: datetime) -> None:
    """Keep a draft; an earlier one under the same key is replaced, and no co-op sees either."""
    with transaction(HUB, by=by, doing="publishing.save_draft") as session:
        within(by, Permission.PUBLICATION_WRITE)
        _check_body(draft.kind, draft.key, draft.body)
        publications.save_draft(session, draft, by=by, now=now)
        journal.note(session, record_kind="publication", kind=draft.kind, key=draft.key)


def publish(*, by: Actor, kind: str, key: str, now: datetime) -> Published:
    """Publish the draft under a key as its next version, which never changes."""
    with transaction(HUB, by=by, doing="publishing.publish") as session:
        within(by, Permission.PUBLICATION_WRITE)
        published = publications.publish(session, kind=kind, key=key, now=now)
        _check_body(kind, key, published.body)
        journal.note(session, record_kind="publication", kind=kind, key=key, version=published.version)
        return published


def adopt(*, coop: Coop, by: Actor, kind: str, key: str, version: int, now: datetime) -> None:
    """Follow a version from now on; the co-op's own parts stay."""
    with transaction(coop, by=by, doing="publishing.adopt") as session:
        within(by, Permission.SETTINGS_MANAGE)
        published = publications.get_published(session, kind=kind, key=key, version=version)
        publications.adopt(session, published, by=by, now=now)
        journal.note(session, record_kind="publication", kind=kind, key=key, version=version)


def put_own_part(*, coop: Coop, by: Actor, kind: str, key: str, place: str, text: str) -> None:
    """Put the co-op's own words in a marked place of what it follows; empty words take them away."""
    with transaction(coop, by=by, doing="publishing.put_own_part") as session:
        within(by, Permission.SETTINGS_MANAGE)
        part = {"text": text} if text else None
        publications.put_local_part(session, kind=kind, key=key, place=place, part=part)
        journal.note(session, record_kind="publication", kind=kind, key=key, place=place)
