# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an entry about a deduction must fit."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from franchise_kit.people.rules import deductions as rules
from tenants.refusal import Refusal

APRIL, MAY, JUNE = date(2026, 4, 30), date(2026, 5, 29), date(2026, 6, 30)
SCHEME = uuid4()


@pytest.mark.parametrize(
    ("plan", "source", "is_refused"),
    [
        ("2", "sl1", False),
        ("PG", "sl1", True),
        ("PG", "sl2", True),
        ("PG", "pgl1", False),
        ("4", "pgl2", True),
        ("PG", "p45", False),
        ("5", "starter_declaration", False),
    ],
)
def test_a_notice_is_of_its_own_kind_of_loan(plan: str, source: str, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(rules.LoanNoticeNotForPlan):
            rules.check_loan_notice(plan, source)
    else:
        rules.check_loan_notice(plan, source)


def test_only_stop_notices_stop_repayments() -> None:
    assert {one: rules.loan_starts(one) for one in rules.LOAN_SOURCES} == {
        "sl1": True,
        "sl2": False,
        "pgl1": True,
        "pgl2": False,
        "p45": True,
        "starter_declaration": True,
    }


@pytest.mark.parametrize(
    ("before", "kind", "refusal"),
    [
        (None, "enrolled", None),
        (None, "postponed", None),
        (None, "left", rules.PensionMoveNotPossible),
        (None, "reenrolled", rules.PensionMoveNotPossible),
        (("postponed", APRIL), "enrolled", None),
        (("postponed", APRIL), "opted_out", rules.PensionMoveNotPossible),
        (("enrolled", APRIL), "opted_out", None),
        (("joined", APRIL), "opted_out", rules.PensionMoveNotPossible),
        (("joined", APRIL), "left", None),
        (("enrolled", APRIL), "joined", rules.PensionMoveNotPossible),
        (("opted_out", APRIL), "reenrolled", None),
        (("left", APRIL), "opted_in", None),
        (("enrolled", JUNE), "left", rules.PensionEntryNotLater),
    ],
)
def test_each_step_follows_from_where_somebody_stands(
    before: tuple[str, date] | None, kind: str, refusal: type[Refusal] | None
) -> None:
    standing = rules.Standing(*before) if before else None
    if refusal is None:
        rules.check_pension_move(standing, kind, MAY)
    else:
        with pytest.raises(refusal):
            rules.check_pension_move(standing, kind, MAY)


@pytest.mark.parametrize(
    ("kind", "scheme_id", "until_on", "refusal"),
    [
        ("enrolled", None, None, rules.PensionSchemeNeeded),
        ("enrolled", SCHEME, JUNE, rules.PostponedUntilNeeded),
        ("postponed", None, None, rules.PostponedUntilNeeded),
        ("postponed", None, MAY, rules.PostponedUntilNeeded),
    ],
)
def test_a_step_says_what_its_kind_asks_for(
    kind: str, scheme_id: UUID | None, until_on: date | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        rules.check_pension_facts(kind, scheme_id, MAY, until_on)


@pytest.mark.parametrize(
    ("kind", "from_on", "normal_pence", "protected_pence", "refusal"),
    [
        ("priority", MAY, 100_00, 500_00, None),
        ("priority", APRIL, 100_00, 500_00, rules.OrderStartsBeforeMade),
        ("priority", MAY, 0, 500_00, rules.OrderAmountNotForKind),
        ("direct_earnings", MAY, 0, 0, None),
        ("direct_earnings", MAY, 100_00, 0, rules.OrderAmountNotForKind),
        ("council_tax_wales", MAY, 0, 1, rules.OrderProtectsNothing),
        ("child_maintenance", MAY, 100_00, 1, rules.OrderProtectsNothing),
    ],
)
def test_an_order_has_the_amounts_of_its_kind(
    kind: str, from_on: date, normal_pence: int, protected_pence: int, refusal: type[Refusal] | None
) -> None:
    said: dict[str, Any] = {"made_on": MAY, "from_on": from_on, "normal_pence": normal_pence}
    if refusal is None:
        rules.check_order(kind, **said, protected_pence=protected_pence)
    else:
        with pytest.raises(refusal):
            rules.check_order(kind, **said, protected_pence=protected_pence)


@pytest.mark.parametrize(
    ("born_on", "is_possible"),
    [
        (date(2013, 5, 29), True),
        (date(2013, 5, 30), False),
        (date(1916, 5, 29), True),
        (date(1916, 5, 28), False),
    ],
)
def test_a_day_of_birth_is_a_workers(born_on: date, is_possible: bool) -> None:
    if is_possible:
        rules.check_birth(born_on, MAY)
    else:
        with pytest.raises(rules.BirthNotPossible):
            rules.check_birth(born_on, MAY)
