"""When a contract and a rate hold: one contract at a time, and no rate that rewrites what was paid."""

from datetime import date
from typing import Final

from tenants.refusal import Refusal

KINDS: Final = ("guaranteed_hours", "non_guaranteed_hours")
ORDINARY: Final = "ordinary"
RATE_KINDS: Final = (
    ORDINARY,
    "weekend",
    "bank_holiday",
    "travel",
    "waiting",
    "training",
    "waking_night",
    "sleep_in",
    "standby",
)
# A night asleep is paid flat: see the rules of the minimum wage, which does not count it.
FLAT_KINDS: Final = frozenset({"sleep_in"})
EMPLOYED: Final = "employed"
ARRANGEMENTS: Final = (EMPLOYED, "volunteer", "agency")
# The ten categories of the annual return, in its order.
STAFF_CATEGORIES: Final = (
    "manager",
    "deputy_manager",
    "other_supervisory",
    "senior_social_care",
    "other_social_care",
    "registered_nurse",
    "nursing_care",
    "domestic",
    "catering",
    "other",
)


class ContractsOverlap(Refusal):
    """Another contract begins on that day or later."""

    code = "contracts_overlap"


class ContractBeforeStart(Refusal):
    """A contract cannot hold before somebody starts here, or after they end."""

    code = "contract_outside_employment"


class HoursNeeded(Refusal):
    """A contract that guarantees hours says how many."""

    code = "guaranteed_hours_needed"


class RateRewritesEarlier(Refusal):
    """A rate from that day or a later one stands already."""

    code = "rate_rewrites_earlier"


class RateUsedAlready(Refusal):
    """Somebody was paid by this rate, so it stays; another begins on a later day."""

    code = "rate_used_already"


class NotEmployed(Refusal):
    """Volunteers and agency workers have no contract with the co-op."""

    code = "not_employed"


class ContractStillRuns(Refusal):
    """Somebody with a contract that has not ended is employed."""

    code = "contract_still_runs"


class NoContractThen(Refusal):
    """The worker has no contract on that day."""

    code = "no_contract_then"


class EndsBeforeStart(Refusal):
    """The last day is before the first."""

    code = "ends_before_start"


def check_last_day(started_on: date, ended_on: date) -> None:
    """Refuse a last day before the first.

    Source: the co-op rule that a worker's last day is a day of work; table ``worker``.
    """
    if ended_on < started_on:
        raise EndsBeforeStart


def is_employed(started_on: date, ended_on: date | None, on: date) -> bool:
    """Say whether somebody works here on a day; the last day is one of them.

    Source: the co-op rule that a worker's last day is a day of work.
    """
    return started_on <= on and (ended_on is None or on <= ended_on)


def check_contract_follows(latest_from: date | None, valid_from: date) -> None:
    """Refuse a contract that does not begin after the latest one.

    Source: the co-op rule that what held from a day is never rewritten; table ``contract``.
    """
    if latest_from is not None and valid_from <= latest_from:
        raise ContractsOverlap(latest_from=latest_from.isoformat())


def check_hours(kind: str, weekly_minutes: int) -> None:
    """Refuse guaranteed hours of no length.

    Source: WSI 2017/1264, regulation 42 as amended (a choice between kinds of contract); table ``contract``.
    """
    if kind == "guaranteed_hours" and weekly_minutes == 0:
        raise HoursNeeded


def check_rate_follows(latest_from: date | None, from_on: date, *, paid_through: date | None) -> None:
    """Refuse a rate of a kind that begins before the latest one, or on its day when pay went by that.

    ``paid_through`` is the last day that a pay run has paid for, if there is one.
    Source: the co-op rule that a rate never rewrites what was paid; table ``pay_rate``.
    """
    if latest_from is None or from_on > latest_from:
        return
    if from_on < latest_from:
        raise RateRewritesEarlier(latest_from=latest_from.isoformat())
    if paid_through is not None and paid_through >= from_on:
        raise RateUsedAlready(paid_through=paid_through.isoformat())


def unit_of(kind: str) -> str:
    """Return what a rate of a kind is for: an ``hour``, or a ``night`` that is paid flat.

    Source: Royal Mencap Society v Tomlinson-Blake [2021] UKSC 8 (a night asleep); table ``pay_rate``.
    """
    return "night" if kind in FLAT_KINDS else "hour"


def check_employed(arrangement: str) -> None:
    """Refuse a contract with somebody who is not employed here.

    Source: Employment Rights Act 1996, s.230: a contract of employment makes an employee.
    """
    if arrangement != EMPLOYED:
        raise NotEmployed


def check_arrangement(arrangement: str, *, has_contract: bool) -> None:
    """Refuse to call somebody a volunteer or an agency worker whose contract runs, or is yet to.

    Source: Employment Rights Act 1996, s.230: a contract of employment makes an employee.
    """
    if has_contract and arrangement != EMPLOYED:
        raise ContractStillRuns
