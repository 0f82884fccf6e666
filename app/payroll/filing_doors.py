"""The addresses of filing: the same pages for whoever prepares runs and for whoever approves them."""

from collections.abc import Callable
from typing import Final, NamedTuple

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.payroll import employer_views, filing_views
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission


class Page(NamedTuple):
    """One page: address, method, what answers, and whether its visitor has just proved who they are."""

    rule: str
    method: str
    view: Callable[..., ResponseReturnValue]
    is_fresh: bool = False


PAGES: Final = (
    Page("/filings", "GET", filing_views.index),
    Page("/filings/summaries", "POST", filing_views.make_summary),
    Page("/filings/runs/<uuid:pay_run_id>", "GET", filing_views.show),
    Page("/filings/runs/<uuid:pay_run_id>", "POST", filing_views.make),
    Page("/filings/runs/<uuid:pay_run_id>/books.csv", "GET", filing_views.books),
    Page("/filings/runs/<uuid:pay_run_id>/schemes/<uuid:scheme_id>", "POST", filing_views.make_pension),
    Page("/filings/<uuid:filing_id>/file", "POST", filing_views.take),
    Page("/filings/<uuid:filing_id>/proved", "GET", filing_views.prove, is_fresh=True),
    Page("/filings/<uuid:filing_id>/end", "GET", filing_views.ask_ending),
    Page("/filings/<uuid:filing_id>/end", "POST", filing_views.end),
    Page("/payroll/employer", "GET", employer_views.employer),
    Page("/payroll/employer/references", "GET", employer_views.new_references, is_fresh=True),
    Page("/payroll/employer/references", "POST", employer_views.set_references, is_fresh=True),
    Page("/payroll/employer/year", "GET", employer_views.new_year, is_fresh=True),
    Page("/payroll/employer/year", "POST", employer_views.set_year, is_fresh=True),
)


def door(name: str, permission: Permission, url_prefix: str | None = None) -> Blueprint:
    """Return the pages of filing for whoever holds a permission."""
    pages = Blueprint(name, __name__, url_prefix=url_prefix)
    only_for(pages, "coop")
    for page in PAGES:
        guarded = needs(permission, fresh=page.is_fresh)(page.view)
        pages.add_url_rule(page.rule, page.view.__name__, guarded, methods=[page.method])
    return pages
