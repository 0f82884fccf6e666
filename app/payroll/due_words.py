"""What is due of a co-op's pay, in words: what the shared payroll is told while it is agreed to."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.payroll.schedule_words import FREQUENCIES
from app.sharing.words import KindWords, add_disclosure_words
from app.web import dates
from franchise_kit.payroll.rules.disclosed import PayDue

STEPS: Final[Mapping[str, LazyString]] = {
    "prepare": _l("to be prepared"),
    "send": _l("to be sent for approval"),
    "approve": _l("to be approved by the co-op"),
    "pay": _l("to be paid"),
    "file": _l("to be told to HMRC"),
    "close": _l("to be closed"),
}


def due_words(due: PayDue) -> str:
    """Return what is due, such as "Monthly: to be paid"; a later version's codes stay codes."""
    frequency = FREQUENCIES.get(due.frequency, due.frequency)
    return f"{frequency}: {STEPS.get(due.step or '', due.step)}"


def _say_due(due: PayDue) -> Iterator[str]:
    if due.by is None:
        yield _("%(frequency)s pay: no longer done", frequency=FREQUENCIES.get(due.frequency, due.frequency))
    else:
        yield _("%(what)s, pay day %(day)s", what=due_words(due), day=dates.plain_date(due.by))


add_disclosure_words(
    "pay_due",
    KindWords(
        _l("What is due of our pay"),
        _l(
            "While we have the shared payroll: what each pay run needs next and by when, so that nobody is"
            " paid late"
        ),
        _say_due,
    ),
)
