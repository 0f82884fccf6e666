"""Making a pay run, sending it to whoever approves, paying it, and taking it back before that."""

from franchise_kit.payroll.actions.approving import OwnPayRunRefused, PayRunOutOfDate, approve_run
from franchise_kit.payroll.actions.drafting import draft_run
from franchise_kit.payroll.actions.moving import (
    PayRunApprovedAlready,
    PayRunEmpty,
    PayRunNotSubmitted,
    PayRunRolledBack,
    PayRunSubmittedAlready,
    roll_back_run,
    submit_run,
)
from franchise_kit.payroll.actions.setting_aside import set_time_aside

__all__ = [
    "OwnPayRunRefused",
    "PayRunApprovedAlready",
    "PayRunEmpty",
    "PayRunNotSubmitted",
    "PayRunOutOfDate",
    "PayRunRolledBack",
    "PayRunSubmittedAlready",
    "approve_run",
    "draft_run",
    "roll_back_run",
    "set_time_aside",
    "submit_run",
]
