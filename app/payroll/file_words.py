"""What is said of files that pay hands to the bank, to HMRC and to a pension scheme, and of what comes in."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.web.refusals import add_words

FORMATS: Final[Mapping[str, LazyString]] = {
    "table": _l("Table (CSV), for the bank's own page"),
    "pain09": _l("ISO 20022, the newer version (pain.001.001.09)"),
    "pain03": _l("ISO 20022, the older version (pain.001.001.03)"),
    "bacs18": _l("Bacs Standard 18, for whoever sends files to Bacs"),
}
WITHDRAWN: Final[Mapping[str, LazyString]] = {
    "not_sent": _l("It was never sent to the bank"),
    "not_received": _l("It did not come down, or is lost"),
    "bank_refused": _l("The bank did not take it"),
    "wrong_particulars": _l("The account or the format was wrong"),
}

add_journal_words(
    {
        "payroll.make_bank_file": _l(
            "made file %(number)s for the bank, with %(payments)s payments of a pay run"
        ),
        "payroll.withdraw_bank_file": _l("withdrew file %(number)s for the bank"),
    }
)
add_words(
    {
        "pay_run_paid_already": _l(
            "There is a file for this run already. Withdraw it first if the bank did not pay by it."
        ),
        "pay_run_not_paid_yet": _l("There is no file of this run to withdraw."),
        "payees_without_account": _l("Some who are paid have no agreed bank account: %(payees)s."),
        "withdrawal_reason_unknown": _l("Choose why the file is withdrawn."),
        "nobody_to_pay": _l("There is nobody to pay."),
        "amount_not_positive": _l("A payment is more than nothing."),
        "amount_above_limit": _l("One payment is more than £20 million, which Bacs does not carry."),
        "total_above_limit": _l("All payments together are more than one file can say."),
        "no_bank_working_day": _l("The pay day is a weekend or a bank holiday, on which banks move no pay."),
        "payments_not_reconciled": _l(
            "The payments do not add up to the run's net pay, so no file was made."
        ),
        "service_user_number_unreadable": _l(
            "A service user number has six digits. The bank gives it to whoever sends files to Bacs."
        ),
        "letters_not_in_format": _l(
            "This cannot be written with the letters that the format takes. Write the name or the reference "
            "in Latin letters."
        ),
    }
)
add_words(
    {
        "hmrc_field_missing": _l(
            "Something that HMRC asks for is missing: an address, a day of birth, or what HMRC calls gender."
        ),
        "hmrc_field_not_sound": _l(
            "One of the particulars is not as HMRC takes it. Look at the references, the address, the codes "
            "and the sums."
        ),
        "outside_tax_year": _l("A day is not in the tax year that the submission is for."),
        "nothing_to_submit": _l("There is nothing to tell HMRC."),
        "no_names_for_tax_year": _l("What HMRC's files of that tax year look like is not known here yet."),
        "not_whole_tax_months": _l("Give whole tax months, from a 6th to a 5th."),
        "no_such_tax_month": _l("A tax year has months 1 to 12."),
        "sums_owed_not_possible": _l(
            "What is set against the contributions is below nothing, or more than they are."
        ),
    }
)
add_words(
    {
        "nobody_in_scheme": _l("There is nobody to tell the pension scheme about."),
        "pension_period_not_possible": _l("The pay period ends before it begins."),
        "run_does_not_balance": _l("The sums of the run do not balance, so nothing was written."),
        "run_sum_below_nothing": _l("A sum of the run is below nothing."),
        "paid_in_other_tax_year": _l("A payment is of another tax year."),
        "not_there_at_years_end": _l("Who left before 5 April has a P45 and no P60."),
        "not_paid_yet": _l("Nothing was paid yet."),
        "starter_declaration_unknown": _l("A starter declares A, B or C."),
        "p45_after_first_pay": _l("The P45 is of a job that ended after this pay day."),
        "not_read_as_xml": _l("This file cannot be read. Choose it as HMRC gave it."),
        "no_code_notices": _l("There is no notice of a tax code in this file."),
        "too_many_code_notices": _l("There are more than 5,000 notices in this file."),
        "code_notice_not_read": _l("This cannot be read in the notice."),
    }
)
