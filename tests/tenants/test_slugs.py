# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op's short name: what is refused, and that it never reaches a statement's text."""

import psycopg
import pytest

from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.names import Installation, SlugRefused, checked_schema, checked_slug, new_schema_name
from tenants.office import HUB, Coop
from tenants.transaction import reading, transaction
from tests.support.world import World

HOSTILE = [
    ("nothing", ""),
    ("one letter", "a"),
    ("two letters", "ab"),
    ("41 letters", "a" * 41),
    ("a new line at the end", "aber\n"),
    ("a new line in front", "\naber"),
    ("a carriage return", "aber\r"),
    ("a null", "ab\0er"),
    ("a space", "ab er"),
    ("a space at the end", "aber "),
    ("a tab", "ab\ter"),
    ("a quotation mark", 'ab"er'),
    ("an apostrophe", "ab'er"),
    ("a statement", "x'; DROP SCHEMA hub; --"),
    ("a doubled quotation mark", 'aber"".mail'),
    ("a backslash", "ab\\er"),
    ("a dollar quotation", "$$aber$$"),
    ("a per cent sign", "ab%ser"),
    ("a brace", "ab{0}er"),
    ("a dot", "ab.er"),
    ("a host", "aber.example.com"),
    ("a port", "aber:80"),
    ("a slash", "ab/er"),
    ("a way up", "../aber"),
    ("an underscore", "ab_er"),
    ("a capital", "Aber"),
    ("capitals", "ABER"),
    ("a Welsh letter", "tŷ-gofal"),
    ("a composed letter", "w\u0302yl"),
    ("a Cyrillic a", "\u0430ber"),
    ("a Greek omicron", "c\u03bfop"),
    ("a full-width letter", "\uff41ber"),
    ("an Arabic digit", "aber\u0661"),
    ("a superscript digit", "aber\u00b2"),
    ("the Kelvin sign", "\u212aent"),
    ("a dotless i", "tr\u0131n"),
    ("a long s", "ca\u017fa"),
    ("a zero-width joiner", "ab\u200der"),
    ("a mark that turns direction", "aber\u202e"),
    ("a soft hyphen", "ab\u00ader"),
    ("a hyphen in front", "-aber"),
    ("a hyphen at the end", "aber-"),
    ("Punycode", "xn--aber-1ya"),
    ("like Punycode", "ab--er"),
    ("the API's name", "api"),
    ("the bought courses' host", "learn"),
    ("the world-wide web's", "www"),
    ("our own", "cydofal"),
    ("the hub's", "hub"),
    ("the library's", "library"),
    ("an office of the server", "postgres"),
    ("everybody's", "public"),
    ("this machine's", "localhost"),
    ("the administrator's", "admin"),
]


@pytest.mark.parametrize(("what", "slug"), HOSTILE)
def test_a_hostile_slug_is_refused(what: str, slug: str) -> None:
    with pytest.raises(SlugRefused):
        checked_slug(slug)


@pytest.mark.parametrize("slug", ["abc", "aber-gofal", "a1b", "3rd", "a" * 40, "x-y-z", "coop2", "ab-c--d"])
def test_an_ordinary_slug_is_taken_as_it_is(slug: str) -> None:
    assert checked_slug(slug) == slug


def test_the_registry_refuses_hostile_slugs_and_writes_nothing(world: World, aber: Coop, bryn: Coop) -> None:
    for what, slug in HOSTILE:
        with pytest.raises(SlugRefused), transaction(HUB, by=SYSTEM, doing="test.add") as session:
            registry.add(
                session, slug=slug, now=clock.now(), name_en="X", name_cy="X", language="en", stage="S1"
            )
        with pytest.raises(SlugRefused), transaction(HUB, by=SYSTEM, doing="test.rename") as session:
            registry.change_slug(session, coop_id=aber.id, slug=slug, now=clock.now())
        assert what

    registry.forget()
    with reading(HUB) as session:
        assert [coop.slug for coop in registry.list_coops(session)] == ["aber", "bryn"]


def test_the_database_refuses_them_too(world: World, aber: Coop) -> None:
    """The check of the table is the second statement of the rule; reserved words are the first's alone."""
    slugs = [slug for _, slug in HOSTILE if not checked_by_rule_alone(slug) and "\0" not in slug]
    with world.superuser() as connection:
        for slug in slugs:
            with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.StringDataRightTruncation)):
                connection.execute(
                    "INSERT INTO hub.coop_slug (slug, coop_id, is_current, given_at)"
                    " VALUES (%s, %s, false, now())",
                    [slug, aber.id],
                )


def checked_by_rule_alone(slug: str) -> bool:
    return slug.isascii() and slug.replace("-", "").isalnum() and slug.islower() and 2 < len(slug) < 41 and (
        slug[0] != "-" and slug[-1] != "-"
    )  # fmt: skip


@pytest.mark.parametrize("slug", ["aber\n", "nobody", "ABER", "aber'; --", "", "a" * 5000, "\0"])
def test_a_slug_that_a_visitor_types_finds_nothing_and_breaks_nothing(aber: Coop, slug: str) -> None:
    assert registry.find(slug) is None


def test_a_slug_is_never_given_to_another(world: World, aber: Coop, bryn: Coop) -> None:
    with transaction(HUB, by=SYSTEM, doing="test.rename") as session:
        registry.change_slug(session, coop_id=aber.id, slug="aber-newydd", now=clock.now())
    registry.forget()

    with pytest.raises(registry.SlugTaken), transaction(HUB, by=SYSTEM, doing="test.rename") as session:
        registry.change_slug(session, coop_id=bryn.id, slug="aber", now=clock.now())
    with pytest.raises(registry.SlugTaken), transaction(HUB, by=SYSTEM, doing="test.add") as session:
        registry.add(session, slug="aber", now=clock.now(), name_en="", name_cy="", language="en", stage="S1")

    assert registry.get("aber").id == registry.get("aber-newydd").id == aber.id
    assert registry.get("aber").slug == "aber-newydd"


def test_schema_names_say_nothing_and_are_checked(world: World) -> None:
    made = {new_schema_name() for _ in range(200)}

    assert len(made) == 200
    assert all(checked_schema(name) == name for name in made)
    for name in ("hub", "c_abc", "c_abcdefghijkl\n", 'c_abcdefghijk"', "C_abcdefghijkl", "c_abcdefghijklm"):
        with pytest.raises(ValueError, match="schema"):
            checked_schema(name)


@pytest.mark.parametrize("name", ["", "a", "A", "9a", "a-b", 'a"b', "a\n", "a" * 32, "ä"])
def test_an_installations_name_is_checked(name: str) -> None:
    with pytest.raises(ValueError, match="installation"):
        Installation(name)
