"""A file of 10,000 visits, brought in as the jobs do it: read, looked at with its faults, and kept."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from app.imports.columns import TABLES
from app.imports.looking import look, understand
from app.imports.reading import read_sheet
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading

ROWS: Final = 10_000
# One row in so many says something that no form would take.
FAULTY: Final = 100
HEADERS: Final = "person,visit_kind,day,at,minutes,worker"


def visits_csv(*, first: date, rounds: tuple[time, ...], workers: int) -> bytes:
    """Return the file: each worker's people in their rounds, day after day from ``first``."""
    return "\n".join([HEADERS, *_lines(first, rounds, workers)]).encode()


def _lines(first: date, rounds: tuple[time, ...], workers: int) -> Iterator[str]:
    people = workers * len(rounds)
    for number in range(ROWS):
        day, person = first + timedelta(days=number // people), number % people
        minutes = "x" if number % FAULTY == 0 else "45"
        at = rounds[person // workers]
        yield f"Person {person:03},Round,{day},{at:%H:%M},{minutes},Worker {person % workers:04}"


def bring_in(coop: Coop, content: bytes) -> dict[str, int]:
    """Look at a file and keep it; return how many rows were kept and how many refused."""
    table, sheet = TABLES["visits"], read_sheet(content)
    with reading(coop) as session:
        look(session, table, sheet, by=SYSTEM, now=clock.now())
    with reading(coop) as session:
        understood = understand(session, table, sheet, by=SYSTEM)
    kind, kept = understood.kind, 0
    for at in range(0, len(understood.rows), kind.at_once):
        verdicts = kind.keep(coop, understood.rows[at : at + kind.at_once], SYSTEM, clock.now())
        kept += sum(one.outcome == "new" for one in verdicts)
    return {"kept": kept, "refused": len(understood.faults)}
