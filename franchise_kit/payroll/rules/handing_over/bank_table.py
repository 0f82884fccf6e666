"""A table of payments, for a bank's own page or for somebody's eyes."""

from typing import Final

from franchise_kit.kernel.cells import neutral
from franchise_kit.payroll.rules.handing_over.letters import iso_text
from franchise_kit.payroll.rules.handing_over.money import in_pounds, table
from franchise_kit.payroll.rules.handing_over.parties import Batch, checked

# The words that banks' pages look for are English.
HEADERS: Final = (
    *("Sort code", "Account number", "Name", "Amount", "Reference"),
    *("From sort code", "From account number", "Payment date"),
)


def bank_table(batch: Batch) -> bytes:
    """Return a batch as CSV in UTF-8: a line of headers, then one line for each payment, in pounds.

    Raises NoSuchLetters or what ``checked`` raises.
    Source: ours, after the columns that upload pages of banks and bureaus have in common.
    """
    sound = checked(batch)
    payer = sound.payer.account
    rows = [
        (
            payee.account.sort_code,
            payee.account.number,
            neutral(iso_text(payee.name, field="name", place=place)),
            in_pounds(payee.pence),
            neutral(iso_text(payee.said, field="reference", place=place)),
            payer.sort_code,
            payer.number,
            f"{sound.pay_on:%d/%m/%Y}",
        )
        for place, payee in enumerate(sound.payees, start=1)
    ]
    return table(HEADERS, rows)
