"""Filing for whoever approves runs."""

from app.payroll.filing_doors import door
from franchise_kit.access import Permission

pages = door("pay_filings", Permission.PAYRUN_APPROVE, "/pay-approvals")
