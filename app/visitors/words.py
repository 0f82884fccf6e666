"""What requests, agreements and their refusals are called, on both sides of the wall."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.language import current_language
from app.web.permission_words import permission_words
from app.web.refusals import add_words
from franchise_kit.access.rules.roles import catalogue

RECORD_KINDS: Final[Mapping[str, LazyString]] = {
    "care_plan": _l("Personal plans"),
    "visit": _l("The rota and visits"),
    "outcome": _l("Personal outcomes"),
    "incident": _l("Incidents"),
    "safeguarding": _l("Safeguarding records"),
    "training_record": _l("Training records"),
    "employment": _l("Contracts, pay rates and bank details"),
    "profile": _l("Contact details and preferences"),
    "meeting": _l("Notices, papers and minutes"),
    "coop_accounts": _l("The co-op's accounts"),
}
FIELDS: Final[Mapping[str, LazyString]] = {
    "name": _l("Names"),
    "address": _l("Addresses"),
    "phone": _l("Telephone numbers"),
    "date_of_birth": _l("Dates of birth"),
    "health": _l("Health details"),
    "family": _l("Family details"),
    "notes": _l("Notes"),
    "pay": _l("Pay"),
}
BASES: Final[Mapping[str, LazyString]] = {
    "legitimate_interests": _l("Legitimate interests"),
    "legal_obligation": _l("A legal obligation"),
    "vital_interests": _l("Vital interests"),
    "consent": _l("Consent"),
    "contract": _l("A contract"),
}
REASONS: Final[Mapping[str, LazyString]] = {
    "not_needed": _l("It is not needed for this purpose"),
    "too_wide": _l("It asks for too much"),
    "not_now": _l("Not now; please ask again later"),
    "people_said_no": _l("The people concerned said no"),
    "other": _l("Another reason, which we will tell you ourselves"),
    "never_allowed": _l("This may never be given, so it was refused at once"),
}
STATES: Final[Mapping[str, LazyString]] = {
    "asked": _l("Waits for an answer"),
    "offered": _l("Waits for an answer"),
    "accepted": _l("In force"),
    "refused": _l("Refused"),
    "revoked": _l("Taken back"),
    "expired": _l("Ran out"),
    "ended": _l("Ended"),
}
STATE_TAGS: Final[Mapping[str, str]] = {"asked": "gap", "offered": "gap", "accepted": "ok"}
AGREEMENTS: Final[Mapping[str, LazyString]] = {"payroll_bureau": _l("Shared payroll")}


def _said(words: Mapping[str, LazyString], code: str) -> str:
    # A code of a later version has no words here yet.
    return str(words[code]) if code in words else code


def kind_words(code: str) -> str:
    """Return what a kind of record is called."""
    return _said(RECORD_KINDS, code)


def field_words(code: str) -> str:
    """Return what a field that can be hidden is called."""
    return _said(FIELDS, code)


def basis_words(code: str) -> str:
    """Return what a lawful basis is called."""
    return _said(BASES, code)


def reason_words(code: str) -> str:
    """Return what a reason for a no is."""
    return _said(REASONS, code)


def state_words(code: str) -> str:
    """Return what a state is called."""
    return _said(STATES, code)


def state_tag(code: str) -> str:
    """Return how a state is coloured."""
    return STATE_TAGS.get(code, "off")


def agreement_words(code: str) -> str:
    """Return what an agreement is called."""
    return _said(AGREEMENTS, code)


def entry_words(kind: str, said: str) -> str:
    """Return what somebody is let in for: a grant's own words, or the name of an agreement."""
    return said if kind == "grant" else agreement_words(said)


def hub_role_words(role: str) -> str:
    """Return what a role at the hub is called."""
    return catalogue()[role].name(current_language()) if role in catalogue() else role


def record_words(number: int, record_id: object) -> str:
    """Return what a record is called that has no page yet: its place in the list and the end of its id."""
    return str(_("Record %(number)d (…%(end)s)", number=number, end=str(record_id)[-6:]))


WORDS: Final = {
    "kind_words": kind_words,
    "field_words": field_words,
    "basis_words": basis_words,
    "reason_words": reason_words,
    "state_words": state_words,
    "state_tag": state_tag,
    "agreement_words": agreement_words,
    "entry_words": entry_words,
    "hub_role_words": hub_role_words,
    "permission_words": permission_words,
    "record_words": record_words,
}

add_words(
    {
        "never_grantable": _l("This may never be given to anybody outside the co-op."),
        "entry_kind_unknown": _l("This is not something that can be asked for here."),
        "grant_too_long": _l("A grant runs for an hour at least and fourteen days at most."),
        "grant_wider_than_asked": _l("You can give less than was asked, never more."),
        "grant_nothing_left": _l("Nothing would be left to read. Refuse the request instead."),
        "grant_not_yours_to_decide": _l(
            "Only the co-op's own people decide, and nobody decides on their own request."
        ),
        "grant_needs_both_keys": _l(
            "These records need two people: the responsible individual and the data protection lead."
        ),
        "entry_already_decided": _l("This was decided already. What comes now needs a new request."),
        "entry_not_in_force": _l("The co-op has not let you in, or has shut the door again."),
        "hand_over_spent": _l(
            "This way in was used already, or is over a minute old. Set out again from the network's office."
        ),
        "only_the_hub_asks": _l("Only people of the network's office ask to come in."),
    }
)
add_journal_rooms({"grant": _l("Requests to come in"), "agreement": _l("Service agreements")})
add_journal_words(
    {
        "grant.ask": _l("asked a co-op to let them in"),
        "grant.accept": _l("said yes to a request to come in"),
        "grant.refuse": _l("said no to a request to come in"),
        "grant.revoke": _l("took back a grant to come in"),
        "agreement.offer": _l("offered a service agreement to a co-op"),
        "agreement.accept": _l("signed a service agreement"),
        "agreement.refuse": _l("said no to a service agreement"),
        "agreement.end": _l("ended a service agreement"),
        "visit.set_out": _l("set out to a co-op"),
        "visit.claim": _l("came to a co-op's door"),
        "visit.begin": _l("came in from the network's office"),
    }
)
add_bell_words(
    {
        "grant_requested": _l("Somebody at the network's office asks to come in"),
        "agreement_offered": _l("The network's office offers a service agreement"),
        "grant_answered": _l("A co-op has answered your request to come in"),
        "agreement_answered": _l("A co-op has answered a service agreement"),
    }
)
