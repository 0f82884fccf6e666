"""When a tax year is over, whoever has a P60 hears of it, with the address that the co-op has then."""

from functools import partial

from app.web.hosts import office_url
from franchise_kit.payroll.actions.telling_p60s import P60S, tell_p60s
from tenants import clock, jobs
from tenants.office import Coop, Office


@jobs.job(P60S)
def p60s(office: Office, *, year: str) -> None:
    """Tell the co-op's workers of their P60s; a second run tells nobody twice."""
    if isinstance(office, Coop):
        tell_p60s(coop=office, year=year, address=partial(office_url, office), now=clock.now())
