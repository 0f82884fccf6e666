"""Tax codes: taken apart as they are written, put back in one normal form, and refused if they are none."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Self

from tenants.refusal import Refusal

# Of the marks that mean the same, the one that fits any frequency.
NON_CUMULATIVE_MARK: Final = "X"
_SHAPE: Final = re.compile(
    r"(?P<nation>[SC]?)"
    r"(?:(?P<flat>BR|D[0-3])|(?P<nt>NT)|(?P<nought>0T)|K(?P<k>[1-9][0-9]{0,3})"
    r"|(?P<number>[1-9][0-9]{0,5})(?P<letter>[LMNT]))"
    r"(?P<mark>W1/M1|W1|M1|X|NONCUM)?"
)
_SCOTTISH_ALONE: Final = frozenset({"D2", "D3"})
# Longer than any code with its mark and some spaces; what is longer is not looked at.
_LONGEST: Final = 40


class Nation(StrEnum):
    """Whose rates a code asks for; the value is the letter in front of it."""

    ENGLAND_NORTHERN_IRELAND = ""
    WALES = "C"
    SCOTLAND = "S"


class Kind(StrEnum):
    """What a code tells the employer to do."""

    ALLOWANCE = "allowance"
    ADDITION = "addition"
    FLAT = "flat"
    NO_TAX = "no_tax"


class TaxCodeNotUnderstood(Refusal, ValueError):
    """What was written is no tax code. The text is kept for the form, and never journalled."""

    code: ClassVar[str] = "tax_code_not_understood"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code in its parts; ``letters`` is ``L``, ``M``, ``N``, ``T``, ``K``, ``BR``, ``D0`` … or ``NT``.

    ``number`` is a tenth of the year's free or additional pay in pounds, and 0 where the code has none.
    """

    nation: Nation
    kind: Kind
    letters: str
    number: int
    is_cumulative: bool

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take a code apart, in any case and with any spaces.

        Raises TaxCodeNotUnderstood for whatever is not a code of the years since 2025-26.
        Source: SI 2003/2682, reg. 7; HMRC, Specification for PAYE Tax Table Routines v24, 3.3.2; PAYE11015.
        """
        joined = "".join(text.split()).upper() if text.isascii() and len(text) <= _LONGEST else ""
        found = _SHAPE.fullmatch(joined)
        if found is None:
            raise TaxCodeNotUnderstood(text)
        kind, letters, number = _parts(found)
        nation = Nation(found["nation"])
        if letters in _SCOTTISH_ALONE and nation is not Nation.SCOTLAND:
            raise TaxCodeNotUnderstood(text)
        return cls(nation, kind, letters, number, is_cumulative=found["mark"] is None)

    @property
    def body(self) -> str:
        """The code as submissions to HMRC carry it: without the nation's letter and the mark."""
        if self.kind is Kind.ADDITION:
            return f"K{self.number}"
        return f"{self.number}{self.letters}" if self.kind is Kind.ALLOWANCE else self.letters

    @property
    def printed(self) -> str:
        """The normal form, such as ``C1257L`` or ``K45 X``."""
        mark = "" if self.is_cumulative else f" {NON_CUMULATIVE_MARK}"
        return f"{self.nation}{self.body}{mark}"


def _parts(found: re.Match[str]) -> tuple[Kind, str, int]:
    if found["flat"]:
        return Kind.FLAT, found["flat"], 0
    if found["nt"]:
        return Kind.NO_TAX, "NT", 0
    if found["nought"]:
        return Kind.ALLOWANCE, "T", 0
    if found["k"]:
        return Kind.ADDITION, "K", int(found["k"])
    return Kind.ALLOWANCE, found["letter"], int(found["number"])
