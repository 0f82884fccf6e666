"""What a co-op tells the hub of its learning: a count of people, and nobody's name."""

from dataclasses import dataclass
from datetime import date

from tenants.openings.kinds import disclosure_kind


@disclosure_kind("learners_active")
@dataclass(frozen=True, slots=True)
class LearnersActive:
    """How many people learnt in a month; ``month`` is its first day."""

    month: date
    learners: int
