"""What is said of workers: categories, contracts, refusals, and how the acts stand in the journal."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

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

add_words(
    {
        "account_has_worker": _l("This account stands for another worker already"),
        "worker_has_account": _l("This worker has an account already"),
        "ends_before_start": _l("The last day must not be before the first"),
        "contracts_overlap": _l("Another contract begins on that day or after it; choose a later day"),
        "contract_outside_employment": _l("They do not work here on that day"),
        "guaranteed_hours_needed": _l("Say how many hours are guaranteed"),
        "rate_rewrites_earlier": _l("A rate from that day or after it stands already; choose a later day"),
        "no_contract_then": _l("There is no contract on that day"),
        "tax_code_unreadable": _l("This is not a tax code; write it as it stands on the notice"),
        "ni_number_unreadable": _l(
            "This is not a National Insurance number: two letters, six digits and a letter from A to D"
        ),
        "ni_category_unknown": _l("There is no such category letter"),
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
    }
)
