# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of coming in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.access.rules.roles import never_grantable
from franchise_kit.visiting.rules import grants
from franchise_kit.visiting.rules.agreements import agreement_permissions, check_given
from franchise_kit.visiting.rules.grants import Key, Terms
from franchise_kit.visiting.rules.kinds import (
    AGREEMENT_KINDS,
    RECORD_KINDS,
    NeverGrantable,
    UnknownKind,
    askable_kinds,
    check_kinds,
    check_offer,
)
from tenants.actor import Actor
from tenants.refusal import Refusal

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def terms(
    *kinds: str, ids: tuple[UUID, ...] = (ONE, TWO), hidden: tuple[str, ...] = (), hours: int = 72
) -> Terms:
    return Terms(frozenset(kinds), frozenset(ids), frozenset(hidden), hours)


ASKED = terms("incident", "visit", hidden=("pay",))


@pytest.mark.parametrize("kind", sorted(never_grantable()))
def test_what_is_never_grantable_is_refused_by_name(kind: str) -> None:
    with pytest.raises(NeverGrantable):
        check_kinds([kind])


def test_no_kind_of_record_and_no_agreement_opens_what_is_never_grantable() -> None:
    opened = set(RECORD_KINDS.values()) | {
        permission for kind in AGREEMENT_KINDS.values() for permission in kind.permissions
    }

    assert opened & never_grantable() == set()


@pytest.mark.parametrize(
    ("case", "given", "refusal"),
    [
        ("the same", ASKED, None),
        ("one kind fewer", terms("incident", hidden=("pay",)), None),
        ("one record fewer", terms("incident", "visit", ids=(ONE,), hidden=("pay",)), None),
        ("a shorter time", terms("incident", "visit", hidden=("pay",), hours=1), None),
        ("one field more hidden", terms("incident", "visit", hidden=("pay", "name")), None),
        ("another kind", terms("incident", "care_plan", hidden=("pay",)), grants.WiderThanAsked),
        ("another record", terms("incident", ids=(THREE,), hidden=("pay",)), grants.WiderThanAsked),
        ("all records", terms("incident", ids=(), hidden=("pay",)), grants.NothingLeft),
        ("a longer time", terms("incident", hidden=("pay",), hours=73), grants.WiderThanAsked),
        ("a field shown", terms("incident"), grants.WiderThanAsked),
        ("no kind", terms(hidden=("pay",)), grants.NothingLeft),
        ("no time", terms("incident", hidden=("pay",), hours=0), grants.GrantTooLong),
    ],
)
def test_a_grant_is_narrowed_and_never_widened(
    case: str, given: Terms, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        grants.check_narrowing(ASKED, given)
        return
    with pytest.raises(refusal):
        grants.check_narrowing(ASKED, given)


@pytest.mark.parametrize(
    ("hours", "is_allowed"), [(0, False), (1, True), (72, True), (336, True), (337, False), (-1, False)]
)
def test_a_grant_runs_fourteen_days_at_most(hours: int, is_allowed: bool) -> None:
    asked = terms("incident", hours=hours)

    if is_allowed:
        grants.check_terms(asked, basis="consent")
        return
    with pytest.raises(grants.GrantTooLong):
        grants.check_terms(asked, basis="consent")


@pytest.mark.parametrize(
    ("case", "wrong", "basis"),
    [
        ("a basis that is none", terms("incident"), "because"),
        ("a field that is none", terms("incident", hidden=("shoe_size",)), "consent"),
        ("a kind that is none", terms("diary"), "consent"),
    ],
)
def test_a_request_names_only_what_there_is(case: str, wrong: Terms, basis: str) -> None:
    with pytest.raises(UnknownKind):
        grants.check_terms(wrong, basis=basis)


def key(*roles: str, person: UUID | None = ONE, given: Terms = ASKED) -> Key:
    return Key(person, frozenset(roles), given)


RI, DPL = grants.RESPONSIBLE_INDIVIDUAL, grants.DATA_PROTECTION_LEAD


@pytest.mark.parametrize(
    ("case", "keys", "kinds", "is_complete"),
    [
        ("one person for incidents", [key()], ["incident"], True),
        ("nobody", [], ["incident"], False),
        ("one key for safeguarding", [key(RI)], ["safeguarding"], False),
        ("both keys", [key(RI), key(DPL, person=TWO)], ["safeguarding"], True),
        ("both keys, the other way round", [key(DPL), key(RI, person=TWO)], ["employment"], True),
        ("the same key twice", [key(RI), key(RI, person=TWO)], ["safeguarding"], False),
        ("both keys in one hand", [key(RI, DPL)], ["safeguarding"], False),
        ("one person under two accounts", [key(RI), key(DPL)], ["safeguarding"], False),
        ("one has both keys, the other one", [key(RI, DPL), key(DPL, person=TWO)], ["employment"], True),
        ("somebody unknown", [key(RI), key(DPL, person=None)], ["employment"], False),
    ],
)
def test_safeguarding_and_employment_need_two_people(
    case: str, keys: list[Key], kinds: list[str], is_complete: bool
) -> None:
    assert grants.are_keys_complete(keys, kinds) is is_complete, case


def test_what_one_decider_left_out_stays_out() -> None:
    first = terms("incident", "safeguarding", ids=(ONE, TWO), hidden=("pay",), hours=72)
    second = terms("safeguarding", "visit", ids=(TWO, THREE), hidden=("name",), hours=24)

    shared = grants.narrowest([first, second])

    assert shared == terms("safeguarding", ids=(TWO,), hidden=("name", "pay"), hours=24)


def test_a_decider_who_names_records_narrows_one_who_named_none() -> None:
    assert grants.narrowest([terms("incident", ids=()), terms("incident", ids=(TWO,))]).record_ids == {TWO}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (terms("incident"), terms("visit")),
        (terms("incident", ids=(ONE,)), terms("incident", ids=(TWO,))),
    ],
)
def test_deciders_who_agree_on_nothing_give_nothing(first: Terms, second: Terms) -> None:
    with pytest.raises(grants.NothingLeft):
        grants.narrowest([first, second])


def actor(**changes: object) -> Actor:
    facts: dict[str, object] = {"account_id": uuid4(), "person_id": ONE, "side": "coop"}
    return Actor(**(facts | changes))  # type: ignore[arg-type] # the tests name the right fields


@pytest.mark.parametrize(
    ("case", "by"),
    [
        ("the asking side", actor(side="hub")),
        ("the system", actor(side="system")),
        ("a guest inside", actor(entry_id=uuid4())),
        ("the asker, who also works here", actor(person_id=TWO)),
        ("somebody unknown", actor(person_id=None)),
    ],
)
def test_only_the_co_ops_own_people_decide(case: str, by: Actor) -> None:
    with pytest.raises(grants.NotTheirsToDecide):
        grants.check_decider(by, asked_by_person=TWO)


@pytest.mark.parametrize(
    ("stored", "ends_in_minutes", "state"),
    [
        ("asked", None, "asked"),
        ("accepted", 1, "accepted"),
        ("accepted", 0, "expired"),
        ("accepted", -1, "expired"),
        ("revoked", 1, "revoked"),
        ("revoked", -1, "revoked"),
        ("refused", None, "refused"),
    ],
)
def test_a_grant_ends_by_itself(stored: str, ends_in_minutes: int | None, state: str) -> None:
    ends_at = None if ends_in_minutes is None else NOW + timedelta(minutes=ends_in_minutes)

    assert grants.grant_state(stored, ends_at=ends_at, now=NOW) == state


def test_a_grant_ends_after_its_hours_and_never_after_fourteen_days() -> None:
    assert grants.grant_end(NOW, 72) == NOW + timedelta(hours=72)
    assert grants.grant_end(NOW, 9999) == NOW + timedelta(days=14)


def test_a_grant_opens_reading_and_nothing_else() -> None:
    opened = grants.grant_permissions(RECORD_KINDS)

    assert set(opened.values()) == {"grant"}
    assert [name for name in opened if not name.endswith(".read")] == []


def test_one_may_ask_for_kinds_of_which_one_sees_a_part() -> None:
    assert askable_kinds({"incident.read": "agg", "care_plan.read": "grant"}.keys()) == (
        "care_plan",
        "incident",
    )


@pytest.mark.parametrize(
    ("case", "kind", "role", "permissions", "refusal"),
    [
        ("another's role", "payroll_bureau", "quality_lead", ["payslip.read"], UnknownKind),
        ("no such agreement", "cleaning", "payroll_bureau", ["payslip.read"], UnknownKind),
        ("more than the work takes", "payroll_bureau", "payroll_bureau", ["care_plan.read"], UnknownKind),
        ("approving pay", "payroll_bureau", "payroll_bureau", ["payrun.approve"], NeverGrantable),
        ("nothing", "payroll_bureau", "payroll_bureau", [], UnknownKind),
    ],
)
def test_an_offer_asks_for_what_its_work_takes(
    case: str, kind: str, role: str, permissions: list[str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        check_offer(kind, role, permissions)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (["payrun.approve"], NeverGrantable),
        (["care_plan.read"], grants.WiderThanAsked),
        ([], grants.NothingLeft),
    ],
)
def test_an_agreement_is_narrowed_and_never_widened(given: list[str], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_given(["payslip.read", "payrun.prepare"], given)


def test_an_agreement_never_opens_approving_pay_even_if_it_was_written() -> None:
    assert agreement_permissions(["payrun.prepare", "payrun.approve"]) == {"payrun.prepare": "svc"}
