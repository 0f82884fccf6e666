"""A worker's record: what stands over each of its pages, and which pages there are."""

from functools import partial
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.people import words
from app.people.fields import LANGUAGE_CHOICES
from app.web import dates
from app.web.context import current_actor
from app.web.records import Record, Section, section_page, tabs_of
from franchise_kit.access import Permission
from franchise_kit.people import queries
from franchise_kit.people.queries import WorkerFacts
from tenants.actor import Actor

# What is read by whoever takes workers on, whoever reads all employment, and the worker (``reads_closely``).
CLOSELY: Final = Permission.WORKER_ENGAGE
# One line for each page of the record, in the order of the tabs.
SECTIONS: Final = (
    Section(_l("Contract"), "workers.show", Permission.WORKER_READ),
    Section(_l("Profile"), "workers.profile", CLOSELY),
    Section(_l("Checks"), "workers.checks", CLOSELY),
    Section(_l("Supervision"), "workers.talks", CLOSELY),
    Section(_l("Offer of hours"), "workers.offers", CLOSELY),
    Section(_l("Leave and sickness"), "absences.of_worker", Permission.TIMESHEET_APPROVE),
    Section(_l("Tax"), "workers.taxes", Permission.EMPLOYMENT_READ),
    Section(_l("Deductions"), "workers.deductions", Permission.EMPLOYMENT_READ),
    Section(_l("Bank"), "workers.bank", Permission.EMPLOYMENT_READ),
    Section(_l("Payslips"), "payslips.of_worker", Permission.PAYSLIP_READ),
)


def worker_page(template: str, worker: WorkerFacts, *, here: str, **more: object) -> str:
    """Draw one section of a worker's record; ``here`` is its endpoint, ``more`` what its template needs."""
    by = current_actor()
    record = Record(
        name=worker.full_name,
        about=str(words.CATEGORIES[worker.staff_category]),
        facts=_facts(worker),
        back_url=url_for("workers.index"),
        back=_("Workers"),
        tabs=tabs_of(SECTIONS, ids={"worker_id": worker.id}, here=here, opens=partial(_opens, worker, by)),
    )
    return section_page(template, record, worker=worker, may_engage=holds(Permission.WORKER_ENGAGE), **more)


def holds(permission: Permission) -> bool:
    """Say whether somebody holds a permission for all of the co-op."""
    return current_actor().permissions.get(permission) == "coop"


def _opens(worker: WorkerFacts, by: Actor, permission: Permission) -> bool:
    if permission == CLOSELY:
        return queries.reads_closely(worker, by=by)
    return queries.reaches(worker, permission, by=by)


def _facts(worker: WorkerFacts) -> tuple[tuple[str, str], ...]:
    known_as = ((_("Known as"), worker.known_as),) if worker.known_as else ()
    return (
        *known_as,
        (_("How they work here"), str(words.ARRANGEMENTS[worker.arrangement])),
        (_("Language"), dict(LANGUAGE_CHOICES)[worker.language]),
        (_("First day of work"), dates.plain_date(worker.started_on)),
        *(((_("Last day of work"), dates.plain_date(worker.ended_on)),) if worker.ended_on else ()),
        (_("Account here"), _("Yes, they can sign in") if worker.account_id else _("None yet")),
    )
