# SPDX-License-Identifier: AGPL-3.0-or-later
"""An employer's references are taken as people write them, and refused where no employer has such."""

import pytest

from franchise_kit.payroll.rules.employer import (
    AccountsOfficeReferenceUnreadable,
    CorporationTaxReferenceUnreadable,
    EconUnreadable,
    EmployerAddressNotSound,
    PayeReferenceUnreadable,
    References,
    checked_employer_address,
    checked_references,
)
from franchise_kit.payroll.rules.handing_over.nodes import canonical
from franchise_kit.payroll.rules.handing_over.rti import Employer, check_employer, references
from tenants.refusal import Refusal

ACCOUNTS = "123PA00012345"


@pytest.mark.parametrize(
    ("said", "employer"),
    [
        (References("123/AB456", ACCOUNTS), Employer("123", "AB456", ACCOUNTS)),
        (References(" 123 / ab 456", "123 pa 0001 2345"), Employer("123", "AB456", ACCOUNTS)),
        (
            References("961/1", "961PX0000000X", "E3123456A", "12345 67890"),
            Employer("961", "1", "961PX0000000X", "E3123456A", "1234567890"),
        ),
    ],
)
def test_references_are_read(said: References, employer: Employer) -> None:
    assert checked_references(said) == employer
    check_employer(employer)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (References("12/AB456", ACCOUNTS), PayeReferenceUnreadable),
        (References("123/", ACCOUNTS), PayeReferenceUnreadable),
        (References("123/AB456789012", ACCOUNTS), PayeReferenceUnreadable),
        (References("123/ÂB", ACCOUNTS), PayeReferenceUnreadable),
        (References("123/AB456", "123QA00012345"), AccountsOfficeReferenceUnreadable),
        (References("123/AB456", "123PA0001234"), AccountsOfficeReferenceUnreadable),
        (References("123/AB456", ACCOUNTS, econ="E2123456A"), EconUnreadable),
        (References("123/AB456", ACCOUNTS, corporation_tax="123"), CorporationTaxReferenceUnreadable),
    ],
)
def test_what_no_employer_has_is_refused(said: References, refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        checked_references(said)


def test_references_that_there_are_are_told() -> None:
    said = canonical(references(Employer("123", "AB456", ACCOUNTS, "E3123456A", "1234567890")))

    assert said.index("<AORef>") < said.index("<ECON>E3123456A") < said.index("<COTAXRef>1234567890")
    assert "ECON" not in canonical(references(Employer("123", "AB456", ACCOUNTS)))


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("", ()),
        ("  \n ", ()),
        (" 2  Y Stryd \n\nAberystwyth\nSY23 1AA", ("2 Y Stryd", "Aberystwyth", "SY23 1AA")),
    ],
)
def test_an_address_is_kept_by_its_lines(said: str, lines: tuple[str, ...]) -> None:
    assert checked_employer_address(said) == lines


@pytest.mark.parametrize("said", ["\n".join("abcdef"), "a" * 61])
def test_an_address_too_long_for_a_certificate_is_refused(said: str) -> None:
    with pytest.raises(EmployerAddressNotSound):
        checked_employer_address(said)
