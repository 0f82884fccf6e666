"""A file of Bacs Standard 18: labels, one record for each payment, and one contra; all of one day."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import ClassVar, Final

from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.rules.handing_over.letters import bacs_text
from franchise_kit.payroll.rules.handing_over.parties import Batch, Payee, Payer, checked, last_working_day
from tenants.refusal import Refusal

LABEL_LENGTH: Final = 80
RECORD_LENGTH: Final = 100
CREDIT: Final = "99"
CONTRA_DEBIT: Final = "17"
# A file is not written over while its payments are on their way.
_KEPT: Final = timedelta(days=14)
_USER_NUMBER: Final = re.compile(r"[0-9]{6}")
_SERIALS: Final = 999_999
_FILES: Final = 999

Field = tuple[int, int, str, str]
Values = Mapping[str, str | int]


class UserNumberUnreadable(Refusal):
    """Who sends files to Bacs has a service user number of six digits."""

    code: ClassVar[str] = "service_user_number_unreadable"


def bacs18_file(batch: Batch, *, user_number: str) -> bytes:
    """Return a batch as a file of Standard 18, lines ended by CR and LF, in ASCII.

    ``user_number`` is the six digits by which Bacs knows the sender. The processing day is the working day
    before pay arrives. Raises UserNumberUnreadable, NoSuchLetters or what ``checked`` raises.
    Source: Pay.UK, Bacs Standard 18, as ``bacs18.json`` says; one contra for the account that is charged,
    whose reference begins CONTRA.
    """
    if not _USER_NUMBER.fullmatch(user_number):
        raise UserNumberUnreadable
    sound = checked(batch)
    labels = _label_values(sound, user_number)
    lines = [
        *(_line(name, labels, LABEL_LENGTH) for name in ("VOL1", "HDR1", "HDR2", "UHL1")),
        *(_payment(sound.payer, payee, place) for place, payee in enumerate(sound.payees, start=1)),
        _contra(sound),
        *(_line(name, labels, LABEL_LENGTH) for name in ("EOF1", "EOF2", "UTL1")),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def processing_day(pay_on: date) -> date:
    """Return the day on which Bacs must work on a file for pay to arrive on a day.

    Source: Pay.UK, the Bacs cycle of three working days: sent, processed, entered.
    """
    return last_working_day(pay_on - timedelta(days=1))


def _label_values(batch: Batch, user_number: str) -> Values:
    made_on = london_day(batch.made_at)
    return {
        "serial": (batch.number - 1) % _SERIALS + 1,
        "file": (batch.number - 1) % _FILES + 1,
        "user_number": user_number,
        "made_on": _day(made_on),
        "kept_until": _day(batch.pay_on + _KEPT),
        "processed_on": _day(processing_day(batch.pay_on)),
        "debit_pence": batch.total_pence,
        "credit_pence": batch.total_pence,
        "debits": 1,
        "credits": len(batch.payees),
    }


def _payment(payer: Payer, payee: Payee, place: int) -> str:
    values: Values = {
        **_from(payer),
        "sort_code": payee.account.sort_code,
        "account_number": payee.account.number,
        "kind": CREDIT,
        "pence": payee.pence,
        "from_name": bacs_text(payer.name, field="payer"),
        "reference": bacs_text(payee.said, field="reference", place=place),
        "name": bacs_text(payee.name, field="name", place=place),
    }
    return _line("payment", values, RECORD_LENGTH)


def _contra(batch: Batch) -> str:
    name = bacs_text(batch.payer.name, field="payer")
    values: Values = {
        **_from(batch.payer),
        "sort_code": batch.payer.account.sort_code,
        "account_number": batch.payer.account.number,
        "kind": CONTRA_DEBIT,
        "pence": batch.total_pence,
        "from_name": name,
        "reference": "CONTRA",
        "name": name,
    }
    return _line("payment", values, RECORD_LENGTH)


def _from(payer: Payer) -> dict[str, str | int]:
    return {"from_sort_code": payer.account.sort_code, "from_account_number": payer.account.number}


def _day(day: date) -> str:
    """Return a day as a blank, two digits of the year and the number of the day in it."""
    return f" {day:%y%j}"


def _line(name: str, values: Values, length: int) -> str:
    line = [" "] * length
    for first, last, kind, what in _layouts()[name]:
        wide = last - first + 1
        text = what if kind == "is" else str(values[what])
        text = text.rjust(wide, "0") if kind == "number" else text.ljust(wide)
        if len(text) != wide:
            msg = f"{what} of {name} has no room in {wide} places."
            raise ValueError(msg)
        line[first - 1 : last] = text
    return "".join(line)


@cache
def _layouts() -> Mapping[str, Sequence[Field]]:
    text = files(__package__).joinpath("bacs18.json").read_text(encoding="utf-8")
    records: dict[str, list[list[int | str]]] = json.loads(text)["records"]
    return {name: [_field(raw) for raw in fields] for name, fields in records.items()}


def _field(raw: Sequence[int | str]) -> Field:
    first, last, kind, what = raw
    return int(first), int(last), str(kind), str(what)
