"""A supported person's record: what stands over each of its pages, and which pages there are."""

from dataclasses import dataclass
from typing import Final

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.care.meanwhile import Differing
from app.people.fields import LANGUAGE_CHOICES
from app.web import dates
from app.web.context import current_actor
from app.web.forms import Form
from app.web.records import Record, Section, section_page, tabs_of
from franchise_kit.access import Permission, within
from franchise_kit.care.queries import PersonFacts
from tenants.actor import Actor
from tenants.refusal import NotFound

# One line for each page of the record, in the order of the tabs.
SECTIONS: Final = (
    Section(_l("What matters"), "supported.show", Permission.CARE_PLAN_READ),
    Section(_l("Plan"), "supported.plan", Permission.CARE_PLAN_READ),
    Section(_l("Outcomes"), "supported.outcomes", Permission.OUTCOME_READ),
    Section(_l("Around them"), "supported.around", Permission.CARE_PLAN_READ),
    Section(_l("Their visits"), "supported.visits", Permission.VISIT_READ),
    Section(_l("Visits that come back"), "supported.of_person", Permission.ROTA_MANAGE),
    Section(_l("Account"), "supported.account", Permission.ROLE_APPROVE),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a page with one form says around it."""

    title: str
    person: PersonFacts
    action: str
    back: str
    button: str
    lede: str = ""
    theirs: Differing = ()


def person_page(template: str, person: PersonFacts, *, here: str, **more: object) -> str:
    """Draw one section of a person's record; ``here`` is its endpoint, ``more`` what its template needs."""
    by = current_actor()
    record = Record(
        name=person.name,
        about="",
        facts=_facts(person),
        back_url=url_for("supported.index"),
        back=_("People supported"),
        tabs=tabs_of(SECTIONS, ids={"person_supported_id": person.id}, here=here, opens=_opens),
    )
    may_plan = by.may(Permission.ROTA_MANAGE)
    return section_page(template, record, person=person, may_plan=may_plan, may_end=may_enter(by), **more)


def form_page(asking: Asking, form: Form) -> str:
    """Draw a page with one form about a person."""
    return render_template("supported/form.html", asking=asking, form=form)


def may_enter(by: Actor) -> bool:
    """Say whether somebody says whom the co-op supports, and writes their plans."""
    return by.permissions.get(Permission.CARE_PLAN_WRITE) == "coop"


def check_may_enter() -> None:
    """Raise ``NotFound`` for whoever does not write personal plans."""
    if not may_enter(current_actor()):
        raise NotFound(record_kind="care_plan")


def _opens(permission: Permission) -> bool:
    """Say whether a permission reaches single records at all, and not counts alone."""
    by = current_actor()
    return by.may(permission) and not within(by, permission).is_aggregate


def _facts(person: PersonFacts) -> tuple[tuple[str, str], ...]:
    # The heading has the name they are called by: only where it is another is there more to say of it.
    called = (
        (_("Name"), f"{person.given_name} {person.family_name}"),
        (_("What they like to be called"), person.known_as),
    )
    return (
        *(called if person.known_as not in {"", person.given_name} else ()),
        (_("Language"), dict(LANGUAGE_CHOICES)[person.language]),
        (_("Address"), ", ".join(person.address.splitlines()) or "–"),
        (_("First day of support"), dates.plain_date(person.started_on)),
        *(((_("Last day of support"), dates.plain_date(person.ended_on)),) if person.ended_on else ()),
    )
