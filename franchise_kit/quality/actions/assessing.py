"""A co-op judges itself against the version of a standard that it follows, and shows by what."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.quality.actions.standards import StandardNotFollowed
from franchise_kit.quality.models import Answer, Assessment, Evidence
from franchise_kit.quality.queries.assessments import facts_of
from franchise_kit.quality.queries.standards import KIND, standard_of
from franchise_kit.quality.rules.disclosed import assessment_to_tell
from tenants import files, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings import publications
from tenants.openings.disclosures import disclose
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """The judgement on one criterion: ``value`` is 0 to 3, or ``None`` where it does not apply."""

    value: int | None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What shows that a criterion is met, of which day; a file, or words about where to look, or both."""

    dated_on: date
    words: str = field(default="", repr=False)
    file_name: str = field(default="", repr=False)
    content: bytes = field(default=b"", repr=False)

    @property
    def has_file(self) -> bool:
        """Whether a file came with it."""
        return bool(self.file_name)


class AssessmentOpenAlready(Refusal):
    """One self-assessment of a standard is open at a time."""

    code = "assessment_open_already"


class AssessmentSubmittedAlready(Refusal):
    """What was submitted stays as it was."""

    code = "assessment_submitted_already"


class AssessmentNotReady(Refusal):
    """A criterion has no answer, or is called met with nothing of the last 12 months to show for it."""

    code = "assessment_not_ready"


class NothingApplies(Refusal):
    """A judgement of which no criterion applies says nothing about the co-op."""

    code = "assessment_nothing_applies"


class EvidenceFromTheFuture(Refusal):
    """Evidence is of a day that has been."""

    code = "evidence_from_the_future"


class EvidenceSaysNothing(Refusal):
    """Evidence has words or a file."""

    code = "evidence_says_nothing"


def open_assessment(*, coop: Coop, key: str, by: Actor, now: datetime) -> UUID:
    """Open a self-assessment on the version that is followed; return its id."""
    with transaction(coop, by=by, doing="quality.open_assessment") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        followed = publications.find_adopted(session, kind=KIND, key=key)
        if followed is None:
            publications.get_published(session, kind=KIND, key=key)
            raise StandardNotFollowed(key=key)
        earlier = _find_open(session, key)
        if earlier is not None:
            raise AssessmentOpenAlready(assessment_id=earlier.id)
        row = Assessment(
            id=uuid4(),
            kind="self",
            standard_key=key,
            standard_version=followed.published.version,
            content_hash=followed.published.hash.hex(),
            state="open",
            opened_by_person=by.person_id,
            opened_at=now,
        )
        session.add(row)
        session.flush()
        journal.note(session, record_kind="assessment", record_id=row.id, key=key)
        return row.id


def answer(
    *, coop: Coop, assessment_id: UUID, criterion: str, given: NewAnswer, by: Actor, now: datetime
) -> None:
    """Answer one criterion; an earlier answer is replaced."""
    with transaction(coop, by=by, doing="quality.answer") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        row = _open_of(session, assessment_id, criterion)
        kept = session.scalars(
            select(Answer).where(Answer.assessment_id == row.id, Answer.criterion == criterion)
        ).one_or_none()
        if kept is None:
            kept = Answer(id=uuid4(), assessment_id=row.id, criterion=criterion)
            session.add(kept)
        kept.value, kept.does_not_apply, kept.note = given.value, given.value is None, given.note
        kept.answered_by_person, kept.answered_at = by.person_id, now
        row.version += 1
        journal.note(session, record_kind="assessment", record_id=row.id, criterion=criterion)


def add_evidence(
    *, coop: Coop, assessment_id: UUID, criterion: str, evidence: NewEvidence, by: Actor, now: datetime
) -> UUID:
    """Add what shows that a criterion is met; return its id."""
    with transaction(coop, by=by, doing="quality.add_evidence") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        row = _open_of(session, assessment_id, criterion)
        _check_evidence(evidence, now)
        evidence_id = uuid4()
        file_id = _keep_file(session, evidence, evidence_id, by) if evidence.has_file else None
        session.add(
            Evidence(
                id=evidence_id,
                assessment_id=row.id,
                criterion=criterion,
                dated_on=evidence.dated_on,
                words=evidence.words,
                file_id=file_id,
                added_by_person=by.person_id,
                added_at=now,
            )
        )
        row.version += 1
        journal.note(session, record_kind="assessment", record_id=row.id, criterion=criterion)
    return evidence_id


def submit_assessment(*, coop: Coop, assessment_id: UUID, by: Actor, now: datetime) -> None:
    """Submit a self-assessment: it stays as it is, and the hub is told how it came out.

    Raises ``AssessmentNotReady``, or ``NothingApplies`` where every criterion is said not to apply.
    """
    with transaction(coop, by=by, doing="quality.submit_assessment") as session:
        within(by, Permission.SELF_ASSESSMENT_WRITE)
        row = _open_of(session, assessment_id, None)
        score = facts_of(session, row, london_day(now)).score
        if not score.applicable:
            raise NothingApplies(assessment_id=row.id)
        if score.unanswered or score.without_evidence:
            raise AssessmentNotReady(
                unanswered=list(score.unanswered), without_evidence=list(score.without_evidence)
            )
        row.state, row.submitted_at, row.submitted_by_person = "submitted", now, by.person_id
        row.version += 1
        disclosure_id = disclose(session, assessment_to_tell(row.standard_key, row.standard_version, score))
        journal.note(session, record_kind="assessment", record_id=row.id, disclosure=disclosure_id)


def _find_open(session: Session, key: str) -> Assessment | None:
    return session.scalars(
        select(Assessment).where(Assessment.standard_key == key, Assessment.state == "open").with_for_update()
    ).one_or_none()


def _open_of(session: Session, assessment_id: UUID, criterion: str | None) -> Assessment:
    """Return an assessment that can still be answered, locked, once the criterion is one of its own."""
    row = session.get(Assessment, assessment_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="assessment")
    if criterion is not None:
        standard = standard_of(session, row.standard_key, row.standard_version).standard
        if criterion not in {one.id for one in standard.criteria}:
            raise NotFound(record_kind="criterion")
    if row.state != "open":
        raise AssessmentSubmittedAlready(assessment_id=row.id)
    return row


def _check_evidence(evidence: NewEvidence, now: datetime) -> None:
    if evidence.dated_on > london_day(now):
        raise EvidenceFromTheFuture
    if not evidence.words and not evidence.has_file:
        raise EvidenceSaysNothing


def _keep_file(session: Session, evidence: NewEvidence, evidence_id: UUID, by: Actor) -> UUID:
    return files.put(
        session,
        name=evidence.file_name,
        content=evidence.content,
        record_kind="assessment_evidence",
        record_id=evidence_id,
        by=by.account_id,
    )
