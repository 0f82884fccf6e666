"""Addresses that are put together when a page first links to them, and not as the program starts."""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule whose builder of addresses is made at the first link.

    The library writes and compiles two functions for each rule: of 1,500 rules that was a seventh of a start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        make = super()._compile_builder
        made: list[Builder] = []

        def build(rule: "LateRule", /, **values: object) -> tuple[str, str]:
            # Two threads may both make it: the two are alike.
            if not made:
                made.append(make(append_unknown))
            return made[0](rule, **values)

        return build
