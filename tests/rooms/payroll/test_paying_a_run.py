# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bank's file of an approved run: everybody in it, once; another only when it was withdrawn."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.payroll.actions.paying import (
    FORMATS,
    FileOrder,
    NotPaidYet,
    PaidAlready,
    PayeesWithoutAccount,
    ReasonUnknown,
    make_bank_file,
    withdraw_bank_file,
)
from franchise_kit.payroll.queries.paying import Paying, ToPay, get_paying
from franchise_kit.payroll.rules.handing_over.bacs18 import UserNumberUnreadable
from franchise_kit.people import actions as people
from franchise_kit.people.rules.bank import SortCodeUnreadable
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.pay import draft, make_paid, preparer, treasurer
from tests.support.paying import approved
from tests.support.rows import rows

ORDER = FileOrder("bacs18", "Cwmni Aber", "20-00-00", "12345678", "987654")


def paying(coop: Coop, run: UUID, by: Actor) -> Paying:
    with reading(coop) as session:
        return get_paying(session, run, today=clock.today(), by=by)


def make(coop: Coop, run: UUID, by: Actor, order: FileOrder = ORDER) -> bytes:
    return make_bank_file(coop=coop, pay_run_id=run, order=order, by=by, now=clock.now()).content


def withdraw(coop: Coop, run: UUID, by: Actor, reason: str = "bank_refused") -> None:
    withdraw_bank_file(coop=coop, pay_run_id=run, reason=reason, by=by, now=clock.now())


def test_a_file_pays_everybodys_net_pay_and_is_written_down(aber: Coop) -> None:
    run, by = approved(aber)

    lines = make(aber, run, by).decode("ascii").splitlines()

    net = {row["net_pence"] for row in rows(aber, "payslip")}
    assert {int(line[35:46]) for line in lines if line[15:17] == "99"} == net
    (row,) = rows(aber, "bank_file")
    assert (row["number"], row["payments"], row["total_pence"]) == (1, 2, sum(net))
    assert row["made_by_person"] == by.person_id
    (line,) = [one for one in rows(aber, "journal_line", "seq") if one["doing"] == "payroll.make_bank_file"]
    assert "87654321" not in str(line)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_made(aber: Coop, format_: str) -> None:
    run, by = approved(aber)

    content = make(aber, run, by, replace(ORDER, format=format_))

    assert b"87654321" in content
    assert b"11112222" in content


def test_a_run_is_paid_once_until_its_file_is_withdrawn(aber: Coop) -> None:
    run, by = approved(aber)
    make(aber, run, by)

    with pytest.raises(PaidAlready):
        make(aber, run, by)
    assert len(rows(aber, "bank_file")) == 1

    withdraw(aber, run, by)
    make(aber, run, by)

    files = paying(aber, run, by).files
    assert [(one.number, one.withdrawn_reason) for one in files] == [(2, None), (1, "bank_refused")]


def test_two_who_make_it_at_once_make_one_file(aber: Coop) -> None:
    run, by = approved(aber)

    def tried(_number: int) -> bool:
        try:
            make(aber, run, by)
        except PaidAlready:
            return False
        return True

    with ThreadPoolExecutor(3) as several:
        made = list(several.map(tried, range(3)))

    assert sorted(made) == [False, False, True]
    assert len(rows(aber, "bank_file")) == 1


def test_nothing_is_withdrawn_twice_or_for_no_reason(aber: Coop) -> None:
    run, by = approved(aber)
    with pytest.raises(NotPaidYet):
        withdraw(aber, run, by)
    make(aber, run, by)
    with pytest.raises(ReasonUnknown):
        withdraw(aber, run, by, "felt_like_it")

    assert paying(aber, run, by).standing is not None


def named(found: Iterable[ToPay]) -> list[str]:
    return [one.name for one in found]


def test_who_has_no_account_holds_the_file_up(aber: Coop) -> None:
    run, by = approved(aber, with_accounts=False)

    with pytest.raises(PayeesWithoutAccount) as refused:
        make(aber, run, by)

    assert refused.value.facts == {"payees": 1}
    assert named(paying(aber, run, by).without_account) == ["Siôn Ŵyn"]
    assert rows(aber, "bank_file") == []


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (replace(ORDER, sort_code="12345"), SortCodeUnreadable),
        (replace(ORDER, user_number=""), UserNumberUnreadable),
    ],
)
def test_a_refused_file_leaves_nothing(aber: Coop, order: FileOrder, refusal: type[Refusal]) -> None:
    run, by = approved(aber)

    with pytest.raises(refusal):
        make(aber, run, by, order)

    assert rows(aber, "bank_file") == []


def test_an_account_that_changes_or_changed_lately_is_said(aber: Coop) -> None:
    run, by = approved(aber)
    before = paying(aber, run, by)
    worker_id = next(row["worker_id"] for row in rows(aber, "payslip") if row["net_pence"] > 100_00)

    bank = people.NewBank(
        account_name="N Prys", sort_code="112233", account_number="99999999", roll_number=None
    )
    people.set_bank(
        coop=aber, worker_id=worker_id, bank=bank, by=preparer(aber), now=clock.now() + timedelta(minutes=1)
    )

    after = paying(aber, run, by)
    assert (named(before.changing), named(after.changing)) == ([], ["Nia Prys"])
    assert named(before.changed_lately) == ["Nia Prys", "Siôn Ŵyn"]
    assert b"87654321" in make(aber, run, by)


def test_only_who_approves_pay_makes_a_file_and_only_of_an_approved_run(aber: Coop) -> None:
    run, by = approved(aber)

    with pytest.raises(PermissionLacking):
        make(aber, run, preparer(aber))
    with pytest.raises(PermissionLacking):
        paying(aber, run, preparer(aber))
    with pytest.raises(NotFound):
        make(aber, uuid4(), by)
    assert rows(aber, "bank_file") == []


def test_a_draft_is_not_paid(aber: Coop) -> None:
    make_paid(aber, "Nia Prys", minutes=600)
    run, by = draft(aber, preparer(aber)), treasurer(aber)

    with pytest.raises(NotFound):
        make(aber, run, by)
    with pytest.raises(NotFound):
        paying(aber, run, by)


def test_another_co_ops_run_is_nobodys(aber: Coop, bryn: Coop) -> None:
    run, _by = approved(aber)

    with pytest.raises(NotFound):
        make(bryn, run, treasurer(bryn))
    assert rows(aber, "bank_file") == []
