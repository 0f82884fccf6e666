"""What a search finds: ways about and answers by their words in either language, people by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import current_app, url_for
from flask_babel import force_locale

from app.help.topics import topics_of
from app.shell import reader_of
from app.web.context import current_office, current_visitor_facts
from app.web.language import LANGUAGES, current_language, locale_of
from app.web.layout import WAYS, NavItem
from franchise_kit.kernel.text import SortKey, folded, welsh_sort_key
from tenants.actor import Actor
from tenants.office import Hub

MOST_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page or an answer."""

    url: str
    label: str
    about: str = ""


def find_pages(text: str, *, by: Actor) -> list[PageFound]:
    """Return the ways about that somebody may go, and whose label has the words in it."""
    items = [item for item in _ways() if _may_go(item, by) and _fits(text, [item.label])]
    found = {item.endpoint: PageFound(url_for(item.endpoint), str(item.label)) for item in items}
    return sorted(found.values(), key=lambda page: sort_key(page.label))


def find_answers(text: str) -> list[PageFound]:
    """Return the help that has the words in its question or its answer."""
    topics = topics_of(is_hub=isinstance(current_office(), Hub))
    fitting = [topic for topic in topics if _fits(text, [topic.question, topic.answer])]
    return [
        PageFound(f"{url_for('help.show')}#{topic.id}", str(topic.question), str(topic.answer))
        for topic in fitting
    ]


def sort_key(text: str) -> SortKey | tuple[str, str]:
    """Return the key by which the reader's language puts names in order."""
    return welsh_sort_key(text) if current_language() == "cy" else (folded(text), text)


def _ways() -> Iterable[NavItem]:
    facts = current_visitor_facts()
    return WAYS[reader_of(current_office(), facts)] if facts is not None else ()


def _may_go(item: NavItem, by: Actor) -> bool:
    is_built = item.endpoint in current_app.view_functions
    return is_built and (item.permission is None or by.may(item.permission))


def _fits(text: str, said: Iterable[object]) -> bool:
    words = folded(text).split()
    return bool(words) and any(all(word in whole for word in words) for whole in _in_each_language(said))


def _in_each_language(said: Iterable[object]) -> list[str]:
    listed = list(said)
    whole = []
    for language in LANGUAGES:
        with force_locale(locale_of(language)):
            whole.append(folded(" ".join(str(one) for one in listed)))
    return whole
