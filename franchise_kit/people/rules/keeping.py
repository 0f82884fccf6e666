"""What an entry about a check, a registration, a talk or an offer must fit."""

from datetime import date
from typing import Final

from tenants.refusal import Refusal

REGISTRATION_STATES: Final = ("applied", "registered", "lapsed", "not_needed")
ANSWERS: Final = ("accepted", "fewer_hours", "declined")


class NotYet(Refusal):
    """What is entered as done lies after today."""

    code = "not_yet"


class ExpiresBeforeChecked(Refusal):
    """A check runs out after it was made."""

    code = "expires_before_checked"


class NumberNeeded(Refusal):
    """Who is registered has a number."""

    code = "register_number_needed"


class NextIsNotLater(Refusal):
    """The next talk is after the one that was held."""

    code = "next_is_not_later"


class OfferBelowAverage(Refusal):
    """What is offered is at least what was worked."""

    code = "offer_below_average"


class OfferAnswered(Refusal):
    """An offer is answered once."""

    code = "offer_answered"


class AnsweredBeforeOffer(Refusal):
    """An answer follows its offer."""

    code = "answered_before_offer"


class OfferedAlready(Refusal):
    """An offer of that day stands."""

    code = "offered_already"


def check_done(done_on: date, today: date) -> None:
    """Refuse to say that something was done on a day that is yet to come.

    Source: the co-op rule that a record says what was, and not what is meant.
    """
    if done_on > today:
        raise NotYet


def check_expiry(checked_on: date, expires_on: date | None) -> None:
    """Refuse a last day before the day of the check.

    Source: the co-op rule that a check is seen while it holds; table ``check_seen``.
    """
    if expires_on is not None and expires_on < checked_on:
        raise ExpiresBeforeChecked


def check_registered(state: str, register_number: str | None, from_on: date, until_on: date | None) -> None:
    """Refuse a registration without a number, or that ends before it begins.

    Source: Regulation and Inspection of Social Care (Wales) Act 2016, s.80 (the register); table
    ``registration_entry``.
    """
    if state == "registered" and not register_number:
        raise NumberNeeded
    check_expiry(from_on, until_on)


def check_next(held_on: date, next_due_on: date) -> None:
    """Refuse a next talk that is not later.

    Source: the co-op rule that each talk agrees the next; table ``supervision_held``.
    """
    if next_due_on <= held_on:
        raise NextIsNotLater


def check_offer(average_weekly_minutes: int, offered_weekly_minutes: int) -> None:
    """Refuse an offer of fewer hours than were worked: fewer are the worker's to choose.

    Source: WSI 2017/1264, reg. 42: a contract at the average of the hours, or fewer as the worker chooses.
    """
    if offered_weekly_minutes < average_weekly_minutes:
        raise OfferBelowAverage


def check_answer(answer: str | None, offered_on: date, answered_on: date) -> None:
    """Refuse a second answer to an offer, or one from before it.

    Source: WSI 2017/1264, reg. 42; the co-op rule that an answer is never rewritten.
    """
    if answer is not None:
        raise OfferAnswered
    if answered_on < offered_on:
        raise AnsweredBeforeOffer
