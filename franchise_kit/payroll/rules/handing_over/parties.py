"""Who pays whom: the facts of a bank file, and what no bank would take."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from franchise_kit.payroll.rules.bank_holidays import is_bank_holiday
from franchise_kit.people.rules.bank import (
    AccountNumberUnreadable,
    SortCodeUnreadable,
    checked_account_number,
    checked_sort_code,
)
from tenants.refusal import Refusal

# The highest that Bacs carries in one payment by its scheme; a bank may hold its customer to less.
MOST_OF_ONE_PENCE: Final = 20_000_000_00
# Eleven digits: the amount of a contra record is the sum of all payments.
MOST_OF_ALL_PENCE: Final = 999_999_999_99
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


class NobodyToPay(Refusal):
    """A file pays at least one person."""

    code: ClassVar[str] = "nobody_to_pay"


class AmountNotPositive(Refusal):
    """Nobody can be paid nothing, or less."""

    code: ClassVar[str] = "amount_not_positive"


class AmountAboveLimit(Refusal):
    """One payment is more than the scheme carries."""

    code: ClassVar[str] = "amount_above_limit"


class TotalAboveLimit(Refusal):
    """All payments together are more than the file can say."""

    code: ClassVar[str] = "total_above_limit"


class NoBankWorksThen(Refusal):
    """Banks move no pay on a weekend or a bank holiday."""

    code: ClassVar[str] = "no_bank_working_day"


class NotReconciled(Refusal):
    """The payments do not come to the net pay of the run, or are not as many as its payees."""

    code: ClassVar[str] = "payments_not_reconciled"


@dataclass(frozen=True, slots=True)
class Account:
    """An account in the United Kingdom: six digits of sort code, eight of number."""

    sort_code: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, in whole pence. A building society's roll number takes the reference's place."""

    name: str = field(repr=False)
    account: Account
    pence: int = field(repr=False)
    reference: str
    roll_number: str | None = field(default=None, repr=False)

    @property
    def said(self) -> str:
        """What the payee's bank is told beside the money."""
        return self.roll_number or self.reference


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose account is charged: always the co-op's own."""

    name: str
    account: Account


@dataclass(frozen=True, slots=True)
class Batch:
    """One file: everybody whom one account pays on one day.

    ``number`` counts a co-op's files from 1; ``made_at`` is an aware instant in UTC.
    """

    payer: Payer
    payees: tuple[Payee, ...]
    pay_on: date
    number: int
    made_at: datetime

    @property
    def total_pence(self) -> int:
        """The sum of all payments in whole pence."""
        return sum(payee.pence for payee in self.payees)


def is_working_day(day: date) -> bool:
    """Say whether banks move money on a London day.

    Source: Pay.UK, Bacs processing calendar: weekdays that are no bank holiday in England and Wales.
    """
    return day.weekday() < _SATURDAY and not is_bank_holiday(day)


def last_working_day(until: date) -> date:
    """Return a day, or the nearest working day before it.

    Source: as ``is_working_day``.
    """
    day = until
    while not is_working_day(day):
        day -= _DAY
    return day


def arrival_day(pay_on: date, *, today: date) -> date:
    """Return when pay reaches accounts by a file that is made today: on the pay day, or as near as may be.

    A pay day on which banks do not work is brought forward; one that is too near for Bacs is put off.
    Source: Pay.UK, the Bacs cycle of three working days: sent, processed, entered.
    """
    return max(last_working_day(pay_on), _next_working_day(_next_working_day(today)))


def _next_working_day(after: date) -> date:
    day = after + _DAY
    while not is_working_day(day):
        day += _DAY
    return day


def check_reconciled(batch: Batch, *, net_pence: int, payees: int) -> None:
    """Refuse a batch that is not the run: its sum is all net pay in pence, its count all who are paid.

    Source: ours: one file pays one run, whole and once.
    """
    if (batch.total_pence, len(batch.payees)) != (net_pence, payees):
        raise NotReconciled(payments=len(batch.payees), payees=payees)


def checked(batch: Batch) -> Batch:
    """Return a batch with its accounts in plain digits, or refuse what no bank would take.

    Raises NobodyToPay, NoBankWorksThen, AmountNotPositive, AmountAboveLimit, TotalAboveLimit,
    SortCodeUnreadable or AccountNumberUnreadable; ``place`` among their facts is the payee's, from 1.
    Source: Pay.UK, Bacs Standard 18 and scheme limits, as banks print them. Sort code and number are not
    checked against each other: that wants Vocalink's table, which changes several times a year.
    """
    if not batch.payees:
        raise NobodyToPay
    if not is_working_day(batch.pay_on):
        raise NoBankWorksThen
    payees = tuple(_checked_payee(payee, place) for place, payee in enumerate(batch.payees, start=1))
    if batch.total_pence > MOST_OF_ALL_PENCE:
        raise TotalAboveLimit
    payer = Payer(batch.payer.name, _checked_account(batch.payer.account, 0))
    return Batch(payer, payees, batch.pay_on, batch.number, batch.made_at)


def _checked_payee(payee: Payee, place: int) -> Payee:
    if payee.pence <= 0:
        raise AmountNotPositive(place=place)
    if payee.pence > MOST_OF_ONE_PENCE:
        raise AmountAboveLimit(place=place)
    account = _checked_account(payee.account, place)
    return Payee(payee.name, account, payee.pence, payee.reference, payee.roll_number)


def _checked_account(account: Account, place: int) -> Account:
    try:
        return Account(checked_sort_code(account.sort_code), checked_account_number(account.number))
    except SortCodeUnreadable:
        raise SortCodeUnreadable(place=place) from None
    except AccountNumberUnreadable:
        raise AccountNumberUnreadable(place=place) from None
