"""Every list that can be taken along: its columns, who may take it, and which part of it can be asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.exports import rows
from app.exports.rows import MOST_ROWS, Row
from app.exports.schemas import Asked, DaysQuery, VisitsQuery, WholeQuery
from app.exports.tables import Once, TableFile
from app.imports.cells import written
from app.imports.columns import TABLES, Column
from app.time.words import KINDS, STATES
from app.web.forms import Schema
from franchise_kit.access import Permission
from franchise_kit.access.rules.roles import COOP
from tenants.actor import Actor
from tenants.refusal import Refusal


class TooManyRows(Refusal):
    """A file has as many rows as can come in again at once."""

    code = "export_too_many_rows"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; ``page`` is where people know it from, ``can_return`` whether a file of it comes in again."""

    code: str
    title: LazyString
    about: LazyString
    columns: tuple[Column, ...]
    permission: Permission
    page: str
    query: type[Schema]
    rows: Callable[[Session, Actor, Asked], Iterable[Row]]
    can_return: bool = True

    @property
    def has_days(self) -> bool:
        """Whether it is taken for some days."""
        return issubclass(self.query, DaysQuery)


def _of_hours(code: str, header: LazyString, shape: str, words: Mapping[str, object] | None = None) -> Column:
    return Column(code, code, header, shape, is_required=False, words=words or {})


_HOURS: Final = (
    TABLES["time"].column("worker"),
    _of_hours("kind", _l("Kind of time"), "text", KINDS),
    TABLES["time"].column("day"),
    TABLES["time"].column("begins"),
    TABLES["time"].column("ends"),
    _of_hours("minutes", _l("Minutes"), "whole"),
    _of_hours("state", _l("Where it stands"), "text", STATES),
)
LISTS: Final[Mapping[str, Listed]] = {
    one.code: one
    for one in (
        Listed(
            "workers",
            TABLES["workers"].title,
            _l("Who works here today, and how to reach them; nothing of tax, bank or pay."),
            TABLES["workers"].columns,
            Permission.WORKER_ENGAGE,
            "workers.index",
            WholeQuery,
            rows.workers,
        ),
        Listed(
            "contracts",
            TABLES["contracts"].title,
            _l("What was agreed with who works here today, with the pay for an ordinary hour."),
            TABLES["contracts"].columns,
            Permission.EMPLOYMENT_READ,
            "workers.index",
            WholeQuery,
            rows.contracts,
        ),
        Listed(
            "people",
            TABLES["people"].title,
            _l("Whom you support today, with what matters to them. Keep the file as safe as their records."),
            TABLES["people"].columns,
            Permission.CARE_PLAN_WRITE,
            "supported.index",
            WholeQuery,
            rows.people,
        ),
        Listed(
            "patterns",
            TABLES["patterns"].title,
            _l("The visits that the drafts of each week are made from, of today and later."),
            TABLES["patterns"].columns,
            Permission.ROTA_MANAGE,
            "rota.index",
            WholeQuery,
            rows.patterns,
        ),
        Listed(
            "visits",
            TABLES["visits"].title,
            _l("Visits as they are planned, drafts too; those that are cancelled are left out."),
            TABLES["visits"].columns,
            Permission.ROTA_MANAGE,
            "rota.index",
            VisitsQuery,
            rows.visits,
        ),
        Listed(
            "time",
            _l("Time written down by hand"),
            _l("Training, supervision, nights and the like. Visits and ways write their time themselves."),
            TABLES["time"].columns,
            Permission.TIMESHEET_APPROVE,
            "timesheets.waiting",
            DaysQuery,
            rows.time_by_hand,
        ),
        Listed(
            "hours",
            _l("All hours"),
            _l("All time of the days, of visits too, and how far each is on its way to pay."),
            _HOURS,
            Permission.TIMESHEET_APPROVE,
            "timesheets.waiting",
            DaysQuery,
            rows.hours,
            can_return=False,
        ),
        Listed(
            "waiting",
            _l("Hours to approve"),
            _l("All time that nobody has approved, however long ago it was; or that of some days."),
            _HOURS,
            Permission.TIMESHEET_APPROVE,
            "timesheets.waiting",
            DaysQuery,
            rows.waiting,
            can_return=False,
        ),
    )
}


def lists_of(by: Actor) -> list[Listed]:
    """Return the lists that somebody may take: those of which they keep all."""
    return [one for one in LISTS.values() if by.permissions.get(one.permission) == COOP]


def table_of(listed: Listed, session: Session, asked: Asked, *, by: Actor) -> TableFile:
    """Return a list as a table in the reader's language; raise ``TooManyRows`` or ``NotFound``."""
    columns = listed.columns
    cells = [(column.code, Once(partial(written, column))) for column in columns]
    found: list[tuple[str, ...]] = []
    for row in listed.rows(session, by, asked):
        if len(found) == MOST_ROWS:
            raise TooManyRows(most=f"{MOST_ROWS:,}")
        found.append(tuple([cell[row[code]] for code, cell in cells]))
    return TableFile(
        str(listed.title),
        tuple(str(column.header) for column in columns),
        tuple(found),
        frozenset(place for place, column in enumerate(columns) if _is_number(column)),
    )


def _is_number(column: Column) -> bool:
    return column.shape == "whole" and not column.words
