"""Makers of modules that are published and taken up, and of learners who read and answer."""

from datetime import timedelta
from uuid import UUID

from franchise_kit.access.queries.actors import find_actor
from franchise_kit.publishing import actions as publishing
from franchise_kit.training import actions
from franchise_kit.training.queries import get_own_attempt, get_own_module
from franchise_kit.training.queries.modules import KIND
from franchise_kit.training.rules.catalogue import shipped_document
from franchise_kit.training.rules.module import Module, read_module
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import HUB, Coop
from tenants.openings import publications
from tenants.openings.publications import Draft
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.thread import make_worker_with_account

Chosen = dict[str, frozenset[str]]


def publish_module(code: str = "SAF-A") -> int:
    """Publish one of the modules that we ship, or a next version of it; return its version."""
    editor = actor_of(HUB, make_person(HUB, "training_editor"))
    key = actions.draft_shipped(by=editor, code=code, now=clock.now())
    with reading(HUB) as session:
        earlier = len(publications.list_versions(session, kind=KIND, key=key))
    if earlier:
        _draft_longer(editor, code, key, more_minutes=earlier)
    return actions.publish_module(by=editor, key=key, now=clock.now()).version


def _draft_longer(editor: Actor, code: str, key: str, *, more_minutes: int) -> None:
    """Draft a module that says something else than its earlier versions, or it could not be published."""
    document = dict(shipped_document(code))
    document["minutes"] = shipped(code).minutes + more_minutes
    draft = Draft(KIND, key, "Later", "Diweddarach", document)
    publishing.save_draft(by=editor, draft=draft, now=clock.now())


def adopt_module(coop: Coop, key: str = "saf-a", *, version: int = 1, due_days: int = 7) -> None:
    """Require a module of a co-op's workers."""
    actions.adopt_module(coop=coop, key=key, version=version, due_days=due_days, by=SYSTEM, now=clock.now())


def make_learner(coop: Coop, name: str = "Nia Prys") -> Actor:
    """Enter a care worker who can sign in, and return them as they act."""
    _worker_id, account_id = make_worker_with_account(coop, name)
    return actor_by_id(coop, account_id)


def actor_by_id(coop: Coop, account_id: UUID) -> Actor:
    """Return the actor behind an account."""
    with reading(coop) as session:
        actor = find_actor(session, account_id)
    assert actor is not None
    return actor


def shipped(code: str = "SAF-A") -> Module:
    """Return a module that we ship."""
    return read_module(shipped_document(code))


def read_all(coop: Coop, by: Actor, key: str = "saf-a") -> None:
    """Read every lesson of the version that the co-op follows."""
    with reading(coop) as session:
        lessons = get_own_module(session, key, by=by, now=clock.now()).followed.module.lessons
    for lesson in lessons:
        actions.read_lesson(coop=coop, key=key, lesson_id=lesson.id, by=by, now=clock.now())


def start(coop: Coop, by: Actor, key: str = "saf-a") -> UUID:
    """Start the quiz."""
    return actions.start_attempt(coop=coop, key=key, language="cy", by=by, now=clock.now())


def right_answers(coop: Coop, by: Actor, attempt_id: UUID, *, code: str = "SAF-A", wrong: int = 0) -> Chosen:
    """Return answers to what an attempt asks; the first ``wrong`` of them are wrong."""
    module = shipped(code)
    with reading(coop) as session:
        asked = get_own_attempt(session, attempt_id, by=by).questions
    chosen = {one.id: module.question(one.id).right_ids for one in asked}
    for one in asked[:wrong]:
        right = module.question(one.id).right_ids
        chosen[one.id] = frozenset(next({option.id} for option in one.options if {option.id} != right))
    return chosen


def submit(coop: Coop, by: Actor, attempt_id: UUID, answers: Chosen) -> actions.Sent:
    """Send an attempt's answers."""
    return actions.submit_attempt(
        coop=coop, attempt_id=attempt_id, answers=answers, language="cy", by=by, now=clock.now()
    )


def fail(coop: Coop, by: Actor, key: str = "saf-a") -> None:
    """Fail an attempt, and let the time pass that lies between two."""
    attempt_id = start(coop, by, key)
    submit(coop, by, attempt_id, right_answers(coop, by, attempt_id, code=key.upper(), wrong=8))
    clock.set_fixed(clock.now() + timedelta(minutes=11))


def complete(coop: Coop, by: Actor, key: str = "saf-a") -> actions.Sent:
    """Read everything and pass."""
    read_all(coop, by, key)
    attempt_id = start(coop, by, key)
    return submit(coop, by, attempt_id, right_answers(coop, by, attempt_id, code=key.upper()))
