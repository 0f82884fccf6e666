"""How fairly a co-op pays, for the hub: what it would be, what was told, and whether the co-op agreed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import month_begins
from franchise_kit.payroll.rules.living_wage import living_wages, wage_due
from franchise_kit.payroll.rules.pay_fairness import (
    PayCounted,
    PayFairness,
    PayFairnessAgreed,
    fairness_to_tell,
)
from franchise_kit.people.queries.employment import contracts_of
from franchise_kit.people.queries.facts import rates_of, workers_on
from tenants.actor import Actor
from tenants.openings.queries import Disclosed, DisclosureFilter, find_latest_disclosed, list_disclosed

AGREED, TOLD = "pay_fairness_agreed", "pay_fairness"
_GUARANTEED = "guaranteed_hours"
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class SharedFairness:
    """Whether the figures are told and since when, what was told last, and what today's would be."""

    agreed: PayFairnessAgreed | None
    last_told: Disclosed | None
    now: PayFairness

    @property
    def is_agreed(self) -> bool:
        """Whether the co-op tells them now."""
        return self.agreed is not None and self.agreed.is_agreed


def get_shared_fairness(session: Session, *, by: Actor, today: date) -> SharedFairness:
    """Return what is told, was told and would be told today, for whoever reads what the co-op shares."""
    within(by, Permission.DISCLOSURE_READ)
    return SharedFairness(
        agreed=find_fairness_agreed(session),
        last_told=find_latest_disclosed(session, TOLD),
        now=fairness_to_tell(pay_counted(session, today)),
    )


def find_fairness_agreed(session: Session) -> PayFairnessAgreed | None:
    """Return what the co-op said last of telling these figures. It asks nobody: the caller has asked."""
    said = find_latest_disclosed(session, AGREED)
    return said.fact if said is not None and isinstance(said.fact, PayFairnessAgreed) else None


def is_fairness_told(session: Session, month: date) -> bool:
    """Say whether a month was told; ``month`` is its first day. It asks nobody: the caller has asked."""
    told = list_disclosed(session, DisclosureFilter(kind=TOLD, most=_MOST_MONTHS))
    return any(one.about_from == month for one in told)


def pay_counted(session: Session, on: date) -> PayCounted:
    """Return the rates and contracts of a day, in three readings. It asks nobody: the caller has asked."""
    worker_ids = {worker.id for worker in workers_on(session, on)}
    rates = rates_of(session, worker_ids, on)
    contracts = contracts_of(session, rates) if rates else {}
    holding = {
        worker_id: next(
            one.kind
            for one in mine
            if one.valid_from <= on and (one.valid_until is None or one.valid_until > on)
        )
        for worker_id, mine in contracts.items()
    }
    due = wage_due(living_wages(on), on)
    return PayCounted(
        month=month_begins(on),
        rates=sorted(rates.values()),
        without_guaranteed_hours=sum(kind != _GUARANTEED for kind in holding.values()),
        living_wage_pence=due.pence if due is not None else None,
    )
