"""Words that the data files keep in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in English and in Welsh, never in one of them alone."""

    en: str
    cy: str

    def said(self, language: str) -> str:
        """Return the text in a language."""
        return self.cy if language == "cy" else self.en


def words_of(raw: Mapping[str, str]) -> Words:
    """Return the text of a data file; raises ``ValueError`` where a language is missing or empty.

    Source: the house's rule: English and Welsh together, always.
    """
    english, welsh = raw.get("en", "").strip(), raw.get("cy", "").strip()
    if not english or not welsh:
        raise ValueError("A text of the data has one language only.")  # noqa: TRY003, EM101 (a fault of ours)
    return Words(english, welsh)
