"""What is required here, and on which terms. It asks nobody: whoever calls has asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.training.models import Requirement
from franchise_kit.training.rules.requiring import Terms


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """A module is required of workers; ``owner`` says whose terms these are, ``network`` or ``co_op``."""

    id: UUID
    module_key: str
    terms: Terms
    owner: str
    from_on: date


def requirements_on(session: Session, on: date) -> Mapping[str, RequirementFacts]:
    """Return what is required on a day, by the module's key."""
    rows = select(Requirement).where(
        Requirement.from_on <= on, or_(Requirement.ended_on.is_(None), Requirement.ended_on > on)
    )
    return {row.module_key: _facts(row) for row in session.scalars(rows.order_by(Requirement.module_key))}


def _facts(row: Requirement) -> RequirementFacts:
    terms = Terms(row.due_days, row.refresh_months)
    return RequirementFacts(row.id, row.module_key, terms, row.owner, row.from_on)
