"""At the hub: the modules that we ship, and how far each is on its way to the co-ops."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.training.queries.modules import KIND, key_of
from franchise_kit.training.rules.catalogue import SHIPPED, shipped_document
from franchise_kit.training.rules.module import Module, read_module
from tenants.actor import Actor
from tenants.openings import publications
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class ShippedModule:
    """A module that we ship, the version that is out, and whether a draft waits."""

    key: str
    module: Module
    published_version: int | None
    has_draft: bool


def list_shipped(session: Session, *, by: Actor) -> list[ShippedModule]:
    """Return every module that we ship."""
    within(by, Permission.TRAINING_AUTHOR)
    versions = {one.key: one.version for one in publications.list_latest(session, kind=KIND)}
    return [
        ShippedModule(
            key=key_of(code),
            module=read_module(shipped_document(code)),
            published_version=versions.get(key_of(code)),
            has_draft=publications.find_draft(session, kind=KIND, key=key_of(code)) is not None,
        )
        for code in SHIPPED
    ]


def get_draft(session: Session, key: str, *, by: Actor) -> Module:
    """Return the draft of a module, its right answers too, or raise ``NotFound``."""
    within(by, Permission.TRAINING_AUTHOR)
    draft = publications.find_draft(session, kind=KIND, key=key)
    if draft is None:
        raise NotFound(record_kind="publication_draft")
    return read_module(draft.body)
