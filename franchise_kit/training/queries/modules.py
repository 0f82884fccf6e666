"""The modules that the hub publishes and this co-op follows, read as modules.

Nothing here asks who reads: whoever calls has asked, by the permission that fits.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from franchise_kit.training.rules.module import Module, read_module
from tenants.openings import publications
from tenants.openings.publications import Published
from tenants.refusal import NotFound

KIND: Final = "training_module"


class ModuleChanged(RuntimeError):
    """A module is not what it was when somebody began to answer its quiz."""


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """One version as it was published; ``version`` is the publication's number."""

    key: str
    version: int
    content_hash: str
    module: Module


@dataclass(frozen=True, slots=True)
class FollowedModule:
    """What this co-op follows; ``latest_version`` may be later."""

    published: PublishedModule
    latest_version: int

    @property
    def key(self) -> str:
        """The publication's key."""
        return self.published.key

    @property
    def version(self) -> int:
        """The version that is followed."""
        return self.published.version

    @property
    def module(self) -> Module:
        """The module itself."""
        return self.published.module

    @property
    def has_later(self) -> bool:
        """Whether the hub has published a later version."""
        return self.latest_version > self.version


def key_of(code: str) -> str:
    """Return the key under which a module's code is published."""
    return code.lower()


def list_latest_modules(session: Session) -> list[PublishedModule]:
    """Return the latest version of every published module, by key."""
    return [as_module(one) for one in publications.list_latest(session, kind=KIND)]


def list_followed(session: Session) -> list[FollowedModule]:
    """Return the modules that this co-op follows, by key."""
    return [_followed(one) for one in publications.list_adopted(session) if one.published.kind == KIND]


def get_followed(session: Session, key: str) -> FollowedModule:
    """Return the version that this co-op follows; raise ``NotFound`` if it follows none."""
    found = publications.find_adopted(session, kind=KIND, key=key)
    if found is None:
        raise NotFound(record_kind="training_module")
    return _followed(found)


def get_version(session: Session, key: str, version: int, *, content_hash: str) -> PublishedModule:
    """Return the version that somebody began with, which never changed since."""
    followed = publications.find_adopted(session, kind=KIND, key=key)
    if followed is not None and followed.published.version == version:
        found = as_module(followed.published)
    else:
        found = as_module(publications.get_published(session, kind=KIND, key=key, version=version))
    if found.content_hash != content_hash:
        raise ModuleChanged(key, version)
    return found


def as_module(published: Published) -> PublishedModule:
    """Return a publication as the module that it holds."""
    return PublishedModule(
        published.key, published.version, published.hash.hex(), read_module(published.body)
    )


def _followed(one: publications.Adopted) -> FollowedModule:
    return FollowedModule(as_module(one.published), one.latest_version)
