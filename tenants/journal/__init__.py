"""The journal: who did what, in ids and codes, append-only and chained. It never holds names or words."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, func, insert, select, update
from sqlalchemy.orm import Session

from tenants import clock
from tenants.actor import Actor
from tenants.bulk import insert_rows
from tenants.journal.chain import FIRST_HASH, Facts, line_hash
from tenants.journal.models import JournalHead, JournalLine
from tenants.refusal import Refusal

__all__ = [
    "FIRST_HASH",
    "MOST_REFUSALS",
    "UNWRITTEN",
    "BrokenChain",
    "Facts",
    "is_worth_a_line",
    "line_hash",
    "note",
    "note_many",
    "verify",
    "write_line",
]

_NOTE: Final = "journal note"
_NOTES: Final = "journal notes of many"
PAGE: Final = 1000
PLAIN: Final = (str, int, bool, type(None))
# Of one account in one hour of the clock; a program with a token acts as its maker's account.
MOST_REFUSALS: Final = 20
# What the line after those says in place of its own reason.
UNWRITTEN: Final = "further_refusals_unwritten"

security_log = logging.getLogger("tenants.security")


@dataclass(frozen=True, slots=True)
class _Note:
    record_kind: str | None = None
    record_id: UUID | None = None
    codes: dict[str, Any] | None = None


_Act = tuple[str, _Note]


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """The first line at which a journal is not what was written."""

    seq: int
    why: str


def note(session: Session, *, record_kind: str, record_id: UUID | None = None, **codes: object) -> None:
    """Say what the transaction's journal line is about. Codes are ids, numbers and codes, never words."""
    session.info[_NOTE] = _Note(record_kind, record_id, {name: _code(value) for name, value in codes.items()})


def note_many(
    session: Session, *, doing: str, record_kind: str, about: Mapping[UUID, Mapping[str, object]]
) -> None:
    """Say what the transaction did to each of many records, with its codes: a line each, before its own line.

    The lines are written in one statement.
    """
    notes: list[_Act] = session.info.setdefault(_NOTES, [])
    notes += [
        (doing, _Note(record_kind, record_id, {name: _code(value) for name, value in codes.items()}))
        for record_id, codes in about.items()
    ]


def _code(value: object) -> object:
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_code(item) for item in value]
    return str(value)


def is_worth_a_line(by: Actor) -> bool:
    """Say whether a refusal goes into this journal: strangers' attempts go to the security log instead."""
    return by.side == "system" or by.account_id is not None


def write_line(session: Session, *, by: Actor, doing: str) -> None:
    """Write the line of an act that is done, after those of many records. It must be the last statement."""
    about: _Note = session.info.pop(_NOTE, _Note())
    _append(session, by, [*session.info.pop(_NOTES, ()), (doing, about)], refusal_code=None)


def write_refusal(session: Session, *, by: Actor, doing: str, refusal: Refusal) -> None:
    """Write the line of an act that was refused, unless this account fills the journal with them.

    Of an account twenty are written in an hour, and one more that says that the rest is not; whatever is not
    written goes to the security log.
    """
    codes = {name: _code(value) for name, value in refusal.facts.items()}
    written = _refusals_so_far(session, by)
    if written >= MOST_REFUSALS:
        facts = {"doing": doing, "code": refusal.code, "account": by.account_id}
        security_log.warning("refusal_unwritten", extra=facts)
        codes |= {"most": MOST_REFUSALS}
    if written <= MOST_REFUSALS:
        code = refusal.code if written < MOST_REFUSALS else UNWRITTEN
        _append(session, by, [(doing, _Note(codes=codes))], refusal_code=code)


def _refusals_so_far(session: Session, by: Actor) -> int:
    """Return how many refusals of an account stand here since the hour began, with the head locked if few.

    Lines only become more: whoever has too many is told so without making others wait.
    """
    if by.account_id is None:
        return 0
    began = clock.now().replace(minute=0, second=0, microsecond=0)
    wanted = select(func.count()).where(
        JournalLine.account_id == by.account_id, JournalLine.outcome == "refused", JournalLine.at >= began
    )
    written = session.scalars(wanted).one()
    if written > MOST_REFUSALS:
        return written
    session.execute(select(JournalHead.seq).with_for_update())
    return session.scalars(wanted).one()


def _append(session: Session, by: Actor, acts: Sequence[_Act], *, refusal_code: str | None) -> None:
    # The update locks the head's row until the commit, so lines have one order and no gap.
    head = session.execute(
        update(JournalHead)
        .values(seq=JournalHead.seq + len(acts))
        .returning(JournalHead.seq, JournalHead.hash)
    ).one()
    at, lines, digest = clock.now(), [], head.hash
    for seq, (doing, about) in enumerate(acts, head.seq - len(acts) + 1):
        facts = Facts(
            seq=seq,
            at=at,
            side=by.side,
            account_id=by.account_id,
            person_id=by.person_id,
            entry_id=by.entry_id,
            doing=doing,
            outcome="done" if refusal_code is None else "refused",
            refusal_code=refusal_code,
            record_kind=about.record_kind,
            record_id=about.record_id,
            codes=about.codes or {},
            request_id=by.request_id,
        )
        before, digest = digest, line_hash(digest, facts)
        lines.append(_columns(facts) | {"hash_before": before, "hash": digest})
    _insert(session, lines)
    session.execute(update(JournalHead).values(hash=digest))


def _insert(session: Session, lines: Sequence[dict[str, Any]]) -> None:
    if len(lines) > 1:
        insert_rows(session, JournalLine, lines)
    else:
        session.execute(insert(JournalLine).values(**lines[0]))


def _columns(facts: Facts) -> dict[str, Any]:
    return asdict(facts)


def _lines(session: Session) -> Iterator[JournalLine]:
    last = 0
    while True:
        page = select(JournalLine).where(JournalLine.seq > last).order_by(JournalLine.seq).limit(PAGE)
        lines = session.scalars(page).all()
        yield from lines
        if len(lines) < PAGE:
            return
        last = lines[-1].seq
        session.expunge_all()


def has_line(session: Session, doing: str) -> bool:
    """Say whether the bound office's journal has a line about an act."""
    return bool(session.scalar(select(exists().where(JournalLine.doing == doing))))


def verify(session: Session) -> BrokenChain | None:
    """Walk the whole journal of the bound office; return where it breaks, or ``None`` when it is whole."""
    before, expected = FIRST_HASH, 1
    for line in _lines(session):
        if line.seq != expected:
            return BrokenChain(seq=expected, why="missing")
        facts = Facts(**{name: getattr(line, name) for name in Facts.__dataclass_fields__})
        if line.hash_before != before or line_hash(before, facts) != line.hash:
            return BrokenChain(seq=line.seq, why="changed")
        before, expected = line.hash, expected + 1
    head = session.execute(select(JournalHead.seq, JournalHead.hash)).one()
    if (head.seq, head.hash) != (expected - 1, before):
        return BrokenChain(seq=expected, why="cut short")
    return None
