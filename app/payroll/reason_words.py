"""Why somebody's pay differs from last time's, as far as is known, in words."""

from flask_babel import gettext as _

from app.payroll.other_words import KINDS
from app.payroll.words import nights_words
from app.people.words import RATE_KINDS
from app.time.words import duration
from app.web.money import pounds
from franchise_kit.payroll.rules.comparing import Reason
from franchise_kit.people.rules.contracts import ORDINARY


def reason_words(reasons: tuple[Reason, ...]) -> str:
    """Return why somebody's pay differs, as far as is known."""
    return "; ".join(map(_reason, reasons)) or str(_("not known"))


def _reason(reason: Reason) -> str:
    if reason.code == "late":
        before, now = duration(reason.before), duration(reason.now)
        return str(_("%(before)s of late hours before, %(now)s now", before=before, now=now))
    say = {"rate": pounds, "other": pounds, "nights": nights_words}.get(reason.code, duration)
    before, now = say(reason.before), say(reason.now)
    if reason.rate_kind != ORDINARY:
        what = (KINDS if reason.code == "other" else RATE_KINDS)[reason.rate_kind]
        return str(_("%(what)s: %(before)s before, %(now)s now", what=what, before=before, now=now))
    if reason.code == "rate":
        return str(_("rate %(before)s an hour before, %(now)s now", before=before, now=now))
    return str(_("%(before)s of work before, %(now)s now", before=before, now=now))
