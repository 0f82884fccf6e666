"""Which kinds of record a grant can open, and which agreements the hub can offer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from franchise_kit.access.permissions import Permission
from franchise_kit.access.rules.roles import never_grantable
from tenants.refusal import Refusal

# A kind of record opens by the permission to read it.
RECORD_KINDS: Final[Mapping[str, Permission]] = MappingProxyType(
    {
        "care_plan": Permission.CARE_PLAN_READ,
        "visit": Permission.VISIT_READ,
        "outcome": Permission.OUTCOME_READ,
        "incident": Permission.INCIDENT_READ,
        "safeguarding": Permission.SAFEGUARDING_READ,
        "training_record": Permission.TRAINING_RECORD_READ,
        "employment": Permission.EMPLOYMENT_READ,
        "profile": Permission.PROFILE_READ,
        "meeting": Permission.MEETING_READ,
        "coop_accounts": Permission.COOP_ACCOUNTS_READ,
    }
)
# What can be kept from a reader within a record.
FIELDS: Final = ("name", "address", "phone", "date_of_birth", "health", "family", "notes", "pay")
# Why the law lets personal data be read (UK GDPR, article 6).
BASES: Final = ("legitimate_interests", "legal_obligation", "vital_interests", "consent", "contract")
# Why a co-op says no, in codes, so that both sides read it in their own language.
REASONS: Final = ("not_needed", "too_wide", "not_now", "people_said_no", "other")
NEVER_ALLOWED: Final = "never_allowed"


@dataclass(frozen=True, slots=True)
class AgreementKind:
    """A piece of work that the hub can do inside a co-op, who does it and what it takes."""

    code: str
    hub_role: str
    permissions: tuple[Permission, ...]


AGREEMENT_KINDS: Final[Mapping[str, AgreementKind]] = MappingProxyType(
    {
        "payroll_bureau": AgreementKind(
            "payroll_bureau",
            "payroll_bureau",
            (
                Permission.WORKER_READ,
                Permission.EMPLOYMENT_READ,
                Permission.PAYRUN_PREPARE,
                Permission.PAYSLIP_READ,
            ),
        ),
    }
)


class NeverGrantable(Refusal):
    """Nobody from outside may ever have this."""

    code = "never_grantable"


class UnknownKind(Refusal):
    """There is no such kind of record or of agreement, or it is not for this role to ask for."""

    code = "entry_kind_unknown"


def permissions_for(record_kinds: Collection[str]) -> tuple[str, ...]:
    """Return the permissions that kinds of record open.

    Source: roles.json, access_grant: record_kinds; each kind is read by one permission.
    """
    return tuple(RECORD_KINDS[kind].value for kind in sorted(record_kinds))


def askable_kinds(permissions: Collection[str]) -> tuple[str, ...]:
    """Return the kinds of record that somebody at the hub may ask for: those of which they see a part.

    Source: roles.json, scopes agg and grant: the network sees aggregates, and records only by consent.
    """
    return tuple(kind for kind, permission in RECORD_KINDS.items() if permission.value in permissions)


def check_permissions(permissions: Collection[str]) -> None:
    """Refuse what no agreement and no grant may open.

    Source: roles.json, access_grant.never_grantable; DESIGN 1, opening 4.
    """
    never = sorted(name for name in permissions if name in never_grantable())
    if never:
        raise NeverGrantable(permission=never[0])


def check_kinds(record_kinds: Collection[str]) -> None:
    """Refuse kinds of record that there are not, and those that no grant may open.

    Source: roles.json, access_grant.never_grantable: a permission can be named like a kind, and is refused.
    """
    check_permissions(record_kinds)
    unknown = sorted(kind for kind in record_kinds if kind not in RECORD_KINDS)
    if unknown:
        raise UnknownKind(kind=unknown[0])
    check_permissions(permissions_for(record_kinds))


def check_offer(kind: str, hub_role: str, permissions: Collection[str]) -> None:
    """Refuse an agreement that is none of ours, takes more than its work needs, or what is never given.

    Source: roles.json, scope svc: only co-ops with a signed service agreement, only what it names.
    """
    check_permissions(permissions)
    known = AGREEMENT_KINDS.get(kind)
    if known is None or known.hub_role != hub_role:
        raise UnknownKind(kind=kind)
    others = sorted(set(permissions) - {permission.value for permission in known.permissions})
    if others or not permissions:
        raise UnknownKind(kind=others[0] if others else kind)
