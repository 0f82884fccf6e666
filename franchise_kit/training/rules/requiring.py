"""For whom a module is required and on which terms: the shared catalogue's, or stricter ones of the co-op."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from franchise_kit.training.rules.catalogue import catalogue
from franchise_kit.training.rules.module import MOST_MONTHS, Module
from franchise_kit.training.rules.validity import RenewalRule
from tenants.refusal import Refusal

Owner = Literal["network", "co_op"]

NATIONAL_STANDARD: Final = "national-standard"
OF_COOP: Final = "co-op"
MOST_DAYS: Final = 366
# What staff categories of the national workforce return are in the catalogue's audiences.
_AUDIENCES: Final = MappingProxyType(
    {
        "manager": frozenset({"manager", "office"}),
        "deputy_manager": frozenset({"manager", "senior", "office"}),
        "other_supervisory": frozenset({"senior"}),
        "nursing_care": frozenset({"care-worker"}),
        "registered_nurse": frozenset({"care-worker"}),
        "senior_social_care": frozenset({"care-worker", "senior"}),
        "other_social_care": frozenset({"care-worker"}),
        "domestic": frozenset[str](),
        "catering": frozenset[str](),
        "other": frozenset({"office"}),
    }
)


class DueTooLate(Refusal):
    """A co-op may ask for a module sooner than the catalogue, not later."""

    code = "training_due_too_late"


class RefreshTooLate(Refusal):
    """A co-op may ask for a renewal sooner than the catalogue, not later."""

    code = "training_refresh_too_late"


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many days of a start, and again after how many months (``None``: learnt once)."""

    due_days: int
    refresh_months: int | None


def usual_terms(module: Module) -> Terms:
    """Return the terms of the shared catalogue; a module outside it may be due within a year.

    Source: catalogue: ``due_within_days`` and ``refresh_months``.
    """
    entry = catalogue().get(module.code)
    if entry is None:
        return Terms(MOST_DAYS, module.refresh_months)
    return Terms(entry.due_within_days, entry.refresh_months)


def check_terms(module: Module, terms: Terms) -> None:
    """Refuse terms that are later than the shared catalogue's.

    Source: catalogue, note on ``refresh``: a co-op may shorten an interval and not lengthen it.
    """
    usual = usual_terms(module)
    if not 0 <= terms.due_days <= usual.due_days:
        raise DueTooLate(most=usual.due_days)
    most = usual.refresh_months if usual.refresh_months is not None else MOST_MONTHS
    if terms.refresh_months is None:
        if usual.refresh_months is not None:
            raise RefreshTooLate(months=most)
    elif not 1 <= terms.refresh_months <= most:
        raise RefreshTooLate(months=most)


def owner_of(module: Module, terms: Terms) -> Owner:
    """Say whose terms these are.

    Source: co-op rule: an interval is data with an owner.
    """
    return "network" if terms == usual_terms(module) else "co_op"


def basis_of(module: Module, terms: Terms) -> str:
    """Return who sets the interval: the catalogue's word for it, or the co-op.

    Source: catalogue: ``refresh_basis``.
    """
    entry = catalogue().get(module.code)
    if entry is None or terms.refresh_months != entry.refresh_months:
        return OF_COOP
    return entry.refresh_basis


def renewal_of(module: Module, terms: Terms) -> RenewalRule:
    """Return the rule of renewal: by a national standard it counts from the day of completion.

    All others let whoever renews early lose nothing.
    Source: national training standards count from the completion; co-op rule: training policy for the rest.
    """
    entry = catalogue().get(module.code)
    is_national = entry is not None and entry.refresh_basis == NATIONAL_STANDARD
    return RenewalRule(terms.refresh_months, "completion" if is_national else "previous_due")


def audiences_of(staff_category: str) -> frozenset[str]:
    """Return the catalogue's audiences that a staff category belongs to.

    Source: the staff categories of Social Care Wales's workforce data collection; catalogue: ``audiences``.
    """
    return _AUDIENCES.get(staff_category, frozenset())
