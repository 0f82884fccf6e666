"""Which instant holds of a check-in or check-out: the server's, or the device's where no signal was."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from franchise_kit.kernel.days import london_day
from tenants.refusal import Refusal

# The two clocks may be so far apart before anybody is told.
NEAR: Final = timedelta(minutes=5)
# What a phone kept for longer than this is not sent any more.
KEPT_FOR: Final = timedelta(hours=24)
# So long after a check-out its worker may take it back: a slip shows at once.
TAKEN_BACK_WITHIN: Final = timedelta(minutes=10)
WHY_NOT: Final = ("declined", "not_needed", "no_time", "not_safe", "not_there", "other")


class OtherVisitOpen(Refusal):
    """The worker is still checked in to another visit."""

    code = "other_visit_open"


class TasksUnanswered(Refusal):
    """An essential task of the visit has no answer yet."""

    code = "tasks_unanswered"


class NotCheckedOut(Refusal):
    """Nobody has checked out of this visit, so there is nothing to take back."""

    code = "not_checked_out"


class AnotherVisitSince(Refusal):
    """The worker has been at another visit since: when this one ended is for a co-ordinator to say."""

    code = "another_visit_since"


class CheckOutTooLongAgo(Refusal):
    """A check-out of more than ten minutes ago is put right by a co-ordinator."""

    code = "check_out_too_long_ago"


@dataclass(frozen=True, slots=True)
class Tap:
    """A check-in or check-out as it reached us; instants are aware.

    ``device_at`` is the time of the worker's device when it was tapped, if it said one; ``holds`` says that
    the worker means that time, because there was no signal then.
    """

    received_at: datetime
    device_at: datetime | None = None
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant that holds; ``received_at`` is set where it is the device's and came to us later."""

    at: datetime
    device_at: datetime | None = None
    received_at: datetime | None = None


def moment_of(tap: Tap, days: frozenset[date], *, not_before: datetime | None = None) -> Moment:
    """Return the instant that holds for a tap at a visit of some London days.

    The server's clock counts. The device's counts only where all of this is so: the worker says that it
    holds, it lies more than five minutes back and no more than 24 hours, on one of the visit's own days, and
    not before the check-in (``not_before``). Reason: who was there without a signal was there all the same,
    and is paid for it; but nobody can move a time to another day, or into the future, by a wrong clock. A
    co-ordinator is shown each of these, and puts right what is not right.

    Source: our own design; National Minimum Wage Regulations 2015, reg. 30: time work is the time worked.
    """
    device_at = tap.device_at
    if device_at is None or not tap.holds:
        return Moment(tap.received_at, device_at)
    is_late = NEAR < tap.received_at - device_at <= KEPT_FOR
    is_of_visit = london_day(device_at) in days
    if not is_late or not is_of_visit or (not_before is not None and device_at < not_before):
        return Moment(tap.received_at, device_at)
    return Moment(device_at, device_at, tap.received_at)


def press_taking_back(
    tap: Tap, days: frozenset[date], *, checked_out_at: datetime | None, device_out_at: datetime | None
) -> Moment:
    """Return the instant of a press that takes a check-out back; refuse one of more than ten minutes later.

    Without signal the phone's own clock counts, for as long as ``moment_of`` goes by it. Where both clocks
    saw the check-out, the press is as long after it as that phone's clock says: one that is wrong is wrong
    at both. ``device_at`` stays as the phone said it. Raise ``NotCheckedOut`` or ``CheckOutTooLongAgo``.

    Source: our own design: a slip is its worker's to undo, and the time that somebody worked is not.
    """
    if checked_out_at is None:
        raise NotCheckedOut
    ahead = device_out_at - checked_out_at if device_out_at is not None else timedelta(0)
    told = replace(tap, device_at=tap.device_at - ahead) if tap.device_at is not None else tap
    moment = moment_of(told, days, not_before=checked_out_at)
    pressed_at = moment.at
    if told.holds and told.device_at is not None and tap.received_at - NEAR <= told.device_at:
        # Near enough for the server's clock to count, which is no reason to have fewer minutes.
        pressed_at = min(told.device_at, tap.received_at)
    if pressed_at - checked_out_at > TAKEN_BACK_WITHIN:
        raise CheckOutTooLongAgo
    return replace(moment, device_at=tap.device_at)


def clock_doubt(at: datetime | None, device_at: datetime | None, received_at: datetime | None) -> str | None:
    """Return what a co-ordinator should know of an instant: ``late``, ``apart``, ``late_apart``, or nothing.

    ``late``: the phone had no signal, and its own time holds. ``apart``: the phone said a time more than
    five minutes away from ours, which holds. ``late_apart``: the phone had no signal, and its own time holds,
    put right by what that clock was wrong by; see ``press_taking_back``.

    Source: our own design: a time that somebody else could doubt is shown with its doubt.
    """
    if at is not None and device_at is not None and abs(at - device_at) > NEAR:
        return "apart" if received_at is None else "late_apart"
    return "late" if received_at is not None else None


def days_of(told_from: datetime, told_until: datetime) -> frozenset[date]:
    """Return the London days that a visit's own times lie on; one over midnight has two.

    Source: the co-op rule that a visit is checked into on its own day; table ``visit``.
    """
    return frozenset({london_day(told_from), london_day(told_until)})


def answer_of(said: str) -> tuple[bool, str | None]:
    """Return whether a task was done and why not, of one word: ``done``, or one of ``WHY_NOT``.

    Source: our own design: a task that was not done says why; table ``task_outcome``.
    """
    if said == "done":
        return True, None
    if said not in WHY_NOT:
        msg = f"No such answer to a task: {said}"
        raise ValueError(msg)
    return False, said
