"""Who reads a page and in which language: what the layout asks, answered from the office and the account."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Flask, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.visitors.words import entry_words
from app.web.context import TokenHolder, current_visitor_facts, is_api, read_again
from app.web.language import Language, LanguageHooks, chosen_here, current_language, init_language
from app.web.layout import Inside, Reader, Visitor, inject_layout
from app.web.office_names import office_name
from franchise_kit.access.queries.signed_in import SignedIn, set_entry_check
from franchise_kit.access.rules.roles import catalogue
from tenants import bells, clock, registry
from tenants.office import Coop, Hub, Office
from tenants.registry.naming import HubName, get_hub_name

if TYPE_CHECKING:
    from franchise_kit.visiting.queries import EntryFacts

# Whoever has only these roles reads on a phone between two visits.
PHONE_ROLES: Final = frozenset({"care_worker", "worker_member"})


def init_shell(app: Flask) -> None:
    """Give the layout and the language what they ask of the rest."""
    hooks = LanguageHooks(
        account_language=_account_language, office_language=_office_language, save_language=_save_language
    )
    init_language(app, hooks)
    inject_layout(app, _describe)
    # Grants end by the day that the network lives on, as they began; sessions by the time that passes.
    set_entry_check(lambda session, entry_id, _ticking: _entry_in_force(session, entry_id))


def _account_language() -> str | None:
    if is_api():
        holder: TokenHolder | None = g.get("token_holder")
        # A program may serve readers of both languages, so what it asks for goes before its account's.
        return holder.language if holder is not None and not request.accept_languages else None
    facts = current_visitor_facts()
    if facts is None:
        return None
    # A guest's account is at the hub, out of reach from here: what they choose stays in their browser.
    return (chosen_here() if facts.is_visitor else None) or facts.language


def _office_language() -> str | None:
    office: Office | None = g.get("office")
    return office.language if office is not None else None


def _save_language(language: Language) -> None:
    facts = current_visitor_facts()
    if facts is not None and facts.is_open and not facts.is_visitor and facts.language != language:
        from franchise_kit.access.actions import accounts  # noqa: PLC0415 - only whoever has an account needs it

        accounts.choose_language(office=g.office, by=facts.actor, language=language)


def _describe() -> Visitor:
    office: Office = g.get("office") or Hub()
    facts = current_visitor_facts()
    held = clock.held_day()
    if facts is None or not facts.is_open:
        return Visitor(office_name=office_name(office, _hub_name(office)), town=_town(office), demo_date=held)
    return Visitor(
        reader=reader_of(office, facts),
        permissions=facts.actor.permissions,
        office_name=office_name(office, _hub_name(office)),
        town=_town(office),
        person_name=facts.full_name,
        role_name=_role_name(facts),
        bell_count=_bell_count(facts),
        inside=_inside(facts),
        demo_date=held,
        is_staging=False,
    )


def reader_of(office: Office, facts: SignedIn) -> Reader:
    """Return which of the readers somebody is."""
    if facts.is_visitor:
        return "guest"
    if isinstance(office, Hub):
        return "hub"
    roles = facts.actor.roles
    return "care_worker" if roles and roles <= PHONE_ROLES else "desk"


def _hub_name(office: Office) -> HubName | None:
    if isinstance(office, Coop):
        return None
    if "office" not in g:
        return registry.hub_name_seen()
    with read_again() as session:
        return get_hub_name(session).name


def _town(office: Office) -> str:
    if isinstance(office, Coop):
        return office.town_cy if current_language() == "cy" else office.town_en
    return ""


def _role_name(facts: SignedIn) -> str:
    if facts.is_visitor:
        named = registry.hub_name_seen()
        return named.name(current_language()) if named is not None else str(_("From the network's office"))
    names = [catalogue()[role].name(current_language()) for role in sorted(facts.actor.roles)]
    return ", ".join(names[:2])


def _bell_count(facts: SignedIn) -> int:
    if facts.is_visitor or facts.actor.account_id is None:
        return 0
    with read_again() as session:
        return bells.count_unread(session, facts.actor.account_id)


def _inside(facts: SignedIn) -> Inside | None:
    if not facts.is_visitor or facts.actor.entry_id is None:
        return None
    with read_again() as session:
        entry = _entry_in_force(session, facts.actor.entry_id)
    if entry is None:
        return None
    return Inside(
        hub_person=_with_network(facts.full_name),
        purpose=entry_words(entry.kind, entry.purpose),
        leave_url=url_for("visitors.leave"),
        until=entry.ends_at.astimezone(clock.LONDON).date() if entry.ends_at else None,
    )


def _entry_in_force(session: Session, entry_id: UUID) -> "EntryFacts | None":
    from franchise_kit.visiting.queries import entry_in_force  # noqa: PLC0415 - only a guest needs it

    return entry_in_force(session, entry_id, clock.now())


def _with_network(person: str) -> str:
    named = registry.hub_name_seen()
    return f"{person} ({named.short_name})" if named is not None else person
