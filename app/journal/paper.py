"""The journal taken along: on paper, and as a table for a spreadsheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.documents import render_pdf
from app.documents.sheets import csv_of
from app.journal.telling import Told, tell
from app.web import dates
from app.web.language import current_language
from app.web.office_names import office_name
from franchise_kit.history.queries import Wanted, every_line
from franchise_kit.kernel.cells import neutral
from tenants.actor import Actor
from tenants.office import Hub, Office
from tenants.registry.naming import get_hub_name

MOST_LINES: Final = 10_000


def told_lines(session: Session, office: Office, *, by: Actor, wanted: Wanted) -> list[Told]:
    """Return all the wanted lines in words, up to the most that is given out at once."""
    lines = list(every_line(session, by=by, wanted=wanted, most=MOST_LINES))
    return tell(session, office, lines)


def journal_csv(told: Sequence[Told]) -> bytes:
    """Return lines as a table that a spreadsheet opens, with nothing in it that it would run."""
    rows: list[list[object]] = []
    for line in told:
        at = line.at.astimezone(dates.LONDON)
        cells = (line.who, line.did, line.outcome, line.why, line.purpose)
        rows.append([line.seq, at.date().isoformat(), f"{at:%H:%M:%S}", *(neutral(cell) for cell in cells)])
    return csv_of([_("Number"), _("Date"), _("Time"), *_headings()[1:], _("Why"), _("Purpose")], rows)


def journal_pdf(session: Session, office: Office, *, by: Actor, wanted: Wanted, now: datetime) -> bytes:
    """Return the wanted lines as a document."""
    told = told_lines(session, office, by=by, wanted=wanted)
    hub = get_hub_name(session).name if isinstance(office, Hub) else None
    lines = ngettext("%(num)d line", "%(num)d lines", len(told))
    data = {
        "title": _("Journal"),
        "office": office_name(office, hub),
        "language": current_language(),
        "page_word": _("Page"),
        "lede": _("Who did what, newest first. Made on %(day)s.", day=dates.full_time(now)),
        "about": [lines, *_span(wanted)],
        "headings": _headings(),
        "rows": [_row(line) for line in told],
    }
    return render_pdf("journal", data, at=now)


def _headings() -> list[str]:
    return [_("When"), _("Who"), _("What"), _("Outcome")]


def _row(line: Told) -> list[str]:
    at = f"{dates.short_date(line.at)} {dates.time_of_day(line.at)}"
    did = f"{line.did} ({line.purpose})" if line.purpose else line.did
    return [at, line.who, f"{did}. {line.why}" if line.why else did, line.outcome]


def _span(wanted: Wanted) -> list[str]:
    if wanted.since is None:
        return []
    return [_("From %(day)s", day=dates.plain_date(wanted.since))]
