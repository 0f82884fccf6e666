"""What is said of visits: how they stand, refusals, and how the acts stand in the journal."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.care import rota_words
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.refusals import add_words

__all__ = ["CANCELLED_BY", "CANCEL_REASONS", "STATES", "rota_words"]

# How a visit stands: its words, and the kind of tag that says so.
STATES: Final[Mapping[str, tuple[LazyString, str]]] = {
    "open": (_l("Nobody has it yet"), "gap"),
    "planned": (_l("Planned"), "off"),
    "under_way": (_l("Under way"), "now"),
    "done": (_l("Done"), "ok"),
    "done_late": (_l("Done late, counts as missed"), "gap"),
    "missed": (_l("Missed"), "gap"),
    "cancelled": (_l("Cancelled"), "off"),
}
CANCELLED_BY: Final[Mapping[str, LazyString]] = {
    "person": _l("The person, or somebody who speaks for them"),
    "professional": _l("A professional, such as the hospital or a social worker"),
    "co_op": _l("The co-op; it counts as a missed visit"),
}
CANCEL_REASONS: Final[Mapping[str, LazyString]] = {
    "hospital": _l("They are in hospital"),
    "away": _l("They are away"),
    "family_there": _l("Their family is there"),
    "not_wanted": _l("They do not want it"),
    "no_worker": _l("We have nobody for it"),
    "weather": _l("The weather"),
    "entered_wrongly": _l("It was entered wrongly"),
    "other": _l("Another reason"),
}

add_words(
    {
        "visit_ends_before_start": _l("A visit ends after it begins"),
        "visit_too_short": _l("A visit takes 15 minutes at the least"),
        "visit_too_long": _l("A visit takes 24 hours at the most"),
        "person_not_supported_then": _l("We do not support this person on that day"),
        "support_ends_before_start": _l("The last day must not be before the first"),
        "visits_after_last_day": _l(
            "Visits are planned after that day; cancel them first, or choose a later day"
        ),
        "worker_elsewhere": _l("This worker is at another visit at that time"),
        "worker_not_employed_then": _l("This worker does not work here on that day"),
        "visit_cancelled": _l("The visit was cancelled."),
        "checked_in_already": _l("Somebody has checked in to this visit already."),
        "not_checked_in": _l("Nobody has checked in to this visit yet."),
        "account_is_of_somebody": _l("This account is of somebody supported already."),
        "person_has_account": _l("They have an account already. Take that one away first."),
        "checked_out_already": _l("This visit is over already."),
        "not_the_day_of_the_visit": _l("A visit is checked into on its own day."),
    }
)
add_journal_rooms({"care": _l("People supported and visits")})
add_journal_words(
    {
        "care.enter_person": _l("entered a person supported"),
        "care.tie_account": _l("said which account is of a person supported"),
        "care.untie_account": _l("took an account away from a person supported"),
        "care.end_support": _l("said which day of a person's support is the last"),
        "care.plan_visit": _l("planned a visit"),
        "care.assign_visit": _l("changed whose visit it is"),
        "care.cancel_visit": _l("cancelled a visit"),
    }
)
