"""What standings, acts, refusals and ends of completions are called."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_rooms, add_journal_words
from app.sharing.words import KindWords, add_disclosure_words
from app.training.fault_words import FAULT_WORDS
from app.web import dates
from app.web.refusals import add_words
from franchise_kit.training.queries import CompletionFacts
from franchise_kit.training.rules.disclosed import LearnersActive
from franchise_kit.training.rules.matrix import Standing

add_journal_rooms({"training": _l("Training")})
add_journal_words(
    {
        "training.adopt_module": _l(
            "took up version %(version)s of the training module %(module)s, due within %(days)s days"
        ),
        "training.change_terms": _l("changed when the training module %(module)s is due"),
        "training.read_lesson": _l("read a lesson of the training module %(module)s"),
        "training.start_attempt": _l("opened the quiz of the training module %(module)s"),
        "training.submit_attempt": _l("sent answers to the quiz of the training module %(module)s"),
        "training.tell_learners": _l("told the network how many people learnt in %(month)s: %(learners)s"),
    }
)
add_bell_words(
    {"training_later_version": _l("A later version of the training module %(module)s is out: %(version)s")}
)
add_words(
    {
        **FAULT_WORDS,
        "module_published_already": _l("The version of this module that is out says the same."),
        "quiz_answers_do_not_fit": _l(
            "These answers do not belong to the questions that were asked. Open the quiz again."
        ),
        "renewal_rule_refused": _l("A renewal comes after a whole number of months, at least one."),
        "training_due_too_late": _l("Enter 0 to %(most)s days: the shared catalogue allows no more."),
        "training_refresh_too_late": _l("Enter 1 to %(months)s months: the shared catalogue allows no more."),
        "training_lessons_unread": _l("Read all the lessons first. Then the quiz opens."),
        "training_attempt_too_soon": _l("Please wait a little before you try again."),
        "training_attempt_sent_already": _l("These answers were sent already, and count once."),
        "training_month_not_over": _l("The month is not over yet."),
        "training_month_told_already": _l("The network was told of this month already."),
    }
)


def _say_learners(fact: LearnersActive) -> Iterator[str]:
    month = dates.month(fact.month)
    yield ngettext(
        "In %(month)s %(num)d person learnt here.",
        "In %(month)s %(num)d people learnt here.",
        fact.learners,
        month=month,
    )


add_disclosure_words(
    "learners_active",
    KindWords(
        name=_l("How many people learnt"),
        why=_l("Once a month, so that the network's fee for learning can be worked out"),
        say=_say_learners,
    ),
)

STATUSES: Final[Mapping[str, LazyString]] = {
    "done": _l("Done"),
    "due_soon": _l("Due soon"),
    "overdue": _l("Overdue"),
    "not_needed": _l("Not needed"),
    "not_started": _l("Not started"),
}
STATUS_KINDS: Final[Mapping[str, str]] = {
    "done": "ok",
    "due_soon": "now",
    "overdue": "gap",
    "not_needed": "off",
    "not_started": "off",
}
# Beside the word and the colour, for whoever sees neither well.
STATUS_SIGNS: Final[Mapping[str, str]] = {
    "done": "✓",
    "due_soon": "◷",
    "overdue": "!",
    "not_needed": "–",
    "not_started": "○",
}
OWNERS: Final[Mapping[str, LazyString]] = {
    "network": _l("the shared catalogue's"),
    "co_op": _l("our co-op's own"),
}
_BASES: Final[Mapping[str, LazyString]] = {
    "national-standard": _l("A national standard says how long it holds."),
    "sector-guidance": _l("Guidance for the sector says how long it holds."),
    "awarding-body": _l("The awarding body says how long it holds."),
    "governance-code": _l("The code of governance says how long it holds."),
    "custom": _l("It holds as long as is usual."),
    "franchise-policy": _l("The network's training policy says how long it holds."),
    "once": _l("It is learnt once."),
    "co-op": _l("Our co-op says how long it holds."),
}
_COUNTED: Final[Mapping[str, LazyString]] = {
    "completion": _l("It counts from the day you completed it."),
    "previous_due": _l("You were early, so it counts from the end of the one before: you lose nothing."),
    "never": _l("It does not run out."),
}


def standing_words(standing: Standing) -> str:
    """Return where somebody stands, with the day that matters."""
    if standing.status == "done" and standing.valid_until is not None:
        return str(_("Done until %(day)s", day=dates.short_date(standing.valid_until - timedelta(days=1))))
    if standing.status == "due_soon" and standing.due_on is not None:
        return str(_("Due soon: by %(day)s", day=dates.short_date(standing.due_on)))
    if standing.status == "overdue" and standing.due_on is not None:
        return str(_("Overdue: was due by %(day)s", day=dates.short_date(standing.due_on)))
    if standing.status == "not_started" and standing.due_on is not None:
        return str(_("Not started: due by %(day)s", day=dates.short_date(standing.due_on)))
    return str(STATUSES[standing.status])


def until_words(completion: CompletionFacts) -> str:
    """Return until when a completion holds."""
    if completion.valid_until is None:
        return str(_("It does not run out."))
    return str(_("It holds until %(day)s.", day=dates.plain_date(completion.valid_until - timedelta(days=1))))


def because_words(completion: CompletionFacts) -> str:
    """Return which rule set that day, or nothing if a later version of the house wrote it."""
    basis, _dot, counted = completion.valid_because.partition(".")
    said = [str(_BASES[basis])] if basis in _BASES else []
    if counted in _COUNTED and completion.valid_until is not None:
        said.append(str(_COUNTED[counted]))
    return " ".join(said)
