"""Which National Insurance category letter is somebody's: by age on a pay day, and by what has been shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final

from franchise_kit.kernel.days import months_after
from franchise_kit.payroll.rules.class1 import letter_of
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.state_pension_age import state_pension_age_on
from tenants.refusal import Refusal

_YEAR_MONTHS: Final = 12


class Proof(StrEnum):
    """What an employer has seen: a certificate of birth or of the tax office, or papers about the work."""

    AGE = "age"
    DEFERMENT = "deferment"
    REDUCED_RATE = "reduced_rate"
    APPRENTICESHIP = "apprenticeship"
    VETERAN = "veteran"
    FREEPORT = "freeport"
    INVESTMENT_ZONE = "investment_zone"


class CategoryNeedsProof(Refusal):
    """A letter that lessens contributions needs proof that has not been seen; the fact names it."""

    code: ClassVar[str] = "ni_category_needs_proof"


class CategoryNotForAge(Refusal):
    """A letter is for another age than somebody's on the pay day."""

    code: ClassVar[str] = "ni_category_not_for_age"


@dataclass(frozen=True, slots=True)
class _Ages:
    """What somebody's age is on a pay day, in the ages that matter."""

    is_under_16: bool
    is_under_21: bool
    is_under_25: bool
    is_pensioner: bool


_NEEDED: Final[Mapping[str, tuple[Proof, ...]]] = MappingProxyType(
    {
        "A": (),
        "B": (Proof.REDUCED_RATE,),
        "C": (Proof.AGE,),
        "D": (Proof.INVESTMENT_ZONE, Proof.DEFERMENT),
        "E": (Proof.INVESTMENT_ZONE, Proof.REDUCED_RATE),
        "F": (Proof.FREEPORT,),
        "H": (Proof.APPRENTICESHIP,),
        "I": (Proof.FREEPORT, Proof.REDUCED_RATE),
        "J": (Proof.DEFERMENT,),
        "K": (Proof.INVESTMENT_ZONE, Proof.AGE),
        "L": (Proof.FREEPORT, Proof.DEFERMENT),
        "M": (),
        "N": (Proof.INVESTMENT_ZONE,),
        "S": (Proof.FREEPORT, Proof.AGE),
        "V": (Proof.VETERAN,),
        "X": (),
        "Z": (Proof.DEFERMENT,),
    }
)
_FOR_PENSIONERS: Final = frozenset("CKS")
_UNDER_21: Final = frozenset("MZ")
# The letters of a place: in a freeport, in an investment zone, and anywhere else.
_OF_PLACE: Final[Mapping[Proof | None, Mapping[str, str]]] = MappingProxyType(
    {
        Proof.FREEPORT: {"pensioner": "S", "reduced_rate": "I", "deferment": "L", "standard": "F"},
        Proof.INVESTMENT_ZONE: {"pensioner": "K", "reduced_rate": "E", "deferment": "D", "standard": "N"},
        None: {"pensioner": "C", "reduced_rate": "B", "deferment": "J", "standard": "A"},
    }
)


def check_category(
    letter: str, *, born_on: date, on: date, proofs: Collection[Proof], figures: Figures
) -> None:
    """Refuse a category letter without its proof, or of another age than somebody's on a pay day.

    A letter changes on the first pay day on or after a birthday. Who has reached State Pension age keeps
    paying till the employer has seen proof of it, and not after. X is for whoever owes nothing, also for
    another reason than age.
    Raises NoSuchCategory, CategoryNeedsProof or CategoryNotForAge.
    Source: Social Security Contributions and Benefits Act 1992, s.6(1) to (3), 9A and 9B; SI 2001/1004,
    reg. 127 (reduced rate); HMRC, CA38 and CWG2 (letters, and the certificates that they need).
    """
    letter_of(letter, figures)
    for proof in _NEEDED[letter]:
        if proof not in proofs:
            raise CategoryNeedsProof(proof=str(proof))
    ages = _ages(born_on, on, figures)
    if letter != "X" and not _is_of_age(letter, ages, has_shown_age=Proof.AGE in proofs):
        raise CategoryNotForAge


def category_for(*, born_on: date, on: date, proofs: Collection[Proof], figures: Figures) -> str:
    """Return the letter that somebody has by age on a pay day, and by what has been shown.

    Of several that fit, the one with which the employer pays least.
    Source: as for ``check_category``.
    """
    ages = _ages(born_on, on, figures)
    if ages.is_under_16:
        return "X"
    place = next((proof for proof in (Proof.FREEPORT, Proof.INVESTMENT_ZONE) if proof in proofs), None)
    letters = _OF_PLACE[place]
    if ages.is_pensioner and Proof.AGE in proofs:
        return letters["pensioner"]
    if Proof.REDUCED_RATE in proofs:
        return letters["reduced_rate"]
    if Proof.DEFERMENT in proofs:
        return "Z" if ages.is_under_21 else letters["deferment"]
    return _without_certificate(ages, proofs, letters["standard"])


def _without_certificate(ages: _Ages, proofs: Collection[Proof], standard: str) -> str:
    if ages.is_under_21:
        return "M"
    if ages.is_under_25 and Proof.APPRENTICESHIP in proofs:
        return "H"
    return "V" if Proof.VETERAN in proofs else standard


def _is_of_age(letter: str, ages: _Ages, *, has_shown_age: bool) -> bool:
    if ages.is_under_16:
        return False
    if letter in _FOR_PENSIONERS:
        return ages.is_pensioner
    if letter in _UNDER_21:
        return ages.is_under_21
    if letter == "H":
        return ages.is_under_25
    return not (ages.is_pensioner and has_shown_age)


def _ages(born_on: date, on: date, figures: Figures) -> _Ages:
    years = figures.book.wholes("national_insurance.ages", on=figures.on)

    def is_under(name: str) -> bool:
        return on < months_after(born_on, years[name] * _YEAR_MONTHS)

    return _Ages(
        is_under_16=is_under("liable_from"),
        is_under_21=is_under("young_until"),
        is_under_25=is_under("apprentice_until"),
        is_pensioner=on >= state_pension_age_on(born_on),
    )
