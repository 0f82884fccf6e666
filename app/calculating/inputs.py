"""Inputs of a case, each read once and strictly: what is not as it must be is refused by its name."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NoReturn

from app.calculating.refusing import CaseRefused, Fault
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_code import TaxCode

_AMOUNT: Final = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{1,2}))?")
_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Nobody is paid so much at once, or in a year.
LARGEST_PENCE: Final = 100_000_000_00
# One payment a day of a leap year is more than any payroll has.
MOST_PAYMENTS: Final = 366
_WHOLE_BPS: Final = 10_000
_FREQUENCIES: Final = tuple(frequency.value for frequency in Frequency)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a case, or of one payment in it; ``place`` is how the names are said when refused."""

    said: Mapping[str, object]
    place: str = ""

    def pence(self, name: str) -> int:
        """Return an amount that was written in pounds, as whole pence of nought or more."""
        said = self._get(name)
        found = _AMOUNT.fullmatch(said) if isinstance(said, str) else None
        if found is None:
            self._refuse(Fault.AMOUNT_NOT_UNDERSTOOD, name)
        amount = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
        if found[1] and amount:
            self._refuse(Fault.AMOUNT_BELOW_NOUGHT, name)
        if amount > LARGEST_PENCE:
            self._refuse(Fault.AMOUNT_TOO_LARGE, name)
        return amount

    def whole(self, name: str, *, lowest: int, highest: int) -> int:
        """Return a whole number between two limits, both included."""
        said = self._get(name)
        if isinstance(said, bool) or not isinstance(said, int) or not lowest <= said <= highest:
            self._refuse(Fault.NUMBER_NOT_UNDERSTOOD, name, lowest=lowest, highest=highest)
        return said

    def bps(self, name: str) -> int:
        """Return a percentage as basis points; it may be written as text or as a whole number."""
        said = self._get(name)
        text = str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""
        found = _PERCENT.fullmatch(text)
        bps = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else _WHOLE_BPS + 1
        if bps > _WHOLE_BPS:
            self._refuse(Fault.PERCENT_NOT_UNDERSTOOD, name)
        return bps

    def flag(self, name: str) -> bool:
        """Return true or false."""
        said = self._get(name)
        if not isinstance(said, bool):
            self._refuse(Fault.YES_OR_NO_NOT_UNDERSTOOD, name)
        return said

    def text(self, name: str) -> str:
        """Return text as it was written."""
        said = self._get(name)
        if not isinstance(said, str):
            self._refuse(Fault.TEXT_NOT_UNDERSTOOD, name)
        return said

    def choice(self, name: str, known: Collection[str]) -> str:
        """Return one of several words."""
        said = self._get(name)
        if not isinstance(said, str) or said not in known:
            self._refuse(Fault.CHOICE_NOT_UNDERSTOOD, name, known=", ".join(known))
        return said

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return several of some words, each at most once; none is allowed."""
        listed = self._list(name, least=0, most=len(known))
        for said in listed:
            if not isinstance(said, str) or said not in known:
                self._refuse(Fault.CHOICE_NOT_UNDERSTOOD, name, known=", ".join(known))
        if len(set(listed)) < len(listed):
            self._refuse(Fault.NAMED_TWICE, name)
        return tuple(str(said) for said in listed)

    def amounts(self, name: str, *, most: int) -> list[int]:
        """Return several amounts in whole pence, at least one."""
        listed = self._list(name, least=1, most=most)
        numbered = Inputs({str(place): said for place, said in enumerate(listed, start=1)}, f"{name} ")
        return [numbered.pence(place) for place in numbered.said]

    def parts(self, name: str, *, most: int) -> list["Inputs"]:
        """Return several objects, at least one, each with inputs of its own."""
        parts = []
        for place, said in enumerate(self._list(name, least=1, most=most), start=1):
            if not isinstance(said, dict):
                self._refuse(Fault.CASE_PART_NOT_UNDERSTOOD, name)
            parts.append(Inputs(said, f"{name} {place} "))
        return parts

    def is_null(self, name: str) -> bool:
        """Return whether there is none of something."""
        return self._get(name) is None

    def day(self, name: str) -> date:
        """Return a day."""
        said = self._get(name)
        if not isinstance(said, str) or not _DAY.fullmatch(said):
            self._refuse(Fault.DATE_NOT_UNDERSTOOD, name)
        try:
            return date.fromisoformat(said)
        except ValueError:
            self._refuse(Fault.DATE_NOT_UNDERSTOOD, name)

    def frequency(self) -> Frequency:
        """Return how often somebody is paid."""
        return Frequency(self.choice("pay_frequency", _FREQUENCIES))

    def tax_code_alone(self) -> TaxCode:
        """Return the tax code as it is written."""
        return TaxCode.parse(self.text("tax_code"))

    def tax_code(self) -> TaxCode:
        """Return the tax code, without cumulation if either the code or the mark beside it says so."""
        code = self.tax_code_alone()
        if not self.flag("week1_month1") or not code.is_cumulative:
            return code
        return TaxCode(code.nation, code.kind, code.letters, code.number, is_cumulative=False)

    def _get(self, name: str) -> object:
        if name not in self.said:
            self._refuse(Fault.INPUT_MISSING, name)
        return self.said[name]

    def _list(self, name: str, *, least: int, most: int) -> list[object]:
        said = self._get(name)
        if not isinstance(said, list) or not least <= len(said) <= most:
            self._refuse(Fault.LIST_NOT_UNDERSTOOD, name, least=least, most=most)
        return said

    def _refuse(self, fault: Fault, name: str, **facts: object) -> NoReturn:
        raise CaseRefused(fault, name=f"{self.place}{name}", **facts)
