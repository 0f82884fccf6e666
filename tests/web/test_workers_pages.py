# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages about workers: entering them, contracts, rates and tax particulars."""

from uuid import UUID, uuid4

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.pay import draft, make_paid, preparer
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.thread import BEGAN, make_worker
from tests.support.web import Visitor

# Put together here, so that no whole number stands in a file.
NUMBER = "".join(("AB", "123456", "C"))
WORKER = {
    "given_name": "Nia",
    "family_name": "Prys",
    "language": "cy",
    "staff_category": "other_social_care",
    "started_on": "2026-01-05",
    "account_id": "",
}
CONTRACT = {
    "kind": "guaranteed_hours",
    "weekly_hours": "20",
    "weekly_minutes": "30",
    "valid_from": "2026-01-05",
    "rate": "13.45",
}
TAX = {
    "source": "code_notice",
    "declaration": "",
    "tax_code": "c1257l",
    "from_on": "2026-04-06",
    "ni_category": "A",
    "national_insurance_number": NUMBER,
    "earlier_pay": "",
    "earlier_tax": "",
}


def desk(app: Flask, coop: Coop, *roles: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *(roles or ("payroll_contact",)), language=language, name="Mair Desg"))
    return visitor


def test_a_worker_is_entered_with_a_contract_and_a_tax_code(app: Flask, aber: Coop, bryn: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    visitor = desk(app, aber)

    assert "Nia Prys" in visitor.get("/workers/new").text
    entered = visitor.post("/workers/new", WORKER | {"account_id": str(account.id)})
    path = entered.headers["Location"]
    contract = visitor.post(f"{path}/contract", CONTRACT)
    taxed = visitor.post(f"{path}/tax", TAX)
    page, taxes = visitor.get(path).text, visitor.get(taxed.headers["Location"]).text

    assert [entered.status_code, contract.status_code, taxed.status_code] == [303] * 3
    assert rows(aber, "worker")[0]["person_id"] == account.person_id
    assert rows(aber, "contract")[0]["weekly_minutes"] == 1230
    assert rows(aber, "pay_rate")[0]["pence"] == 1345
    assert "£13.45" in page
    assert "C1257L" in taxes
    assert "••••••56C" in taxes
    assert NUMBER not in page + taxes
    assert "Complete" in visitor.get("/workers").text
    assert rows(bryn, "worker") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"given_name": ""}, "Enter their first names"),
        ({"started_on": "1066-10-14"}, "Enter a day from the years 2000 to 2100"),
        ({"staff_category": "wizard"}, "Choose one of the answers in the list"),
        ({"account_id": str(uuid4())}, "Choose one of the answers in the list"),
    ],
)
def test_a_wrong_answer_about_a_worker_changes_nothing(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str
) -> None:
    visitor = desk(app, aber)
    visitor.get("/workers/new")

    answer = visitor.post("/workers/new", WORKER | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(aber, "worker") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rate": "13.4"}, "Write pounds and pence, such as 13.45"),
        ({"rate": "1e3"}, "Write pounds and pence, such as 13.45"),
        ({"rate": "-1.00"}, "Write pounds and pence, such as 13.45"),
        ({"rate": "0"}, "Enter a rate from 0.01 to 500.00"),
        ({"rate": "500.01"}, "Enter a rate from 0.01 to 500.00"),
        ({"weekly_hours": "0", "weekly_minutes": ""}, "Say how many hours are guaranteed"),
        ({"valid_from": "2025-12-31"}, "They do not work here on that day"),
    ],
)
def test_a_wrong_contract_changes_nothing(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str
) -> None:
    worker_id = make_worker(aber)
    visitor = desk(app, aber)
    visitor.get(f"/workers/{worker_id}/contract")

    answer = visitor.post(f"/workers/{worker_id}/contract", CONTRACT | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(aber, "contract") == rows(aber, "pay_rate") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tax_code": "12345"}, "This is not a tax code"),
        ({"tax_code": "D2"}, "This is not a tax code"),
        ({"tax_code": "000000L"}, "This is not a tax code"),
        (
            {"source": "p45", "earlier_pay": "900.00", "earlier_tax": "12,400"},
            "The tax cannot be more than the pay that it was taken from",
        ),
        ({"tax_code": ""}, "Enter the tax code"),
        ({"national_insurance_number": "QQ123456C"}, "This is not a National Insurance number"),
        ({"ni_category": "Q"}, "There is no such category letter"),
        ({"earlier_pay": "100.00"}, "Only a P45 says this"),
        ({"source": "starter_declaration"}, "Choose what they declared"),
        ({"source": "starter_declaration", "declaration": "A"}, "leave this empty"),
        ({"declaration": "A"}, "Leave this empty unless a starter declared it"),
    ],
)
def test_wrong_tax_particulars_change_nothing(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str
) -> None:
    worker_id = make_worker(aber)
    visitor = desk(app, aber)
    visitor.get(f"/workers/{worker_id}/tax")

    answer = visitor.post(f"/workers/{worker_id}/tax", TAX | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(aber, "tax_particulars") == []


@pytest.mark.parametrize(("letter", "code"), [("A", "1257L"), ("B", "1257L X"), ("C", "BR")])
def test_a_starters_declaration_gives_the_code(app: Flask, aber: Coop, letter: str, code: str) -> None:
    worker_id = make_worker(aber)
    visitor = desk(app, aber, "payroll_contact")
    visitor.get(f"/workers/{worker_id}/tax")

    said = TAX | {"source": "starter_declaration", "declaration": letter, "tax_code": ""}
    visitor.post(f"/workers/{worker_id}/tax", said)

    assert [row["tax_code"] for row in rows(aber, "tax_particulars")] == [code]


def test_a_rate_is_raised_from_a_day(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    visitor = desk(app, aber)
    visitor.get(f"/workers/{worker_id}/rate")

    raised = visitor.post(f"/workers/{worker_id}/rate", {"rate": "14.00", "from_on": "2026-06-01"})
    again = visitor.post(f"/workers/{worker_id}/rate", {"rate": "15.00", "from_on": "2026-06-01"})
    earlier = visitor.post(f"/workers/{worker_id}/rate", {"rate": "16.00", "from_on": "2026-05-31"})

    assert (raised.status_code, again.status_code, earlier.status_code) == (303, 303, 422)
    assert "choose that day or a later one" in earlier.text
    assert sorted(row["pence"] for row in rows(aber, "pay_rate")) == [1345, 1400, 1500]


def test_a_rate_that_somebody_was_paid_by_stays(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=1345, minutes=600)
    draft(aber, preparer(aber))
    visitor = desk(app, aber)
    visitor.get(f"/workers/{nia.worker_id}/rate")

    answer = visitor.post(f"/workers/{nia.worker_id}/rate", {"rate": "15.00", "from_on": BEGAN.isoformat()})

    assert answer.status_code == 422
    assert "Somebody was paid by the rate of that day, so it stays" in answer.text
    assert [row["pence"] for row in rows(aber, "pay_rate")] == [1345]


def test_a_first_rate_of_days_that_are_paid_says_that_they_stay(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=1345, minutes=600)
    draft(aber, preparer(aber))
    visitor = desk(app, aber)
    visitor.get(f"/workers/{nia.worker_id}/rate")

    said = []
    for kind, day in (("weekend", BEGAN.isoformat()), ("travel", "2027-01-01")):
        answer = visitor.post(
            f"/workers/{nia.worker_id}/rate", {"kind": kind, "rate": "15.00", "from_on": day}
        )
        said.append(
            visitor.get(answer.headers["Location"]).text.count("What is paid already stays as it was")
        )

    assert said == [1, 0]


def test_a_rate_below_the_minimum_wage_is_kept_with_a_warning(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    visitor = desk(app, aber)
    visitor.get(f"/workers/{worker_id}/rate")

    answer = visitor.post(
        f"/workers/{worker_id}/rate", {"kind": "travel", "rate": "12.70", "from_on": "2026-06-01"}
    )
    page = visitor.get(answer.headers["Location"]).text

    assert "£12.71 an hour since 1 April 2026" in page
    assert [(row["kind"], row["pence"]) for row in rows(aber, "pay_rate", "kind")] == [
        ("ordinary", 1345),
        ("travel", 1270),
    ]


def test_an_account_is_linked_later(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    account = make_person(aber, "care_worker", name="Nia Prys")
    visitor = desk(app, aber)
    visitor.get(f"/workers/{worker_id}/account")

    answer = visitor.post(f"/workers/{worker_id}/account", {"account_id": str(account.id)})

    assert answer.status_code == 303
    assert rows(aber, "worker")[0]["account_id"] == account.id


def test_a_care_worker_sees_their_own_record_alone(app: Flask, aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    own = make_worker(aber, account_id=account.id, pence_per_hour=1345)
    other = make_worker(aber, "Ann Arall", pence_per_hour=1500)
    visitor = Visitor(app, aber)
    visitor.sign_in(account)

    listed = visitor.get("/workers").text

    assert "Nia Prys" in listed
    assert "Ann Arall" not in listed
    assert "£13.45" in visitor.get(f"/workers/{own}").text
    assert visitor.get(f"/workers/{other}").status_code == 404
    assert visitor.get(f"/workers/{own}/contract").status_code == 404
    assert visitor.get("/workers/new").status_code == 404


@pytest.mark.parametrize("step", ["account", "contract", "rate", "tax"])
def test_a_worker_of_another_coop_is_not_there(app: Flask, aber: Coop, bryn: Coop, step: str) -> None:
    theirs: UUID = make_worker(bryn)
    visitor = desk(app, aber)

    assert visitor.get(f"/workers/{theirs}").status_code == 404
    assert visitor.get(f"/workers/{theirs}/{step}").status_code == 404
    assert visitor.post(f"/workers/{theirs}/{step}", {}).status_code == 404


def test_the_pages_speak_welsh(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    visitor = desk(app, aber, language="cy")

    page = visitor.get(f"/workers/{worker_id}").text

    assert "Contract a thâl" in page
    assert "Gweithiwr gofal cymdeithasol" in page
    assert "Cofnodi gweithiwr" in visitor.get("/workers/new").text


@pytest.mark.parametrize(
    ("role", "status"), [("care_coordinator", 303), ("registered_manager", 303), ("treasurer", 404)]
)
def test_whoever_engages_workers_says_their_last_day(
    app: Flask, aber: Coop, bryn: Coop, role: str, status: int
) -> None:
    worker_id, other_id = make_worker(aber), make_worker(bryn)
    visitor = desk(app, aber, role)
    path = f"/workers/{worker_id}/last-day"
    offered = f'href="{path}"' in visitor.get(f"/workers/{worker_id}").text
    visitor.get(path)

    answer = visitor.post(path, {"ended_on": "2026-12-01"})
    elsewhere = visitor.post(f"/workers/{other_id}/last-day", {"ended_on": "2026-12-01"})

    said = "2026-12-01" if status == 303 else "None"
    assert (answer.status_code, elsewhere.status_code, offered) == (status, 404, said != "None")
    assert str(rows(aber, "worker")[0]["ended_on"]) == said
    assert rows(bryn, "worker")[0]["ended_on"] is None


def test_a_workers_last_day_is_not_before_their_first(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    visitor = desk(app, aber)
    path = f"/workers/{worker_id}/last-day"
    visitor.get(path)

    refused = visitor.post(path, {"ended_on": "2026-01-04"})
    kept = visitor.post(path, {"ended_on": "2026-01-05"})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "The last day must not be before the first" in refused.text
    assert str(rows(aber, "worker")[0]["ended_on"]) == "2026-01-05"
    assert "Nia Prys" not in visitor.get("/workers").text
