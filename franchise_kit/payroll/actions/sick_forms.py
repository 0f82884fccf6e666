"""Saying that a worker was given form SSP1: once for each time without sick pay."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as insert_or_not

from franchise_kit.payroll.models import SickFormGiven
from franchise_kit.payroll.queries.ill_without_pay import list_forms_due
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


def say_form_given(*, coop: Coop, worker_id: UUID, since_on: date, by: Actor, now: datetime) -> None:
    """Say that a worker who has no sick pay since a day was given the form.

    Raises ``NotFound`` where they need none of that day, or were given it.
    """
    with transaction(coop, by=by, doing="payroll.say_form_given") as session:
        due = list_forms_due(session, by=by, now=now)
        if not any((one.worker_id, one.since_on) == (worker_id, since_on) for one in due):
            raise NotFound(record_kind="worker")
        # Whoever says the same at the same instant says it once.
        session.execute(
            insert_or_not(SickFormGiven)
            .values(
                id=uuid4(),
                worker_id=worker_id,
                since_on=since_on,
                given_by_person=by.person_id,
                given_at=now,
            )
            .on_conflict_do_nothing(index_elements=["worker_id", "since_on"])
        )
        journal.note(session, record_kind="worker", record_id=worker_id)
