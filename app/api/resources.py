"""Every resource of the API, in the order in which its description lists them."""

from typing import Final

from flask_smorest import Blueprint

from app.api import (
    absences,
    accounts,
    agreements,
    asking,
    bell,
    books,
    coops,
    disclosures,
    employer,
    exports,
    family_leave,
    fees,
    grants,
    imports,
    journal,
    kinds,
    learning,
    leave,
    me,
    mileage,
    network_fees,
    own_visits,
    patterns,
    pay_certificates,
    pay_fairness,
    pay_schedules,
    payroll,
    profile,
    progress,
    publications,
    qualifying_days,
    quality,
    readings,
    received,
    roles,
    rota_numbers,
    shared_counts,
    supported,
    supported_around,
    supported_outcomes,
    supported_plans,
    time_entries,
    time_records,
    tokens,
    training,
    visits,
    weeks,
    worker_bank,
    worker_deductions,
    worker_keeping,
    worker_profile,
    workers,
)

# They add their addresses to those of ``supported``.
WITH_SUPPORTED: Final = (supported_plans, supported_outcomes, supported_around)

# They add their addresses to those of ``workers``.
WITH_WORKERS: Final = (worker_profile, worker_keeping, worker_bank, worker_deductions)


def resources() -> tuple[Blueprint, ...]:
    """Return the resources: those of every office, those of a co-op, those of the hub."""
    everywhere = (me, accounts, roles, tokens, journal, bell, progress, publications)
    in_a_coop = (profile.resource, publications.adopted, disclosures.resource, agreements.resource)
    with_people = (workers.resource, supported.resource, visits.resource)
    on_the_rota = (weeks.resource, patterns.resource, kinds.resource, rota_numbers.resource)
    at_work = (
        *with_people,
        *on_the_rota,
        own_visits.resource,
        time_entries.resource,
        time_records.resource,
        exports.resource,
        imports.resource,
        mileage.resource,
        absences.resource,
        leave.resource,
        payroll.runs,
        payroll.payslips,
        pay_certificates.resource,
        pay_schedules.schedules,
        pay_schedules.corrections,
        family_leave.resource,
        qualifying_days.resource,
        employer.references,
        employer.claims,
        employer.filings,
    )
    at_learning = (learning.resource, training.resource)
    of_quality = (quality.figures, quality.assessments, readings.indicators, readings.assessments)
    at_the_hub = (coops.resource, publications.drafts, received.resource, asking.requests, asking.offers)
    of_money = (fees.invoices, fees.turnovers, books.of_a_coop)
    of_the_network = (network_fees.months, network_fees.invoices, network_fees.balances, books.of_the_hub)
    return (
        *(room.resource for room in everywhere),
        *in_a_coop,
        shared_counts.resource,
        pay_fairness.resource,
        grants.resource,
        *at_work,
        *at_learning,
        *of_money,
        *of_the_network,
        *of_quality,
        *at_the_hub,
    )
