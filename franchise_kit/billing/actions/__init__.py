"""Writing the network's fees: invoices and payments at the hub, what is told in a co-op."""

from franchise_kit.billing.actions.issuing import NothingToBill, issue_invoice
from franchise_kit.billing.actions.paying import (
    CreditIsUsed,
    NoCreditToUse,
    OverPayment,
    Transfer,
    TransferNotPossible,
    TransferRecordedAlready,
    TransferTakenBack,
    record_transfer,
    take_back,
    use_credit,
)
from franchise_kit.billing.actions.planning import publish_plan, standard_plan
from franchise_kit.billing.actions.running import RUN, RunOutcome, ask_for_run, run_month
from franchise_kit.billing.actions.telling import (
    TurnoverToldAlready,
    tell_turnover,
    tell_turnover_of_synthetic,
)

__all__ = [
    "RUN",
    "CreditIsUsed",
    "NoCreditToUse",
    "NothingToBill",
    "OverPayment",
    "RunOutcome",
    "Transfer",
    "TransferNotPossible",
    "TransferRecordedAlready",
    "TransferTakenBack",
    "TurnoverToldAlready",
    "ask_for_run",
    "issue_invoice",
    "publish_plan",
    "record_transfer",
    "run_month",
    "standard_plan",
    "take_back",
    "tell_turnover",
    "tell_turnover_of_synthetic",
    "use_credit",
]
