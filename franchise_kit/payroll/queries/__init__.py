"""Reading pay: runs for who prepares and approves them, payslips for who reads all or their own."""

from franchise_kit.payroll.queries.comings import Comings, list_comings
from franchise_kit.payroll.queries.compared import Compared, find_compared
from franchise_kit.payroll.queries.concerns import Concerns, list_concerns
from franchise_kit.payroll.queries.corrections import CorrectionFacts, list_corrections
from franchise_kit.payroll.queries.orphans import WithoutOwner, list_without_owner
from franchise_kit.payroll.queries.payslips import (
    PayslipFacts,
    PayslipHead,
    get_payslip,
    list_own_payslips,
    list_payslips,
)
from franchise_kit.payroll.queries.reaching import may_draft, may_read_pay
from franchise_kit.payroll.queries.runs import (
    LeftOut,
    RunFacts,
    RunLine,
    get_run,
    list_left_out,
    list_lines,
    list_runs,
)
from franchise_kit.payroll.queries.schedules import ScheduleFacts, list_schedules
from franchise_kit.payroll.queries.year import YearSums, year_to_date, years_to_date

__all__ = [
    "Comings",
    "Compared",
    "Concerns",
    "CorrectionFacts",
    "LeftOut",
    "PayslipFacts",
    "PayslipHead",
    "RunFacts",
    "RunLine",
    "ScheduleFacts",
    "WithoutOwner",
    "YearSums",
    "find_compared",
    "get_payslip",
    "get_run",
    "list_comings",
    "list_concerns",
    "list_corrections",
    "list_left_out",
    "list_lines",
    "list_own_payslips",
    "list_payslips",
    "list_runs",
    "list_schedules",
    "list_without_owner",
    "may_draft",
    "may_read_pay",
    "year_to_date",
    "years_to_date",
]
