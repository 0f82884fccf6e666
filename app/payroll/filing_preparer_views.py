"""Filing for whoever prepares runs."""

from app.payroll.filing_doors import door
from franchise_kit.access import Permission

pages = door("filings", Permission.PAYRUN_PREPARE)
