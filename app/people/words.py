"""What is said of workers: categories, contracts, refusals, and how the acts stand in the journal."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.refusals import add_words

CATEGORIES: Final[Mapping[str, LazyString]] = {
    "manager": _l("Manager"),
    "deputy_manager": _l("Deputy manager"),
    "other_supervisory": _l("Other supervisory staff"),
    "senior_social_care": _l("Senior social care worker"),
    "other_social_care": _l("Social care worker"),
    "registered_nurse": _l("Registered nurse"),
    "nursing_care": _l("Nursing care staff"),
    "domestic": _l("Domestic staff"),
    "catering": _l("Catering staff"),
    "other": _l("Other work"),
}
CONTRACT_KINDS: Final[Mapping[str, LazyString]] = {
    "guaranteed_hours": _l("Guaranteed hours"),
    "non_guaranteed_hours": _l("Hours not guaranteed"),
}
SOURCES: Final[Mapping[str, LazyString]] = {
    "starter_declaration": _l("The worker, in a starter's declaration"),
    "p45": _l("A P45 from an earlier job"),
    "code_notice": _l("A notice from the tax office"),
}
ARRANGEMENTS: Final[Mapping[str, LazyString]] = {
    "employed": _l("Employed here"),
    "volunteer": _l("Volunteer"),
    "agency": _l("Works for an agency"),
}
RATE_KINDS: Final[Mapping[str, LazyString]] = {
    "ordinary": _l("Ordinary hour"),
    "weekend": _l("Hour at the weekend"),
    "bank_holiday": _l("Hour on a bank holiday"),
    "travel": _l("Hour of travel between visits"),
    "waiting": _l("Hour of waiting between visits"),
    "training": _l("Hour of training"),
    "waking_night": _l("Hour of a waking night"),
    "sleep_in": _l("Night asleep, for the whole night"),
    "standby": _l("Hour on standby"),
}
STATES: Final[Mapping[str, LazyString]] = {
    "agreed": _l("Agreed"),
    "proposed": _l("Waits for a second person"),
    "refused": _l("Not agreed"),
}
SPOKEN: Final[Mapping[str, LazyString]] = {
    "en": _l("English"),
    "cy": _l("Welsh"),
    "bfi": _l("British Sign Language"),
    "ar": _l("Arabic"),
    "bn": _l("Bengali"),
    "zh": _l("Chinese"),
    "fr": _l("French"),
    "de": _l("German"),
    "hi": _l("Hindi"),
    "it": _l("Italian"),
    "pl": _l("Polish"),
    "pt": _l("Portuguese"),
    "pa": _l("Punjabi"),
    "ro": _l("Romanian"),
    "so": _l("Somali"),
    "es": _l("Spanish"),
    "uk": _l("Ukrainian"),
    "ur": _l("Urdu"),
}
# What a worker's record can have said before a change.
FIELDS: Final[Mapping[str, LazyString]] = {
    "given_name": _l("First names"),
    "family_name": _l("Family name"),
    "known_as": _l("Known as"),
    "language": _l("Language"),
    "speaks": _l("Languages that they can work in"),
    "arrangement": _l("How they work here"),
    "staff_category": _l("What they do"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "address": _l("Address"),
    "emergency_contact": _l("In an emergency"),
    "ended_on": _l("Last day of work"),
}

add_words(
    {
        "account_has_worker": _l("This account stands for another worker already"),
        "worker_has_account": _l("This worker has an account already"),
        "ends_before_start": _l("The last day must not be before the first"),
        "contracts_overlap": _l("Another contract begins on that day or after it; choose a later day"),
        "contract_outside_employment": _l("They do not work here on that day"),
        "guaranteed_hours_needed": _l("Say how many hours are guaranteed"),
        "rate_rewrites_earlier": _l("A rate from a later day stands already; choose that day or a later one"),
        "rate_used_already": _l("Somebody was paid by the rate of that day, so it stays; choose a later day"),
        "not_employed": _l(
            "Only who is employed here has a contract. Their profile says how they work here."
        ),
        "contract_still_runs": _l("They have a contract that has not ended, so they are employed here"),
        "worker_changed_meanwhile": _l("Somebody else changed this record meanwhile. Open it again."),
        "no_contract_then": _l("There is no contract on that day"),
        "tax_code_unreadable": _l("This is not a tax code; write it as it stands on the notice"),
        "ni_number_unreadable": _l(
            "This is not a National Insurance number: two letters, six digits and a letter from A to D"
        ),
        "ni_category_unknown": _l("There is no such category letter"),
        "earlier_tax_above_pay": _l("The tax cannot be more than the pay that it was taken from"),
        "sort_code_unreadable": _l("A sort code has six digits, such as 12-34-56"),
        "account_number_unreadable": _l(
            "An account number has eight digits; put noughts before a shorter one"
        ),
        "own_proposal": _l("Somebody else must agree to what you proposed"),
        "decided_already": _l("This is decided already"),
    }
)
add_journal_rooms({"people": _l("Workers")})
add_journal_words(
    {
        "people.enter_worker": _l("entered a worker"),
        "people.link_account": _l("said which account is a worker's"),
        "people.end_employment": _l("said which day is a worker's last"),
        "people.make_contract": _l("made a contract with a worker"),
        "people.set_rate": _l("set a worker's rate of pay"),
        "people.set_tax_particulars": _l("entered a worker's tax particulars"),
        "people.agree_tax": _l("agreed to a worker's tax particulars"),
        "people.refuse_tax": _l("put aside a worker's proposed tax particulars"),
        "people.show_ni_number": _l("was shown a worker's National Insurance number"),
        "people.set_bank": _l("entered where a worker is paid"),
        "people.agree_bank": _l("agreed to where a worker is paid"),
        "people.refuse_bank": _l("put aside a proposed bank account of a worker"),
        "people.show_bank": _l("was shown a worker's bank account"),
        "people.change_worker": _l("changed what is kept of a worker"),
        "people.note_check": _l("noted a check of a worker"),
        "people.note_registration": _l("noted how a worker stands in the register"),
        "people.note_talk": _l("noted a supervision or an appraisal of a worker"),
        "people.offer_hours": _l("offered a worker guaranteed hours"),
        "people.answer_offer": _l("noted what a worker answered to an offer of hours"),
    }
)
add_bell_words(
    {
        "bank_entered": _l("A bank account was entered for your pay. Look whether it is yours."),
        "bank_proposed": _l("Another bank account is proposed for your pay. Look, and say yes or no."),
    }
)
