"""Rows about workers, as the room of people takes them."""

from typing import Final

from app.imports.rows import Kind, Loaded
from franchise_kit.kernel.days import london_day
from franchise_kit.people.actions.importing import import_workers
from franchise_kit.people.queries.importing import SheetWorker, weigh_workers

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


WORKERS: Final = Kind(
    row_of=_worker,
    key_of=lambda row: row.key,
    weigh=lambda session, rows, by, now: weigh_workers(session, rows, by=by, today=london_day(now)),
    keep=lambda coop, rows, by, now: import_workers(coop=coop, rows=rows, by=by, now=now),
)
