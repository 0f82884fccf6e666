"""Reading who works here. ``facts`` is for the rooms above, which ask their own permission."""

from franchise_kit.people.queries.bank import (
    BankEntry,
    WholeBank,
    list_bank_entries,
    may_decide,
    may_read_whole,
)
from franchise_kit.people.queries.due import WorkerDue, list_due_of_all, list_due_of_one
from franchise_kit.people.queries.employment import (
    ContractFacts,
    Employment,
    PaidContract,
    RateFacts,
    TaxEntry,
    get_employment,
    list_contracts,
    may_make_contract,
)
from franchise_kit.people.queries.facts import Rate, TaxFacts, WorkerFacts
from franchise_kit.people.queries.keeping import (
    CheckFacts,
    RegistrationFacts,
    TalkFacts,
    list_checks,
    list_registrations,
    list_talks,
)
from franchise_kit.people.queries.offers import OfferFacts, list_offers
from franchise_kit.people.queries.profile import (
    WorkerChange,
    WorkerContact,
    get_contact,
    list_worker_changes,
)
from franchise_kit.people.queries.workers import (
    AccountToLink,
    find_own_worker,
    find_workers,
    get_worker,
    get_worker_closely,
    list_accounts_to_link,
    list_workers,
    reaches,
    reads_closely,
)

__all__ = [
    "AccountToLink",
    "BankEntry",
    "CheckFacts",
    "ContractFacts",
    "Employment",
    "OfferFacts",
    "PaidContract",
    "Rate",
    "RateFacts",
    "RegistrationFacts",
    "TalkFacts",
    "TaxEntry",
    "TaxFacts",
    "WholeBank",
    "WorkerChange",
    "WorkerContact",
    "WorkerDue",
    "WorkerFacts",
    "find_own_worker",
    "find_workers",
    "get_contact",
    "get_employment",
    "get_worker",
    "get_worker_closely",
    "list_accounts_to_link",
    "list_bank_entries",
    "list_checks",
    "list_contracts",
    "list_due_of_all",
    "list_due_of_one",
    "list_offers",
    "list_registrations",
    "list_talks",
    "list_worker_changes",
    "list_workers",
    "may_decide",
    "may_make_contract",
    "may_read_whole",
    "reaches",
    "reads_closely",
]
