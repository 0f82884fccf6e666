"""What is said of a case that is refused: a stable code, and one sentence that repeats no amount."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tenants.refusal import Refusal


class Fault(StrEnum):
    """What may be wrong with a case before a rule sees it."""

    LINE_NOT_JSON = "line_not_json"
    LINE_TOO_LONG = "line_too_long"
    CASE_NOT_UNDERSTOOD = "case_not_understood"
    ID_NOT_UNDERSTOOD = "id_not_understood"
    UNKNOWN_TYPE = "unknown_type"
    NO_FIGURES_FOR_TAX_YEAR = "no_figures_for_tax_year"
    INPUT_MISSING = "input_missing"
    AMOUNT_NOT_UNDERSTOOD = "amount_not_understood"
    AMOUNT_BELOW_NOUGHT = "amount_below_nought"
    AMOUNT_TOO_LARGE = "amount_too_large"
    NUMBER_NOT_UNDERSTOOD = "number_not_understood"
    PERCENT_NOT_UNDERSTOOD = "percent_not_understood"
    CHOICE_NOT_UNDERSTOOD = "choice_not_understood"
    YES_OR_NO_NOT_UNDERSTOOD = "yes_or_no_not_understood"
    TEXT_NOT_UNDERSTOOD = "text_not_understood"
    LIST_NOT_UNDERSTOOD = "list_not_understood"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    NAMED_TWICE = "named_twice"
    CASE_PART_NOT_UNDERSTOOD = "case_part_not_understood"


# By the codes of faults and of the rules' own refusals.
_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        Fault.LINE_NOT_JSON: "The line is not JSON.",
        Fault.LINE_TOO_LONG: "The line is longer than {longest} bytes.",
        Fault.CASE_NOT_UNDERSTOOD: "A case is an object with id, type, tax_year and inputs.",
        Fault.ID_NOT_UNDERSTOOD: "The id is neither text nor a whole number.",
        Fault.UNKNOWN_TYPE: "There is no type of case of that name; there are {known}.",
        Fault.NO_FIGURES_FOR_TAX_YEAR: "There are no figures for that tax year; there are {known}.",
        Fault.INPUT_MISSING: "{name} is missing.",
        Fault.AMOUNT_NOT_UNDERSTOOD: '{name} is not an amount: write pounds as text, such as "1256.00".',
        Fault.AMOUNT_BELOW_NOUGHT: "{name} is below nought.",
        Fault.AMOUNT_TOO_LARGE: "{name} is larger than any amount that can be paid.",
        Fault.NUMBER_NOT_UNDERSTOOD: "{name} is not a whole number from {lowest} to {highest}.",
        Fault.PERCENT_NOT_UNDERSTOOD: '{name} is not a percentage from 0 to 100, such as "5" or "2.5".',
        Fault.CHOICE_NOT_UNDERSTOOD: "{name} is none of {known}.",
        Fault.YES_OR_NO_NOT_UNDERSTOOD: "{name} is neither true nor false.",
        Fault.TEXT_NOT_UNDERSTOOD: "{name} is not text.",
        Fault.LIST_NOT_UNDERSTOOD: "{name} is not a list of {least} to {most}.",
        Fault.DATE_NOT_UNDERSTOOD: '{name} is not a date, such as "2026-04-06".',
        "tax_code_not_understood": "The tax code is none that HMRC gives out.",
        "no_such_ni_category": "There is no National Insurance category of that letter.",
        "no_such_period": "Pay of that frequency has no such period in the tax year.",
        "no_table_for_frequency": "The tables of that deduction are for pay by weeks and by the month.",
        "no_table_for_that_day": "There is no table for orders made on that day.",
        "no_such_tax_week": "The tax year has no such week.",
        "qualifying_days_not_possible": "A week has one to seven qualifying days.",
        "average_below_nothing": "Average earnings are nought or more.",
        "pension_share_not_possible": "A share for the pension is below nought or above all of the pay.",
        "pay_below_nothing": "The pay is below nought.",
        "deductions_above_pay": "More would be taken than is earned.",
        Fault.NAMED_TWICE: "{name} has something twice.",
        Fault.CASE_PART_NOT_UNDERSTOOD: "{name} has something that is not an object.",
    }
)


class CaseRefused(Refusal):
    """A case is not as it must be. The facts are names and limits, never what was written."""

    def __init__(self, fault: Fault, **facts: object) -> None:
        super().__init__(**facts)
        self.fault = fault


def code_of(refusal: Refusal) -> str:
    """Return the stable code of a refusal, a case's own or a rule's."""
    return str(refusal.fault) if isinstance(refusal, CaseRefused) else refusal.code


def sentence_of(refusal: Refusal) -> str:
    """Return one sentence about a refusal; a code without a sentence is a fault of ours, and breaks."""
    return _SENTENCES[code_of(refusal)].format(**refusal.facts)
