"""What acts on pay, refusals, states and reasons are called, and what the hub is told of a run."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_rooms, add_journal_words
from app.mail import mail_words
from app.sharing.words import KindWords, add_disclosure_words
from app.time.words import KINDS, duration
from app.web import dates
from app.web.money import pounds
from app.web.refusals import add_words, sentence_of
from franchise_kit.payroll.queries import RunFacts
from franchise_kit.payroll.rules.disclosed import PayslipsProduced
from franchise_kit.payroll.rules.kinds_of_time import BANK_HOLIDAY, WEEKEND, is_without_own_rate
from franchise_kit.payroll.rules.payslip import NIGHT, Line
from franchise_kit.people.rules.contracts import ORDINARY

STATES: Final[Mapping[str, LazyString]] = {
    "draft": _l("Draft"),
    "submitted": _l("Waits for approval"),
    "approved": _l("Approved"),
    "paid": _l("Paid"),
    "closed": _l("Closed"),
    "rolled_back": _l("Taken back"),
}
STATE_KINDS: Final[Mapping[str, str]] = {"draft": "now", "submitted": "gap", "approved": "ok", "paid": "ok"}
LEFT_OUT: Final[Mapping[str, LazyString]] = {
    "no_rate": _l("No pay rate on one of the days worked"),
    "no_tax": _l("No tax particulars"),
    "tax_code_not_understood": _l("The tax code cannot be used"),
    "no_such_ni_category": _l("The National Insurance category cannot be used"),
    "overdrawn": _l(
        "Corrections take off more time than was approved: it waits for more, or is agreed with them"
    ),
    "nothing_approved": _l("No approved hours"),
    "other_run_open": _l("Another run that is open pays them"),
    "paid_later_already": _l("They were paid on a later day already"),
    "can_be_paid": _l("Can be paid now: take this run back and draft it again"),
}
WITHOUT_OWNER: Final[Mapping[str, LazyString]] = {
    "not_approved": _l("Nobody has approved it"),
    "no_contract": _l("No pay rate on that day"),
    "in_no_run": _l("Approved, but not in this run"),
}
SET_ASIDE: Final[Mapping[str, LazyString]] = {
    "not_clear_yet": _l("It is not clear yet how long it was"),
    "nobody_to_approve": _l("Whoever approves it is not there"),
    "papers_missing": _l("A contract, a rate or tax particulars are missing"),
    "agreed_for_later": _l("It is agreed with the worker to pay it later"),
}


def run_state(run: RunFacts) -> str:
    """Return how far a run has come: paid and closed come after approved."""
    return str(STATES[_stage(run)])


def run_state_kind(run: RunFacts) -> str:
    """Return how its state is marked."""
    return STATE_KINDS.get(_stage(run), "off")


def _stage(run: RunFacts) -> str:
    return "closed" if run.is_closed else "paid" if run.is_paid else run.state


def left_out_words(reason: str) -> str:
    """Return why a run does not pay somebody; a rule's refusal has its own sentence."""
    return str(LEFT_OUT[reason]) if reason in LEFT_OUT else sentence_of(reason, {})


def late_words(period_from: date, minutes: int) -> str:
    """Return how much time of earlier days a run pays as well."""
    day, time = dates.plain_date(period_from), duration(minutes)
    return str(_("late hours from before %(day)s: %(time)s", day=day, time=time))


# What is said after a kind of time that another rate than its own pays; never silently.
BY_RATE: Final[Mapping[str, LazyString]] = {
    WEEKEND: _l("%(kind)s, weekend rate"),
    BANK_HOLIDAY: _l("%(kind)s, bank holiday rate"),
    ORDINARY: _l("%(kind)s, ordinary rate"),
}


def line_kind_words(kind: str, rate_kind: str) -> str:
    """Return what a kind of time is called, and by which rate it is paid if that is not its own."""
    said = str(KINDS[kind])
    is_of_day = rate_kind in (WEEKEND, BANK_HOLIDAY)
    if is_of_day or is_without_own_rate(kind, rate_kind):
        return str(BY_RATE[rate_kind]) % {"kind": said}
    return said


def line_words(line: Line, period_from: date) -> str:
    """Return what a line of a payslip pays for, and by which rate if that is not its own."""
    kind = line_kind_words(line.kind, line.rate_kind)
    if not line.is_late:
        return kind
    day = dates.plain_date(period_from)
    return str(_("%(kind)s, late: from before %(day)s", kind=kind, day=day))


def quantity_words(line: Line) -> str:
    """Return how much a line pays for: nights that are paid flat, or hours and minutes."""
    return nights_words(line.nights) if line.unit == NIGHT else duration(line.minutes)


def nights_words(nights: int) -> str:
    """Return a number of nights."""
    said: str = ngettext("%(num)d night", "%(num)d nights", nights)
    return said


def rate_words(line: Line) -> str:
    """Return what a line's rate is, and for what."""
    amount = pounds(line.rate_pence)
    if line.unit == NIGHT:
        return str(_("%(amount)s a night", amount=amount))
    return str(_("%(amount)s an hour", amount=amount))


def tax_words(tax_pence: int) -> str:
    """Return tax as an amount that is taken, or as a refund in words."""
    if tax_pence < 0:
        return str(_("Refund of tax %(amount)s", amount=pounds(-tax_pence)))
    return pounds(tax_pence)


def tax_pair(tax_pence: int) -> tuple[str, str]:
    """Return what a list of answers says of tax: what it is, and the amount without a sign."""
    return str(_("Refund of tax") if tax_pence < 0 else _("Income tax")), pounds(abs(tax_pence))


add_journal_rooms({"payroll": _l("Pay")})
add_journal_words(
    {
        "payroll.draft_run": _l("drafted a pay run of %(payslips)s payslips"),
        "payroll.submit_run": _l("sent a pay run to be approved"),
        "payroll.approve_run": _l("approved a pay run of %(payslips)s payslips"),
        "payroll.set_time_aside": _l("set time of %(days)s days aside, which a later pay run takes"),
        "payroll.roll_back_run": _l("took a pay run back"),
        "payroll.make_schedule": _l("made a pay schedule"),
        "payroll.close_schedule": _l("closed a pay schedule"),
        "payroll.put_on_schedule": _l("put workers on a pay schedule (workers: %(workers)s)"),
        "payroll.correct_pay": _l("entered a correction of a worker's pay"),
        "payroll.say_paid": _l("said that a pay run is paid"),
        "payroll.close_run": _l("closed a pay run"),
        "payroll.make_p45": _l("made a worker's P45"),
        "payroll.tell_p60s": _l("told workers that their P60 of %(year)s is there (workers: %(told)s)"),
        "payroll.print_p60": _l("printed a worker's P60 of %(year)s"),
        "payroll.print_p45": _l("printed a worker's P45"),
    }
)
add_bell_words(
    {
        "payslip_ready": _l("Your payslip is ready"),
        "p45_ready": _l("Your P45 is ready"),
        "p60_ready": _l("Your P60 is ready"),
    }
)
add_words(
    {
        "tax_code_not_understood": _l("This is not a tax code that we know, such as 1257L or C1257L."),
        "no_figures_for_tax_year": _l("There are no figures for the tax year %(tax_year)s here yet."),
        "no_such_ni_category": _l("There is no such National Insurance category in %(tax_year)s."),
        "pay_period_not_possible": _l(
            "A run pays for 1 to 62 days, on a day that is not before them and at most 62 days after them."
        ),
        "pay_day_too_far": _l(
            "The pay day must be at most 62 days after the last day of work, and at most 62 days from today."
        ),
        "pay_run_exists": _l("This pay day has a run already. Take it back first to draft it again."),
        "pay_run_open": _l("Another pay run is open. It must be approved or taken back first."),
        "later_pay_run_approved": _l(
            "A later pay day is approved already, so this day can no longer have a run of its own."
        ),
        "pay_run_not_submitted": _l("This run is still a draft."),
        "pay_run_submitted_already": _l("This run waits for approval already."),
        "pay_run_approved_already": _l("This run is approved, and stays as it is."),
        "pay_run_rolled_back": _l("This run was taken back."),
        "pay_run_empty": _l("There is no payslip in this run, so there is nothing to approve."),
        "time_without_owner": _l(
            "Time of %(days)s days up to this run's end is in no run. Let it be approved and draft the run "
            "again, or set it aside with a reason."
        ),
        "nothing_to_set_aside": _l("Tick the time that is set aside, and choose why."),
        "time_changed_since": _l("Some of this time has changed since. Look at it again."),
        "own_pay_run_refused": _l(
            "Somebody else must approve a run that you drafted or sent, or for which you entered pay."
        ),
        "pay_run_chooses_nobody": _l("Choose who is paid by it; the last pay of a leaver is of one alone."),
        "leaver_has_no_last_day": _l(
            "Enter their last day of work first: it must be in these days or before them."
        ),
        "schedule_closed": _l("This schedule is closed. Choose another."),
        "schedule_name_taken": _l("Another schedule has this name. Choose one that tells them apart."),
        "schedule_not_possible": _l(
            "A schedule begins on a day from 6 April 2025, one by the month on the 28th at the latest."
        ),
        "schedule_has_workers": _l("Put the %(workers)s workers who are on it on another schedule first."),
        "schedule_has_open_run": _l("A run of this schedule is open. It is approved or taken back first."),
        "first_schedule_stays": _l("The co-op's own schedule stays, for whoever is on no other."),
        "correction_not_possible": _l(
            "A correction is of up to £100,000: what was paid too much is given back, what was paid too "
            "little is given."
        ),
        "correction_run_not_theirs": _l("That run did not pay them. Choose one that did."),
        "pay_run_not_paid": _l("This run is not paid yet: make the bank's file, or say that it was paid."),
        "pay_run_not_filed": _l(
            "The tax office was not told of this run yet. Say why not, or file it first."
        ),
        "pay_run_closed": _l("This run is closed, and stays as it is."),
        "p45_still_employed": _l("They still work here: enter their last day of work first."),
        "p45_pay_run_open": _l("An open run pays them. Approve it or take it back first."),
        "p45_made_already": _l("Their P45 is made already. There is only one."),
        "pay_run_out_of_date": _l(
            "Somebody's rate or tax particulars have changed since. Take the run back and draft it again."
        ),
    }
)


def _say_payslips(fact: PayslipsProduced) -> Iterator[str]:
    yield ngettext("%(num)d payslip", "%(num)d payslips", fact.payslips)
    yield _("Paid in %(month)s", month=dates.month(fact.month))


add_disclosure_words(
    "payslips_produced",
    KindWords(
        _l("How many payslips we made"),
        _l("Each time a pay run is approved, since the network's fee counts payslips"),
        _say_payslips,
    ),
)


@mail_words("payslip_ready")
def _payslip_ready(facts: Mapping[str, object]) -> tuple[str, str]:
    return _paper(facts, _("Your payslip is ready"), _("your payslip is ready. Sign in to read it:"))


@mail_words("p45_ready")
def _p45_ready(facts: Mapping[str, object]) -> tuple[str, str]:
    return _paper(facts, _("Your P45 is ready"), _("your P45 is ready. Sign in to read it:"))


@mail_words("p60_ready")
def _p60_ready(facts: Mapping[str, object]) -> tuple[str, str]:
    return _paper(facts, _("Your P60 is ready"), _("your P60 is ready. Sign in to read it:"))


def _paper(facts: Mapping[str, object], subject: str, said: str) -> tuple[str, str]:
    greeting = _("Hello %(name)s,", name=facts["first_name"])
    return subject, "\n\n".join((greeting, said, str(facts["link"]), "Cydofal")) + "\n"
