"""Entering workers, and what is agreed with them from a day on."""

from franchise_kit.people.actions.employment import (
    NewContract,
    NewParticulars,
    make_contract,
    set_rate,
    set_tax_particulars,
)
from franchise_kit.people.actions.workers import (
    AccountHasWorker,
    NewWorker,
    WorkerHasAccount,
    end_employment,
    enter_worker,
    link_account,
)

__all__ = [
    "AccountHasWorker",
    "NewContract",
    "NewParticulars",
    "NewWorker",
    "WorkerHasAccount",
    "end_employment",
    "enter_worker",
    "link_account",
    "make_contract",
    "set_rate",
    "set_tax_particulars",
]
