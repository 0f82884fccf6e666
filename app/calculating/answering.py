"""One line in, one line out: what kind of case it is, and what its rules or its refusal say."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import BinaryIO, Final, NoReturn

from app.calculating import attachments, loans, national_insurance, paye, payslip, sick_pay
from app.calculating.inputs import Inputs
from app.calculating.refusing import CaseRefused, Fault, code_of, sentence_of
from franchise_kit.payroll.rules.rates import Figures, figures_for, known_tax_years
from franchise_kit.people.rules.tax_year import YEAR_BEGINS
from tenants.refusal import Refusal

# A year of daily payments is a tenth of it.
LONGEST_LINE: Final = 1_000_000
_TYPES: Final[Mapping[str, Callable[[Inputs, Figures], dict[str, object]]]] = MappingProxyType(
    {
        "paye": paye.payment,
        "paye_sequence": paye.sequence,
        "pay_adjustment": paye.adjustment,
        "ni": national_insurance.earnings,
        "directors_ni": national_insurance.directors,
        "student_loan": loans.repaid,
        "dea": attachments.direct,
        "ctaeo_wales": attachments.council_tax,
        "ssp": sick_pay.spell,
        "payslip": payslip.payment,
    }
)
NEWEST: Final = "any"


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a stream as they come; of one that is too long, only so much that this is seen."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """Return an answer for each line, in their order, without a line's end."""
    return (json.dumps(answer(line)) for line in lines)


def answer(line: bytes) -> dict[str, object]:
    """Return the answer to one case: its ``id``, and either a ``result`` or an ``error``."""
    case_id: object = None
    try:
        case = _case(line)
        case_id = _id_of(case)
        return {"id": case_id, "result": _result(case)}
    except Refusal as refusal:
        return {"id": case_id, "error": {"code": code_of(refusal), "message": sentence_of(refusal)}}


def _case(line: bytes) -> dict[str, object]:
    if len(line) > LONGEST_LINE:
        raise CaseRefused(Fault.LINE_TOO_LONG, longest=LONGEST_LINE)
    try:
        case = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise CaseRefused(Fault.LINE_NOT_JSON) from problem
    if not isinstance(case, dict):
        raise CaseRefused(Fault.CASE_NOT_UNDERSTOOD)
    return case


def _id_of(case: dict[str, object]) -> object:
    case_id = case.get("id")
    if isinstance(case_id, bool) or not isinstance(case_id, str | int):
        raise CaseRefused(Fault.ID_NOT_UNDERSTOOD)
    return case_id


def _result(case: dict[str, object]) -> dict[str, object]:
    kind, inputs = case.get("type"), case.get("inputs")
    if not isinstance(kind, str) or not isinstance(inputs, dict):
        raise CaseRefused(Fault.CASE_NOT_UNDERSTOOD)
    if kind not in _TYPES:
        raise CaseRefused(Fault.UNKNOWN_TYPE, known=", ".join(_TYPES))
    return _TYPES[kind](Inputs(inputs), _figures(case.get("tax_year")))


def _figures(tax_year: object) -> Figures:
    years = known_tax_years()
    if tax_year == NEWEST:
        return _figures_of(years[-1])
    if not isinstance(tax_year, str) or tax_year not in years:
        raise CaseRefused(Fault.NO_FIGURES_FOR_TAX_YEAR, known=", ".join(years))
    return _figures_of(tax_year)


@cache
def _figures_of(tax_year: str) -> Figures:
    """Return the figures with which a tax year begins."""
    return figures_for(date(int(tax_year[:4]), *YEAR_BEGINS))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
