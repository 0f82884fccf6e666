"""Orders to take from pay, each entry by two people; and the second person's word on every deduction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.people.actions import by_two
from franchise_kit.people.actions.holding import check_may, hold
from franchise_kit.people.models import AttachmentOrder, BirthEntry, DirectorEntry, LoanNotice, PensionEntry
from franchise_kit.people.queries.bank import may_read_whole
from franchise_kit.people.queries.deduction_entries import may_decide_order
from franchise_kit.people.queries.facts import WorkerFacts, worker_facts
from franchise_kit.people.rules import deductions as rules
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

ORDER: Final = "order"
TABLES: Final[Mapping[str, type[by_two.Entry]]] = MappingProxyType(
    {
        "loan": LoanNotice,
        "pension": PensionEntry,
        ORDER: AttachmentOrder,
        "director": DirectorEntry,
        "birth": BirthEntry,
    }
)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What an order takes from a pay day on, in pence a pay day; ``ends`` for the entry that ends it.

    With ``order_id`` it changes the order of that id, and what names the case may stay empty: it stays.
    """

    kind: str
    made_on: date
    from_on: date
    reference: str = field(repr=False)
    paid_to: str = field(repr=False)
    normal_pence: int = 0
    protected_pence: int = 0
    owed_pence: int | None = None
    order_id: UUID | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """What names the case of an order: shown on a page, and never journalled or logged."""

    kind: str
    made_on: date
    state: str
    reference: str = field(repr=False)
    paid_to: str = field(repr=False)


def set_order(*, coop: Coop, worker_id: UUID, order: NewOrder, by: Actor, now: datetime) -> tuple[UUID, str]:
    """Enter what an order takes; return the entry's id and ``proposed``: also the first waits.

    Raise ``OrderStartsBeforeMade``, ``OrderAmountNotForKind``, ``OrderProtectsNothing``,
    ``OrderReferenceNeeded``, or ``NotFound`` for an order of somebody else.
    """
    with transaction(coop, by=by, doing="people.set_order") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        rules.check_order(
            order.kind,
            made_on=order.made_on,
            from_on=order.from_on,
            normal_pence=order.normal_pence,
            protected_pence=order.protected_pence,
        )
        row = _row(worker_id, order, _first_of(session, worker_id, order.order_id))
        row.state = by_two.state_of_new(
            session,
            (AttachmentOrder, worker_id),
            among=(AttachmentOrder.order_id == row.order_id,),
            waits_first=True,
            by=by,
            now=now,
        )
        row.entered_by_person, row.entered_at = by.person_id, now
        session.add(row)
        journal.note(session, record_kind="worker", record_id=worker_id, state=row.state, ends=row.ends)
        return row.id, row.state


def agree_deduction(
    *, coop: Coop, kind: str, entry_id: UUID, by: Actor, now: datetime, worker_id: UUID | None = None
) -> None:
    """Say yes as the second person to an entry of a kind of ``TABLES``.

    With ``worker_id`` the entry is that worker's, or ``NotFound`` is raised.
    Raise ``OwnProposal`` or ``DecidedAlready``.
    """
    with transaction(coop, by=by, doing="people.agree_deduction") as session:
        row = by_two.held_entry(session, _table(kind), entry_id, worker_id=worker_id, may=_may(kind), by=by)
        by_two.agree(session, row, by=by, now=now, kind=kind)


def refuse_deduction(
    *, coop: Coop, kind: str, entry_id: UUID, by: Actor, now: datetime, worker_id: UUID | None = None
) -> None:
    """Say no to a proposed entry, or take one's own back; raise ``DecidedAlready``.

    With ``worker_id`` the entry is that worker's, or ``NotFound`` is raised.
    """
    with transaction(coop, by=by, doing="people.refuse_deduction") as session:
        row = by_two.held_entry(session, _table(kind), entry_id, worker_id=worker_id, may=_may(kind), by=by)
        by_two.refuse(session, row, by=by, now=now, kind=kind)


def show_orders(*, coop: Coop, worker_id: UUID, by: Actor) -> list[WholeOrder]:
    """Return what names the cases of a worker's orders, the newest first, and write down who was shown it."""
    with transaction(coop, by=by, doing="people.show_orders") as session:
        if not may_read_whole(worker_facts(hold(session, worker_id)), by=by):
            raise NotFound(record_kind="worker")
        rows = session.scalars(
            select(AttachmentOrder)
            .where(AttachmentOrder.worker_id == worker_id, AttachmentOrder.state != by_two.REFUSED)
            .order_by(AttachmentOrder.entered_at.desc())
        )
        journal.note(session, record_kind="worker", record_id=worker_id)
        return [WholeOrder(row.kind, row.made_on, row.state, row.reference, row.paid_to) for row in rows]


def _table(kind: str) -> type[by_two.Entry]:
    if kind not in TABLES:
        raise NotFound(record_kind="deduction")
    return TABLES[kind]


def _first_of(session: Session, worker_id: UUID, order_id: UUID | None) -> AttachmentOrder | None:
    """Return the first entry of the order that is to change, ``None`` for a new one."""
    if order_id is None:
        return None
    first = session.get(AttachmentOrder, order_id)
    if first is None or first.worker_id != worker_id or first.order_id != order_id:
        raise NotFound(record_kind="worker")
    return first


def _row(worker_id: UUID, order: NewOrder, first: AttachmentOrder | None) -> AttachmentOrder:
    entry_id = uuid4()
    reference = order.reference or (first.reference if first is not None else "")
    paid_to = order.paid_to or (first.paid_to if first is not None else "")
    rules.check_named(reference, paid_to)
    return AttachmentOrder(
        id=entry_id,
        order_id=first.id if first is not None else entry_id,
        worker_id=worker_id,
        kind=order.kind,
        made_on=order.made_on,
        from_on=order.from_on,
        ends=order.ends,
        reference=reference,
        paid_to=paid_to,
        normal_pence=order.normal_pence,
        protected_pence=order.protected_pence,
        owed_pence=order.owed_pence,
    )


def _may(kind: str) -> by_two.MayDecide:
    """Return who may be the second person; of an order never the worker, from whom it takes."""
    return _may_order if kind == ORDER else by_two.may_be_second


def _may_order(worker: WorkerFacts, by: Actor) -> bool:
    return may_decide_order(worker, by=by)
