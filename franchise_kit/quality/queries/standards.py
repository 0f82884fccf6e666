"""The standards: those that the hub can publish, those that are out, those that a co-op follows."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.quality.rules.standards import Library, Standard, body_of, library, library_of
from franchise_kit.quality.rules.words import Words
from tenants.actor import Actor
from tenants.openings import publications
from tenants.openings.publications import LOCAL, Body, Published
from tenants.refusal import NotFound

KIND: Final = "quality_standard"
# The place that a standard leaves for a co-op's own words, where the library shows and asks for them.
PLACE: Final = "how-we-do-it"


@dataclass(frozen=True, slots=True)
class StandardAsPublished:
    """One version of a standard, as its publication holds it."""

    key: str
    version: int
    standard: Standard
    library: Library

    def label(self, value: int | None) -> Words:
        """Return what a value of the scale is called."""
        return next(step.label for step in self.library.scale if step.value == value)


@dataclass(frozen=True, slots=True)
class Shipped:
    """One standard of ours: ``version`` is the last that is out, ``is_out`` whether it says the same."""

    key: str
    standard: Standard
    version: int | None
    is_out: bool


@dataclass(frozen=True, slots=True)
class Followable:
    """A standard that is out: the latest version, and the one that the co-op follows, if it does."""

    latest: StandardAsPublished
    followed: StandardAsPublished | None

    @property
    def key(self) -> str:
        """The publication's key."""
        return self.latest.key

    @property
    def has_later(self) -> bool:
        """Whether there is a version that the co-op does not follow yet."""
        return self.followed is None or self.followed.version < self.latest.version


def list_shipped(session: Session, *, by: Actor) -> list[Shipped]:
    """Return, at the hub, every standard that it can publish."""
    within(by, Permission.STANDARD_WRITE)
    out = {one.key: one for one in publications.list_latest(session, kind=KIND)}
    return [_shipped(standard, out.get(standard.id.lower())) for standard in library().standards.values()]


def get_shipped(session: Session, key: str, *, by: Actor) -> Shipped:
    """Return one standard that the hub can publish or raise ``NotFound``."""
    found = next((one for one in list_shipped(session, by=by) if one.key == key), None)
    if found is None:
        raise NotFound(record_kind="standard")
    return found


def list_standards(session: Session, *, by: Actor) -> list[Followable]:
    """Return, in a co-op, every standard that is out, in the order of their keys."""
    within(by, Permission.STANDARD_READ)
    followed = {
        one.published.key: as_published(one.published)
        for one in publications.list_adopted(session)
        if one.published.kind == KIND
    }
    return [
        Followable(as_published(one), followed.get(one.key))
        for one in publications.list_latest(session, kind=KIND)
    ]


def standard_of(session: Session, key: str, version: int) -> StandardAsPublished:
    """Return one version of a standard. It asks nobody: the caller has asked already."""
    return as_published(publications.get_published(session, kind=KIND, key=key, version=version))


def as_published(published: Published) -> StandardAsPublished:
    """Return a publication read as a standard."""
    read = library_of(published.body)
    return StandardAsPublished(published.key, published.version, next(iter(read.standards.values())), read)


def body_to_publish(key: str) -> Body:
    """Return the body under a key as ours says it now or raise ``NotFound``."""
    try:
        return {**body_of(key.upper()), "own_words": {LOCAL: PLACE}}
    except KeyError:
        raise NotFound(record_kind="standard") from None


def _shipped(standard: Standard, out: Published | None) -> Shipped:
    key = standard.id.lower()
    is_out = out is not None and out.body == body_to_publish(key)
    return Shipped(key, standard, out.version if out is not None else None, is_out)
