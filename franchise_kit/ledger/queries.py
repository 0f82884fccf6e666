"""Reading the books: balances are sums of postings, each time anew."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, Scope, within
from franchise_kit.ledger.models import LedgerEntry, LedgerPosting
from franchise_kit.ledger.rules import Account, Posting, Side, chart
from tenants.actor import Actor
from tenants.office import Hub
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands on one account, in whole pence: debits less credits, and each of the two."""

    account: Account
    debit_pence: int
    credit_pence: int

    @property
    def balance_pence(self) -> int:
        """Debits less credits."""
        return self.debit_pence - self.credit_pence


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry with its postings in their order."""

    id: UUID
    on: date
    kind: str
    record_id: UUID
    postings: tuple[Posting, ...]

    @property
    def total_pence(self) -> int:
        """The sum of one side."""
        return sum(one.amount_pence for one in self.postings if one.amount_pence > 0)


@dataclass(frozen=True, slots=True)
class LedgerVerdict:
    """Whether the books hold: how much was looked at, and which entries do not balance."""

    entries: int
    postings: int
    total_pence: int
    unbalanced: tuple[UUID, ...]
    unknown_accounts: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Every entry balances on accounts that the chart has."""
        return not self.unbalanced and not self.unknown_accounts and self.total_pence == 0


def trial_balance(session: Session, *, by: Actor) -> list[Balance]:
    """Return every account of the chart with its balance, in the chart's order: sums alone."""
    side = _side_within(session, by, is_of_sums=True)
    amount = LedgerPosting.amount_pence
    summed = select(
        LedgerPosting.account,
        func.coalesce(func.sum(amount).filter(amount > 0), 0),
        func.coalesce(func.sum(-amount).filter(amount < 0), 0),
    ).group_by(LedgerPosting.account)
    found = {account: (int(debit), int(credit)) for account, debit, credit in session.execute(summed)}
    return [Balance(account, *found.get(account.id, (0, 0))) for account in chart(side).values()]


def list_entries(session: Session, *, by: Actor, most: int = 100, skip: int = 0) -> list[EntryFacts]:
    """Return entries with their postings, the newest day first; none to who may see sums alone."""
    _side_within(session, by, is_of_sums=True)
    if not _reach(session, by).is_whole:
        return []
    newest = select(LedgerEntry).order_by(LedgerEntry.on.desc(), LedgerEntry.id).limit(most).offset(skip)
    rows = session.scalars(newest).all()
    by_entry: dict[UUID, list[Posting]] = {row.id: [] for row in rows}
    wanted = select(LedgerPosting).where(LedgerPosting.entry_id.in_(by_entry))
    for posting in session.scalars(wanted.order_by(LedgerPosting.entry_id, LedgerPosting.position)):
        side = Posting(posting.account, posting.amount_pence, posting.party)
        by_entry[posting.entry_id].append(side)
    return [EntryFacts(row.id, row.on, row.kind, row.record_id, tuple(by_entry[row.id])) for row in rows]


def count_entries(session: Session, *, by: Actor) -> int:
    """Return how many entries the books have."""
    _side_within(session, by)
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def party_balances(session: Session, account: str, *, by: Actor) -> dict[UUID, int]:
    """Return what stands on one account for each party, in whole pence, debits less credits."""
    _side_within(session, by)
    summed = (
        select(LedgerPosting.party, func.sum(LedgerPosting.amount_pence))
        .where(LedgerPosting.account == account, LedgerPosting.party.is_not(None))
        .group_by(LedgerPosting.party)
    )
    return {party: int(pence) for party, pence in session.execute(summed) if party is not None}


def verify(session: Session, *, side: Side | None = None) -> LedgerVerdict:
    """Read the whole books of the session's office and say whether they hold.

    ``side`` says whose books they are where the session does not know, as the owner's.
    Unguarded: it tells sums and ids alone, to commands and to pages that have asked already.
    """
    entries = session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    counted = select(func.count(), func.coalesce(func.sum(LedgerPosting.amount_pence), 0))
    postings, total_pence = session.execute(counted.select_from(LedgerPosting)).one()
    amount = LedgerPosting.amount_pence
    unbalanced = (
        select(LedgerEntry.id)
        .outerjoin(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .group_by(LedgerEntry.id)
        .having(or_(func.coalesce(func.sum(amount), 0) != 0, func.count(amount) < 2))  # noqa: PLR2004 (two sides)
        .order_by(LedgerEntry.id)
    )
    used = select(LedgerPosting.account).distinct().order_by(LedgerPosting.account)
    known = chart(side or _side(session))
    return LedgerVerdict(
        entries=entries,
        postings=postings,
        total_pence=int(total_pence),
        unbalanced=tuple(session.scalars(unbalanced)),
        unknown_accounts=tuple(one for one in session.scalars(used) if one not in known),
    )


def _side(session: Session) -> Side:
    return "hub" if isinstance(session.info["office"], Hub) else "coop"


def _side_within(session: Session, by: Actor, *, is_of_sums: bool = False) -> Side:
    reach = _reach(session, by)
    if not reach.is_whole and not (is_of_sums and reach.is_aggregate):
        raise NotFound(record_kind="ledger")
    return _side(session)


def _reach(session: Session, by: Actor) -> Scope:
    is_hub = _side(session) == "hub"
    return within(by, Permission.NETWORK_FEE_READ if is_hub else Permission.COOP_ACCOUNTS_READ)
