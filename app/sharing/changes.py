"""What changed from one profile of the co-op to the next: the whole of it is long, and mostly the same."""

from collections.abc import Iterator
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.language import current_language
from franchise_kit.access.rules.disclosed import CoopProfile
from franchise_kit.access.rules.roles import catalogue

MOST_NAMED: Final = 3


def profile_changes(now: CoopProfile, before: CoopProfile | None) -> str:
    """Return in one sentence how a profile differs from the one before it; ``None``: there was none."""
    if before is None:
        return str(_("The first time that we told this."))
    changed = [(what, old, new) for what, old, new in _compared(before, now) if old != new]
    if not changed:
        return str(_("Nothing has changed since the last time."))
    named = [
        _("%(what)s: %(before)s before, %(now)s now", what=what, before=old, now=new)
        for what, old, new in changed[:MOST_NAMED]
    ]
    left = len(changed) - len(named)
    if left:
        named.append(ngettext("%(num)d more change", "%(num)d more changes", left))
    return str(_("Since the last time: %(changes)s.", changes="; ".join(named)))


def _compared(before: CoopProfile, now: CoopProfile) -> Iterator[tuple[str, Any, Any]]:
    """Give what is compared, what it was and what it is: what people changed first, versions last."""
    yield _("Stage"), before.stage, now.stage
    yield _("Language"), _language(before.language), _language(now.language)
    known, language = catalogue(), current_language()
    for role in sorted({*before.role_holders, *now.role_holders}):
        name = known[role].name(language) if role in known else role
        yield name, before.role_holders.get(role, 0), now.role_holders.get(role, 0)
    yield _("Accounts"), before.accounts, now.accounts
    yield _("Version of our tables"), before.revision, now.revision


def _language(code: str) -> str:
    return str({"cy": _("Welsh"), "en": _("English")}.get(code, code))
