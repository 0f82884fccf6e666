"""The tables of pay: schedules, runs and payslips, corrections, time set aside, and files for the bank."""

from franchise_kit.payroll.models.bank_files import BankFile
from franchise_kit.payroll.models.certificates import P45Made, P60Told
from franchise_kit.payroll.models.corrections import CorrectionTaken, PayCorrection
from franchise_kit.payroll.models.employer import EmployerParticulars, EmployerYear
from franchise_kit.payroll.models.filings import Filing
from franchise_kit.payroll.models.other_pay import FamilyLeave, OtherPayDay
from franchise_kit.payroll.models.payslips import Payslip, PayslipLine, PayslipOrder, PayslipOther
from franchise_kit.payroll.models.qualifying_days import QualifyingDays
from franchise_kit.payroll.models.runs import PayRun
from franchise_kit.payroll.models.schedules import PaySchedule, WorkerSchedule
from franchise_kit.payroll.models.set_aside import TimeSetAside
from franchise_kit.payroll.models.sick_forms import SickFormGiven

__all__ = [
    "BankFile",
    "CorrectionTaken",
    "EmployerParticulars",
    "EmployerYear",
    "FamilyLeave",
    "Filing",
    "OtherPayDay",
    "P45Made",
    "P60Told",
    "PayCorrection",
    "PayRun",
    "PaySchedule",
    "Payslip",
    "PayslipLine",
    "PayslipOrder",
    "PayslipOther",
    "QualifyingDays",
    "SickFormGiven",
    "TimeSetAside",
    "WorkerSchedule",
]
