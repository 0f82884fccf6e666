"""Visits of a week and of a day as HTML: for two thousand a template's loop takes five times as long."""

from collections.abc import Callable, Sequence
from functools import cache

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.care.week import GridRow, Line, Tag


class Written:
    """Writes visits as links; ``visits_url`` goes before each one's id.

    A row of workers says whom each visits. A row ``of_people`` says who comes.
    """

    def __init__(self, visits_url: str, *, of_people: bool = False) -> None:
        # A week says the same few names, times and marks hundreds of times.
        self._safe, self._tags = cache(_safe), cache(_tags)
        self._way = _safe(visits_url)
        self._of_people = of_people
        self._no_visits = f'<td><span class="govuk-visually-hidden">{_safe(_("No visits"))}</span></td>'
        self._nobody = f'<strong class="tag tag-gap">{_safe(_("Nobody yet"))}</strong>'

    def cells(self, row: GridRow) -> Markup:
        """Return the seven cells of a row of the grid."""
        return Markup("".join(map(self._cell, row.cells)))  # noqa: S704 - each part is escaped

    def day(self, lines: Sequence[Line]) -> Markup:
        """Return a list of visits that says of each whom it is to, and who comes."""
        return self._list("rota-day", lines, self._both)

    def round(self, lines: Sequence[Line]) -> Markup:
        """Return a list of one row's visits of a day."""
        return self._list("rota-day", lines, self._other)

    def _list(self, kind: str, lines: Sequence[Line], item: Callable[[Line], str]) -> Markup:
        return Markup(f'<ul class="{kind}">{"".join(map(item, lines))}</ul>')  # noqa: S704 - each part is escaped

    def _cell(self, lines: Sequence[Line]) -> str:
        return (
            f'<td><ul class="rota-cell">{"".join(map(self._short, lines))}</ul></td>'
            if lines
            else self._no_visits
        )

    def _short(self, line: Line) -> str:
        name = self._safe((line.worker or "–") if self._of_people else line.person)
        link = f'<a href="{self._way}{line.id}">{self._safe(line.time)} <span>{name}</span></a>'
        return f"<li{_off(line)}>{link}{self._tags(line.tags)}</li>"

    def _other(self, line: Line) -> str:
        if self._of_people and not line.worker:
            return self._item(line, "", f" {self._nobody}")
        return self._item(line, line.worker if self._of_people else line.person, "")

    def _both(self, line: Line) -> str:
        worker = self._safe(line.worker) if line.worker else self._nobody
        return self._item(line, line.person, f' <span class="muted">{worker}</span>')

    def _item(self, line: Line, name: str, beside: str) -> str:
        time = f'<span class="rota-time">{self._safe(line.time)}</span>'
        link = f'<a class="govuk-link" href="{self._way}{line.id}">{time} {self._safe(name)}</a>'
        return f"<li{_off(line)}>{link}{beside}{self._tags(line.tags)}</li>"


def _off(line: Line) -> str:
    return ' class="is-off"' if line.is_off else ""


def _safe(text: str) -> str:
    return str(escape(text))


def _tags(tags: Sequence[Tag]) -> str:
    return "".join(f' <strong class="tag tag-{_safe(one.kind)}">{_safe(one.words)}</strong>' for one in tags)
