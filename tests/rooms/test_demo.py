"""The demo is the same at every load, is finished when it was cut off, and keeps away from real data."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pytest

from app.demo import loading, signing_in, stories
from app.demo.loading import Loading, NotADemo
from app.demo.people import coops, people_of, people_of_hub, synthetic_coops
from app.demo.staff import Staffed, people_supported_of, staff_of
from app.demo.weeks import entries_of, visits_of
from app.settings import SettingsError
from franchise_kit.care.actions.seeding import SeedVisit
from tenants import clock, registry
from tenants.credentials import InstallationKey
from tenants.office import HUB
from tenants.transaction import reading
from tests.support.world import World

if TYPE_CHECKING:
    from tenants.provisioning import Owner

KEY = InstallationKey(b"k" * 32)
# One in the afternoon of the demo's first day.
AT_ONE = datetime(2026, 11, 22, 13, tzinfo=UTC)


def test_every_load_makes_the_same_people() -> None:
    made = {coop.slug: people_of(coop, KEY) for coop in coops()}

    assert made == {coop.slug: people_of(coop, KEY) for coop in coops()}
    assert {slug: len(people) for slug, people in made.items()} == {
        "glan-wysg": 16,
        "glannau-teifi": 16,
        "bryn-eithin": 16,
        "bro-moelwyn": 16,
        "hafren-ganol": 16,
        "glan-dyfrdwy": 6,
    }
    assert (len(people_of_hub(KEY)), len(synthetic_coops())) == (10, 7)


def test_addresses_are_of_nobody_and_each_is_one_persons() -> None:
    emails = [person.email for coop in coops() for person in people_of(coop, KEY)]

    assert len(emails) == len(set(emails))
    assert {email.rsplit(".", 1)[1] for email in emails} == {"example"}


def test_one_person_works_in_two_coops() -> None:
    found = [
        person.person_id
        for coop in coops()
        if coop.slug in {"glannau-teifi", "bro-moelwyn"}
        for person in people_of(coop, KEY)
        if person.roles == ("payroll_contact",)
    ]

    assert len(found) == 2
    assert len(set(found)) == 1


def test_another_installations_codes_are_others() -> None:
    now = clock.ticking()
    other = InstallationKey(b"o" * 32)

    assert signing_in.code_of(KEY, "hub/quality-lead", at=now) != signing_in.code_of(
        other, "hub/quality-lead", at=now
    )


def test_the_demo_does_not_load_beside_real_data(world: World) -> None:
    with pytest.raises(NotADemo):
        loading.load(Loading(world.owner, clock.now(), lambda _: None), stories.tell)

    with reading(HUB) as session:
        assert [coop.slug for coop in registry.list_coops(session)] == ["aber", "bryn"]


def test_one_co_ops_work_is_made_alone_and_no_other_name_is_taken() -> None:
    nobody = cast("Owner", None)
    all_of_it, one, wrong = (
        Loading(nobody, AT_ONE, lambda _: None, only=only) for only in (None, "glannau-teifi", "glan-dyfrdwy")
    )

    assert [len(all_of_it.at_work()), [coop.slug for coop in one.at_work()]] == [5, ["glannau-teifi"]]
    with pytest.raises(SettingsError, match="CYDOFAL_DEMO_ONLY is 'glan-dyfrdwy'"):
        wrong.at_work()


@pytest.mark.parametrize(("slug", "sizes"), [("glannau-teifi", (31, 74)), ("hafren-ganol", (7, 11))])
def test_the_weeks_of_the_demo_are_alike_and_nobody_is_in_two_places(
    slug: str, sizes: tuple[int, int]
) -> None:
    coop = next(coop for coop in coops() if coop.slug == slug)
    staffed = staff_of(coop, people_of(coop, KEY))
    people = people_supported_of(coop)
    visits = list(visits_of(coop, staffed, people, now=AT_ONE))

    assert visits == list(visits_of(coop, staffed, people, now=AT_ONE))
    assert (len(staffed.workers), len(people)) == sizes
    by_worker = sorted(visits, key=lambda one: (one.worker_id, one.planned_from))
    assert all(
        earlier.worker_id != later.worker_id or earlier.planned_until <= later.planned_from
        for earlier, later in pairwise(by_worker)
    )


def test_the_demos_time_lies_in_its_period_and_is_of_visits_that_were_made() -> None:
    coop = next(coop for coop in coops() if coop.slug == "hafren-ganol")
    staffed = staff_of(coop, people_of(coop, KEY))
    visits = list(visits_of(coop, staffed, people_supported_of(coop), now=AT_ONE))
    from_, until = date(2026, 10, 23), date(2026, 11, 23)

    entries = list(entries_of(staffed, people_supported_of(coop), visits, from_=from_, until=until))

    made = {visit.id for visit in visits if visit.checked_in_at is not None}
    assert {entry.visit_id for entry in entries} - {None} <= made
    assert {from_ <= entry.starts_at.date() < until for entry in entries} == {True}
    assert len({entry.id for entry in entries}) == len(entries)


def made_by(slug: str, now: datetime, *, from_: date | None = None) -> tuple[Staffed, list[SeedVisit]]:
    """Return who works at a co-op of the demo, and its visits as they stand at an instant."""
    coop = next(coop for coop in coops() if coop.slug == slug)
    staffed = staff_of(coop, people_of(coop, KEY))
    return staffed, list(visits_of(coop, staffed, people_supported_of(coop), now=now, from_=from_))


def test_what_is_over_by_now_was_done_and_what_is_under_way_was_begun() -> None:
    """At ten, visits of seven and eight o'clock are over, and those of nine but for who stayed longer."""
    at_ten = AT_ONE - timedelta(hours=3)
    _, visits = made_by("glannau-teifi", at_ten, from_=at_ten.date())
    today = [one for one in visits if one.planned_from.date() == at_ten.date()]

    over = [one for one in today if one.planned_from.hour < 9]
    assert len(over) == 40
    assert {one.checked_out_at is not None or one.cancelled_by is not None for one in over} == {True}
    under_way = [one for one in today if one.checked_in_at and not one.checked_out_at]
    assert ({one.planned_from.hour for one in under_way}, len(under_way)) == ({9, 10}, 5)
    ahead = [one for one in visits if one.planned_from > at_ten]
    assert {(one.checked_in_at, one.checked_out_at, one.cancelled_by) for one in ahead} == {(None,) * 3}


def test_who_can_sign_in_goes_out_today_and_so_do_others() -> None:
    staffed, visits = made_by("glannau-teifi", AT_ONE, from_=AT_ONE.date())

    out = {one.worker_id for one in visits if one.planned_from.date() == AT_ONE.date()}

    with_account = {one.id for one in staffed.carers if one.account_id is not None}
    assert (len(with_account & out), len(out - with_account)) == (2, 18)


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 3, 31)])
def test_any_day_of_the_demo_follows_weeks_of_visits_that_went_somehow(day: date) -> None:
    later = datetime.combine(day, AT_ONE.timetz())
    _, first = made_by("hafren-ganol", AT_ONE)
    _, visits = made_by("hafren-ganol", later, from_=AT_ONE.date())

    before = [one for one in visits if one.planned_from.date() < day]
    assert {one.planned_from.date() for one in visits} == {
        AT_ONE.date() + timedelta(days=more) for more in range((day - AT_ONE.date()).days + 8)
    }
    assert {one.checked_out_at is not None or one.cancelled_by is not None for one in before} == {True}
    ids_then = {one.id for one in first if one.planned_from.date() >= AT_ONE.date()}
    assert ids_then <= {one.id for one in visits}
