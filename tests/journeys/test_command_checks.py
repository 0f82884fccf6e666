# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is typed behind a command is checked as a page's form checks it, before anything is reached."""

from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner

from app.cli.coop import coop
from app.cli.demo import demo
from app.cli.local import plain_faults
from app.cli.token import token

HIDDEN = "Take out the hidden characters."
NAMED = ["create", "aber", "--name", "Aber Care"]


def line_of(group: click.Group, *arguments: str) -> str:
    """Run a command that must be refused, and return its one line."""
    done = CliRunner().invoke(group, list(arguments))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.output
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["create", "aber", "--name", ""], "--name: Enter the co-op's name in English."),
        (["create", "aber", "--name", "Ab"], "--name: Use between 3 and 120 characters."),
        (["create", "aber", "--name", "x" * 5000], "--name: Use between 3 and 120 characters."),
        (["create", "aber", "--name", "Aber\x1b[31m Care"], f"--name: {HIDDEN}"),
        (["create", "aber", "--name", "Aber\r\nCare"], f"--name: {HIDDEN}"),
        (["create", "aber", "--name", "Aber\u202eCare"], f"--name: {HIDDEN}"),
        (["create", "aber", "--name", "Aber\udcffCare"], f"--name: {HIDDEN}"),
        ([*NAMED, "--name-cy", "Gofal\tAber"], f"--name-cy: {HIDDEN}"),
        ([*NAMED, "--town", "x" * 81], "--town: Use 80 characters or fewer."),
        ([*NAMED, "--stage", "S9"], "--stage: there are S0, S1, S2, S3, S4, S5, S6, S7, S8."),
        (["create", "a" * 41, "--name", "Aber Care"], "SLUG: Use 40 characters or fewer."),
        (
            [*NAMED, "--admin-email", "elin"],
            "--admin-email: Enter an e-mail address in the right form, like name@example.org.",
        ),
    ],
)
def test_a_co_op_that_the_form_would_refuse_is_refused(arguments: list[str], line: str) -> None:
    assert line_of(coop, *arguments) == f"cydofal: {line}"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", "Say which program the token is for."),
        ("x", "Use between 2 and 80 characters."),
        ("x" * 81, "Use between 2 and 80 characters."),
        ("Ro\u2066ta", HIDDEN),
    ],
)
def test_a_token_that_the_form_would_refuse_is_refused(name: str, line: str) -> None:
    asked = ["--hub", "--account", "a@example.org", "--permission", "journal.read", "--days", "3"]

    assert line_of(token, "create", *asked, "--name", name) == f"cydofal: --name: {line}"


def test_an_archive_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    there = tmp_path / "aber.cydofal"
    there.write_text("last night's")

    said = line_of(coop, "export", "aber", str(there), "--passphrase-file", "-")

    assert said == f"cydofal: {there} is there already: choose another name, or say --force to write over it."
    assert there.read_text() == "last night's"


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (
            psycopg.errors.InternalError_("tuple concurrently updated"),
            "The database said no (XX000). Nothing was told of why, since that may hold somebody's data.",
        ),
        (
            psycopg.errors.UndefinedTable('relation "hub.coop" does not exist'),
            "The database is not set up for this version (42P01): `cydofal migrate` does that.",
        ),
        (
            psycopg.OperationalError("connection to server at 10.0.0.1 failed"),
            "The database does not answer, or does not let this login in.",
        ),
    ],
)
def test_what_the_database_says_is_never_shown(fault: psycopg.Error, line: str) -> None:
    with pytest.raises(click.ClickException) as failed, plain_faults():
        raise fault

    assert failed.value.message == line


def test_a_demo_account_that_there_is_not_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYDOFAL_STATE", str(tmp_path))
    monkeypatch.delenv("CYDOFAL_MODE", raising=False)

    said = line_of(demo, "code", "nope")

    assert said == (
        "cydofal: The demo has nobody of that name who needs a code: `cydofal demo accounts` lists everybody."
    )
