"""The rooms of the house that have pages, loaded late. A room adds its modules of views here."""

from typing import Final

from flask import Blueprint

from app.absence import desk_views as absences_views
from app.absence import holiday_pay_views, leave_views
from app.absence import views as absence_views
from app.accounts import account_views, approval_views, factor_views
from app.accounts import views as accounts_views
from app.bell import views as bell_views
from app.billing import hub_views as network_fees_views
from app.billing import views as fees_views
from app.care import (
    around_views,
    drafting_views,
    kind_views,
    outcome_views,
    pattern_views,
    people_views,
    plan_views,
    publish_views,
    rota_views,
    speaking_views,
    tied_views,
    visit_views,
)
from app.care import settings_views as rota_settings_views
from app.coop import export_views, settings_views
from app.coop import views as coop_views
from app.day import concern_views, phone_views
from app.day import views as day_views
from app.exports import views as exports_views
from app.help import views as help_views
from app.hub import making_views, naming_views
from app.hub import views as hub_views
from app.hub.entries import door_views, offer_views
from app.hub.entries import views as entries_views
from app.imports import views as imports_views
from app.journal import views as journal_views
from app.ledger import hub_views as network_ledger_views
from app.ledger import views as ledger_views
from app.library import following_views, writing_views
from app.library import views as library_views
from app.login import link_views, passkey_views
from app.login import views as login_views
from app.oversight import views as oversight_views
from app.payroll import approval_views as pay_approval_views
from app.payroll import (
    certificate_views,
    closing_views,
    filing_approver_views,
    filing_preparer_views,
    notice_views,
    paper_views,
    payslip_views,
    pension_views,
    run_views,
    schedule_views,
    sick_day_views,
    year_jobs,
)
from app.payroll import check_views as payslip_check_views
from app.payroll import correcting_views as pay_correcting_views
from app.payroll import drafting_views as pay_drafting_views
from app.payroll import family_views as family_leave_views
from app.payroll import file_views as pay_file_views
from app.payroll import hub_views as shared_payroll_views
from app.people import (
    deduction_views,
    due_views,
    employment_views,
    hours_offer_views,
    keeping_views,
    particulars_views,
    pension_scheme_views,
    profile_views,
    reported_views,
)
from app.people import views as workers_views
from app.progress_page import views as progress_views
from app.quality import assessment_views, publishing_views
from app.quality import views as quality_views
from app.search import views as search_views
from app.sharing import counts_views as shared_counts_views
from app.sharing import fairness_views as pay_fairness_views
from app.sharing import views as sharing_views
from app.time import approving_views, by_hand_views, correcting_views, driving_views, record_views
from app.time import views as time_views
from app.tokens import views as tokens_views
from app.training import hub_views as training_modules_views
from app.training import learning_views
from app.training import views as training_views
from app.visitors import agreement_views, entering_views
from app.visitors import views as visitors_views
from franchise_kit.access import jobs as access_jobs
from franchise_kit.billing import jobs as billing_jobs
from franchise_kit.oversight import jobs as oversight_jobs
from franchise_kit.quality import jobs as quality_jobs
from franchise_kit.training import jobs as training_jobs
from franchise_kit.visiting import jobs as visiting_jobs

# What arrives through an opening is met by these, also where nobody looks at a page.
HANDLERS: Final = (
    access_jobs,
    visiting_jobs,
    training_jobs,
    billing_jobs,
    quality_jobs,
    oversight_jobs,
    year_jobs,
)
# Each has a blueprint called ``pages``; several modules may share one.
MODULES: Final = (
    login_views,
    passkey_views,
    link_views,
    tokens_views,
    account_views,
    factor_views,
    accounts_views,
    approval_views,
    hub_views,
    making_views,
    naming_views,
    coop_views,
    day_views,
    phone_views,
    concern_views,
    time_views,
    approving_views,
    by_hand_views,
    correcting_views,
    driving_views,
    record_views,
    absence_views,
    absences_views,
    leave_views,
    holiday_pay_views,
    workers_views,
    employment_views,
    profile_views,
    keeping_views,
    hours_offer_views,
    particulars_views,
    reported_views,
    deduction_views,
    pension_scheme_views,
    due_views,
    people_views,
    plan_views,
    outcome_views,
    around_views,
    speaking_views,
    tied_views,
    rota_views,
    visit_views,
    drafting_views,
    publish_views,
    pattern_views,
    kind_views,
    rota_settings_views,
    run_views,
    pay_drafting_views,
    pay_approval_views,
    closing_views,
    paper_views,
    schedule_views,
    pay_file_views,
    family_leave_views,
    sick_day_views,
    filing_preparer_views,
    filing_approver_views,
    notice_views,
    pension_views,
    payslip_views,
    certificate_views,
    pay_correcting_views,
    payslip_check_views,
    shared_payroll_views,
    fees_views,
    network_fees_views,
    ledger_views,
    network_ledger_views,
    quality_views,
    assessment_views,
    publishing_views,
    oversight_views,
    learning_views,
    training_views,
    training_modules_views,
    settings_views,
    export_views,
    imports_views,
    exports_views,
    journal_views,
    bell_views,
    progress_views,
    search_views,
    help_views,
    sharing_views,
    shared_counts_views,
    pay_fairness_views,
    visitors_views,
    agreement_views,
    entering_views,
    library_views,
    following_views,
    writing_views,
    entries_views,
    offer_views,
    door_views,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Return every room's pages, in no order that matters."""
    return tuple(dict.fromkeys(module.pages for module in MODULES))
