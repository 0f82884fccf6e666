# SPDX-License-Identifier: AGPL-3.0-or-later
"""A lesson's text shows what its author meant, and nothing in it can act."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.training.rules.catalogue import SHIPPED, shipped_document
from franchise_kit.training.rules.lesson_text import to_html
from franchise_kit.training.rules.module import read_module

ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("h2", "h3", "h4", "p", "br", "ul", "li", "em", "strong")},
    **{tag: set() for tag in ("table", "thead", "tbody", "tr", "td")},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"class"},
    "a": {"href", "rel"},
}


class Looker(HTMLParser):
    """Reads HTML as a browser would, and notes what is not allowed and what is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)
        for name, value in attrs:
            if name not in ALLOWED.get(tag, set()):
                self.wrong.append(f"{tag} {name}")
            if name == "href" and not (value or "").lower().startswith("https://"):
                self.wrong.append(f"link {value}")
        if tag not in ALLOWED:
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br" and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.wrong.append("instruction")


def look(html: str) -> Looker:
    looker = Looker()
    looker.feed(html)
    looker.close()
    return looker


TABLE = (
    '<table>\n<thead>\n<tr>\n<th scope="col">Weak</th>\n<th scope="col">Strong</th>\n</tr>\n</thead>\n'
    "<tbody>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>"
)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("## Facts first", "<h2>Facts first</h2>"),
        ("# Not a second title", "<h2>Not a second title</h2>"),
        ("###### Deep", "<h4>Deep</h4>"),
        ("One\ntwo", "<p>One\ntwo</p>"),
        ("One  \ntwo", "<p>One<br>\ntwo</p>"),
        ("**Bold** and *soft*", "<p><strong>Bold</strong> and <em>soft</em></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("> Pass it on.", '<div class="callout">\n<p>Pass it on.</p>\n</div>'),
        ("| Weak | Strong |\n|---|:-:|\n| a | b |", TABLE),
        (
            "[Read](https://care.example/a?b=c&d)",
            '<p><a href="https://care.example/a?b=c&amp;d" rel="noopener noreferrer">Read</a></p>',
        ),
        ("Tŷ, dŵr & \"te\" < 5", "<p>Tŷ, dŵr &amp; \"te\" &lt; 5</p>"),
    ],
)  # fmt: skip
def test_what_modules_use_is_shown(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_shipped_lesson_is_shown_whole(code: str, language: str) -> None:
    for lesson in read_module(shipped_document(code)).lessons:
        looker = look(to_html(lesson.body_md.in_language(language)))

        assert (looker.wrong, looker.open) == ([], [])
        assert looker.tags.count("h2") == 1
        assert looker.tags.count("h3") == 1


HOSTILE = (
    "<script>alert(1)</script>",
    "<ScRiPt src=https://evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='https://evil.example' onclick='x()'>x</a>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input name=password></form>",
    "<!-- x --><!DOCTYPE html><?php x ?><![CDATA[ x ]]>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "**<b onmouseover=alert(1)>**x**</b>**",
    "> - 1. <script>alert(1)</script>",
    "| <script> | <img src=x onerror=x> |\n|---|---|\n| <svg onload=x> | </td></table><script> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "# <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "~~~html\n<script>\n~~~",
    '![x](https://evil.example/x.png "onerror=x")',
    "`<script>`",
)


@pytest.mark.parametrize("markdown", HOSTILE)
def test_raw_html_never_acts(markdown: str) -> None:
    looker = look(to_html(markdown))

    assert (looker.wrong, looker.open) == ([], [])


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x]( javascript:alert(1))",
        "[x](\x01javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "[x](http://care.example)",
        "[x](mailto:a@care.example)",
        "[x](//evil.example)",
        "[x](/coop/leave)",
        "[x](#top)",
        "[x](https:evil.example)",
        "[x](https:/evil.example)",
        "[x](https:///evil.example)",
        "[x](https://care.example@evil.example)",
        "[x](https://care.example\\@evil.example)",
        "[x]()",
        "[x][1]\n\n[1]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "<http://care.example>",
        "<a@care.example>",
        "![x](javascript:alert(1))",
        "[![x](javascript:a)](javascript:b)",
        "https://care.example",
    ],
)
def test_only_a_plain_https_link_is_a_link(markdown: str) -> None:
    looker = look(to_html(markdown))

    assert "a" not in looker.tags
    assert looker.wrong == []


def test_a_link_to_nowhere_keeps_its_words() -> None:
    assert to_html("a [**b**]() c [d](https://care.example)") == (
        '<p>a <strong>b</strong> c <a href="https://care.example" rel="noopener noreferrer">d</a></p>'
    )


def test_a_title_cannot_break_out_of_a_link() -> None:
    html = to_html('[x](https://care.example/"onclick="x "\\" onclick=\\"x()")')

    assert look(html).wrong == []
    assert "title" not in html


PIECES = st.sampled_from(
    [
        *HOSTILE,
        *(
            "# ",
            "> ",
            "- ",
            "1. ",
            "**",
            "*",
            "_",
            "[",
            "](",
            ")",
            "|",
            "|---|---|",
            "\n",
            "\n\n",
            "  ",
            "\t",
        ),
        *(
            "<",
            ">",
            '"',
            "'",
            "&",
            "&#x6A;",
            "javascript:",
            "https://a.example/",
            "\\",
            "\x00",
            "`",
            "!",
            "ŵ",
        ),
    ]
)


@given(pieces=st.lists(PIECES | st.text(max_size=8), max_size=25))
def test_nothing_that_anybody_writes_acts(pieces: list[str]) -> None:
    looker = look(to_html("".join(pieces)))

    assert (looker.wrong, looker.open) == ([], [])


@pytest.mark.parametrize("sign", ["> ", "- ", "1. ", "[", "*", "**a", "|", "<", "![", "&", "\\"])
def test_deep_nesting_ends(sign: str) -> None:
    looker = look(to_html(sign * 2_000 + "x"))

    assert looker.wrong == []
    assert len(looker.tags) < 2_100
