# SPDX-License-Identifier: AGPL-3.0-or-later
"""The papers of the house agree with the house: links, make targets, commands."""

import re

import click
import pytest

from tests.tidy.repository import ROOT, paths, text_of

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
TARGETS = {
    *("help", "setup", "run", "fmt", "lint", "types", "imports", "test", "test-fast", "migrate", "seed"),
    *("routes", "welsh", "audit", "check", "pictures", "lock", "revision"),
}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.MULTILINE))


def commands_that_exist_now() -> list[str]:
    """Return the commands that the README promises today, one a line between two marks."""
    block = text_of("README.md").partition("<!-- commands now -->")[2].partition("<!-- commands later -->")[0]
    return re.findall(r"^cydofal ([a-z -]+?)(?= [A-Z\[<(-]|  |$)", block, re.MULTILINE)


@pytest.mark.parametrize("page", [path for path in paths() if path.endswith(".md")])
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    # Pictures are drawn by `make pictures`.
    linked = [link for link in LINK.findall(text_of(page)) if not link.endswith(".png")]

    assert [link for link in linked if not (folder / link).exists()] == []


def test_make_has_the_targets_that_it_promises() -> None:
    assert make_targets() == TARGETS


def test_pages_name_only_targets_that_exist() -> None:
    named = {
        (page, target)
        for page in paths()
        if page.endswith(".md")
        for target in re.findall(r"`make ([a-z-]+)", text_of(page))
    }

    assert sorted((page, target) for page, target in named if target not in make_targets()) == []


@pytest.mark.parametrize("command", commands_that_exist_now())
def test_a_command_of_the_readme_exists(command: str) -> None:
    from app.cli import cydofal

    found: click.Command | None = cydofal
    for word in command.split():
        assert isinstance(found, click.Group), command
        found = found.get_command(click.Context(found), word)

    assert found is not None, command


def test_the_readme_promises_commands() -> None:
    assert len(commands_that_exist_now()) > 10
