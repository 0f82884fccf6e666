"""What needs doing next in a co-op, worst first, for whoever may do it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.journal.jobs import VERIFY
from app.web import dates
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import (
    list_accounts,
    list_own_waiting_roles,
    list_waiting_roles,
)
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules.roles import catalogue
from franchise_kit.billing.queries import received
from franchise_kit.care.queries import list_plans_to_look_at
from franchise_kit.care.queries.concerns import count_open
from franchise_kit.payroll.queries import list_runs, may_draft
from franchise_kit.payroll.queries.assessed import pensions_due
from franchise_kit.payroll.queries.certificates import list_p45_due
from franchise_kit.payroll.queries.ill_without_pay import list_forms_due
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.people.queries import list_due_of_all
from franchise_kit.profile.queries import has_profile
from franchise_kit.time.queries import count_waiting, list_forgotten
from franchise_kit.time.queries.absence import list_waiting_absences
from franchise_kit.visiting.queries import list_agreements, list_grants
from tenants import progress

# After so long somebody who was invited will not come by themselves: the link has run out.
INVITATION_LASTS: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. ``kind`` says how pressing it is."""

    words: str
    url: str
    step: str
    kind: Literal["gap", "now", "off"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks what there is to do, and when."""

    session: Session
    facts: SignedIn
    now: datetime

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(dates.LONDON).date()

    def may(self, permission: Permission) -> bool:
        """Say whether they hold a permission."""
        return self.facts.actor.may(permission)


def list_todos(session: Session, facts: SignedIn, *, now: datetime) -> list[Todo]:
    """Return what this person can do now, worst first."""
    asked = Asked(session, facts, now)
    found = [todo for look in LOOKS for todo in look(asked)]
    order = ("gap", "now", "off")
    return sorted(found, key=lambda todo: order.index(todo.kind))


def _broken_journal(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.JOURNAL_READ):
        return
    last = progress.find_latest(asked.session, VERIFY)
    if last is not None and not last.result.get("is_whole"):
        yield Todo(_("The journal was changed from outside"), url_for("journal.index"), _("Look"), "gap")


def _own_factor(asked: Asked) -> Iterator[Todo]:
    if asked.facts.has_second_factor or asked.facts.is_visitor:
        return
    words = _("Only a password guards your account")
    yield Todo(words, url_for("account.secure"), _("Add a passkey or an app"), "now")


def _requests(asked: Asked) -> Iterator[Todo]:
    is_theirs = asked.may(Permission.ACCESS_GRANT_DECIDE) and asked.may(Permission.ACCESS_GRANT_READ)
    if not is_theirs or not _is_built("visitors.index"):
        return
    grants = list_grants(asked.session, by=asked.facts.actor, now=asked.now)
    count = sum(grant.state == "asked" for grant in grants)
    if count:
        words = ngettext(
            "%(num)d request to come in waits for you", "%(num)d requests to come in wait for you", count
        )
        yield Todo(words, url_for("visitors.index"), _("Decide"), "gap")


def _offers(asked: Asked) -> Iterator[Todo]:
    may_decide = asked.may(Permission.SERVICE_AGREEMENT_DECIDE)
    if not may_decide or not asked.may(Permission.SERVICE_AGREEMENT_READ) or not _is_built("visitors.index"):
        return
    agreements = list_agreements(asked.session, by=asked.facts.actor)
    count = sum(agreement.state == "offered" for agreement in agreements)
    if count:
        words = ngettext(
            "%(num)d service agreement is offered to you",
            "%(num)d service agreements are offered to you",
            count,
        )
        yield Todo(words, url_for("visitors.index"), _("Decide"), "now")


def _roles(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.ROLE_APPROVE):
        return
    waiting = list_waiting_roles(asked.session, by=asked.facts.actor)
    count = sum(not role.is_mine for role in waiting)
    if count:
        words = ngettext(
            "%(num)d role waits for your second yes", "%(num)d roles wait for your second yes", count
        )
        yield Todo(words, url_for("approvals.index"), _("Decide"), "gap")


def _invitations(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.USER_MANAGE):
        return
    accounts = list_accounts(asked.session, by=asked.facts.actor)
    invited = [account for account in accounts if account.status == "invited"]
    late = sum(asked.now - account.created_at > INVITATION_LASTS for account in invited)
    if late:
        words = ngettext(
            "%(num)d invitation has run out unanswered", "%(num)d invitations have run out unanswered", late
        )
        yield Todo(words, url_for("accounts.index"), _("Invite again"), "now")
    if len(invited) > late:
        words = ngettext(
            "%(num)d invitation is not answered yet",
            "%(num)d invitations are not answered yet",
            len(invited) - late,
        )
        yield Todo(words, url_for("accounts.index"), _("See who"), "off")


def _concerns(asked: Asked) -> Iterator[Todo]:
    if not _is_built("concerns.index"):
        return
    count = count_open(asked.session, by=asked.facts.actor)
    if count:
        words = ngettext(
            "%(num)d concern of a worker waits for somebody to look at it",
            "%(num)d concerns of workers wait for somebody to look at them",
            count,
        )
        yield Todo(words, url_for("concerns.index"), _("Look"), "gap")


def _hours(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.TIMESHEET_APPROVE) or not _is_built("timesheets.waiting"):
        return
    by = asked.facts.actor
    forgotten = len(list_forgotten(asked.session, by=by, now=asked.now))
    if forgotten:
        words = ngettext(
            "Nobody checked out of %(num)d visit", "Nobody checked out of %(num)d visits", forgotten
        )
        yield Todo(words, url_for("timesheets.waiting"), _("Look"), "gap")
    count = count_waiting(asked.session, by=by)
    if count:
        words = ngettext(
            "%(num)d time worked waits for your yes", "%(num)d times worked wait for your yes", count
        )
        yield Todo(words, url_for("timesheets.waiting"), _("Approve"), "now")


def _absences(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.TIMESHEET_APPROVE) or not _is_built("absences.index"):
        return
    waiting = list_waiting_absences(asked.session, by=asked.facts.actor)
    if waiting:
        words = ngettext(
            "%(num)d time away waits for an answer", "%(num)d times away wait for an answer", len(waiting)
        )
        kind: Literal["gap", "now"] = "gap" if any(one.is_sickness for one in waiting) else "now"
        yield Todo(words, url_for("absences.index"), _("Look"), kind)


def _plans(asked: Asked) -> Iterator[Todo]:
    may_write = asked.facts.actor.permissions.get(Permission.CARE_PLAN_WRITE) == "coop"
    if not may_write or not _is_built("supported.plans"):
        return
    found = list_plans_to_look_at(asked.session, by=asked.facts.actor, today=asked.today)
    late = sum(one.standing in {"missing", "overdue"} for one in found)
    if late:
        words = ngettext(
            "%(num)d person has no plan that is in time", "%(num)d people have no plan that is in time", late
        )
        yield Todo(words, url_for("supported.plans"), _("Look"), "gap")
    soon = sum(one.standing == "soon" for one in found)
    if soon:
        words = ngettext(
            "%(num)d plan is looked at again within a fortnight",
            "%(num)d plans are looked at again within a fortnight",
            soon,
        )
        yield Todo(words, url_for("supported.plans"), _("Look"), "now")


def _pay(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.PAYRUN_APPROVE) or asked.facts.is_visitor:
        return
    for run in list_runs(asked.session, by=asked.facts.actor):
        if run.state == "submitted" and not run.is_mine:
            words = _("The pay run of %(day)s waits for your yes", day=dates.plain_date(run.pay_on))
            yield Todo(words, url_for("pay_approvals.show", pay_run_id=run.id), _("Look"), "gap")


def _pensions(asked: Asked) -> Iterator[Todo]:
    if asked.facts.is_visitor or not may_draft(asked.facts.actor) or not _is_built("pensions.due"):
        return
    found = pensions_due(asked.session, by=asked.facts.actor, today=asked.today).due
    days = [one.assessed.due.by for one in found if one.assessed.due is not None]
    if days:
        words = ngettext(
            "%(num)d thing is due of pensions, the first by %(day)s",
            "%(num)d things are due of pensions, the first by %(day)s",
            len(days),
            day=dates.plain_date(min(days)),
        )
        yield Todo(words, url_for("pensions.due"), _("Look"), "gap" if min(days) < asked.today else "now")


def _sick_forms(asked: Asked) -> Iterator[Todo]:
    by = asked.facts.actor
    if asked.facts.is_visitor or not may_draft(by) or not reaches_all(by, Permission.EMPLOYMENT_READ):
        return
    due = list_forms_due(asked.session, by=by, now=asked.now)
    if due:
        words = ngettext(
            "%(num)d worker was or is ill without sick pay and needs form SSP1 by %(day)s",
            "%(num)d workers were or are ill without sick pay and need form SSP1, the first by %(day)s",
            len(due),
            day=dates.plain_date(due[0].due_on),
        )
        yield Todo(
            words, url_for("sick_days.forms"), _("Look"), "gap" if due[0].due_on < asked.today else "now"
        )


def _p45s(asked: Asked) -> Iterator[Todo]:
    by = asked.facts.actor
    if not may_draft(by) or not reaches_all(by, Permission.PAYSLIP_READ):
        return
    due = len(list_p45_due(asked.session, by=by, today=asked.today))
    if due:
        words = ngettext(
            "%(num)d worker has left and has no P45 yet", "%(num)d workers have left and have no P45 yet", due
        )
        yield Todo(words, url_for("payslips.leavers"), _("Look"), "now")


def _overdue(asked: Asked) -> Iterator[Todo]:
    if not asked.may(Permission.NETWORK_FEE_READ) or asked.facts.is_visitor:
        return
    invoices = received.list_received(asked.session, by=asked.facts.actor)
    count = sum(invoice.is_overdue(asked.today) for invoice in invoices)
    if count:
        words = ngettext(
            "%(num)d invoice of the network is overdue", "%(num)d invoices of the network are overdue", count
        )
        yield Todo(words, url_for("fees.index"), _("Look"), "gap")


def _turnover(asked: Asked) -> Iterator[Todo]:
    may_tell = asked.may(Permission.COOP_ACCOUNTS_WRITE) and asked.may(Permission.COOP_ACCOUNTS_READ)
    if not may_tell or asked.facts.is_visitor:
        return
    for month in received.owed_months(asked.session, by=asked.facts.actor, today=asked.today):
        words = _("The care turnover of %(month)s is still to be told", month=dates.month(month))
        yield Todo(words, url_for("fees.turnover"), _("Tell it"), "now")


def _workers_due(asked: Asked) -> Iterator[Todo]:
    may_engage = asked.facts.actor.permissions.get(Permission.WORKER_ENGAGE) == "coop"
    if not may_engage or not _is_built("workers.due"):
        return
    due = list_due_of_all(asked.session, by=asked.facts.actor, on=asked.today)
    count = sum(one.due.state(asked.today) == "overdue" for one in due)
    if count:
        words = ngettext(
            "%(num)d check or talk with a worker is overdue",
            "%(num)d checks and talks with workers are overdue",
            count,
        )
        yield Todo(words, url_for("workers.due", state="overdue"), _("Look"), "gap")


def _own_roles(asked: Asked) -> Iterator[Todo]:
    waiting = list_own_waiting_roles(asked.session, by=asked.facts.actor)
    if waiting:
        names = ", ".join(catalogue()[role].name(current_language()) for role in waiting)
        words = _("Your role waits until a second person says yes: %(role)s", role=names)
        yield Todo(words, url_for("account.show"), _("Your account"), "off")


def _profile(asked: Asked) -> Iterator[Todo]:
    if asked.may(Permission.SETTINGS_MANAGE) and not has_profile(asked.session):
        words = _("Your co-op's profile has no contact details yet")
        yield Todo(words, url_for("coop_settings.show"), _("Fill it in"), "off")


def _is_built(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


LOOKS: Final[tuple[Callable[[Asked], Iterator[Todo]], ...]] = (
    _broken_journal,
    _requests,
    _roles,
    _pay,
    _pensions,
    _p45s,
    _sick_forms,
    _overdue,
    _own_factor,
    _offers,
    _concerns,
    _absences,
    _hours,
    _workers_due,
    _plans,
    _turnover,
    _invitations,
    _own_roles,
    _profile,
)
