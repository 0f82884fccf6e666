"""Notices of tax codes that HMRC sends (P6, P6B, P9): read from its XML or from a table, each by itself."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from franchise_kit.payroll.rules.handing_over.money import PENCE
from franchise_kit.payroll.rules.handing_over.reading import Element, read_xml
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.people.rules.particulars import check_earlier_tax, checked_ni_number
from franchise_kit.people.rules.tax_code import NON_CUMULATIVE_MARK, TaxCode
from tenants.refusal import Refusal

# As HMRC's data provisioning writes them; P9's element has been seen in two spellings.
ELEMENTS: Final = ("CodingNoticesP6P6B", "CodingNoticeP9", "CodingNoticesP9")
FORMS: Final = ("P6", "P6B", "P9", "P9T")
COLUMNS: Final = (
    *("form", "ni_number", "works_number", "tax_code", "effective_on"),
    *("previous_pay", "previous_tax"),
)
MOST_ROWS: Final = 5_000
_WANTED: Final = frozenset(COLUMNS[:5])
_POUNDS: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")


class NoNoticesHere(Refusal):
    """The file is no notice of HMRC's, and no table with the columns that we read."""

    code: ClassVar[str] = "no_code_notices"


class TooManyNotices(Refusal):
    """More notices than anybody looks over at once."""

    code: ClassVar[str] = "too_many_code_notices"


class NoticeNotRead(Refusal):
    """A field of a notice cannot be read."""

    code: ClassVar[str] = "code_notice_not_read"


@dataclass(frozen=True, slots=True)
class CodeNotice:
    """One notice: whose, which code from when, and earlier pay and tax of the year in whole pence if said."""

    form: str
    ni_number: str = field(repr=False)
    works_number: str = field(repr=False)
    tax_code: TaxCode = field(repr=False)
    effective_on: date
    before: YearToDate | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one notice of a file: itself, or the code of a refusal and the field that it is about."""

    place: int
    notice: CodeNotice | None
    code: str | None = None
    about: str | None = None


Said = Mapping[str, str]


def read_notices(content: bytes) -> list[Read]:
    """Return what came of each notice of a file, in its order, from 1.

    XML is read as HMRC's data provisioning writes it, anything else as CSV in UTF-8 with a line of headers:
    ``form, ni_number, works_number, tax_code, effective_on, previous_pay, previous_tax``, days as 2026-11-30,
    pounds as 1234.56. Raises NotReadAsXml, NoNoticesHere or TooManyNotices for the file as a whole.
    Source: SI 2003/2682, reg. 8 and 18; HMRC, data provisioning service: CodingNoticesP6P6B/2 and
    CodingNoticeP9/2, as two public readers have them.
    """
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    said = list(_said_in_xml(content) if is_xml else _said_in_table(content))
    if len(said) > MOST_ROWS:
        raise TooManyNotices
    if not said:
        raise NoNoticesHere
    return [_read(place, one) for place, one in enumerate(said, start=1)]


def _said_in_xml(content: bytes) -> Iterator[Said]:
    for one in read_xml(content).every(*ELEMENTS):
        yield {
            "form": one.attributes.get("FormType", ""),
            "ni_number": one.text_of("NINO"),
            "works_number": one.text_of("WorksNumber"),
            "tax_code": _code_in(one.find("CodingUpdate", "TaxCode")),
            "effective_on": one.text_of("EffectiveDate"),
            "previous_pay": one.text_of("CodingUpdate", "TotalPreviousPay"),
            "previous_tax": one.text_of("CodingUpdate", "TotalPreviousTax"),
        }


def _code_in(code: Element | None) -> str:
    if code is None:
        return ""
    is_alone = bool(code.attributes.get("Week1Month1Indicator"))
    mark = f" {NON_CUMULATIVE_MARK}" if is_alone else ""
    return f"{code.attributes.get('TaxRegime', '')}{code.text}{mark}"


def _said_in_table(content: bytes) -> Iterator[Said]:
    try:
        sheet = io.StringIO(content.decode("utf-8-sig"), newline="")
        rows = csv.DictReader(sheet, strict=True)
        if not set(rows.fieldnames or ()) >= _WANTED:
            raise NoNoticesHere
        for row in rows:
            yield {name: (row.get(name) or "").strip() for name in COLUMNS}
    except (UnicodeDecodeError, csv.Error):
        raise NoNoticesHere from None


def _read(place: int, said: Said) -> Read:
    """Take a notice apart, field by field, so that whoever reads of a refusal knows where to look."""
    form = said["form"].upper()
    if form not in FORMS:
        return Read(place, None, NoticeNotRead.code, "form")
    about = "ni_number"
    try:
        ni_number = checked_ni_number(said["ni_number"])
        about = "tax_code"
        tax_code = TaxCode.parse(said["tax_code"])
        about = "effective_on"
        effective_on = date.fromisoformat(said["effective_on"])
        about = "previous_pay"
        before = _before(said)
    except Refusal as refusal:
        return Read(place, None, refusal.code, about)
    except ValueError:
        return Read(place, None, NoticeNotRead.code, about)
    return Read(place, CodeNotice(form, ni_number, said["works_number"], tax_code, effective_on, before))


def _before(said: Said) -> YearToDate | None:
    if not said["previous_pay"] and not said["previous_tax"]:
        return None
    before = YearToDate(_pence(said["previous_pay"]), _pence(said["previous_tax"]))
    check_earlier_tax(before.pay_pence, before.tax_pence)
    return None if before == NOTHING_BEFORE else before


def _pence(text: str) -> int:
    if not text:
        return 0
    found = _POUNDS.fullmatch(text)
    if found is None:
        raise NoticeNotRead
    return int(found[1]) * PENCE + int((found[2] or "").ljust(2, "0"))
