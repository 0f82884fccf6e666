"""A fee plan as it is published: read from JSON, and refused if anything in it is not as it must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from franchise_kit.billing.rules.vat import VAT_CODES
from tenants.refusal import Refusal

BASE, PAYSLIPS, TRAINING, SOLIDARITY = "base", "payslips", "training", "solidarity"
SERVICES: Final = (BASE, PAYSLIPS, TRAINING, SOLIDARITY)
STAGES: Final = tuple(f"S{number}" for number in range(9))
WHOLE_BPS: Final = 10_000
# £10,000,000: more than any fee, and far within what the tables hold.
MOST_PENCE: Final = 10**9
MOST_DAYS: Final = 366
_WHOLE_NUMBERS: Final[Mapping[str, int]] = {
    "base_pence": MOST_PENCE,
    "payslip_pence": MOST_PENCE,
    "learner_pence": MOST_PENCE,
    "solidarity_bps": WHOLE_BPS,
    "solidarity_cap_pence": MOST_PENCE,
    "due_days": MOST_DAYS,
}
_FIELDS: Final = frozenset(_WHOLE_NUMBERS) | {"from", "source", "stage_share_bps", "vat_codes"}


class FeePlanNotReadable(Refusal):
    """A published fee plan has a field that is missing, unknown, or not what it must be."""

    code = "fee_plan_not_readable"


@dataclass(frozen=True, slots=True)
class FeePlan:
    """What the network takes, in whole pence and basis points, for months from ``from_month`` on.

    ``stage_share_bps`` is the share of every line that a co-op at a stage pays.
    """

    from_month: date
    base_pence: int
    payslip_pence: int
    learner_pence: int
    solidarity_bps: int
    solidarity_cap_pence: int
    due_days: int
    stage_share_bps: Mapping[str, int]
    vat_codes: Mapping[str, str]


def read_plan(body: Mapping[str, Any]) -> FeePlan:
    """Return the plan that a publication's body holds; raise ``FeePlanNotReadable`` naming the field.

    Units: whole pence, basis points of 10,000, days; ``from`` is the first day of a month.
    Source: ours: the co-ops vote the plan, and every version is published to all of them.
    """
    odd = sorted(body.keys() ^ _FIELDS)
    if odd:
        raise FeePlanNotReadable(field=_spelt(odd[0]))
    numbers = {name: _whole(name, body[name], most) for name, most in _WHOLE_NUMBERS.items()}
    return FeePlan(
        from_month=_month(body["from"]),
        stage_share_bps=MappingProxyType(_shares(body["stage_share_bps"])),
        vat_codes=MappingProxyType(_codes(body["vat_codes"])),
        **numbers,
    )


def _spelt(name: object) -> str:
    """A journal holds codes, so a name that is none is not repeated."""
    return name if isinstance(name, str) and name in _FIELDS else "unknown"


def _whole(name: str, value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise FeePlanNotReadable(field=name)
    return value


def _month(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.day != 1:
        raise FeePlanNotReadable(field="from")
    return day


def _shares(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping) or value.keys() != set(STAGES):
        raise FeePlanNotReadable(field="stage_share_bps")
    return {stage: _whole("stage_share_bps", value[stage], WHOLE_BPS) for stage in STAGES}


def _codes(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or value.keys() != set(SERVICES):
        raise FeePlanNotReadable(field="vat_codes")
    if any(value[service] not in VAT_CODES for service in SERVICES):
        raise FeePlanNotReadable(field="vat_codes")
    return {service: str(value[service]) for service in SERVICES}
