"""A record in sections: over all of them one heading and a few facts, and each section is one page.

A room keeps a tuple of ``Section`` beside its views; a line more there, with its view and template, is a
section more. The template extends ``layout/record.html`` and fills the block ``section``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, url_for

from franchise_kit.access import Permission


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a record, for whoever holds the permission of its endpoint."""

    name: object
    endpoint: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Tab:
    """A section as it is drawn."""

    name: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What stands over every section of one record: whose it is, the way back, the facts, the sections."""

    name: str
    about: str
    facts: tuple[tuple[str, str], ...]
    back_url: str
    back: str
    tabs: tuple[Tab, ...]

    @property
    def here(self) -> str:
        """The name of the section that is shown; nothing on a page that is none of them."""
        return next((tab.name for tab in self.tabs if tab.is_here), "")


def tabs_of(
    sections: Sequence[Section],
    *,
    ids: Mapping[str, Any],
    here: str,
    opens: Callable[[Permission], bool],
) -> tuple[Tab, ...]:
    """Return the sections that somebody may open.

    ``ids`` are what the endpoints' addresses take; ``here`` is the endpoint of the section that is shown;
    ``opens`` says whether a permission of the reader's reaches this very record.
    """
    return tuple(
        Tab(str(one.name), url_for(one.endpoint, **ids), one.endpoint == here)
        for one in sections
        if one.endpoint in current_app.view_functions and opens(one.permission)
    )


def section_page(template: str, record: Record, **more: object) -> str:
    """Draw one section of a record; ``more`` is what its own template needs."""
    return render_template(template, record=record, **more)
