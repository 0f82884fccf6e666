"""What HMRC asks of a worker besides name and number: an address by lines, a sex, a starter's letter."""

import re
from collections.abc import Sequence
from typing import Final

from tenants.refusal import Refusal

SEXES: Final = ("F", "M")
DECLARATIONS: Final = ("A", "B", "C")
FEWEST_LINES, MOST_LINES, LONGEST_LINE = 2, 4, 35
_POSTCODE: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


class AddressLinesNotSound(Refusal):
    """HMRC takes an address of two to four lines, of 35 signs at most."""

    code = "address_lines_not_sound"


class PostcodeUnreadable(Refusal):
    """This cannot be a postcode of the United Kingdom."""

    code = "postcode_unreadable"


class PostcodeOrCountryNeeded(Refusal):
    """An address has a postcode in the United Kingdom, or a country elsewhere."""

    code = "postcode_or_country_needed"


def checked_lines(text: str) -> tuple[str, ...]:
    """Return the lines of an address, blanks about them gone. Raises AddressLinesNotSound.

    Source: HMRC, RTI schema: two to four elements ``Line`` of at most 35 signs.
    """
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    if not FEWEST_LINES <= len(lines) <= MOST_LINES or max(map(len, lines)) > LONGEST_LINE:
        raise AddressLinesNotSound
    return lines


def checked_postcode(text: str | None) -> str | None:
    """Return a postcode in capitals with its one blank, or None for none. Raises PostcodeUnreadable.

    Source: HMRC, RTI schema: the type of UKPostcode.
    """
    if not text:
        return None
    found = _POSTCODE.fullmatch("".join(text.upper().split()))
    if found is None:
        raise PostcodeUnreadable
    return f"{found[1]} {found[2]}"


def check_place(lines: Sequence[str], postcode: str | None, country: str | None) -> None:
    """Refuse an address that HMRC cannot place: PostcodeOrCountryNeeded.

    Source: HMRC, RTI schema: Address has UKPostcode, or ForeignCountry.
    """
    if lines and not postcode and not country:
        raise PostcodeOrCountryNeeded
