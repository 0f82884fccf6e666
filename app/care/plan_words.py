"""What is said of people's records, plans, outcomes and those around them: choices, refusals, the journal."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.web.refusals import add_words

Words = Mapping[str, LazyString]

MAY_COME: Final[Words] = {
    "not_said": _l("They have not said"),
    "yes": _l("They may come in"),
    "no": _l("They may not come in"),
}
AUTHORITIES: Final[Words] = {
    "lpa_health_welfare": _l("Lasting power of attorney for health and welfare"),
    "lpa_property_affairs": _l("Lasting power of attorney for property and financial affairs"),
    "deputy": _l("Deputy of the Court of Protection for personal welfare"),
    "appointee": _l("Appointee for benefits"),
    "advocate": _l("Advocate"),
    "chosen": _l("Somebody whom they chose to help them speak"),
}
WITH_WHOM: Final[Words] = {
    "family": _l("Their family"),
    "doctor": _l("Their doctor's surgery"),
    "pharmacist": _l("Their pharmacist"),
    "council": _l("The council"),
    "health_board": _l("The health board"),
    "other_provider": _l("Another provider of care"),
}
SAID_HOW: Final[Words] = {
    "in_person": _l("They said so"),
    "in_writing": _l("In writing"),
    "by_representative": _l("Somebody with authority said so for them"),
}
WISHES: Final[Words] = {
    "prefers": _l("They would rather have this worker"),
    "not_this_one": _l("This worker may not come"),
}
WISH_TAGS: Final[Words] = {"prefers": _l("Preferred"), "not_this_one": _l("May not come")}
AGREED_BY: Final[Words] = {
    "person": _l("The person themselves"),
    "representative": _l("Somebody with authority for their care"),
}
AGREED_HOW: Final[Words] = {
    "in_person": _l("In person"),
    "in_writing": _l("In writing"),
    "by_phone": _l("By telephone"),
}
CAME_OF_IT: Final[Words] = {
    "stays": _l("The plan stays as it is"),
    "changes": _l("The plan is to change"),
}
PLAN_STATES: Final[Mapping[str, tuple[LazyString, str]]] = {
    "draft": (_l("Draft"), "now"),
    "agreed": (_l("Agreed"), "ok"),
    "replaced": (_l("Replaced"), "off"),
}
# How pressing it is to look at a plan.
STANDINGS: Final[Mapping[str, tuple[LazyString, str]]] = {
    "missing": (_l("No agreed plan"), "gap"),
    "overdue": (_l("Overdue"), "gap"),
    "soon": (_l("Due soon"), "now"),
    "later": (_l("Not due yet"), "ok"),
}
SCORES: Final[Mapping[int, LazyString]] = {
    1: _l("1: not at all"),
    2: _l("2: a little"),
    3: _l("3: half way"),
    4: _l("4: mostly"),
    5: _l("5: fully"),
}
SAID_BY: Final[Words] = {
    "person": _l("The person themselves"),
    "together": _l("The person and a worker together"),
    "representative": _l("Somebody who speaks for them"),
    "worker": _l("A worker, from what they saw"),
}
ENDINGS: Final[Words] = {
    "reached": _l("Reached"),
    "no_longer_wanted": _l("No longer wanted"),
}

add_words(
    {
        "place_not_readable": _l(
            "Enter latitude and longitude, such as 52.08310, -4.66090, of a place in Britain"
        ),
        "born_after_start": _l("The day of birth must be before the first day of support"),
        "ends_before_it_began": _l("The end must not be before the beginning"),
        "day_still_to_come": _l("Enter a day that is not still to come"),
        "authority_not_for_care": _l(
            "This authority does not reach as far as agreeing care. Who agrees is the person, "
            "or somebody with authority for their health and welfare."
        ),
        "authority_not_in_force": _l("This authority was not in force on that day"),
        "review_too_late": _l("The plan must be looked at again within three months"),
        "review_too_early": _l("The next look must be on a later day"),
        "plan_not_draft": _l("This version was agreed meanwhile, and cannot be changed any more."),
        "plan_not_agreed": _l("Only the plan that holds is looked at again."),
        "plan_empty": _l("The plan says nothing of the support yet. Write that first."),
        "agreed_before_older": _l("The plan that this one replaces was agreed on a later day"),
        "representative_needed": _l("Choose who agreed for them"),
        "reviewed_since": _l("The plan was looked at on that day already, or on a later one"),
        "review_before_agreement": _l("The plan was not agreed yet on that day"),
        "outcome_over": _l("This outcome had ended by that day"),
        "outcome_not_begun": _l("This outcome had not begun on that day"),
    }
)
add_journal_words(
    {
        "care.change_person": _l("changed what is known of a person supported"),
        "care.begin_plan": _l("began a new version of a person's plan"),
        "care.save_draft": _l("wrote in the draft of a person's plan"),
        "care.agree_plan": _l("wrote that a person's plan was agreed"),
        "care.review_plan": _l("wrote that a person's plan was looked at again"),
        "care.begin_outcome": _l("wrote down what a person wants to reach"),
        "care.read_outcome": _l("wrote how far a person's outcome is"),
        "care.end_outcome": _l("wrote that a person's outcome ended"),
        "care.add_contact": _l("wrote down a contact of a person supported"),
        "care.change_contact": _l("changed a contact of a person supported"),
        "care.add_representative": _l("wrote down who speaks for a person supported"),
        "care.end_representative": _l("wrote when somebody's authority to speak for a person ends"),
        "care.give_consent": _l("wrote down what may be told of a person supported"),
        "care.take_back_consent": _l("wrote that a person took a consent back"),
        "care.set_wish": _l("wrote which worker a person would rather have, or will not have"),
    }
)
