"""The tables of pay: runs and their payslips, time set aside, and files for the bank."""

from franchise_kit.payroll.models.bank_files import BankFile
from franchise_kit.payroll.models.runs import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.models.set_aside import TimeSetAside

__all__ = ["BankFile", "PayRun", "Payslip", "PayslipLine", "TimeSetAside"]
