"""Telling journal lines in words: names are looked up when a line is read, never kept in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.journal.words import did_words
from app.visitors.words import entry_words
from app.web.language import current_language
from app.web.layout import WAYS
from app.web.refusals import sentence_of
from franchise_kit.access.queries.accounts import account_names
from franchise_kit.access.queries.visitors import visitor_names
from franchise_kit.access.rules.roles import catalogue
from franchise_kit.history.queries import Line
from franchise_kit.visiting.queries.purposes import Purpose, purposes_of
from tenants.office import Coop, Office


@dataclass(frozen=True, slots=True)
class Told:
    """One line in words. ``why`` says why it was refused; ``purpose`` what a hub person was let in for."""

    seq: int
    at: datetime
    who: str
    did: str
    is_refused: bool
    why: str
    purpose: str

    @property
    def sentence(self) -> str:
        """The whole line in one sentence."""
        return str(_("%(who)s %(did)s", who=self.who, did=self.did))

    @property
    def outcome(self) -> str:
        """Done or refused, as a word."""
        return str(_("Refused") if self.is_refused else _("Done"))


@dataclass(frozen=True, slots=True)
class Names:
    """The names that some lines need."""

    accounts: Mapping[UUID, str]
    visitors: Mapping[UUID, str]
    purposes: Mapping[UUID, Purpose]


def tell(session: Session, office: Office, lines: Sequence[Line]) -> list[Told]:
    """Return lines in the reader's language."""
    names = names_for(session, office, lines)
    return [_told(line, names) for line in lines]


def names_for(session: Session, office: Office, lines: Iterable[Line]) -> Names:
    """Look up, once for all of them, the names that lines need."""
    accounts: set[UUID] = set()
    visitors: set[UUID] = set()
    entries: set[UUID] = set()
    for line in lines:
        accounts |= set(_accounts_in(line))
        if line.account_id is not None:
            (visitors if _is_visitor(line) else accounts).add(line.account_id)
        if line.entry_id is not None:
            entries.add(line.entry_id)
    is_coop = isinstance(office, Coop)
    return Names(
        account_names(session, accounts),
        visitor_names(session, visitors) if is_coop else {},
        purposes_of(session, entries) if is_coop and entries else {},
    )


def doer_options(session: Session, ids: Sequence[UUID]) -> list[tuple[str, str]]:
    """Return the people of a filter by name."""
    known = {**visitor_names(session, ids), **account_names(session, ids)}
    return [(str(one), known.get(one) or _someone_gone()) for one in ids]


def page_words(endpoint: str) -> str:
    """Return what a page is called in the way about, or its bare name."""
    items = [item for ways in WAYS.values() for item in ways]
    blueprint = endpoint.partition(".")[0]
    exact = next((item for item in items if item.endpoint == endpoint), None)
    near = next((item for item in items if item.endpoint.partition(".")[0] == blueprint), None)
    found = exact or near
    return str(found.label) if found is not None else endpoint


def _told(line: Line, names: Names) -> Told:
    is_refused = line.outcome == "refused"
    return Told(
        seq=line.seq,
        at=line.at,
        who=_who(line, names),
        did=did_words(line.doing, _facts(line, names)),
        is_refused=is_refused,
        why=sentence_of(line.refusal_code, line.codes) if is_refused and line.refusal_code else "",
        purpose=purpose_words(names.purposes.get(line.entry_id)) if line.entry_id is not None else "",
    )


def purpose_words(purpose: Purpose | None) -> str:
    """Return what a hub person was let in for: a grant's own words, or what an agreement is about."""
    return entry_words(purpose.kind, purpose.said) if purpose is not None else ""


def _who(line: Line, names: Names) -> str:
    if line.account_id is None:
        return str(_("Cydofal itself") if line.side == "system" else _("Someone who was not signed in"))
    known = names.visitors if _is_visitor(line) else names.accounts
    return known.get(line.account_id) or _someone_gone()


def _someone_gone() -> str:
    return str(_("Someone who has left"))


def _is_visitor(line: Line) -> bool:
    return line.side == "hub" and line.entry_id is not None


def _accounts_in(line: Line) -> Iterable[UUID]:
    if line.record_kind == "account" and line.record_id is not None:
        yield line.record_id
    found = _uuid(line.codes.get("account_id"))
    if found is not None:
        yield found


def _facts(line: Line, names: Names) -> dict[str, object]:
    facts: dict[str, object] = dict(line.codes)
    whom = next(iter(_accounts_in(line)), None)
    if whom is not None:
        facts["whom"] = names.accounts.get(whom) or _someone_gone()
    for name in ("role", "roles", "added", "removed"):
        if name in facts:
            facts[name] = _role_words(facts[name])
    if "page" in facts:
        facts["page"] = page_words(str(facts["page"]))
    return facts


def _role_words(said: object) -> str:
    listed = [str(one) for one in said] if isinstance(said, list) else [str(said)]
    known = catalogue()
    names = [known[one].name(current_language()) if one in known else one for one in listed]
    return ", ".join(names) or "–"


def _uuid(said: object) -> UUID | None:
    try:
        return UUID(str(said)) if said is not None else None
    except ValueError:
        return None
