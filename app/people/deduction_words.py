"""What is said of loans, pensions, orders, directors and births, and how the acts stand in the journal."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.payroll import rule_words
from app.web.refusals import add_words

__all__ = ["rule_words"]

PLANS: Final[Mapping[str, LazyString]] = {
    "1": _l("Plan 1"),
    "2": _l("Plan 2"),
    "4": _l("Plan 4"),
    "5": _l("Plan 5"),
    "PG": _l("Postgraduate loan"),
}
LOAN_SOURCES: Final[Mapping[str, LazyString]] = {
    "sl1": _l("SL1: start a student loan"),
    "sl2": _l("SL2: stop a student loan"),
    "pgl1": _l("PGL1: start a postgraduate loan"),
    "pgl2": _l("PGL2: stop a postgraduate loan"),
    "p45": _l("A P45 from an earlier job"),
    "starter_declaration": _l("The worker, in a starter's declaration"),
}
PENSION_KINDS: Final[Mapping[str, LazyString]] = {
    "enrolled": _l("Enrolled by law"),
    "opted_in": _l("Opted in, because they asked"),
    "joined": _l("Joined, because they asked"),
    "reenrolled": _l("Enrolled again"),
    "postponed": _l("Enrolment is put off"),
    "opted_out": _l("Opted out, with everything paid back"),
    "left": _l("Left; what is paid in stays there"),
}
ARRANGEMENTS: Final[Mapping[str, LazyString]] = {
    "relief_at_source": _l("From net pay, with relief at source, such as NEST"),
    "net_pay": _l("Before tax, by a net pay arrangement"),
    "salary_sacrifice": _l("Given up from pay, by salary sacrifice"),
}
BASES: Final[Mapping[str, LazyString]] = {
    "qualifying_earnings": _l("Qualifying earnings"),
    "all_pay": _l("All pay"),
}
ORDER_KINDS: Final[Mapping[str, LazyString]] = {
    "direct_earnings": _l("Direct earnings attachment, standard rate"),
    "direct_earnings_higher": _l("Direct earnings attachment, higher rate"),
    "council_tax_wales": _l("Council tax in Wales"),
    "priority": _l("A court's order with priority, such as for a fine"),
    "non_priority": _l("A court's order without priority, for a debt"),
    "child_maintenance": _l("Child maintenance"),
}
METHODS: Final[Mapping[str, LazyString]] = {
    "annual": _l("By the whole year's pay so far"),
    "alternative": _l("As for anybody, and put right at the end of the year"),
}
DIRECTING: Final[Mapping[str, LazyString]] = {
    "director": _l("A director"),
    "no_longer": _l("No longer a director"),
}
PROOFS: Final[Mapping[str, LazyString]] = {
    "age": _l("Proof of State Pension age"),
    "deferment": _l("Deferment certificate"),
    "reduced_rate": _l("Certificate of a married woman's reduced rate"),
    "apprenticeship": _l("Papers of an apprenticeship"),
    "veteran": _l("Proof of a veteran's first civilian year"),
    "freeport": _l("Work in a freeport"),
    "investment_zone": _l("Work in an investment zone"),
}

add_words(
    {
        "loan_notice_not_for_plan": _l("This notice is not about that kind of loan"),
        "pension_move_not_possible": _l("This does not follow from where they stand now"),
        "pension_entry_not_later": _l("A later entry holds already; choose its day or a later one"),
        "pension_scheme_needed": _l("Choose the scheme that they join"),
        "postponed_until_needed": _l("Enter a later day if enrolment is put off, and none otherwise"),
        "order_amount_not_for_kind": _l(
            "A court's order and child maintenance have an amount; the others go by a table and have none"
        ),
        "order_protects_nothing": _l("Only a court's order protects an amount of its own; leave this empty"),
        "order_reference_needed": _l("Enter the reference, and to whom it is paid"),
        "order_starts_before_made": _l("The order takes nothing before the day on which it was made"),
        "birth_not_possible": _l("Enter a day on which somebody who works here can have been born"),
    }
)
add_journal_words(
    {
        "people.set_loan_notice": _l("entered a notice about a worker's loan"),
        "people.set_pension": _l("entered a step of a worker's pension"),
        "people.set_order": _l("entered an order to take from a worker's pay"),
        "people.show_orders": _l("was shown what names the case of a worker's orders"),
        "people.set_director": _l("entered whether a worker is a director"),
        "people.set_birth": _l("entered when a worker was born"),
        "people.note_contribution_proof": _l("noted a certificate for a worker's National Insurance"),
        "people.agree_deduction": _l("agreed to what is taken from a worker's pay"),
        "people.refuse_deduction": _l("put aside a proposal about a worker's pay"),
        "people.enter_pension_scheme": _l("entered a pension scheme"),
        "people.set_pension_terms": _l("set the shares of a pension scheme"),
    }
)
