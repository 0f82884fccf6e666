# SPDX-License-Identifier: AGPL-3.0-or-later
"""An entry has two sides that come to nothing, on accounts of its office's chart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.ledger.rules import AccountUnknown, EntryDoesNotBalance, Posting, chart, check_postings


def entry(*amounts_pence: int) -> list[Posting]:
    return [Posting("bank", amount_pence) for amount_pence in amounts_pence]


@pytest.mark.parametrize(
    ("case", "amounts_pence", "difference_pence"),
    [
        ("a penny is missing", (100, -99), 1),
        ("one side alone", (100,), 100),
        ("nothing at all", (), 0),
    ],
)
def test_what_does_not_balance_is_refused(
    case: str, amounts_pence: tuple[int, ...], difference_pence: int
) -> None:
    with pytest.raises(EntryDoesNotBalance) as refused:
        check_postings(entry(*amounts_pence), side="coop")

    assert refused.value.facts == {"difference_pence": difference_pence}, case


@pytest.mark.parametrize("amounts_pence", [(0, 0), (5, 0, -5), (10**16, -(10**16))])
def test_a_side_of_nothing_or_beyond_all_money_is_refused(amounts_pence: tuple[int, ...]) -> None:
    with pytest.raises(EntryDoesNotBalance):
        check_postings(entry(*amounts_pence), side="coop")


def test_an_account_of_the_other_side_of_the_wall_is_refused() -> None:
    with pytest.raises(AccountUnknown):
        check_postings([Posting("debtors", 5), Posting("bank", -5)], side="coop")


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=20))
def test_any_debits_balance_with_their_sum_as_credit(debits_pence: list[int]) -> None:
    check_postings(entry(*debits_pence, -sum(debits_pence)), side="hub")


@pytest.mark.parametrize("side", ["hub", "coop"])
def test_every_account_has_a_name_in_both_languages(side: str) -> None:
    accounts = chart("hub" if side == "hub" else "coop").values()

    assert [one.id for one in accounts if not (one.name("en") and one.name("cy"))] == []
    assert {one.kind for one in accounts} <= {"asset", "liability", "income", "expense"}
