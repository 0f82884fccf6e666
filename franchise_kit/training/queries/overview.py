"""What those who look after learning see: the matrix, and the modules that the co-op has and could have."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import month_after, month_before
from franchise_kit.training.queries.facts import learners_in
from franchise_kit.training.queries.modules import (
    FollowedModule,
    PublishedModule,
    list_followed,
    list_latest_modules,
)
from franchise_kit.training.queries.requirements import RequirementFacts, requirements_on
from franchise_kit.training.queries.standings import Matrix, matrix_on
from franchise_kit.training.rules.disclosed import LearnersActive
from franchise_kit.training.rules.requiring import Terms, usual_terms
from tenants.actor import Actor
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class OfferedModule:
    """A published module in its latest version, what the co-op follows of it, and on which terms."""

    latest: PublishedModule
    followed: FollowedModule | None
    required: RequirementFacts | None

    @property
    def usual(self) -> Terms:
        """The terms of the shared catalogue."""
        return usual_terms(self.latest.module)


@dataclass(frozen=True, slots=True)
class MonthToTell:
    """A month that is over: how many learnt in it, and whether the network was told."""

    month: date
    learners: int
    is_told: bool


def matrix(session: Session, *, by: Actor, on: date) -> Matrix:
    """Return where everybody stands on a day; whoever may read counts alone gets no rows."""
    scope = within(by, Permission.TRAINING_RECORD_READ)
    found = matrix_on(session, on)
    rows = tuple(row for row in found.rows if scope.reaches_person(row.worker.person_id))
    return found if scope.is_whole else replace(found, rows=rows)


def list_offered(session: Session, *, by: Actor, on: date) -> list[OfferedModule]:
    """Return every published module, and how the co-op stands to it."""
    within(by, Permission.TRAINING_ASSIGN)
    followed = {one.key: one for one in list_followed(session)}
    required = requirements_on(session, on)
    return [
        OfferedModule(latest, followed.get(latest.key), required.get(latest.key))
        for latest in list_latest_modules(session)
    ]


def get_offered(session: Session, key: str, *, by: Actor, on: date) -> OfferedModule:
    """Return one published module, and how the co-op stands to it, or raise ``NotFound``."""
    found = next((one for one in list_offered(session, by=by, on=on) if one.latest.key == key), None)
    if found is None:
        raise NotFound(record_kind="publication")
    return found


def get_month_to_tell(session: Session, *, by: Actor, today: date) -> MonthToTell:
    """Return the month before a day, and whether the network was told of it."""
    within(by, Permission.TRAINING_ASSIGN)
    month = month_before(today)
    return MonthToTell(month, learners_in(session, month, month_after(month)), is_month_told(session, month))


def is_month_told(session: Session, month: date) -> bool:
    """Say whether the network was told of a month's learners. It asks nobody: the co-op's own act asks."""
    told = list_disclosed(session, DisclosureFilter(kind="learners_active", most=120))
    return any(isinstance(one.fact, LearnersActive) and one.fact.month == month for one in told)
