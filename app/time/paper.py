"""A worker's record taken along: on paper, and as a table for a spreadsheet."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.documents import render_pdf
from app.documents.sheets import csv_of
from app.time import words
from app.time.words import duration
from app.web import dates
from app.web.language import current_language
from franchise_kit.kernel.cells import neutral
from franchise_kit.time.queries import RecordLine, Sums, WorkRecord
from tenants.office import Coop

Span = tuple[datetime, datetime]


def record_pdf(record: WorkRecord, coop: Coop, *, now: datetime) -> bytes:
    """Return a record as a document, in the reader's language."""
    language = current_language()
    last_day = record.until - timedelta(days=1)
    data = {
        "title": _("Record of time of %(name)s", name=record.worker_name),
        "office": coop.name_cy if language == "cy" else coop.name_en,
        "language": language,
        "page_word": _("Page"),
        "lede": _(
            "%(first)s to %(last)s",
            first=dates.plain_date(record.from_),
            last=dates.plain_date(last_day),
        ),
        "about": [str(words.RECORD_ABOUT), str(words.GAPS_ABOUT)],
        "sums_title": _("Sums"),
        "sums_headings": ["", _("Schedule"), _("Actual")],
        "sums": _sums(record.planned, record.actual),
        "headings": [_("What"), _("Schedule"), _("Actual")],
        "days": [
            {
                "day": dates.long_date(one.day),
                "lines": [_line(line) for line in one.lines],
                "sums": _day_sums(one.planned, one.actual),
            }
            for one in record.days
        ],
    }
    return render_pdf("record", data, at=now)


def record_csv(record: WorkRecord) -> bytes:
    """Return one line for each stretch of time, with nothing in it that a spreadsheet would run."""
    headers = [
        _("Name"),
        _("Day"),
        _("What"),
        _("To whom"),
        _("Planned from"),
        _("Planned until"),
        _("Planned minutes"),
        _("Actual from"),
        _("Actual until"),
        _("Actual minutes"),
    ]
    rows = [
        [
            neutral(record.worker_name),
            one.day.isoformat(),
            str(words.RECORD_KINDS[line.kind]),
            neutral(line.person_name),
            *_cells(line.planned, line.planned_minutes),
            *_cells(line.actual, line.actual_minutes),
        ]
        for one in record.days
        for line in one.lines
    ]
    return csv_of(headers, rows)


def _cells(span: Span | None, minutes: int) -> list[str]:
    if span is None:
        return ["", "", ""]
    return [*(at.astimezone(dates.LONDON).isoformat(timespec="minutes") for at in span), str(minutes)]


def _line(line: RecordLine) -> list[str]:
    what = str(words.RECORD_KINDS[line.kind])
    return [
        f"{what}: {line.person_name}" if line.person_name else what,
        _said(line.planned, line.planned_minutes),
        _said(line.actual, line.actual_minutes),
    ]


def _said(span: Span | None, minutes: int) -> str:
    if span is None:
        return "–"
    return f"{dates.time_of_day(span[0])}–{dates.time_of_day(span[1])}, {duration(minutes)}"


def _sums(planned: Sums, actual: Sums) -> list[list[str]]:
    return [
        [str(label), duration(getattr(planned, name)), duration(getattr(actual, name))]
        for name, label in words.RECORD_SUMS.items()
    ]


def _day_sums(planned: Sums, actual: Sums) -> str:
    said = [
        f"{label}: {duration(getattr(planned, name))} / {duration(getattr(actual, name))}"
        for name, label in words.RECORD_SUMS.items()
        if getattr(planned, name) or getattr(actual, name)
    ]
    return "; ".join(said)
