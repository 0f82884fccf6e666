# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is looked at before a run is paid: days, amounts that cannot be, and what differs from last time."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.payroll import actions
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.other_pay import make_away
from tests.support.pay import (
    Paid,
    approve,
    draft,
    give_rate,
    give_time,
    make_paid,
    make_time,
    preparer,
    set_aside,
    submit,
    treasurer,
)
from tests.support.rows import rows
from tests.web.test_payroll_pages import NOVEMBER, approved, contact_at, runs_of, signed_in, treasurer_at

NEXT_MONTH = date(2026, 12, 23)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The pay day must be at most 62 days after the last day of work"),
        ("cy", "Rhaid i&#39;r diwrnod cyflog fod o fewn 62 diwrnod"),
    ],
)
def test_a_pay_day_far_ahead_is_refused_beside_it(
    app: Flask, aber: Coop, language: str, sentence: str
) -> None:
    contact = contact_at(app, aber, language=language)
    contact.get("/pay-runs/new")

    answer = contact.post("/pay-runs/new", NOVEMBER | {"pay_on": "2027-01-24"})

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert runs_of(aber) == []


def slip(coop: Coop, paid: Paid) -> UUID:
    found: UUID = next(row["id"] for row in rows(coop, "payslip") if row["worker_id"] == paid.worker_id)
    return found


@pytest.mark.parametrize(
    ("language", "sentences", "refund"),
    [
        (
            "en",
            (
                "Nia Prys gets £3,000.00 of tax back: £4,321.24 is paid out for £1,345.00 of pay.",
                "Alys Wyn is paid out more than they earned: £1,374.24 for £1,345.00 of pay",
                "Cadi Mair had £12.00 for an hour that counts: less than the minimum wage of £12.71. £7.10",
            ),
            "Refund of tax £53.00",
        ),
        (
            "cy",
            (
                "Mae Nia Prys yn cael ad-daliad treth o £3,000.00",
                "Mae Alys Wyn yn cael mwy nag a enillwyd: £1,374.24",
                "Cafodd Cadi Mair £12.00 am awr sy&#39;n cyfrif: llai na&#39;r isafswm cyflog o £12.71.",
            ),
            "Ad-daliad treth o £53.00",
        ),
    ],
)
def test_what_should_be_looked_at_stands_first_on_both_pages(
    app: Flask, aber: Coop, language: str, sentences: tuple[str, ...], refund: str
) -> None:
    alys = make_paid(aber, "Alys Wyn", minutes=6000, p45=(6000_00, 53_00))
    make_paid(aber, "Nia Prys", minutes=6000, p45=(6000_00, 3000_00))
    make_paid(aber, "Cadi Mair", minutes=600, pence_per_hour=1200)
    contact = contact_at(app, aber, language=language)
    sender = preparer(aber)
    run = submit(aber, draft(aber, sender), sender)

    pages = [contact.get(f"/pay-runs/{run}").text]
    officer = treasurer_at(app, aber, language=language)
    pages += [officer.get(f"/pay-approvals/{run}{path}").text for path in ("", "/approve")]

    for page in pages:
        places = [page.find(sentence) for sentence in sentences]
        assert -1 not in places
        assert places == sorted(places)
    assert all(refund in page for page in pages[:2])
    label = refund.removesuffix(" o £53.00").removesuffix(" £53.00")
    assert f"<dt>{label}</dt><dd>£53.00</dd>" in contact.get(f"/payslips/{slip(aber, alys)}").text


@pytest.mark.parametrize(
    ("language", "sentence", "line"),
    [
        (
            "en",
            "Sleep-in night is paid by the hour of work, since no rate of its own is agreed: Nia Prys.",
            "Sleep-in night, ordinary rate",
        ),
        (
            "cy",
            "Telir am Noson gysgu i mewn fesul awr o waith, gan na chytunwyd ar gyfradd ar ei gyfer: Nia",
            "Noson gysgu i mewn, cyfradd gyffredin",
        ),
    ],
)
def test_a_night_without_a_rate_of_its_own_is_said(
    app: Flask, aber: Coop, language: str, sentence: str, line: str
) -> None:
    nia, gwen = make_paid(aber, "Nia Prys"), make_paid(aber, "Gwen Rees")
    give_rate(aber, gwen, 6000, "sleep_in")
    for one in (nia, gwen):
        make_time(aber, one, 480, kind="sleep_in", starts_at=datetime(2026, 11, 3, 22, 0, tzinfo=UTC))
    run = draft(aber, preparer(aber))
    contact = contact_at(app, aber, language=language)

    assert sentence in contact.get(f"/pay-runs/{run}").text
    assert line in contact.get(f"/payslips/{slip(aber, nia)}").text
    flat = contact.get(f"/payslips/{slip(aber, gwen)}").text
    said = {"en": ("1 night", "£60.00 a night"), "cy": ("1 noson", "£60.00 y noson")}[language]
    assert [words for words in said if words not in flat] == []


def test_a_refund_is_said_in_words_in_ones_own_list(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=6000, p45=(6000_00, 53_00))
    sender = preparer(aber)
    approve(aber, submit(aber, draft(aber, sender), sender), treasurer(aber))

    page = signed_in(app, aber, nia.account).get("/payslips").text

    assert "Refund of tax £53.00" in page
    assert "−£" not in page


def test_an_approval_shows_the_run_beside_the_last(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=6000)
    alys = make_paid(aber, "Alys Wyn", minutes=600)
    make_paid(aber, "Bethan Lloyd", minutes=60)
    sender, officer = preparer(aber), treasurer_at(app, aber)
    first = submit(aber, draft(aber, sender, pay_on=date(2026, 11, 24)), sender)
    alone = officer.get(f"/pay-approvals/{first}/approve").text
    approve(aber, first, treasurer(aber))
    people.end_employment(
        coop=aber, worker_id=alys.worker_id, ended_on=date(2026, 11, 20), by=SYSTEM, now=clock.now()
    )
    later = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    give_time(aber, nia.worker_id, nia.account.person_id, 720, starts_at=later)
    cadi = make_paid(aber, "Cadi Mair")
    give_time(aber, cadi.worker_id, cadi.account.person_id, 600, starts_at=later)

    run = submit(
        aber, draft(aber, sender, pay_on=date(2026, 12, 30), period=(date(2026, 11, 23), NEXT_MONTH)), sender
    )
    page = officer.get(f"/pay-approvals/{run}/approve").text

    assert "No run was approved before it" in alone
    assert "Last run, 24 November 2026" in page
    # 22 hours at £13.45, and the 72 hours of leave that are owed to Alys, who has left.
    assert all(amount in page for amount in ("£1,264.30", "£1,492.95", "−£228.65", "−£1,183.60"))
    assert "100 h 00 min of work before, 12 h 00 min now" in page
    assert re.search(r"Paid now, not last time.*Cadi Mair, here since", page, re.DOTALL)
    assert re.search(r"Paid last time, not now.*Bethan Lloyd", page, re.DOTALL)
    assert "The money cannot be called back once it has gone out." in page


def test_a_tax_month_that_would_be_lost_is_said(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    sender = preparer(aber)
    approve(aber, submit(aber, draft(aber, sender, pay_on=date(2026, 11, 24)), sender), treasurer(aber))
    later = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    give_time(aber, nia.worker_id, nia.account.person_id, 600, starts_at=later)

    run = submit(
        aber, draft(aber, sender, pay_on=date(2027, 1, 8), period=(date(2026, 11, 23), NEXT_MONTH)), sender
    )

    sentence = "1 tax month without pay lies between this pay day and the last, 24 November 2026."
    assert sentence in contact_at(app, aber).get(f"/pay-runs/{run}").text
    officer = treasurer_at(app, aber)
    assert all(sentence in officer.get(f"/pay-approvals/{run}{path}").text for path in ("", "/approve"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Who began and who left", "Alys Wyn, last day of work 20 November 2026")),
        ("cy", ("Pwy ddechreuodd a phwy adawodd", "Alys Wyn, diwrnod gwaith olaf 20 Tachwedd 2026")),
    ],
)
def test_who_left_is_named_on_the_run(app: Flask, aber: Coop, language: str, said: tuple[str, ...]) -> None:
    alys = make_paid(aber, "Alys Wyn", minutes=600)
    make_paid(aber, "Nia Prys", minutes=600)
    people.end_employment(
        coop=aber, worker_id=alys.worker_id, ended_on=date(2026, 11, 20), by=SYSTEM, now=clock.now()
    )
    run = draft(aber, preparer(aber))

    page = contact_at(app, aber, language=language).get(f"/pay-runs/{run}").text

    assert [words for words in said if words not in page] == []
    assert "Began in these days" not in page


def test_the_next_run_is_asked_for_with_its_likely_days(app: Flask, aber: Coop) -> None:
    approved(aber)

    page = contact_at(app, aber).get("/pay-runs/new").text

    # November is paid in part, which counts as paid: what is left of it is late time of December's run.
    assert 'value="2026-12-01"' in page


def test_paid_days_that_no_longer_stand_lead_to_a_correction_that_is_proposed(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    make_away(aber, nia.worker_id, "sickness", date(2026, 11, 9), date(2026, 11, 13))
    by = preparer(aber)
    first = submit(aber, draft(aber, by), by)
    approve(aber, first, treasurer(aber))
    with upkeep(aber) as session:
        session.execute(text("UPDATE absence SET last_on = '2026-11-11'"))
    clock.set_fixed(datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    make_time(aber, nia, 600, starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    run = draft(aber, by, pay_on=NEXT_MONTH, period=(date(2026, 11, 23), date(2026, 12, 23)))
    contact = contact_at(app, aber)

    page = contact.get(f"/pay-runs/{run}").text
    form = contact.get(f"/payslips/workers/{nia.worker_id}/correct?of_run_id={first}&back_pence=4930").text

    assert "was paid £49.30 for days of absence from 12 November 2026 to 13 November 2026 that no" in page
    address = f"/payslips/workers/{nia.worker_id}/correct?of_run_id={first}&amp;back_pence=4930"
    assert f'href="{address}"' in page
    assert re.search(r'value="49\.30"', form) is not None
    assert re.search(r'value="less"\s+checked', form) is not None
    assert address not in treasurer_at(app, aber).get(f"/pay-approvals/{run}").text
    assert "Talwyd £49.30 i Nia Prys" in contact_at(app, aber, language="cy").get(f"/pay-runs/{run}").text


def test_two_of_one_name_are_told_apart_wherever_a_run_names_them(app: Flask, aber: Coop) -> None:
    for _which in range(2):
        make_paid(aber, minutes=600)
        make_paid(aber, "Cadi Mair", minutes=600, tax_code=None)
    by = preparer(aber)
    run = draft(aber, by)
    set_aside(aber, run, by)
    submit(aber, run, by)
    officer = treasurer_at(app, aber)

    prepared = contact_at(app, aber).get(f"/pay-runs/{run}").text
    asked = officer.get(f"/pay-approvals/{run}/approve").text
    approve(aber, run, treasurer(aber))
    filed = officer.get(f"/pay-files/{run}").text

    assert re.findall(r'<th scope="row">(?:<a[^>]*>)?(Nia Prys|Cadi Mair)<', prepared) == []
    assert len(re.findall(r'<th scope="row">(?:<a[^>]*>)?Nia Prys \(since', prepared)) == 2
    # Left out, and with time that no run pays.
    assert len(re.findall(r'<th scope="row">Cadi Mair \(since', prepared)) == 4
    assert len(re.findall(r"<li>Nia Prys \(since [^)]*\) has no agreed bank account", asked)) == 2
    assert len(re.findall(r"<li>Nia Prys \(since", filed)) == 2


def test_once_a_run_is_paid_there_is_nothing_to_look_at_first(app: Flask, aber: Coop) -> None:
    make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))
    page = contact_at(app, aber)
    before = page.get(f"/pay-runs/{run}").text
    submit(aber, run, preparer(aber))
    by = treasurer(aber)
    approve(aber, run, by)
    actions.say_paid(coop=aber, pay_run_id=run, by=by, now=clock.now())

    after = page.get(f"/pay-runs/{run}").text

    # Nobody has told their bank account or their day of birth.
    assert ("Look at this first" in before, "Look at this first" in after) == (True, False)
