"""Rows about workers and their contracts, as the room of people takes them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.imports.rows import Kind, Loaded, one_by_one
from app.people.employment_views import contract_of
from franchise_kit.kernel.days import london_day
from franchise_kit.kernel.sheets import Verdict
from franchise_kit.people.actions import NewContract, make_contract
from franchise_kit.people.actions.importing import import_workers
from franchise_kit.people.queries.importing import SheetWorker, weigh_workers
from franchise_kit.people.queries.importing_contracts import SheetContract, weigh_contracts
from tenants.actor import Actor
from tenants.office import Coop

_OF_A_WORKER: Final = (
    "known_as", "language", "speaks", "arrangement", "staff_category", "phone", "email", "address",
    "emergency_contact",
)  # fmt: skip


def _worker(loaded: Loaded) -> SheetWorker:
    answers = loaded.answers
    said, usual = loaded.parted(*_OF_A_WORKER)
    for fields in (said, usual):
        if "speaks" in fields:
            fields["speaks"] = sorted(set(fields["speaks"]))
    return SheetWorker(answers["given_name"], answers["family_name"], answers["started_on"], said, usual)


def _contract(loaded: Loaded) -> SheetContract:
    said = asdict(contract_of(dict(loaded.answers)))
    return SheetContract(worker_id=loaded.answers["worker_id"], **said)


def _weigh_contracts(
    session: Session, rows: Sequence[SheetContract], by: Actor, _now: datetime
) -> Sequence[Verdict]:
    return weigh_contracts(session, rows, by=by)


def _make_contract(coop: Coop, row: SheetContract, by: Actor, now: datetime) -> None:
    said = asdict(row)
    worker_id = said.pop("worker_id")
    make_contract(coop=coop, worker_id=worker_id, contract=NewContract(**said), by=by, now=now)


WORKERS: Final = Kind(
    row_of=_worker,
    key_of=lambda row: row.key,
    weigh=lambda session, rows, by, now: weigh_workers(session, rows, by=by, today=london_day(now)),
    keep=lambda coop, rows, by, now: import_workers(coop=coop, rows=rows, by=by, now=now),
)
CONTRACTS: Final = Kind(
    row_of=_contract,
    key_of=lambda row: row.key,
    weigh=_weigh_contracts,
    keep=one_by_one(_weigh_contracts, _make_contract, order=lambda row: row.valid_from),
)
