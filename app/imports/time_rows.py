"""Rows about time that no visit makes, as the room of time takes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.imports.rows import Kind, Loaded, one_by_one
from app.time.schemas import new_time
from franchise_kit.kernel.sheets import Verdict
from franchise_kit.time.actions import enter_time
from franchise_kit.time.actions.weighing import SheetTime, weigh_time
from tenants.actor import Actor
from tenants.office import Coop


def _time(loaded: Loaded) -> SheetTime:
    return SheetTime(loaded.answers["worker_id"], new_time(dict(loaded.answers)))


def _weigh_time(session: Session, rows: Sequence[SheetTime], by: Actor, now: datetime) -> Sequence[Verdict]:
    return weigh_time(session, rows, by=by, now=now)


def _enter_time(coop: Coop, row: SheetTime, by: Actor, now: datetime) -> None:
    enter_time(coop=coop, worker_id=row.worker_id, new=row.new, by=by, now=now)


TIME: Final = Kind(
    row_of=_time,
    key_of=lambda row: row.key,
    weigh=_weigh_time,
    keep=one_by_one(_weigh_time, _enter_time),
    at_once=200,
)
