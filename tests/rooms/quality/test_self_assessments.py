# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op judges itself against what it follows; what it submits stays, and is told in counts."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.quality import actions
from franchise_kit.quality.models import Answer, Assessment, Evidence
from franchise_kit.quality.queries.assessments import AssessmentFacts, get_assessment, read_evidence
from franchise_kit.quality.queries.standards import KIND, list_standards
from franchise_kit.quality.rules.disclosed import AssessmentTold
from tenants import clock, files
from tenants.actor import Actor
from tenants.office import HUB, Coop, Hub
from tenants.openings import publications
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.openings import count
from tests.support.people import actor_of, make_person
from tests.support.quality import CRITERIA, answer_all, make_assessment, manager_of, publish, say, show

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.7 a plan\n%%EOF\n"


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    assert hub is HUB
    clock.set_fixed(NOON)


def read(coop: Coop, assessment_id: UUID) -> AssessmentFacts:
    with reading(coop) as session:
        return get_assessment(session, assessment_id, by=manager_of_seen(), today=clock.today())


def manager_of_seen() -> Actor:
    return Actor(uuid4(), uuid4(), "coop", permissions={"quality_dashboard.read": "coop"})


def told(coop: Coop) -> list[object]:
    with reading(coop) as session:
        return [one.fact for one in list_disclosed(session, DisclosureFilter(kind="self_assessment_made"))]


def test_a_standard_is_published_once_until_it_changes() -> None:
    publish()

    with pytest.raises(actions.StandardPublishedAlready):
        publish()

    with reading(HUB) as session:
        out = publications.list_versions(session, kind=KIND, key="s1")
    assert [(one.version, one.title_en, one.title_cy) for one in out] == [
        (1, "My life, my say", "Fy mywyd, fy llais")
    ]


@pytest.mark.parametrize("role", ["network_director", "training_editor"])
def test_only_the_quality_lead_publishes_standards(role: str) -> None:
    by = actor_of(HUB, make_person(HUB, role))

    with pytest.raises(PermissionLacking):
        actions.publish_standard(key="s1", by=by, now=NOON)

    with reading(HUB) as session:
        assert publications.list_latest(session) == []


def test_a_standard_that_we_do_not_have_is_not_published() -> None:
    by = actor_of(HUB, make_person(HUB, "quality_lead"))

    with pytest.raises(NotFound):
        actions.publish_standard(key="s99", by=by, now=NOON)


def test_a_co_op_judges_itself_only_against_what_it_follows(aber: Coop, bryn: Coop) -> None:
    publish()
    by = manager_of(aber)

    with pytest.raises(actions.StandardNotFollowed):
        actions.open_assessment(coop=aber, key="s1", by=by, now=NOON)
    actions.adopt_standard(coop=aber, key="s1", version=1, by=by, now=NOON)
    actions.open_assessment(coop=aber, key="s1", by=by, now=NOON)

    with reading(bryn) as session:
        followed = [one.followed for one in list_standards(session, by=manager_seen())]
    assert followed == [None]
    assert (count(aber, Assessment), count(bryn, Assessment)) == (1, 0)


def manager_seen() -> Actor:
    return Actor(uuid4(), uuid4(), "coop", permissions={"standard.read": "coop"})


def test_one_assessment_of_a_standard_is_open_at_a_time(aber: Coop) -> None:
    by = manager_of(aber)
    first = make_assessment(aber, by)

    with pytest.raises(actions.AssessmentOpenAlready):
        actions.open_assessment(coop=aber, key="s1", by=by, now=NOON)
    answer_all(aber, first, by)
    actions.submit_assessment(coop=aber, assessment_id=first, by=by, now=NOON)
    actions.open_assessment(coop=aber, key="s1", by=by, now=NOON)

    assert count(aber, Assessment) == 2


def test_an_answer_is_replaced_and_evidence_is_added(aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)

    say(aber, assessment, "S1.1", 1, by)
    say(aber, assessment, "S1.1", 3, by)
    show(aber, assessment, "S1.1", TODAY, by)
    show(aber, assessment, "S1.1", TODAY - timedelta(days=400), by)

    found = read(aber, assessment).find("S1.1")
    assert (found.value, [one.dated_on for one in found.evidence]) == (3, [TODAY, date(2025, 10, 18)])
    assert (count(aber, Answer), count(aber, Evidence)) == (1, 2)


def test_evidence_may_be_a_file(aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    evidence = actions.NewEvidence(TODAY, file_name="plan.pdf", content=PDF)

    evidence_id = actions.add_evidence(
        coop=aber, assessment_id=assessment, criterion="S1.1", evidence=evidence, by=by, now=NOON
    )

    with reading(aber) as session:
        kept, content = read_evidence(session, assessment, evidence_id, by=by)
    assert (kept.name, content) == ("plan.pdf", PDF)


@pytest.mark.parametrize(
    ("evidence", "refusal"),
    [
        (actions.NewEvidence(TODAY + timedelta(days=1), "Tomorrow"), actions.EvidenceFromTheFuture),
        (actions.NewEvidence(TODAY), actions.EvidenceSaysNothing),
        (actions.NewEvidence(TODAY, file_name="plan.exe", content=PDF), files.FileKindRefused),
    ],
)
def test_evidence_that_shows_nothing_is_refused(
    aber: Coop, evidence: actions.NewEvidence, refusal: type[Refusal]
) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)

    with pytest.raises(refusal):
        actions.add_evidence(
            coop=aber, assessment_id=assessment, criterion="S1.1", evidence=evidence, by=by, now=NOON
        )

    assert count(aber, Evidence) == 0


def test_what_is_called_met_needs_evidence_of_the_last_twelve_months(aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by, value=1)
    say(aber, assessment, "S1.2", 2, by)
    other = make_and_show_old(aber, assessment, by)

    with pytest.raises(actions.AssessmentNotReady) as refused:
        actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=other)

    assert refused.value.facts == {"unanswered": [], "without_evidence": ["S1.2"]}
    assert (read(aber, assessment).state, told(aber)) == ("open", [])


def make_and_show_old(coop: Coop, assessment: UUID, by: Actor) -> datetime:
    """Return an instant a year later, when what was shown today is old."""
    show(coop, assessment, "S1.2", TODAY, by)
    return NOON.replace(year=2027)


def test_what_is_not_answered_is_not_submitted(aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    say(aber, assessment, "S1.1", 0, by)

    with pytest.raises(actions.AssessmentNotReady) as refused:
        actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=NOON)

    assert refused.value.facts["unanswered"] == list(CRITERIA[1:])


def test_where_no_criterion_applies_nothing_is_submitted(aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    for criterion in CRITERIA:
        say(aber, assessment, criterion, None, by)

    with pytest.raises(actions.NothingApplies):
        actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=NOON)

    facts = read(aber, assessment)
    assert (facts.is_open, facts.is_ready, told(aber)) == (True, False, [])


def test_a_submitted_assessment_is_told_in_counts_and_stays(aber: Coop, bryn: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    say(aber, assessment, "S1.1", 3, by)
    say(aber, assessment, "S1.2", 1, by)
    say(aber, assessment, "S1.3", None, by)

    actions.submit_assessment(coop=aber, assessment_id=assessment, by=by, now=NOON)

    assert told(aber) == [AssessmentTold("s1", 1, 4, 5, False, ("S1.1",))]
    assert told(bryn) == []
    with pytest.raises(actions.AssessmentSubmittedAlready):
        say(aber, assessment, "S1.1", 0, by)
    with pytest.raises(actions.AssessmentSubmittedAlready):
        show(aber, assessment, "S1.1", TODAY, by)
    clock.set_fixed(NOON.replace(year=2028))
    assert (read(aber, assessment).score.met, read(aber, assessment).find("S1.1").value) == (4, 3)


@pytest.mark.parametrize("role", ["board_member", "care_worker", "coop_admin"])
def test_who_does_not_assess_changes_nothing(aber: Coop, role: str) -> None:
    assessment = make_assessment(aber, manager_of(aber))

    with pytest.raises(PermissionLacking):
        say(aber, assessment, "S1.1", 3, actor_of(aber, make_person(aber, role)))

    assert count(aber, Answer) == 0


def test_an_assessment_of_another_co_op_is_not_there(aber: Coop, bryn: Coop) -> None:
    theirs = make_assessment(bryn, manager_of(bryn))

    with pytest.raises(NotFound):
        say(aber, theirs, "S1.1", 3, manager_of(aber))
    with pytest.raises(NotFound):
        read(aber, theirs)

    assert count(bryn, Answer) == 0
