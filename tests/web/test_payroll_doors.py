# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each page of pay about one thing, which is there, by each kind of role and by a guest of the bureau."""

from collections.abc import Mapping
from uuid import UUID

from flask import Flask

from app.web.guards import guard_of
from franchise_kit.access import Permission
from franchise_kit.access.rules.roles import catalogue, permissions_of
from tenants.office import Coop, Hub
from tests.support.filing import approved_run, file_run
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.web import Visitor
from tests.web.test_payroll_pages import bureau, signed_in
from tests.web.test_visitors_entering import come_in

PAY = (Permission.PAYRUN_PREPARE, Permission.PAYRUN_APPROVE, Permission.PAYSLIP_READ)
# Those that show what there is, once a run is approved and its file is made.
PAGES = (
    "filings.show",
    "filings.books",
    "filings.ask_ending",
    "pay_approvals.show",
    "pay_files.show",
    "pay_filings.show",
    "pay_filings.ask_ending",
    "pay_runs.show",
    "payslips.show",
    "pay_schedules.show",
)


def doors(app: Flask, coop: Coop) -> list[tuple[str, str]]:
    """Return each page's address, of a run that is approved and whose file is made, and its permission."""
    run, by = approved_run(coop)
    ids = {
        "pay_run_id": run,
        "filing_id": file_run(coop, run, by),
        "payslip_id": rows(coop, "payslip")[0]["id"],
        "schedule_id": rows(coop, "pay_schedule")[0]["id"],
    }
    return [(path_of(app, endpoint, ids), str(guarded_by(app, endpoint))) for endpoint in PAGES]


def path_of(app: Flask, endpoint: str, ids: Mapping[str, UUID]) -> str:
    (rule,) = [one for one in app.url_map.iter_rules(endpoint) if "GET" in (one.methods or ())]
    path: str = rule.rule
    for name, value in ids.items():
        path = path.replace(f"<uuid:{name}>", str(value))
    return path


def guarded_by(app: Flask, endpoint: str) -> Permission | None:
    guard = guard_of(app.view_functions[endpoint])
    return guard.permission if guard is not None else None


def opened(visitor: Visitor, paths: list[tuple[str, str]]) -> dict[str, int]:
    return {path: visitor.get(path).status_code for path, _permission in paths}


def test_each_kind_of_role_and_a_guest_open_what_they_may_of_a_run(app: Flask, hub: Hub, aber: Coop) -> None:
    paths = doors(app, aber)
    # Roles that may the same of pay are one kind.
    kinds = {
        tuple(permissions_of([role.id]).get(one.value) for one in PAY): role.id
        for role in catalogue().values()
        if role.side != "network"
    }

    for held, role in kinds.items():
        reach = {one.value: scope for one, scope in zip(PAY, held, strict=True)}
        wanted = {path: 200 if reach.get(permission) == "coop" else 404 for path, permission in paths}
        assert opened(signed_in(app, aber, make_person(aber, role)), paths) == wanted, role
    assert (None, None, None) in kinds
    assert len(kinds) >= len(PAY)

    # The bureau prepares and never approves.
    officer, agreement_id = bureau(app, aber)
    wanted = {path: 404 if one == Permission.PAYRUN_APPROVE.value else 200 for path, one in paths}
    assert opened(come_in(app, officer, aber, agreement_id), paths) == wanted
