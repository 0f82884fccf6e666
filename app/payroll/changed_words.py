"""Why net pay changed since last time, in plain words: each cause, and what it does to net pay."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flask_babel import gettext as _

from app.payroll.checks import signed_pounds
from app.payroll.other_words import kind_words
from app.payroll.words import line_kind_words, nights_words
from app.people.words import RATE_KINDS
from app.time.words import duration
from app.web.money import pounds
from franchise_kit.payroll.rules.why_changed import Change


def changed_words(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """Return a sentence and a signed amount for each cause, in the reader's language."""
    return [(_WORDS[one.code](one), signed_pounds(one.pence)) for one in changes]


def _beside(what: str, before: str, now: str) -> str:
    return str(_("%(what)s: %(before)s before, %(now)s now", what=what, before=before, now=now))


def _hours(change: Change) -> str:
    what = line_kind_words(change.kind, change.rate_kind)
    return _beside(what, duration(int(change.before)), duration(int(change.now)))


def _nights(change: Change) -> str:
    what = line_kind_words(change.kind, change.rate_kind)
    return _beside(what, nights_words(int(change.before)), nights_words(int(change.now)))


def _rate(change: Change) -> str:
    what = _("Rate of pay, %(kind)s", kind=str(RATE_KINDS[change.rate_kind]))
    return _beside(what, pounds(int(change.before)), pounds(int(change.now)))


def _late(change: Change) -> str:
    before, now = duration(int(change.before)), duration(int(change.now))
    return _beside(_("Late hours"), before, now)


def _other(change: Change) -> str:
    return _amounts(kind_words(change.kind), change)


def _amounts(what: str, change: Change) -> str:
    return _beside(what, pounds(int(change.before)), pounds(int(change.now)))


def _tax_code(change: Change) -> str:
    return str(_("Income tax: your tax code was %(before)s and is now %(now)s", **_both(change)))


def _category(change: Change) -> str:
    said = _("National Insurance: your category letter was %(before)s and is now %(now)s", **_both(change))
    return str(said)


def _both(change: Change) -> dict[str, int | str]:
    return {"before": change.before, "now": change.now}


def _refund(change: Change) -> str:
    return str(_("Income tax: %(amount)s is given back this time", amount=pounds(-int(change.now))))


def _refund_before(change: Change) -> str:
    amount = pounds(-int(change.before))
    return str(_("Income tax: %(amount)s was given back last time", amount=amount))


def _began(what: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: str(
        _("%(what)s: begins this time, %(amount)s", what=what(), amount=pounds(int(change.now)))
    )


def _ended(what: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: str(
        _("%(what)s: nothing this time, %(amount)s before", what=what(), amount=pounds(int(change.before)))
    )


def _went_on(what: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: _amounts(what(), change)


_TAKEN: Final[Mapping[str, Callable[[], str]]] = {
    "pension": lambda: str(_("Pension")),
    "student_loan": lambda: str(_("Student loan")),
    "postgraduate_loan": lambda: str(_("Postgraduate loan")),
    "orders": lambda: str(_("Taken by order")),
}
_WORDS: Final[Mapping[str, Callable[[Change], str]]] = {
    "hours": _hours,
    "nights": _nights,
    "rate": _rate,
    "late_hours": _late,
    "other_pay": _other,
    "tax_code": _tax_code,
    "tax_refund": _refund,
    "tax_refund_before": _refund_before,
    "tax": _went_on(lambda: str(_("Income tax"))),
    "ni_category": _category,
    "national_insurance": _went_on(lambda: str(_("National Insurance"))),
    **{f"{code}_began": _began(what) for code, what in _TAKEN.items()},
    **{f"{code}_ended": _ended(what) for code, what in _TAKEN.items()},
    **{code: _went_on(what) for code, what in _TAKEN.items()},
    "remainder": lambda _change: str(_("Everything else together")),
}
