"""Writing the network's fees: invoices and payments at the hub, what is told in a co-op."""

from franchise_kit.billing.actions.issuing import NothingToBill, issue_invoice
from franchise_kit.billing.actions.paying import OverPayment, TransferRecordedAlready, record_transfer
from franchise_kit.billing.actions.planning import publish_plan, standard_plan
from franchise_kit.billing.actions.running import RUN, RunOutcome, ask_for_run, run_month
from franchise_kit.billing.actions.telling import (
    TurnoverToldAlready,
    tell_turnover,
    tell_turnover_of_synthetic,
)

__all__ = [
    "RUN",
    "NothingToBill",
    "OverPayment",
    "RunOutcome",
    "TransferRecordedAlready",
    "TurnoverToldAlready",
    "ask_for_run",
    "issue_invoice",
    "publish_plan",
    "record_transfer",
    "run_month",
    "standard_plan",
    "tell_turnover",
    "tell_turnover_of_synthetic",
]
