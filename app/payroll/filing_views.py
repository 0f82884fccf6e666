"""What is told of pay to HMRC and to pension schemes: made, taken to be handed over, answered.

Whoever prepares runs and whoever approves them have the same pages, each at their own address.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.ledger.words import account_name
from app.payroll import filing_words as words
from app.payroll.filing_schemas import EndingSchema, FpsSchema, SummarySchema
from app.payroll.schedule_words import NOT_FILED
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.hosts import settings
from app.web.posting import Answers, acted, posted
from app.web.proof import is_proved
from franchise_kit.access import Permission
from franchise_kit.payroll.actions.filing import MonthToTell, make_eps, make_fps, make_papdis
from franchise_kit.payroll.actions.filing_answers import Ending, end_filing, hand_over
from franchise_kit.payroll.queries import filing as queries
from franchise_kit.payroll.queries.owed import list_owed
from franchise_kit.payroll.rules.handing_over.books import journal_table
from franchise_kit.payroll.rules.handing_over.owed_by_month import OwedMonth
from franchise_kit.payroll.rules.rates import known_tax_years
from tenants import clock

ENDINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "fps": ("application/xml", "xml"),
        "eps": ("application/xml", "xml"),
        "papdis": ("text/csv; charset=utf-8", "csv"),
    }
)
_IN_FPS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "late_reason_needed": "late_reason",
        **dict.fromkeys(
            (
                "filed_already",
                "pay_run_closed",
                "particulars_missing",
                "employer_references_missing",
                "hmrc_field_missing",
                "hmrc_field_not_sound",
                "letters_not_in_format",
                "ni_number_unreadable",
                "no_names_for_tax_year",
                "nobody_in_scheme",
            )
        ),
    }
)
_IN_EPS: Final[Mapping[str, str | None]] = MappingProxyType(
    dict.fromkeys(
        (
            "filed_already",
            "employer_references_missing",
            "nothing_to_submit",
            "no_such_tax_month",
            "tax_month_ahead",
        )
    )
)


def index() -> ResponseReturnValue:
    """List what was told by tax month, with what is owed to HMRC and by when."""
    return _index(reading_session(), request.args.get("year", ""), Form(SummarySchema()))


def show(pay_run_id: UUID) -> ResponseReturnValue:
    """Show what a run tells, what still keeps it from being told, and how far its files have come."""
    return _run_page(reading_session(), pay_run_id, Form(FpsSchema()))


def make(pay_run_id: UUID) -> ResponseReturnValue:
    """Make the full payment submission of a run."""

    def act(answers: Answers) -> ResponseReturnValue:
        url = url_for(".show", pay_run_id=pay_run_id)
        is_test = settings().makes_test_files
        return _made(make_fps, url, pay_run_id=pay_run_id, is_test=is_test, **answers)

    def page(form: Form) -> str:
        with read_again() as session:
            return _run_page(session, pay_run_id, form)

    return posted(Form(FpsSchema(), data=request.form), act, page=page, beside=_IN_FPS)


def make_pension(pay_run_id: UUID, scheme_id: UUID) -> ResponseReturnValue:
    """Make the table that tells a pension scheme of a run."""
    url = url_for(".show", pay_run_id=pay_run_id)
    return _made(make_papdis, url, pay_run_id=pay_run_id, scheme_id=scheme_id)


def make_summary() -> ResponseReturnValue:
    """Make the summary of a tax month."""

    def act(answers: Answers) -> ResponseReturnValue:
        url, is_test = url_for(".index", year=answers["tax_year"]), settings().makes_test_files
        return _made(make_eps, url, month=MonthToTell(**answers), is_test=is_test)

    def page(form: Form) -> str:
        with read_again() as session:
            return _index(session, request.form.get("tax_year", ""), form)

    return posted(Form(SummarySchema(), data=request.form), act, page=page, beside=_IN_EPS)


def take(filing_id: UUID) -> ResponseReturnValue:
    """Give the file to be handed over; again, it is the same.

    Everybody's numbers are in it, so the co-op's own people prove who they are. A guest proved it at the
    door, and cannot here.
    """
    if current_actor().entry_id is None and not is_proved():
        return redirect(url_for(".prove", filing_id=filing_id), code=303)
    file = hand_over(coop=current_coop(), filing_id=filing_id, by=current_actor(), now=clock.now())
    media_type, ending = ENDINGS[file.kind]
    kind = f"test-{file.kind}" if file.is_test else file.kind
    name = f"{kind}-{file.tax_year}-{file.tax_month:02d}-{file.correlation[:8]}.{ending}"
    response = attachment(file.content, media_type, name)
    response.headers["Cache-Control"] = "no-store"
    return response


def prove(filing_id: UUID) -> ResponseReturnValue:
    """Show the page of a file again, now that its reader has proved who they are."""
    return redirect(_place_of(queries.get_filing(reading_session(), filing_id, by=current_actor())), code=303)


def ask_ending(filing_id: UUID) -> ResponseReturnValue:
    """Ask what became of a file."""
    return _ending_page(reading_session(), filing_id, Form(EndingSchema()))


def end(filing_id: UUID) -> ResponseReturnValue:
    """Write down what became of a file."""
    with read_again() as session:
        url = _place_of(queries.get_filing(session, filing_id, by=current_actor()))

    def act(answers: Answers) -> ResponseReturnValue:
        return acted(end_filing, url, _("It is written down."), filing_id=filing_id, ending=Ending(**answers))

    def page(form: Form) -> str:
        with read_again() as session:
            return _ending_page(session, filing_id, form)

    beside = {"filing_not_handed_over": "state", "filing_ended": None}
    return posted(Form(EndingSchema(), data=request.form), act, page=page, beside=beside)


def books(pay_run_id: UUID) -> ResponseReturnValue:
    """Give a run's entry in the books as a table."""
    pay_on, postings = queries.list_postings(reading_session(), pay_run_id, by=current_actor())
    names = {one.account: account_name("coop", one.account) for one in postings}
    content = journal_table(postings, on=pay_on, reference=f"PAY {pay_on:%d%m%y}", names=names)
    word = _("books")
    return attachment(content, "text/csv; charset=utf-8", f"{word}-{pay_on.isoformat()}.csv")


def _may_enter() -> bool:
    """Say whether the reader enters tax particulars, so that links to their forms lead somewhere."""
    return current_actor().permissions.get(Permission.EMPLOYMENT_WRITE) == "coop"


def _made(action: Callable[..., UUID], url: str, **facts: object) -> ResponseReturnValue:
    return acted(action, url, _("The file is made. Take it to hand it over."), **facts)


def _place_of(filing: queries.FilingFacts) -> str:
    if filing.pay_run_id is None:
        return url_for(".index", year=filing.tax_year)
    return url_for(".show", pay_run_id=filing.pay_run_id)


def _index(session: Session, asked: str, form: Form) -> str:
    by, today = current_actor(), clock.today()
    years = [one for one in queries.list_tax_years(session, today=today, by=by) if one in known_tax_years()]
    # Of a year whose figures are not known yet nothing can be told.
    year = asked if asked in years else next(iter(years), known_tax_years()[-1])
    filings, runs = (
        queries.list_filings(session, year=year, by=by),
        queries.list_runs_to_file(session, year=year, by=by),
    )
    return render_template(
        "payroll/filings.html",
        years=years,
        year=year,
        months=_months(list_owed(session, year, today=today, by=by), filings),
        filings=filings,
        runs=runs,
        not_filed=NOT_FILED,
        form=form,
        may_enter=_may_enter(),
        today=today,
        makes_tests=settings().makes_test_files,
        words=words,
    )


def _months(owed: list[OwedMonth], filings: list[queries.FilingFacts]) -> list[OwedMonth]:
    """Return the months from the first in which something was paid or told, the newest first."""
    begun = {one.month for one in owed if one.paid.payslips} | {one.tax_month for one in filings}
    first = min(begun, default=len(owed))
    return [one for one in reversed(owed) if one.month >= first]


def _run_page(session: Session, pay_run_id: UUID, form: Form) -> str:
    by = current_actor()
    to_file = queries.get_run_to_file(session, pay_run_id, now=clock.now(), today=clock.today(), by=by)
    return render_template(
        "payroll/filing_run.html",
        to_file=to_file,
        form=form,
        may_enter=_may_enter(),
        makes_tests=settings().makes_test_files,
        words=words,
    )


def _ending_page(session: Session, filing_id: UUID, form: Form) -> str:
    filing = queries.get_filing(session, filing_id, by=current_actor())
    return render_template(
        "payroll/filing_end.html", filing=filing, form=form, back_url=_place_of(filing), words=words
    )
