"""At the hub: one of the modules that we ship becomes a draft; a draft that is a module is published."""

from datetime import datetime

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.publishing import actions as publishing
from franchise_kit.training.queries.modules import KIND, key_of
from franchise_kit.training.rules.catalogue import shipped_document
from franchise_kit.training.rules.module import ModuleNotUnderstood, read_module
from tenants.actor import Actor
from tenants.office import HUB
from tenants.openings import publications
from tenants.openings.publications import Body, Draft, Published
from tenants.refusal import Refusal
from tenants.transaction import reading


class ModulePublishedAlready(Refusal):
    """The last version that is out says the same, or was published a moment ago."""

    code = "module_published_already"


def draft_shipped(*, by: Actor, code: str, now: datetime) -> str:
    """Make a draft of a module that we ship, in the place of an earlier draft; return its key.

    Raises ``NotFound`` if we ship none of that code.
    """
    within(by, Permission.TRAINING_AUTHOR)
    document = dict(shipped_document(code))
    title = read_module(document).title
    key = key_of(code)
    publishing.save_draft(by=by, draft=Draft(KIND, key, title.en, title.cy, document), now=now)
    return key


def publish_module(*, by: Actor, key: str, now: datetime) -> Published:
    """Publish the draft of a module as its next version.

    Raises ``ModulePublishedAlready``, ``NotFound`` or ``ModuleNotUnderstood``.
    """
    within(by, Permission.TRAINING_AUTHOR)
    with reading(HUB) as session:
        _check_news(session, key)
    return publishing.publish(by=by, kind=KIND, key=key, now=now)


def _check_news(session: Session, key: str) -> None:
    latest = next(iter(publications.list_versions(session, kind=KIND, key=key)), None)
    draft = publications.find_draft(session, kind=KIND, key=key)
    if latest is not None and (draft is None or draft.body == latest.body):
        raise ModulePublishedAlready(version=latest.version)


def check_module(key: str, body: Body) -> None:
    """Refuse a body that is no module, or not the one that its key says."""
    module = read_module(body)
    if key_of(module.code) != key:
        place = "code"
        raise ModuleNotUnderstood(place, "module_reference_unknown")


publishing.check_bodies(KIND, check_module)
