"""Which test looks in a browser at which page that names one thing; and what is no page."""

from flask import Flask
from werkzeug.routing import Rule

from tests.support.web import may_open

# Who goes over all pages that they may open; the rooms' own tests look at the others.
COOP_ROLES = ("coop_admin", "data_protection_lead", "responsible_individual", "society_secretary", "chair")
HUB_ROLES = ("platform_operator", "network_director", "quality_lead", "payroll_bureau")
# They need a step before them.
ELSEWHERE = {
    "login.new_address": "tests/web/test_sign_in_in_a_browser.py",
    "login.second_factor": "tests/web/test_sign_in_in_a_browser.py",
    "login.invitation": "tests/web/test_sign_in_in_a_browser.py",
    "login.reset": "tests/web/test_sign_in_in_a_browser.py",
    "visitors.enter": "tests/web/test_visitors_in_a_browser.py",
    "visitors.inside": "tests/web/test_visitors_in_a_browser.py",
    **dict.fromkeys(
        (
            "workers.show",
            "workers.taxes",
            "workers.account",
            "workers.contract",
            "workers.rate",
            "workers.tax",
            "workers.last_day",
            "workers.profile",
            "workers.edit_profile",
            "workers.checks",
            "workers.new_check",
            "workers.new_registration",
            "workers.talks",
            "workers.new_talk",
            "workers.offers",
            "workers.new_offer",
            "workers.new_answer",
            "workers.bank",
            "workers.new_bank",
            "workers.deductions",
            "workers.new_deduction",
            "workers.new_terms",
            "supported.show",
            "supported.visits",
            "supported.last_day",
            "rota.show",
        ),
        "tests/web/test_care_in_a_browser.py",
    ),
    **dict.fromkeys(
        (
            "supported.edit",
            "supported.plan",
            "supported.version",
            "supported.paper",
            "supported.write_plan",
            "supported.ask_agreement",
            "supported.ask_review",
            "supported.outcomes",
            "supported.new_outcome",
            "supported.ask_reading",
            "supported.ask_ending",
            "supported.account",
            "supported.around",
            "supported.new_contact",
            "supported.edit_contact",
            "supported.new_representative",
            "supported.ask_last_day_of_authority",
            "supported.new_consent",
            "supported.ask_taking_back",
            "supported.ask_wish",
        ),
        "tests/web/test_supported_in_a_browser.py",
    ),
    **dict.fromkeys(
        (
            "supported.of_person",
            "rota.kind",
            "rota.edit_kind",
            "rota.edit_task",
            "rota.pattern",
            "rota.last_of_pattern",
            "rota.schedule",
        ),
        "tests/web/test_rota_in_a_browser.py",
    ),
    **dict.fromkeys(
        ("absence.show", "absences.show", "absences.of_worker", "absences.year"),
        "tests/web/test_absence_in_a_browser.py",
    ),
    **dict.fromkeys(("imports.show", "imports.table"), "tests/web/test_imports_in_a_browser.py"),
    "family_leave.ask_stop": "tests/web/test_family_leave_in_a_browser.py",
    **dict.fromkeys(
        ("pay_files.show", "pay_files.ask_withdrawal"), "tests/web/test_pay_files_in_a_browser.py"
    ),
    **dict.fromkeys(
        (
            "filings.show",
            "filings.ask_ending",
            "pay_filings.show",
            "pay_filings.ask_ending",
            "workers.new_reported",
        ),
        "tests/web/test_filing_in_a_browser.py",
    ),
    "progress.show": "tests/web/test_shell_pages_in_a_browser.py",
    **dict.fromkeys(("fees.show", "network_fees.show"), "tests/web/test_fees_in_a_browser.py"),
    **dict.fromkeys(
        ("timesheets.show", "timesheets.open_visit", "visits.show", "concerns.show", "concerns.own"),
        "tests/web/test_day_in_a_browser.py",
    ),
    **dict.fromkeys(
        (
            "learning.module",
            "learning.lesson",
            "learning.attempt",
            "training.module",
            "training_modules.preview",
        ),
        "tests/web/test_training_in_a_browser.py",
    ),
    **dict.fromkeys(
        (
            "pay_approvals.show",
            "pay_approvals.ask",
            "pay_runs.show",
            "pay_runs.without_owner",
            "payslips.show",
        ),
        "tests/web/test_payroll_in_a_browser.py",
    ),
    **dict.fromkeys(
        (
            "pay_approvals.ask_closing_of_approved",
            "pay_runs.ask_closing",
            "pay_schedules.show",
            "payslips.ask_correction",
            "payslips.of_worker",
            "payslips.own_p60",
            "payslips.p45_of_worker",
            "payslips.p60_of_worker",
        ),
        "tests/web/test_pay_papers_in_a_browser.py",
    ),
    **dict.fromkeys(
        ("oversight.coop", "quality.assessment", "quality.criterion", "standards.preview"),
        "tests/web/test_quality_in_a_browser.py",
    ),
}
NO_PAGES = {
    "static",
    "assets.fetch",
    "front.door",
    "health.show",
    "imports.blank",
    "imports.refused",
    "exports.workers",
    "exports.contracts",
    "exports.people",
    "exports.patterns",
    "exports.visits",
    "exports.time",
    "exports.hours",
    "exports.waiting",
    "journal.table",
    "journal.fetch",
    "pay_runs.fetch_papers",
    "progress.state",
    "coop_settings.fetch_paper",
    "fees.paper",
    "filings.books",
    "pay_filings.books",
    "network_fees.paper",
    "payslips.own_p45_paper",
    "payslips.own_p60_paper",
    "payslips.paper",
    "phone.worker",
    "phone.token",
    "timesheets.record_as_table",
    "timesheets.record_on_paper",
    "quality.fetch_evidence",
    "training.sheet",
    # They ask for a proof, and lead back to the page that the link is on.
    "accounts.prove_to_suspend",
    "filings.prove",
    "pay_filings.prove",
    "visitors.prove_to_accept",
    "visitors.prove_to_sign",
    "workers.prove_for_bank",
    "workers.prove_for_deductions",
    "workers.prove_for_tax",
}


def is_swept(app: Flask, rule: Rule, roles: tuple[str, ...]) -> bool:
    """Say whether ``tests/journeys/test_every_page_in_a_browser.py`` looks at a page as who has these roles.

    A page that they may not open answers 404; ``tests/web/test_every_route.py`` asks for those.
    """
    is_page = "GET" in (rule.methods or set()) and not rule.arguments and not rule.rule.startswith("/api/")
    is_asked_for = is_page and rule.endpoint not in {*ELSEWHERE, *NO_PAGES}
    return is_asked_for and may_open(app, rule.endpoint, roles)
