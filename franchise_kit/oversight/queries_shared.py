"""Which criteria co-ops named as worth learning from, in the words of the version that each judged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.oversight.hub_models import AssessmentReading
from franchise_kit.quality.queries.standards import standard_of
from franchise_kit.quality.rules.disclosed import AssessmentTold
from franchise_kit.quality.rules.words import Words
from tenants.openings.queries import Received, list_received
from tenants.refusal import NotFound

_AT_ONCE = 200

_Key = tuple[UUID, str, datetime]


@dataclass(frozen=True, slots=True)
class SharedCriterion:
    """One criterion; its text is of the version that was judged, ``None`` where the hub has not got it."""

    id: str
    text: Words | None


def shared_of(session: Session, rows: Iterable[AssessmentReading]) -> dict[UUID, tuple[SharedCriterion, ...]]:
    """Return, by the disclosure that each reading is from, what was shared. It asks nobody."""
    wanted = {(row.coop_id, row.standard_key, row.told_at): row.disclosure_id for row in rows}
    found = {wanted[key]: fact for key, fact in _told(session, set(wanted)) if fact.to_share}
    texts = {
        version: _texts(session, *version)
        for version in {(fact.standard, fact.standard_version) for fact in found.values()}
    }
    return {
        disclosure_id: tuple(
            SharedCriterion(one, texts[fact.standard, fact.standard_version].get(one))
            for one in fact.to_share
        )
        for disclosure_id, fact in found.items()
    }


def _told(session: Session, wanted: set[_Key]) -> Iterator[tuple[_Key, AssessmentTold]]:
    """Yield the facts that were told so, the newest first, until all are found."""
    missing = set(wanted)
    for one in _received(session):
        if not missing:
            return
        if isinstance(one.fact, AssessmentTold):
            key = (one.coop_id, one.fact.standard, one.made_at)
            if key in missing:
                missing.remove(key)
                yield key, one.fact


def _received(session: Session) -> Iterator[Received]:
    before_seq = None
    while some := list_received(session, kind="self_assessment_made", before_seq=before_seq, most=_AT_ONCE):
        yield from some
        before_seq = some[-1].seq


def _texts(session: Session, key: str, version: int) -> dict[str, Words]:
    try:
        standard = standard_of(session, key, version).standard
    except NotFound:
        return {}
    return {one.id: one.text for one in standard.criteria}
