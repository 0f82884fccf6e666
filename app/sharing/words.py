"""What each kind of disclosure says. A room adds the words of its own kinds when it is imported."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_rooms, add_journal_words
from app.sharing.changes import profile_changes
from app.visitors.words import agreement_words, kind_words, reason_words
from app.web import dates
from app.web.language import current_language
from app.web.permission_words import permission_words
from app.web.refusals import add_words
from franchise_kit.access.rules.disclosed import CoopProfile, MembershipCounts
from franchise_kit.access.rules.roles import catalogue
from franchise_kit.visiting.rules.facts import AgreementAnswered, GrantAnswered
from tenants import clock

Sentences = Callable[[Any], Iterator[str]]
# The fact, and the one of its kind that was told before it, if any.
Changes = Callable[[Any, Any], str]


@dataclass(frozen=True, slots=True)
class KindWords:
    """What a kind is called, why it is told, and what one of it says.

    A kind that is told again and again says in one sentence what changed; what it says in full is folded.
    """

    name: LazyString
    why: LazyString
    say: Sentences
    changes: Changes | None = None


_words: Final[dict[str, KindWords]] = {}


def add_disclosure_words(kind: str, words: KindWords) -> None:
    """Add the words of a kind of disclosure."""
    if _words.setdefault(kind, words) is not words:
        msg = f"Two sets of words for the disclosure {kind}."
        raise ValueError(msg)


def has_words(kind: str) -> bool:
    """Say whether a kind has words."""
    return kind in _words


def kind_name(kind: str) -> str:
    """Return what a kind is called, or its code when a later version told it."""
    return str(_words[kind].name) if kind in _words else kind


def known_kinds() -> list[tuple[str, str, str]]:
    """Return every kind that this version can tell: its code, its name, and why it is told."""
    return sorted(
        ((kind, str(one.name), str(one.why)) for kind, one in _words.items()), key=lambda one: one[1]
    )


def sentences(kind: str, fact: object | None) -> list[str]:
    """Return what a disclosure says, in the reader's language."""
    if fact is None or kind not in _words:
        return [_("This version has no words for it; the network's office got what stands below.")]
    return list(_words[kind].say(fact))


def told(figure: int | None, say: Callable[[int], str] = "{:,}".format) -> str:
    """Return a figure in words, or that it is not told: it would give away what is of one or of few."""
    return _("not told") if figure is None else say(figure)


def tells_changes(kind: str) -> bool:
    """Say whether a kind's words name what changed since the last time."""
    return kind in _words and _words[kind].changes is not None


def changes_of(kind: str, fact: object | None, before: object | None) -> str | None:
    """Return in one sentence what changed since the last of a kind; ``None`` where that is not told."""
    changes = _words[kind].changes if kind in _words else None
    return changes(fact, before) if changes is not None and fact is not None else None


def _say_profile(fact: CoopProfile) -> Iterator[str]:
    language = {"cy": _("Welsh"), "en": _("English")}.get(fact.language, fact.language)
    yield _("We are at stage %(stage)s and work in %(language)s.", stage=fact.stage, language=language)
    yield ngettext("%(num)d account can sign in here.", "%(num)d accounts can sign in here.", fact.accounts)
    known = catalogue()
    for role, count in fact.role_holders.items():
        name = known[role].name(current_language()) if role in known else role
        yield f"{name}: {count}"
    yield _("Our tables are at version %(version)s.", version=fact.revision)


def _say_members(fact: MembershipCounts) -> Iterator[str]:
    yield _("Members who are supported: %(count)d", count=fact.supported)
    yield _("Members who care for somebody: %(count)d", count=fact.carers)
    yield _("Members who work here: %(count)d", count=fact.workers)
    yield _("Members who support the co-op: %(count)d", count=fact.supporters)
    yield _("People supported: %(count)d", count=fact.people_supported)
    yield _("Employees: %(count)d", count=fact.employees)


def _say_grant(fact: GrantAnswered) -> Iterator[str]:
    yield {
        "accepted": _("We said yes to a request to come in."),
        "refused": _("We said no to a request to come in."),
        "revoked": _("We took a grant to come in back."),
    }.get(fact.answer, fact.answer)
    if fact.record_kinds:
        kinds = ", ".join(kind_words(kind) for kind in fact.record_kinds)
        yield _("Kinds of record: %(kinds)s", kinds=kinds)
    if fact.records_asked and fact.answer == "accepted":
        yield _(
            "%(given)d of the %(asked)d records asked for",
            given=fact.records_given,
            asked=fact.records_asked,
        )
    if fact.answer == "accepted" and fact.ends_at is not None:
        ends_at = fact.ends_at.astimezone(clock.LONDON)
        yield _("Until %(time)s", time=dates.spoken(ends_at, is_ahead=True).full)
    if fact.reason is not None:
        yield _("Reason: %(reason)s", reason=reason_words(fact.reason))


def _say_agreement(fact: AgreementAnswered) -> Iterator[str]:
    name = agreement_words(fact.kind)
    yield {
        "accepted": _("We signed the agreement “%(name)s”.", name=name),
        "refused": _("We said no to the agreement “%(name)s”.", name=name),
        "ended": _("We ended the agreement “%(name)s”.", name=name),
    }.get(fact.answer, fact.answer)
    if fact.permissions:
        yield _("They may: %(what)s", what="; ".join(permission_words(one) for one in fact.permissions))
    if fact.reason is not None:
        yield _("Reason: %(reason)s", reason=reason_words(fact.reason))


add_disclosure_words(
    "coop_profile",
    KindWords(
        _l("How far we are"),
        _l("When roles or accounts change, and once a month, so that the network knows we are there"),
        _say_profile,
        profile_changes,
    ),
)
add_disclosure_words(
    "membership_counts",
    KindWords(
        _l("How many we are"),
        _l("Once a month, for the network's own figures"),
        _say_members,
    ),
)
add_disclosure_words(
    "grant_answered",
    KindWords(_l("Answers to requests to come in"), _l("Each time we decide who may come in"), _say_grant),
)
add_disclosure_words(
    "agreement_answered",
    KindWords(
        _l("Answers to service agreements"), _l("Each time we sign, refuse or end one"), _say_agreement
    ),
)
add_journal_rooms({"disclosure": _l("What we share")})
add_journal_words({"disclosure.tell_profile": _l("told the network's office how far the co-op is")})
add_words(
    {
        "publication_has_no_such_place": _l("This publication has no place for a part of your own there."),
        "publication_version_is_earlier": _l("You follow a later version already."),
    }
)
