"""Taking up a published module for the co-op's workers, and changing its terms."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.training.models import Requirement
from franchise_kit.training.queries.modules import KIND, as_module, get_followed
from franchise_kit.training.rules.module import Module
from franchise_kit.training.rules.requiring import Terms, check_terms, owner_of, usual_terms
from tenants import jobs, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings import publications
from tenants.refusal import NotFound
from tenants.transaction import transaction

WORKERS: Final = "workers"
LOOK: Final = "training.look"


def adopt_module(*, coop: Coop, key: str, version: int, due_days: int, by: Actor, now: datetime) -> None:
    """Follow a version of a published module, and require it of the workers within so many days.

    How long it holds is the shared catalogue's; terms that were changed here stay with a later version.
    Raises ``NotFound``, ``ModuleNotUnderstood``, ``DueTooLate`` or ``EarlierVersion``.
    """
    with transaction(coop, by=by, doing="training.adopt_module") as session:
        within(by, Permission.TRAINING_ASSIGN)
        published = publications.get_published(session, kind=KIND, key=key, version=version)
        module = as_module(published).module
        publications.adopt(session, published, by=by, now=now)
        row = _live(session, key)
        if row is None:
            row = Requirement(module_key=key, audience=WORKERS, from_on=london_day(now))
            row.refresh_months = usual_terms(module).refresh_months
            session.add(row)
        _put_terms(row, module, Terms(due_days, row.refresh_months))
        jobs.enqueue(session, LOOK)
        journal.note(
            session,
            record_kind="training_requirement",
            key=key,
            module=module.code,
            version=version,
            days=due_days,
        )


def change_terms(*, coop: Coop, key: str, terms: Terms, by: Actor) -> None:
    """Ask for a module sooner, or for its renewal more often, than the shared catalogue does.

    Raises ``NotFound``, ``DueTooLate`` or ``RefreshTooLate``. Completions keep the end that they have.
    """
    with transaction(coop, by=by, doing="training.change_terms") as session:
        within(by, Permission.TRAINING_ASSIGN)
        row = _live(session, key)
        if row is None:
            raise NotFound(record_kind="training_requirement")
        module = get_followed(session, key).module
        _put_terms(row, module, terms)
        journal.note(
            session,
            record_kind="training_requirement",
            record_id=row.id,
            key=key,
            module=module.code,
            days=terms.due_days,
            months=terms.refresh_months,
        )


def _live(session: Session, key: str) -> Requirement | None:
    wanted = select(Requirement).where(
        Requirement.module_key == key, Requirement.audience == WORKERS, Requirement.ended_on.is_(None)
    )
    return session.scalars(wanted.with_for_update()).one_or_none()


def _put_terms(row: Requirement, module: Module, terms: Terms) -> None:
    check_terms(module, terms)
    row.due_days, row.refresh_months = terms.due_days, terms.refresh_months
    row.owner = owner_of(module, terms)
