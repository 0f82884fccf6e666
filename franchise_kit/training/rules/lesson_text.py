"""Turns a lesson's Markdown into HTML in which nothing can act: only what is named here gets through."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# A host, perhaps a port, and then the path: no login before the host, and nothing relative.
_HTTPS: Final = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
_SYNTAX: Final = (
    *("heading", "list", "blockquote", "table"),
    *("emphasis", "link", "autolink", "escape", "entity", "newline"),
)
_TAGS: Final = frozenset(
    {
        *("h2", "h3", "h4", "p", "br", "ul", "ol", "li", "em", "strong", "a", "div"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
_HIGHEST_HEADING: Final = 2
_LOWEST_HEADING: Final = 4
_CALLOUT: Final = "callout"


def to_html(markdown: str) -> str:
    """Return a lesson's text as safe HTML: headings h2 to h4, lists, tables, emphasis, links, callouts.

    The page's own title is its h1. A quotation (``>``) is a callout: ``<div class="callout">``. Raw HTML,
    pictures, code and links to anything but https stay in the text as they were written.
    Source: co-op rule: an allow-list, no raw HTML; OWASP's advice to clean what a converter made.
    """
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        _adapt(token)
    made = parser.renderer.render(tokens, parser.options, {})
    # The parser lets nothing through by itself; this holds if one of its versions ever does.
    return nh3.clean(
        made,
        tags=set(_TAGS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        tag_attribute_values={"th": {"scope": {"col"}}},
        allowed_classes={"div": {_CALLOUT}},
        url_schemes={"https"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    ).strip()


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(list(_SYNTAX))
    parser.validateLink = _is_https  # type: ignore[method-assign] # the library's own way to say which links
    return parser


def _is_https(url: str) -> bool:
    return _HTTPS.fullmatch(url) is not None


def _adapt(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        level = min(max(int(token.tag[1:]), _HIGHEST_HEADING), _LOWEST_HEADING)
        token.tag = f"h{level}"
    elif token.type in {"blockquote_open", "blockquote_close"}:
        token.tag = "div"
        if token.nesting > 0:
            token.attrSet("class", _CALLOUT)
    elif token.type == "th_open":
        token.attrSet("scope", "col")
    elif token.children:
        _silence_dead_links(token.children)


def _silence_dead_links(tokens: Sequence[Token]) -> None:
    """Leave only the words of a link that leads nowhere: the library takes ``[words]()`` for a link."""
    is_dead = False
    for token in tokens:
        if token.type == "link_open":
            is_dead = not _is_https(str(token.attrGet("href")))
        if token.type in {"link_open", "link_close"} and is_dead:
            token.type, token.content = "text", ""
