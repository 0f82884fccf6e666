"""The published plan that a month is rated by."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from franchise_kit.billing.rules.plan import FeePlan, read_plan
from tenants.openings import publications
from tenants.refusal import Refusal

KIND: Final = "fee_plan"
KEY: Final = "standard"


class NoFeePlan(Refusal):
    """No plan that is published is in force in this month."""

    code = "no_fee_plan"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan and the publication that it stands in."""

    plan: FeePlan
    key: str
    version: int


def plan_for(session: Session, month: date) -> PlanFacts:
    """Return the newest plan that is in force in a month; any office may ask.

    Raises ``NoFeePlan``, or ``FeePlanNotReadable`` for a publication that is no plan.
    """
    for published in publications.list_versions(session, kind=KIND, key=KEY):
        plan = read_plan(published.body)
        if plan.from_month <= month:
            return PlanFacts(plan, published.key, published.version)
    raise NoFeePlan(month=month.isoformat())
