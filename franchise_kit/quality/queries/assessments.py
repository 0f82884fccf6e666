"""Self-assessments: each on one version of a standard, with its answers, evidence, and how it comes out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.quality.models import Answer, Assessment, Evidence
from franchise_kit.quality.queries.standards import StandardAsPublished, standard_of
from franchise_kit.quality.rules import scoring
from franchise_kit.quality.rules.scoring import StandardScore
from franchise_kit.quality.rules.standards import Criterion
from tenants import files
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """What shows that a criterion is met; ``file_name`` is ``None`` where there are words alone."""

    id: UUID
    dated_on: date
    words: str = field(repr=False)
    file_id: UUID | None
    file_name: str | None = field(repr=False)
    size_bytes: int | None
    added_by_person: UUID | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """One criterion with its answer, if any: ``value`` is 0 to 3, or ``None`` for does not apply."""

    criterion: Criterion
    is_answered: bool
    value: int | None
    note: str = field(repr=False)
    evidence: tuple[EvidenceFacts, ...]


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """A self-assessment; ``score`` is of the day it was submitted, and while it is open of today."""

    id: UUID
    standard: StandardAsPublished
    state: str
    opened_at: datetime
    submitted_at: datetime | None
    submitted_by_person: UUID | None
    version: int
    criteria: tuple[CriterionFacts, ...]
    score: StandardScore

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state == "open"

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of submitting it."""
        return bool(self.score.applicable) and not self.score.unanswered and not self.score.without_evidence

    def find(self, criterion: str) -> CriterionFacts:
        """Return one criterion with its answer or raise ``NotFound``."""
        found = next((one for one in self.criteria if one.criterion.id == criterion), None)
        if found is None:
            raise NotFound(record_kind="criterion")
        return found


def list_assessments(session: Session, *, by: Actor, today: date) -> list[AssessmentFacts]:
    """Return all self-assessments, the newest first."""
    _check(by)
    rows = session.scalars(select(Assessment).order_by(Assessment.opened_at.desc(), Assessment.id))
    return [facts_of(session, row, today) for row in rows]


def get_assessment(session: Session, assessment_id: UUID, *, by: Actor, today: date) -> AssessmentFacts:
    """Return one self-assessment or raise ``NotFound``."""
    _check(by)
    row = session.get(Assessment, assessment_id)
    if row is None:
        raise NotFound(record_kind="assessment")
    return facts_of(session, row, today)


def read_evidence(
    session: Session, assessment_id: UUID, evidence_id: UUID, *, by: Actor
) -> tuple[files.StoredFile, bytes]:
    """Return the file of a piece of evidence with its bytes or raise ``NotFound``."""
    _check(by)
    row = session.get(Evidence, evidence_id)
    if row is None or row.assessment_id != assessment_id or row.file_id is None:
        raise NotFound(record_kind="evidence")
    return files.read(session, row.file_id)


def facts_of(session: Session, row: Assessment, today: date) -> AssessmentFacts:
    """Return a row as a plain value, scored on a London day. It asks nobody: the caller has asked already."""
    standard = standard_of(session, row.standard_key, row.standard_version)
    answers = {
        one.criterion: one for one in session.scalars(select(Answer).where(Answer.assessment_id == row.id))
    }
    evidence = _evidence(session, row.id)
    criteria = tuple(
        _criterion(one, answers.get(one.id), evidence.get(one.id, ())) for one in standard.standard.criteria
    )
    day = today if row.submitted_at is None else london_day(row.submitted_at)
    return AssessmentFacts(
        id=row.id,
        standard=standard,
        state=row.state,
        opened_at=row.opened_at,
        submitted_at=row.submitted_at,
        submitted_by_person=row.submitted_by_person,
        version=row.version,
        criteria=criteria,
        score=scoring.score(standard.standard, _answers(criteria), day),
    )


def _check(by: Actor) -> None:
    # Those who only see counts see no single assessment: `within` names the whole kind here.
    scope = within(by, Permission.QUALITY_DASHBOARD_READ)
    if not scope.is_whole:
        raise NotFound(record_kind="assessment")


def _answers(criteria: Iterable[CriterionFacts]) -> list[scoring.Answer]:
    return [
        scoring.Answer(one.criterion.id, one.value, tuple(piece.dated_on for piece in one.evidence))
        for one in criteria
        if one.is_answered
    ]


def _criterion(
    criterion: Criterion, answer: Answer | None, evidence: tuple[EvidenceFacts, ...]
) -> CriterionFacts:
    return CriterionFacts(
        criterion=criterion,
        is_answered=answer is not None,
        value=answer.value if answer is not None else None,
        note=answer.note if answer is not None else "",
        evidence=evidence,
    )


def _evidence(session: Session, assessment_id: UUID) -> dict[str, tuple[EvidenceFacts, ...]]:
    rows = session.execute(
        select(Evidence, files.StoredFile)
        .outerjoin(files.StoredFile, files.StoredFile.id == Evidence.file_id)
        .where(Evidence.assessment_id == assessment_id)
        .order_by(Evidence.dated_on.desc(), Evidence.added_at, Evidence.id)
    ).all()
    found: dict[str, tuple[EvidenceFacts, ...]] = {}
    for row, kept in rows:
        found[row.criterion] = (*found.get(row.criterion, ()), _piece(row, kept))
    return found


def _piece(row: Evidence, kept: files.StoredFile | None) -> EvidenceFacts:
    return EvidenceFacts(
        id=row.id,
        dated_on=row.dated_on,
        words=row.words,
        file_id=row.file_id,
        file_name=kept.name if kept is not None else None,
        size_bytes=kept.size_bytes if kept is not None else None,
        added_by_person=row.added_by_person,
        added_at=row.added_at,
    )
