"""How far a file for HMRC or a pension scheme has come, and why it ended."""

from datetime import date
from typing import ClassVar, Final

from tenants.refusal import Refusal

MADE, HANDED_OVER, ACCEPTED = "made", "handed_over", "accepted"
REFUSED, WITHDRAWN = "refused", "withdrawn"
STANDING: Final = (MADE, HANDED_OVER, ACCEPTED)
REFUSED_REASONS: Final = ("particulars_wrong", "references_wrong", "sent_before", "other_reason")
WITHDRAWN_REASONS: Final = ("not_sent", "made_in_error", "particulars_wrong")
# HMRC's letters for why a payment is told of after the day on which it was made, without those for
# payments that no co-op makes.
LATE_REASONS: Final = ("F", "G", "H")
NO_LATE_REASON: Final = "none"


class LateReasonNeeded(Refusal):
    """The pay day has passed: say why it is told now, or that there is no reason."""

    code: ClassVar[str] = "late_reason_needed"


class FilingNotHandedOver(Refusal):
    """HMRC or the scheme has not had the file yet, so it cannot have answered."""

    code: ClassVar[str] = "filing_not_handed_over"


class FilingEnded(Refusal):
    """The file was accepted, refused or withdrawn already."""

    code: ClassVar[str] = "filing_ended"


class FilingReasonUnknown(Refusal):
    """A file ends for one of a few reasons."""

    code: ClassVar[str] = "filing_reason_unknown"


def checked_late_reason(said: str | None, *, pay_on: date, today: date) -> str | None:
    """Return the letter that is told of a late payment, or None. Raises LateReasonNeeded.

    Source: SI 2003/2682, reg. 67B (on or before the payment); HMRC, RTI data item 154.
    """
    if today <= pay_on:
        return None
    if said not in (*LATE_REASONS, NO_LATE_REASON):
        raise LateReasonNeeded
    return None if said == NO_LATE_REASON else said


def check_may_end(state: str, to: str, reason: str | None) -> None:
    """Refuse an answer to what was not handed over, a second end, and an end without a reason.

    Raises FilingEnded, FilingNotHandedOver or FilingReasonUnknown.
    Source: ours: HMRC answers what it was given, once.
    """
    if state not in (MADE, HANDED_OVER):
        raise FilingEnded
    if state == MADE and to != WITHDRAWN:
        raise FilingNotHandedOver
    reasons = {REFUSED: REFUSED_REASONS, WITHDRAWN: WITHDRAWN_REASONS}.get(to, (None,))
    if reason not in reasons:
        raise FilingReasonUnknown
