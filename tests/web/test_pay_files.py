# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bank's file of a run, on pages: made once, withdrawn with a reason, in both languages."""

import importlib
import pkgutil
from html import unescape
from http import HTTPStatus
from uuid import UUID

import pytest
from flask import Flask

from app.web.refusals import has_words
from franchise_kit.payroll.actions import paying
from franchise_kit.payroll.rules import handing_over
from tenants.office import Coop
from tenants.refusal import Refusal
from tests.support.paying import approved
from tests.support.rows import rows
from tests.web.test_payroll_pages import contact_at, treasurer_at

ACCOUNT = {"format": "table", "sort_code": "20-00-00", "account_number": "12345678"}


def path_of(run: UUID) -> str:
    return f"/pay-files/{run}"


@pytest.mark.parametrize(
    ("language", "link", "made", "withdrawn"),
    [
        ("en", "Pay this run by the bank", "The file is made", "The file is withdrawn. Another can be made."),
        (
            "cy",
            "Talu'r rhediad hwn drwy'r banc",
            "Mae'r ffeil wedi'i gwneud",
            "Mae'r ffeil wedi'i thynnu'n ôl. Gellir gwneud un arall.",
        ),
    ],
)
def test_a_treasurer_makes_a_file_and_withdraws_it(
    app: Flask, aber: Coop, language: str, link: str, made: str, withdrawn: str
) -> None:
    run, _by = approved(aber)
    treasurer = treasurer_at(app, aber, language=language)

    assert link in unescape(treasurer.get(f"/pay-approvals/{run}").text)
    assert "Nia Prys" in treasurer.get(path_of(run)).text
    file = treasurer.post(path_of(run), data=ACCOUNT)

    assert (file.status_code, file.mimetype) == (HTTPStatus.OK, "text/csv")
    assert file.headers["Cache-Control"] == "no-store"
    assert "87654321" in file.text
    assert made in unescape(treasurer.get(path_of(run)).text)

    treasurer.get(f"{path_of(run)}/withdraw")
    answer = treasurer.post(f"{path_of(run)}/withdraw", data={"reason": "bank_refused"})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert withdrawn in unescape(treasurer.get(path_of(run)).text)


def test_a_second_file_is_refused_on_the_page(app: Flask, aber: Coop) -> None:
    run, _by = approved(aber)
    treasurer = treasurer_at(app, aber)
    treasurer.get(path_of(run))
    treasurer.post(path_of(run), data=ACCOUNT)

    again = treasurer.post(path_of(run), data={**ACCOUNT, "format": "pain09"})

    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "There is a file for this run already." in again.text
    assert len(rows(aber, "bank_file")) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sort_code": "12345"}, "A sort code has six digits, such as 12-34-56"),
        ({"account_number": "1"}, "An account number has eight digits"),
        ({"format": "bacs18"}, "A service user number has six digits."),
        ({"format": "gold"}, "Choose"),
    ],
)
def test_what_no_bank_takes_is_said_beside_the_field(
    app: Flask, aber: Coop, changed: dict[str, str], said: str
) -> None:
    run, _by = approved(aber)
    treasurer = treasurer_at(app, aber)
    treasurer.get(path_of(run))

    answer = treasurer.post(path_of(run), data={**ACCOUNT, **changed})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.text
    assert rows(aber, "bank_file") == []


def test_who_prepares_pay_makes_no_file(app: Flask, aber: Coop) -> None:
    run, _by = approved(aber)
    contact = contact_at(app, aber)

    assert contact.get(path_of(run)).status_code == HTTPStatus.NOT_FOUND
    assert contact.get(f"{path_of(run)}/withdraw").status_code == HTTPStatus.NOT_FOUND


def test_every_refusal_of_what_is_handed_over_has_a_sentence(app: Flask) -> None:
    assert app.name
    modules = [
        importlib.import_module(f"{handing_over.__name__}.{found.name}")
        for found in pkgutil.iter_modules(handing_over.__path__)
    ]
    codes = {
        one.code
        for module in (*modules, paying)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Refusal) and one.__module__ == module.__name__
    }

    assert len(codes) == 38
    assert sorted(code for code in codes if not has_words(code)) == []
