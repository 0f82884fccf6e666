"""The hub publishes a standard; a co-op follows a version of it."""

from datetime import datetime

from franchise_kit.access import Permission, within
from franchise_kit.quality.queries.standards import KIND, body_to_publish
from franchise_kit.quality.rules.standards import library_of
from tenants import journal
from tenants.actor import Actor
from tenants.office import HUB, Coop
from tenants.openings import publications
from tenants.openings.publications import Draft, Published
from tenants.refusal import Refusal
from tenants.transaction import transaction


class StandardPublishedAlready(Refusal):
    """The last version that is out says the same: a new one would only make every co-op look again."""

    code = "standard_published_already"


class StandardNotFollowed(Refusal):
    """A co-op judges itself against what it follows."""

    code = "standard_not_followed"


def publish_standard(*, key: str, by: Actor, now: datetime) -> Published:
    """Publish the shipped standard under a key as its next version, which never changes."""
    with transaction(HUB, by=by, doing="quality.publish_standard") as session:
        within(by, Permission.STANDARD_WRITE)
        body = body_to_publish(key)
        latest = next(iter(publications.list_versions(session, kind=KIND, key=key)), None)
        if latest is not None and latest.body == body:
            raise StandardPublishedAlready(version=latest.version)
        title = next(iter(library_of(body).standards.values())).title
        publications.save_draft(session, Draft(KIND, key, title.en, title.cy, body), by=by, now=now)
        published = publications.publish(session, kind=KIND, key=key, now=now)
        journal.note(session, record_kind="publication", kind=KIND, key=key, version=published.version)
        return published


def adopt_standard(*, coop: Coop, key: str, version: int, by: Actor, now: datetime) -> None:
    """Follow a version of a standard from now on; what was assessed against an earlier one stays as it is."""
    with transaction(coop, by=by, doing="quality.adopt_standard") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        published = publications.get_published(session, kind=KIND, key=key, version=version)
        publications.adopt(session, published, by=by, now=now)
        journal.note(session, record_kind="publication", kind=KIND, key=key, version=version)
