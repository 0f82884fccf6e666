"""P60 and P45 in parts, as page and paper both say them: our own layout, with what the law asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask_babel import gettext as _

from app.documents import render_pdf
from app.payroll import words
from app.payroll.other_words import kind_words
from app.payroll.schedule_words import period_words
from app.payroll.slip import Part
from app.payroll.sums import Pair
from app.web import dates
from app.web.language import current_language
from app.web.money import pounds
from app.web.office_names import current_office_name
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.queries.certificates import Holder, Leaving, YearsEnd
from franchise_kit.payroll.rules.handing_over.certificates import P45, P60, last_day_of
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.tax_calendar import tax_year

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A part of a certificate for one reader: what it is called, what it is for, and its groups."""

    title: str
    note: str
    groups: list[Part]


def p60_of(found: YearsEnd) -> Certificate:
    """Return a P60, in the reader's language."""
    figures = found.figures
    year = dates.plain_date(last_day_of(figures.tax_year))
    return Certificate(
        _("P60: end of year certificate"),
        _("Tax year to %(day)s. Keep it: it says what you were paid, and what was taken from it.", day=year),
        [
            Part(_("Whose it is"), pairs=_named(found.holder)),
            Part(_("Pay and income tax"), pairs=_pay_of(figures)),
            _letters(figures),
            Part(_("Statutory pay that is in the pay above"), pairs=_statutory(figures.statutory_pence)),
            Part(_("Loans that were repaid"), pairs=_loans(figures)),
            Part(_("Your employer"), pairs=_employer(found.holder)),
        ],
    )


def p45_of(found: Leaving) -> list[Certificate]:
    """Return the parts of a P45 that a worker is given, in the reader's language."""
    holder, figures = found.holder, found.figures
    given = london_day(found.made_at) if found.made_at is not None else None
    whole = [
        Part(_("Whose it is"), pairs=[*_named(holder), *_more_named(holder)]),
        Part(_("The job that ended"), pairs=_ended(figures)),
        Part(_("Pay and income tax"), pairs=_pay_to_leaving(figures)),
        Part(_("Your employer"), pairs=[*_employer(holder), *_given(given)]),
    ]
    for_next = [part for part in whole if part.title != _("Your employer")]
    for_next.append(Part(_("The employer before"), pairs=[*_employer(holder), *_given(given)]))
    return [
        Certificate(
            _("P45: details of a worker who is leaving, part 1A"),
            _("This is yours. Keep it: you may need it for a tax return. It is made once."),
            whole,
        ),
        Certificate(
            _("P45, part 2"),
            _("Give parts 2 and 3 to your next employer, or to the Jobcentre. Part 2 is theirs to keep."),
            for_next,
        ),
        Certificate(
            _("P45, part 3"),
            _("For the next employer, who tells HMRC with it that the new job began."),
            for_next,
        ),
    ]


def missing_in(holder: Holder, *, is_p45: bool) -> list[str]:
    """Return what a certificate should say of its holder and employer, and what is not known yet."""
    asked = [
        (_("National Insurance number"), holder.ni_number),
        (_("Employer's PAYE reference"), holder.paye),
        (_("Employer's address"), ", ".join(holder.employer_address)),
    ]
    if is_p45:
        asked += [
            (_("Date of birth"), "known" if holder.born_on is not None else None),
            (_("Sex, as HMRC keeps it"), holder.sex),
            (_("Address"), ", ".join(holder.address)),
        ]
    return [name for name, known in asked if not known]


def p60_pdf(found: YearsEnd, *, now: datetime) -> bytes:
    """Return a P60 as a document, in the reader's language."""
    title = _("P60 of %(name)s, %(year)s", name=found.holder.full_name, year=found.figures.tax_year)
    return render_pdf("certificate", _data(title, [p60_of(found)]), at=now)


def p45_pdf(found: Leaving, *, now: datetime) -> bytes:
    """Return a P45 as a document, in the reader's language."""
    title = _("P45 of %(name)s", name=found.holder.full_name)
    return render_pdf("certificate", _data(title, p45_of(found)), at=now)


def _data(title: str, parts: Sequence[Certificate]) -> dict[str, Any]:
    return {
        "title": title,
        "office": current_office_name(),
        "language": current_language(),
        "page_word": _("Page"),
        "parts": [
            {
                "title": part.title,
                "note": part.note,
                "groups": [_group(one) for one in part.groups if one.pairs or one.table],
            }
            for part in parts
        ],
    }


def _group(part: Part) -> dict[str, Any]:
    return {"title": part.title, "rows": part.pairs, "headings": part.headings, "table": part.table}


def _named(holder: Holder) -> list[Pair]:
    return [
        (_("Family name"), holder.family_name),
        (_("First names"), holder.given_name),
        (_("National Insurance number"), holder.ni_number or NOTHING),
        (_("Worker's number here"), str(holder.number)),
    ]


def _more_named(holder: Holder) -> list[Pair]:
    born = dates.plain_date(holder.born_on) if holder.born_on is not None else NOTHING
    sexes = {"F": _("Female"), "M": _("Male")}
    return [
        (_("Date of birth"), born),
        (_("Sex, as HMRC keeps it"), sexes.get(holder.sex or "", NOTHING)),
        (_("Address"), ", ".join(holder.address) or NOTHING),
    ]


def _employer(holder: Holder) -> list[Pair]:
    return [
        (_("Employer"), current_office_name()),
        (_("Employer's address"), ", ".join(holder.employer_address) or NOTHING),
        (_("Employer's PAYE reference"), holder.paye or NOTHING),
    ]


def _given(given: date | None) -> list[Pair]:
    return [(_("Made on"), dates.plain_date(given))] if given is not None else []


def _pay_of(figures: P60) -> list[Pair]:
    return [
        *_pay_and_tax(_("Pay in earlier employments"), figures.before),
        *_pay_and_tax(_("Pay in this employment"), figures.here),
        *_pay_and_tax(_("Pay in the whole tax year"), figures.together),
        (_("Last tax code"), figures.tax_code.printed),
    ]


def _pay_and_tax(name: str, sums: YearToDate) -> list[Pair]:
    return [(name, pounds(sums.pay_pence)), words.tax_pair(sums.tax_pence)]


def _letters(figures: P60) -> Part:
    return Part(
        _("National Insurance here"),
        headings=[
            _("Category letter"),
            _("At the lower earnings limit"),
            _("Above it, up to the primary threshold"),
            _("Above that, up to the upper earnings limit"),
            _("What you paid"),
        ],
        table=[
            [
                one.letter,
                pounds(one.at_lel_pence),
                pounds(one.lel_to_pt_pence),
                pounds(one.pt_to_uel_pence),
                pounds(one.employee_pence),
            ]
            for one in figures.letters
        ],
    )


def _statutory(by_kind: Mapping[str, int]) -> list[Pair]:
    return [(kind_words(kind), pounds(pence)) for kind, pence in by_kind.items() if pence]


def _loans(figures: P60) -> list[Pair]:
    found = (
        (_("Student loan"), figures.student_loans_pence),
        (_("Postgraduate loan"), figures.postgraduate_loans_pence),
    )
    return [(name, pounds(pence)) for name, pence in found if pence]


def _ended(figures: P45) -> list[Pair]:
    code = figures.tax_code.printed
    loans = (
        (_("Student loan"), figures.goes_on_with_student_loan),
        (_("Postgraduate loan"), figures.goes_on_with_postgraduate_loan),
    )
    goes_on = [(name, _("Yes, deductions go on")) for name, is_so in loans if is_so]
    return [(_("Last day of work"), dates.plain_date(figures.left_on)), (_("Tax code"), code), *goes_on]


def _pay_to_leaving(figures: P45) -> list[Pair]:
    """Return pay and tax to date where the code is cumulative, and in any case those of this employment."""
    found: list[Pair] = []
    if figures.to_date is not None and figures.week_or_month is not None:
        year = tax_year(figures.left_on)
        period = period_words(year, figures.week_or_month, figures.frequency)
        found = [
            (_("Last tax week or month"), period),
            *_pay_and_tax(_("Pay in the tax year, to date"), figures.to_date),
        ]
    return [*found, *_pay_and_tax(_("Pay in this employment"), figures.here)]
