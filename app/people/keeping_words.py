"""What is said of checks, registration, talks and offers of hours, and what is due of them."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.web.refusals import add_words

CHECKS: Final[Mapping[str, LazyString]] = {
    "dbs": _l("DBS certificate"),
    "right_to_work": _l("Right to work"),
    "references": _l("References"),
    "driving_licence": _l("Driving licence"),
    "business_insurance": _l("Car insurance for work"),
}
REGISTRATION_STATES: Final[Mapping[str, LazyString]] = {
    "applied": _l("Has applied"),
    "registered": _l("Registered"),
    "lapsed": _l("No longer registered"),
    "not_needed": _l("Need not register"),
}
TALKS: Final[Mapping[str, LazyString]] = {
    "supervision": _l("Supervision"),
    "appraisal": _l("Appraisal"),
}
ANSWERS: Final[Mapping[str, LazyString]] = {
    "accepted": _l("Yes, these hours"),
    "fewer_hours": _l("Yes, but fewer hours"),
    "declined": _l("No, they stay without guaranteed hours"),
}
DUE_KINDS: Final[Mapping[str, LazyString]] = {
    **CHECKS,
    "registration": _l("Registration with Social Care Wales"),
    **TALKS,
    "hours_offer": _l("Offer of guaranteed hours"),
}
DUE_STATES: Final[Mapping[str, LazyString]] = {
    "overdue": _l("Overdue"),
    "soon": _l("Due within eight weeks"),
}

add_words(
    {
        "not_yet": _l("This day is still to come; enter a day up to today"),
        "expires_before_checked": _l("The last day must not be before the first"),
        "register_number_needed": _l("Enter the number in the register"),
        "next_is_not_later": _l("The next must be after the one that was held"),
        "offer_below_average": _l(
            "Offer at least what they worked on average; fewer hours are theirs to choose"
        ),
        "offer_answered": _l("This offer is answered already"),
        "answered_before_offer": _l("The answer cannot come before the offer"),
        "offered_already": _l("An offer of that day is there already"),
        "offer_changed_meanwhile": _l("Somebody else changed this offer meanwhile. Open it again."),
    }
)
