"""What an entry about a loan, a pension, an order, a director or a birth must fit."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from franchise_kit.kernel.days import YEAR_MONTHS, months_after
from tenants.refusal import Refusal

LOAN_PLANS: Final = ("1", "2", "4", "5", "PG")
POSTGRADUATE: Final = "PG"
LOAN_SOURCES: Final = ("sl1", "sl2", "pgl1", "pgl2", "p45", "starter_declaration")
STOPS: Final = frozenset({"sl2", "pgl2"})
_OF_STUDENTS: Final = frozenset({"sl1", "sl2"})
_OF_POSTGRADUATES: Final = frozenset({"pgl1", "pgl2"})

JOINING: Final = ("enrolled", "opted_in", "joined", "reenrolled")
LEAVING: Final = ("opted_out", "left")
POSTPONED: Final = "postponed"
PENSION_KINDS: Final = (*JOINING, POSTPONED, *LEAVING)

COURT_ORDERS: Final = ("priority", "non_priority")
WITH_AMOUNT: Final = (*COURT_ORDERS, "child_maintenance")
ORDER_KINDS: Final = ("direct_earnings", "direct_earnings_higher", "council_tax_wales", *WITH_AMOUNT)

METHODS: Final = ("annual", "alternative")
PROOFS: Final = (
    "age",
    "deferment",
    "reduced_rate",
    "apprenticeship",
    "veteran",
    "freeport",
    "investment_zone",
)
YOUNGEST_YEARS: Final = 13
OLDEST_YEARS: Final = 110


class LoanNoticeNotForPlan(Refusal):
    """A notice is about another kind of loan than the plan that was chosen."""

    code = "loan_notice_not_for_plan"


class PensionMoveNotPossible(Refusal):
    """Who is a member does not join, and who is none does not leave; enrolling again follows leaving."""

    code = "pension_move_not_possible"


class PensionEntryNotLater(Refusal):
    """An entry comes before one that holds already."""

    code = "pension_entry_not_later"


class PensionSchemeNeeded(Refusal):
    """Who joins, joins a scheme."""

    code = "pension_scheme_needed"


class PostponedUntilNeeded(Refusal):
    """What is put off is put off to a later day, and nothing else is."""

    code = "postponed_until_needed"


class OrderAmountNotForKind(Refusal):
    """A court's order says what it takes, and one that goes by a table does not."""

    code = "order_amount_not_for_kind"


class OrderProtectsNothing(Refusal):
    """Only a court's order has an amount of its own that it leaves."""

    code = "order_protects_nothing"


class OrderReferenceNeeded(Refusal):
    """What is taken is paid on to somebody, with the reference of the case."""

    code = "order_reference_needed"


class OrderStartsBeforeMade(Refusal):
    """An order takes nothing before it was made."""

    code = "order_starts_before_made"


class BirthNotPossible(Refusal):
    """Nobody of that age works here."""

    code = "birth_not_possible"


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest agreed entry about a worker's pension."""

    kind: str
    from_on: date

    @property
    def is_member(self) -> bool:
        """Whether they are a member of a scheme."""
        return self.kind in JOINING


def check_loan_notice(plan: str, source: str) -> None:
    """Refuse a student's notice for a postgraduate loan, and the other way round.

    Source: SI 2009/470, Part 4; HMRC's notices SL1 and SL2 are of plans 1 to 5, PGL1 and PGL2 of postgraduate
    loans, and a P45 or a starter's declaration may be of either.
    """
    is_postgraduate = plan == POSTGRADUATE
    if source in (_OF_STUDENTS if is_postgraduate else _OF_POSTGRADUATES):
        raise LoanNoticeNotForPlan


def loan_starts(source: str) -> bool:
    """Say whether a notice starts repayments, or stops them.

    Source: SI 2009/470, Part 4 (HMRC's notices to start and to stop).
    """
    return source not in STOPS


def check_pension_move(before: Standing | None, kind: str, from_on: date) -> None:
    """Refuse a step that does not follow from where a worker stands.

    Source: Pensions Act 2008, s.3, 5, 7, 8 and 9; s.8 is for who was enrolled or opted in.
    """
    if before is not None and from_on < before.from_on:
        raise PensionEntryNotLater
    is_member = before is not None and before.is_member
    if (kind in LEAVING) != is_member:
        raise PensionMoveNotPossible
    has_left = before is not None and before.kind in LEAVING
    if kind == "reenrolled" and not has_left:
        raise PensionMoveNotPossible
    if kind == "opted_out" and before is not None and before.kind == "joined":
        raise PensionMoveNotPossible


def check_pension_facts(kind: str, scheme_id: UUID | None, from_on: date, until_on: date | None) -> None:
    """Refuse a member without a scheme, and putting off without a later day, or a day without putting off.

    Source: Pensions Act 2008, s.3 and 4; table ``pension_entry``.
    """
    if kind in JOINING and scheme_id is None:
        raise PensionSchemeNeeded
    if (kind == POSTPONED) != (until_on is not None) or (until_on is not None and until_on <= from_on):
        raise PostponedUntilNeeded


def check_order(kind: str, *, made_on: date, from_on: date, normal_pence: int, protected_pence: int) -> None:
    """Refuse an order that takes before it was made, or with amounts that its kind does not have.

    Units: whole pence a pay day.
    Source: Attachment of Earnings Act 1971, s.6(5); SI 1992/1989, reg. 9 (what each order specifies); council
    tax and direct earnings attachments go by tables: SI 1992/613, Sch. 4; SI 2013/384, Sch. 2.
    """
    if from_on < made_on:
        raise OrderStartsBeforeMade
    if (kind in WITH_AMOUNT) != (normal_pence > 0):
        raise OrderAmountNotForKind
    if kind not in COURT_ORDERS and protected_pence:
        raise OrderProtectsNothing


def check_named(reference: str, paid_to: str) -> None:
    """Refuse an order that does not say to whom it is paid, and with which reference.

    Source: Attachment of Earnings Act 1971, s.6(1): what is taken is paid to whom the order names.
    """
    if not reference or not paid_to:
        raise OrderReferenceNeeded


def check_birth(born_on: date, today: date) -> None:
    """Refuse a day of birth that cannot be a worker's.

    Source: Children and Young Persons Act 1933, s.18 (nobody under 13 is employed); the oldest is ours.
    """
    youngest = months_after(today, -YOUNGEST_YEARS * YEAR_MONTHS)
    oldest = months_after(today, -OLDEST_YEARS * YEAR_MONTHS)
    if not oldest <= born_on <= youngest:
        raise BirthNotPossible
