"""What each form about deductions asks, and the act that keeps it: one table for pages and the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.people.deduction_schemas import (
    BirthSchema,
    DirectorSchema,
    LoanSchema,
    OrderSchema,
    PensionSchema,
    ProofSchema,
)
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Schema
from app.web.posting import Answers
from franchise_kit.payroll.rules.enrolment import enrolment, refund_for_opting_out
from franchise_kit.people.actions import deducting, deductions
from franchise_kit.people.queries.deductions import pensions_of
from tenants import clock

Kept = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A form: its schema and title, the act that returns what it made and its state, where a no stands."""

    schema: type[Schema]
    title: LazyString
    keep: Callable[[UUID, Answers], Kept]
    beside: Mapping[str, str]


def keep_loan(worker_id: UUID, answers: Answers) -> Kept:
    """Keep a notice about a loan; a change of a plan waits until a second person agrees."""
    return deductions.set_loan_notice(
        **_act(worker_id),
        notice=deductions.NewLoanNotice(answers["plan"], answers["source"], answers["from_on"]),
    )


def keep_pension(worker_id: UUID, answers: Answers) -> Kept:
    """Keep a step of a pension, within the times that the law gives for it."""
    _check_times(worker_id, answers)
    return deductions.set_pension(**_act(worker_id), entry=deductions.NewPensionEntry(**answers))


def keep_order(worker_id: UUID, answers: Answers) -> Kept:
    """Keep what an order takes; also the first waits until a second person agrees."""
    order = deducting.NewOrder(
        kind=answers["kind"],
        made_on=answers["made_on"],
        from_on=answers["from_on"],
        reference=answers["reference"],
        paid_to=answers["paid_to"],
        normal_pence=answers["normal"],
        protected_pence=answers["protected"],
        owed_pence=answers["owed"] or None,
        order_id=answers["order_id"],
        ends=answers["ends"],
    )
    return deducting.set_order(**_act(worker_id), order=order)


def keep_director(worker_id: UUID, answers: Answers) -> Kept:
    """Keep whether a worker is a director; a change waits until a second person agrees."""
    director = deductions.NewDirector(
        is_director=answers["status"] == "director", from_on=answers["from_on"], method=answers["method"]
    )
    return deductions.set_director(**_act(worker_id), director=director)


def keep_birth(worker_id: UUID, answers: Answers) -> Kept:
    """Keep when a worker was born; a change waits until a second person agrees."""
    return deductions.set_birth(**_act(worker_id), birth=deductions.NewBirth(answers["born_on"]))


def keep_proof(worker_id: UUID, answers: Answers) -> Kept:
    """Keep that a certificate for National Insurance was seen; nobody else has to agree."""
    return deductions.note_proof(**_act(worker_id), proof=deductions.NewProof(**answers)), "agreed"


FORMS: Final[Mapping[str, Asked]] = MappingProxyType(
    {
        "loan": Asked(
            LoanSchema, _l("Enter a notice about a loan"), keep_loan, {"loan_notice_not_for_plan": "plan"}
        ),
        "pension": Asked(
            PensionSchema,
            _l("Enter a step of their pension"),
            keep_pension,
            {
                "pension_move_not_possible": "kind",
                "pension_entry_not_later": "from_on",
                "pension_scheme_needed": "scheme_id",
                "postponed_until_needed": "until_on",
                "postponed_too_long": "until_on",
                "not_time_to_opt_out": "from_on",
            },
        ),
        "order": Asked(
            OrderSchema,
            _l("Enter an order"),
            keep_order,
            {
                "order_reference_needed": "reference",
                "order_amount_not_for_kind": "normal",
                "order_protects_nothing": "protected",
                "order_starts_before_made": "from_on",
            },
        ),
        "director": Asked(DirectorSchema, _l("Enter whether they are a director"), keep_director, {}),
        "birth": Asked(
            BirthSchema, _l("Enter their date of birth"), keep_birth, {"birth_not_possible": "born_on"}
        ),
        "proof": Asked(
            ProofSchema,
            _l("Note a certificate"),
            keep_proof,
            {"not_yet": "from_on", "expires_before_checked": "until_on"},
        ),
    }
)


def _act(worker_id: UUID) -> dict[str, Any]:
    return {"coop": current_coop(), "worker_id": worker_id, "by": current_actor(), "now": clock.now()}


def _check_times(worker_id: UUID, answers: Answers) -> None:
    """Refuse to put off for too long, and to opt out too late; raise what the rules of enrolment raise."""
    kind, from_on = answers["kind"], answers["from_on"]
    if kind == "postponed" and answers["until_on"] is not None:
        enrolment(from_on, postponed_to=answers["until_on"])
    if kind != "opted_out":
        return
    with read_again() as session:
        held = pensions_of(session, [worker_id], date.max).get(worker_id)
    if held is not None and held.is_member and held.member_on is not None:
        told_on = held.told_on or held.member_on
        refund_for_opting_out([], member_on=held.member_on, told_on=told_on, on=from_on)
