"""What files for HMRC and pension schemes are called, how far they have come, and why they are refused."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.web.refusals import add_words

KINDS: Final[Mapping[str, LazyString]] = {
    "fps": _l("What was paid to each (FPS)"),
    "eps": _l("Summary of the month (EPS)"),
    "papdis": _l("For a pension scheme (PAPDIS)"),
}
STATES: Final[Mapping[str, LazyString]] = {
    "made": _l("Made, not handed over"),
    "handed_over": _l("Handed over"),
    "accepted": _l("Accepted"),
    "refused": _l("Refused"),
    "withdrawn": _l("Withdrawn"),
}
STATE_KINDS: Final[Mapping[str, str]] = {"made": "gap", "handed_over": "now", "accepted": "ok"}
MISSING: Final[Mapping[str, LazyString]] = {
    "name": _l("The name has letters that HMRC does not take"),
    "born_on": _l("Date of birth"),
    "sex": _l("Sex, as HMRC asks for it"),
    "address": _l("Address, since there is no National Insurance number"),
    "declaration": _l("What the starter declared: A, B or C"),
}
REFUSED: Final[Mapping[str, LazyString]] = {
    "particulars_wrong": _l("Somebody's particulars were wrong"),
    "references_wrong": _l("The co-op's references were wrong"),
    "sent_before": _l("It was sent before"),
    "other_reason": _l("Another reason"),
}
WITHDRAWN: Final[Mapping[str, LazyString]] = {
    "not_sent": _l("It was never sent"),
    "made_in_error": _l("It was made in error"),
    "particulars_wrong": _l("Somebody's particulars were wrong"),
}
REASONS: Final[Mapping[str, LazyString]] = {**REFUSED, **WITHDRAWN}
LATE_REASONS: Final[Mapping[str, LazyString]] = {
    "G": _l("There was a good reason, such as an illness or a fault of the system (G)"),
    "H": _l("It puts right what was told before (H)"),
    "F": _l("The work and the pay could not be known on the pay day (F)"),
    "none": _l("There is no such reason"),
}
OWED: Final[Mapping[str, LazyString]] = {
    "tax": _l("Income tax"),
    "employee_ni": _l("Workers' National Insurance"),
    "employer_ni": _l("The co-op's National Insurance"),
    "student_loans": _l("Student loans"),
    "postgraduate_loans": _l("Postgraduate loans"),
    "levy": _l("Apprenticeship levy"),
    "employment_allowance": _l("Employment allowance"),
    "statutory_pay_recovered": _l("Statutory pay got back"),
    "statutory_pay_compensation": _l("Compensation on statutory pay"),
    "credit": _l("Over from the month before"),
}

add_journal_words(
    {
        "payroll.set_employer": _l("entered the co-op's references at HMRC"),
        "payroll.set_employer_year": _l("entered what the co-op claims in tax year %(tax_year)s"),
        "payroll.make_fps": _l("made the file that tells HMRC of %(payments)s payments (FPS)"),
        "payroll.make_eps": _l("made HMRC's summary of month %(tax_month)s of %(tax_year)s (EPS)"),
        "payroll.make_papdis": _l("made the file that tells a pension scheme of %(payments)s workers"),
        "payroll.hand_over_filing": _l("took a file for HMRC or a pension scheme to hand it over"),
        "payroll.end_filing": _l("wrote down what became of a file for HMRC or a pension scheme"),
        "payroll.reopen_run": _l("opened a closed pay run again, since HMRC is not told of it after all"),
    }
)
add_words(
    {
        "filed_already": _l(
            "This is told already. Another file can be made when this one was refused or is withdrawn."
        ),
        "particulars_missing": _l("HMRC would miss particulars of some who are paid: %(payees)s."),
        "employer_references_missing": _l("Enter the co-op's references at HMRC first."),
        "late_reason_needed": _l("The pay day has passed. Choose why it is told now."),
        "tax_month_ahead": _l("This tax month has not begun yet."),
        "filing_not_handed_over": _l("The file has not been handed over yet, so nobody can have answered."),
        "filing_ended": _l("What became of this file is written down already."),
        "filing_reason_unknown": _l("Choose one of the reasons."),
        "filing_facts_changed": _l(
            "Somebody's particulars were changed since this file was made, so the same file cannot be made "
            "again. Withdraw it and make another."
        ),
        "paye_reference_unreadable": _l(
            "An employer's PAYE reference is three digits, a stroke, and up to ten letters and digits, such "
            "as 123/AB456."
        ),
        "accounts_office_reference_unreadable": _l(
            "An Accounts Office reference has thirteen signs, such as 123PA00012345."
        ),
        "econ_unreadable": _l("An ECON is E3, six digits and a letter. Leave it empty if there is none."),
        "employer_address_not_sound": _l("An address has up to five lines, each of 60 signs at most."),
        "corporation_tax_reference_unreadable": _l(
            "A corporation tax reference has ten digits. Leave it empty if there is none."
        ),
    }
)
