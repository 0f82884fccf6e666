"""A co-op whose pay is measured: its workers, what is taken from their pay, and a month of approved time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from app.bench.figures import dice
from app.bench.workers import made_up_worker
from franchise_kit.access import Permission
from franchise_kit.access.actions.seeding import SeedAccount, seed_accounts
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.kernel.days import london_instant
from franchise_kit.payroll import actions, queries
from franchise_kit.people.actions.seeding import SeedWorker, seed_workers
from franchise_kit.people.actions.seeding_taken import SeedOrder, SeedPension, SeedScheme, SeedTaken
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions.seeding import SeedEntry, seed_entries
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import reading

PAY_ON: Final = date(2026, 11, 27)
PERIOD: Final = (date(2026, 10, 23), date(2026, 11, 23))
NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BEGAN: Final = date(2026, 4, 6)
CODES: Final = ("C1257L",) * 6 + ("1257L", "S1257L", "K45", "CBR")
# Two visits a day, and for one worker in four the way between them.
ROUNDS: Final = ((time(8), 240), (time(14), 180))
WAY: Final = (time(13, 30), 20, 9_000)
DRIVES: Final = 4
WEEKEND: Final = 5
# One worker in so many repays a loan, and has an order.
LOAN: Final = 8
ORDER: Final = 25
PLANS: Final = ("1", "2", "5")
CONTACT: Final = "pay@bench.invalid"
PREPARES: Final = (Permission.PAYRUN_PREPARE, Permission.EMPLOYMENT_READ, Permission.PAYSLIP_READ)


@dataclass(frozen=True, slots=True)
class Checked:
    """What looking at a run found, by how many of each there are."""

    concerns: int
    comings: int
    left_out: int
    without_owner: int


@dataclass
class PayWorld:
    """One co-op, and whoever prepares its pay."""

    coop: Coop
    workers_count: int
    entries_count: int = 0
    run_id: UUID = field(default_factory=uuid4)
    by: Actor = field(default_factory=lambda: _somebody(*PREPARES))
    _chance: Random = field(default_factory=dice)

    def build(self) -> None:
        """Enter everybody with what is taken from their pay, and a month of time that is approved."""
        scheme = SeedScheme(uuid4(), "Pension", "EMP1", BEGAN)
        workers = [self._worker(number, scheme) for number in range(self.workers_count)]
        seed_workers(coop=self.coop, workers=workers, now=NOW, schemes=[scheme])
        entries = [entry for number, one in enumerate(workers) for entry in _month(number, one.facts)]
        self.entries_count = len(entries)
        seed_entries(coop=self.coop, entries=entries, approved_until=NOW, approved_by_person=uuid4(), now=NOW)

    def draft(self) -> None:
        """Draft the run of the month: worked out and stored."""
        first, until = PERIOD
        self.run_id = actions.draft_run(
            coop=self.coop, pay_on=PAY_ON, period_from=first, period_until=until, by=self.by, now=NOW
        )

    def check(self) -> Checked:
        """Look at the run as its page does."""
        pay_run_id = self.run_id
        with reading(self.coop) as session:
            run = queries.get_run(session, pay_run_id, by=self.by)
            left_out = queries.list_left_out(session, pay_run_id, by=self.by)
            concerns = queries.list_concerns(session, run, by=self.by, left_out=left_out)
            comings = queries.list_comings(session, run, by=self.by)
            without_owner = queries.list_without_owner(session, pay_run_id, by=self.by)
        return Checked(
            len(concerns.of_workers),
            len(comings.starters) + len(comings.leavers),
            len(left_out),
            len(without_owner),
        )

    def count(self) -> int:
        """Return how many payslips the run has."""
        with reading(self.coop) as session:
            return queries.get_run(session, self.run_id, by=self.by).payslips

    def take_back(self) -> None:
        """Take the run back, so that its time can be drafted again."""
        actions.roll_back_run(coop=self.coop, pay_run_id=self.run_id, by=self.by, now=NOW)

    def submit(self) -> None:
        """Send the run to whoever approves."""
        actions.submit_run(coop=self.coop, pay_run_id=self.run_id, by=self.by, now=NOW)

    def approve(self) -> None:
        """Approve the run, as a second person."""
        by = _somebody(Permission.PAYRUN_APPROVE)
        actions.approve_run(coop=self.coop, pay_run_id=self.run_id, by=by, address=str, now=NOW)

    def contact(self, password_hash: str) -> Actor:
        """Return somebody with an account who prepares pay, for whom a job works."""
        account = SeedAccount(
            uuid4(), uuid4(), CONTACT, "Sioned", "Sioned Mainc", "cy", ("payroll_contact",), None
        )
        seed_accounts(office=self.coop, people=[account], password_hash=password_hash, now=NOW)
        with reading(self.coop) as session:
            return find_actor(session, account.id) or self.by

    def _worker(self, number: int, scheme: SeedScheme) -> SeedWorker:
        chance = self._chance
        plan = chance.choice(PLANS)
        taken = SeedTaken(
            born_on=date(1960 + number % 40, 5, 1 + number % 28),
            account=("000000", f"{chance.randrange(10**8):08}"),
            pension=SeedPension(scheme.id, BEGAN),
            loan=(plan, "starter_declaration", BEGAN) if number % LOAN == 0 else None,
            order=_order() if number % ORDER == 0 else None,
        )
        pence = chance.randrange(1300, 1900)
        return SeedWorker(
            made_up_worker(number, BEGAN), BEGAN, 2100, pence, chance.choice(CODES), 0, 0, taken=taken
        )


def _order() -> SeedOrder:
    return SeedOrder(uuid4(), "council_tax_wales", BEGAN, BEGAN, "B1", "Council", owed_pence=900_00)


def _month(number: int, worker: WorkerFacts) -> Iterator[SeedEntry]:
    day, until = PERIOD
    while day < until:
        if day.weekday() < WEEKEND:
            visit_id = uuid4()
            for at, minutes in ROUNDS:
                visit_id = uuid4()
                yield _entry(worker, "visit", london_instant(day, at), minutes, visit_id)
            if number % DRIVES == 0:
                at, minutes, metres = WAY
                yield _entry(worker, "travel", london_instant(day, at), minutes, visit_id, metres)
        day += timedelta(days=1)


def _entry(
    worker: WorkerFacts,
    kind: str,
    starts_at: datetime,
    minutes: int,
    visit_id: UUID,
    metres: int | None = None,
) -> SeedEntry:
    ends_at = starts_at + timedelta(minutes=minutes)
    return SeedEntry(
        uuid4(), worker.id, worker.person_id, kind, starts_at, ends_at, minutes, visit_id, metres
    )


def _somebody(*permissions: Permission) -> Actor:
    held = MappingProxyType({permission.value: "coop" for permission in permissions})
    return Actor(account_id=None, person_id=uuid4(), side="coop", permissions=held)
