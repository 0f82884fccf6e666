"""A supported person's record: what stands over each of its pages, and which pages there are."""

from typing import Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.people.fields import LANGUAGE_CHOICES
from app.web import dates
from app.web.context import current_actor
from app.web.records import Record, Section, section_page, tabs_of
from franchise_kit.access import Permission
from franchise_kit.care.queries import PersonFacts
from tenants.actor import Actor

# One line for each page of the record, in the order of the tabs.
SECTIONS: Final = (
    Section(_l("What matters"), "supported.show", Permission.CARE_PLAN_READ),
    Section(_l("Their visits"), "supported.visits", Permission.VISIT_READ),
)


def person_page(template: str, person: PersonFacts, *, here: str, **more: object) -> str:
    """Draw one section of a person's record; ``here`` is its endpoint, ``more`` what its template needs."""
    by = current_actor()
    record = Record(
        name=person.name,
        about="",
        facts=_facts(person),
        back_url=url_for("supported.index"),
        back=_("People supported"),
        tabs=tabs_of(SECTIONS, ids={"person_supported_id": person.id}, here=here, opens=by.may),
    )
    may_plan = by.may(Permission.ROTA_MANAGE)
    return section_page(template, record, person=person, may_plan=may_plan, may_end=may_enter(by), **more)


def may_enter(by: Actor) -> bool:
    """Say whether somebody says whom the co-op supports, and until when."""
    return by.permissions.get(Permission.CARE_PLAN_WRITE) == "coop"


def _facts(person: PersonFacts) -> tuple[tuple[str, str], ...]:
    return (
        (_("Name"), f"{person.given_name} {person.family_name}"),
        (_("What they like to be called"), person.known_as or person.given_name),
        (_("Language"), dict(LANGUAGE_CHOICES)[person.language]),
        (_("Address"), ", ".join(person.address.splitlines()) or "–"),
        (_("First day of support"), dates.plain_date(person.started_on)),
        (_("Last day of support"), dates.plain_date(person.ended_on) if person.ended_on else "–"),
    )
