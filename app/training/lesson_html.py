"""A lesson's text on a page."""

from markupsafe import Markup

from franchise_kit.training.rules.lesson_text import to_html


def lesson_html(markdown: str) -> Markup:
    """Return a lesson's text as it stands on a page."""
    return Markup(to_html(markdown))  # noqa: S704 - made and cleaned there: named elements alone, links to https
