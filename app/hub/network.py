"""Co-ops as the hub's pages show them: worst first, filtered, in the order of the reader's alphabet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.hub.telling_apart import names_apart
from app.search.finding import sort_key
from app.web.language import current_language
from franchise_kit.kernel.text import folded
from franchise_kit.oversight.rules import QUIET_AFTER, Standing, Worry, is_behind, severity, worries_of
from migrations import known_revisions
from tenants.office import Coop, CoopState

WORRIES: Final[dict[Worry, LazyString]] = {
    Worry.MIGRATION_FAILED: _l("Its tables could not be brought up to date"),
    Worry.BEHIND: _l("Its tables wait to be brought up to date"),
    Worry.STUCK: _l("Its place is still not built"),
    Worry.SUSPENDED: _l("It is paused"),
    Worry.QUIET: _l("It has told the network nothing for more than five weeks"),
    Worry.NEVER_TOLD: _l("It has never told the network anything"),
}
STATE_WORDS: Final[dict[CoopState, LazyString]] = {
    CoopState.ACTIVE: _l("Open"),
    CoopState.PREPARING: _l("Being built"),
    CoopState.SUSPENDED: _l("Paused"),
    CoopState.CLOSED: _l("Closed"),
}
STATE_TAGS: Final[dict[CoopState, str]] = {
    CoopState.ACTIVE: "ok",
    CoopState.PREPARING: "now",
    CoopState.SUSPENDED: "gap",
    CoopState.CLOSED: "off",
}


@dataclass(frozen=True, slots=True)
class CoopLine:
    """One co-op with what is wrong with it, worst first."""

    standing: Standing
    name: str
    worries: tuple[Worry, ...]
    is_behind: bool

    @property
    def coop(self) -> Coop:
        """The co-op."""
        return self.standing.coop

    @property
    def town(self) -> str:
        """Its town in the reader's language."""
        return self.coop.town_cy if current_language() == "cy" else self.coop.town_en

    @property
    def state_words(self) -> str:
        """Whether it is open, in a word."""
        return str(STATE_WORDS[self.coop.state])

    @property
    def state_tag(self) -> str:
        """The look of that word."""
        return STATE_TAGS[self.coop.state]

    @property
    def worry_words(self) -> list[str]:
        """Everything that is wrong, a sentence each."""
        return [str(WORRIES[worry]) for worry in self.worries]


@dataclass(frozen=True, slots=True)
class Figures:
    """The hub's figures of the day."""

    open_coops: int
    told_lately: int
    worried: int


def lines_of(standings: Iterable[Standing], *, now: datetime) -> list[CoopLine]:
    """Return co-ops with their worries, by name."""
    newest, found = known_revisions("coop")[-1], list(standings)
    names = names_apart(one.coop for one in found)
    lines = [
        CoopLine(
            one, names[one.coop.id], worries_of(one, now=now, newest=newest), is_behind(one, newest=newest)
        )
        for one in found
    ]
    return sorted(lines, key=lambda line: sort_key(line.name))


def worst_first(lines: Iterable[CoopLine]) -> list[CoopLine]:
    """Return the co-ops that need somebody, worst first."""
    return sorted((line for line in lines if line.worries), key=lambda line: severity(line.worries))


def filtered(lines: Iterable[CoopLine], *, text: str, stage: str | None, state: str | None) -> list[CoopLine]:
    """Return the co-ops that fit a search."""
    words = folded(text).split()
    return [
        line
        for line in lines
        if (stage is None or line.coop.stage == stage)
        and (state is None or line.coop.state == state)
        and all(word in _text(line.coop) for word in words)
    ]


def figures_of(lines: Iterable[CoopLine], *, now: datetime) -> Figures:
    """Return the figures of the day."""
    counted = [line for line in lines if line.coop.state is CoopState.ACTIVE]
    told = [line.standing.last_disclosure_at for line in counted]
    return Figures(
        open_coops=len(counted),
        told_lately=sum(at is not None and now - at <= QUIET_AFTER for at in told),
        worried=sum(bool(line.worries) for line in counted),
    )


def _text(coop: Coop) -> str:
    return folded(" ".join((coop.name_en, coop.name_cy, coop.town_en, coop.town_cy, coop.slug)))
