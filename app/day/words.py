"""How a visit stands, why a task was not done, refusals, and how the acts stand in the journal."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_words
from app.web.refusals import add_words

STATES: Final[Mapping[str, LazyString]] = {
    "planned": _l("To come"),
    "under_way": _l("You are there"),
    "done": _l("Done"),
    "missed": _l("Not checked in"),
    "cancelled": _l("Was cancelled"),
}
STATE_KINDS: Final[Mapping[str, str]] = {
    "planned": "off",
    "under_way": "now",
    "done": "ok",
    "missed": "gap",
    "cancelled": "off",
}
# Answers to a task, in the order in which they are offered.
ANSWERS: Final[Mapping[str, LazyString]] = {
    "done": _l("Done"),
    "declined": _l("Not done: they did not want it"),
    "not_needed": _l("Not done: it was not needed"),
    "no_time": _l("Not done: there was no time"),
    "not_safe": _l("Not done: it was not safe"),
    "not_there": _l("Not done: what it needs was not there"),
    "other": _l("Not done: see the note"),
}

add_words(
    {
        "other_visit_open": _l("You are still checked in to another visit. Check out of that one first."),
        "tasks_unanswered": _l("Say of each essential task whether it was done, before you check out."),
        "not_checked_out": _l("You have not checked out of this visit, so there is nothing to take back."),
        "another_visit_since": _l(
            "You have been at another visit since. Ask your co-ordinator to put the time right."
        ),
        "check_out_too_long_ago": _l(
            "You checked out more than ten minutes ago. Ask your co-ordinator to put the time right."
        ),
        "own_concern": _l("Somebody else looks at what you raised yourself."),
        "concern_seen_already": _l("Somebody has looked at this already. Tell them what is new."),
        "concern_changed_meanwhile": _l("Words were added meanwhile. Read them, and answer again."),
    }
)
add_bell_words({"concern_raised": _l("A worker raised a concern after a visit")})
add_journal_words(
    {
        "care.write_down": _l("wrote down what was done at a visit"),
        "care.raise_concern": _l("raised a concern"),
        "care.add_to_concern": _l("said more of a concern"),
        "care.see_concern": _l("looked at a concern"),
    }
)
