"""Reading who works here. ``facts`` is for the rooms above, which ask their own permission."""

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
from franchise_kit.people.queries.facts import TaxFacts, WorkerFacts
from franchise_kit.people.queries.workers import (
    AccountToLink,
    find_own_worker,
    find_workers,
    get_worker,
    list_accounts_to_link,
    list_workers,
    reads_pay,
)

__all__ = [
    "AccountToLink",
    "ContractFacts",
    "Employment",
    "PaidContract",
    "RateFacts",
    "TaxEntry",
    "TaxFacts",
    "WorkerFacts",
    "find_own_worker",
    "find_workers",
    "get_employment",
    "get_worker",
    "list_accounts_to_link",
    "list_contracts",
    "list_workers",
    "may_make_contract",
    "reads_pay",
]
