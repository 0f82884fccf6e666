"""The offer of guaranteed hours after three months without, and the worker's answer (reg. 42)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from franchise_kit.access import Permission
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from franchise_kit.people.actions.holding import check_may, hold, latest_contract
from franchise_kit.people.models import HoursOffer
from franchise_kit.people.rules import contracts as contract_rules
from franchise_kit.people.rules import keeping as rules
from franchise_kit.people.rules.clocks import average_weekly_minutes
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewOffer:
    """What is offered, in minutes a week, and what was worked from a day to before another, in minutes.

    ``worked_minutes`` come from the room of time, which lies above this one.
    """

    offered_on: date
    offered_weekly_minutes: int
    counted_from: date
    counted_until: date
    worked_minutes: int


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What the worker answered, and the version of the offer that they answered."""

    answer: str
    answered_on: date
    version: int


class OfferChangedMeanwhile(Refusal):
    """Somebody else changed the offer since it was read."""

    code = "offer_changed_meanwhile"


def offer_hours(*, coop: Coop, worker_id: UUID, offer: NewOffer, by: Actor, now: datetime) -> UUID:
    """Offer guaranteed hours to who has a contract without; return the offer's id.

    Raise ``NoContractThen``, ``OfferBelowAverage``, ``OfferedAlready`` or ``NotYet``.
    """
    with transaction(coop, by=by, doing="people.offer_hours") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        hold(session, worker_id)
        contract = latest_contract(session, worker_id)
        if contract is None or contract.kind != "non_guaranteed_hours":
            raise contract_rules.NoContractThen(worker_id=worker_id)
        rules.check_done(offer.offered_on, london_day(now))
        average = average_weekly_minutes(offer.worked_minutes, offer.counted_from, offer.counted_until)
        rules.check_offer(average, offer.offered_weekly_minutes)
        same = HoursOffer.contract_id == contract.id, HoursOffer.offered_on == offer.offered_on
        if session.scalar(select(exists().where(*same))):
            raise rules.OfferedAlready
        row = HoursOffer(
            id=uuid4(),
            worker_id=worker_id,
            contract_id=contract.id,
            counted_from=offer.counted_from,
            counted_until=offer.counted_until,
            average_weekly_minutes=average,
            offered_weekly_minutes=offer.offered_weekly_minutes,
            offered_on=offer.offered_on,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind="worker", record_id=worker_id)
        return row.id


def answer_offer(*, coop: Coop, offer_id: UUID, answer: NewAnswer, by: Actor, now: datetime) -> None:
    """Keep what a worker answered to an offer.

    Raise ``OfferAnswered``, ``AnsweredBeforeOffer``, ``NotYet`` or ``OfferChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="people.answer_offer") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        row = session.get(HoursOffer, offer_id, with_for_update=True)
        if row is None:
            raise NotFound(record_kind="hours_offer")
        rules.check_answer(row.answer, row.offered_on, answer.answered_on)
        rules.check_done(answer.answered_on, london_day(now))
        if row.version != answer.version:
            raise OfferChangedMeanwhile
        said = {"answer": answer.answer, "answered_on": answer.answered_on}
        apply_changes(session, row, said, record_kind="hours_offer", by=by, now=now)
        journal.note(session, record_kind="worker", record_id=row.worker_id, answer=answer.answer)
