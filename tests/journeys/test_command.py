"""The command ``cydofal``: quick to start, complete, and clear when it refuses."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from app.cli import SUBCOMMANDS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **said: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("CYDOFAL_")
    } | said
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_names_every_subcommand() -> None:
    said = run("--help")

    assert said.returncode == 0
    for name, (_, line) in SUBCOMMANDS.items():
        assert f"{name} " in said.stdout
        assert line in " ".join(said.stdout.split())


def test_importing_the_command_loads_no_web_and_no_driver() -> None:
    heavy = "{'flask', 'sqlalchemy', 'psycopg', 'alembic', 'gunicorn', 'procrastinate'}"
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, app.cli; print(sorted({heavy} & set(sys.modules)))"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    assert said.stdout == "[]\n"


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_is_there(name: str) -> None:
    module_name, _, attribute = SUBCOMMANDS[name][0].partition(":")

    found = getattr(importlib.import_module(module_name), attribute)

    assert isinstance(found, click.Command)
    assert found.name == name


def test_wrong_usage_is_status_2() -> None:
    assert run("no-such-thing").returncode == 2
    assert run("serve", "--no-such-option").returncode == 2


@pytest.mark.parametrize(
    ("case", "arguments", "said", "sentence"),
    [
        ("a wrong setting", [], {"CYDOFAL_MODE": "prod"}, "cydofal: CYDOFAL_MODE is 'prod'"),
        (
            "the demo in production",
            ["--with-demo"],
            {"CYDOFAL_MODE": "production"},
            "cydofal: CYDOFAL_MODE is production: the demo's accounts",
        ),
        (
            "the demo on a public name",
            ["--with-demo"],
            {"CYDOFAL_BASE_DOMAIN": "gofal.cymru"},
            "cydofal: CYDOFAL_BASE_DOMAIN is 'gofal.cymru', a public name",
        ),
        (
            "an outside database without its owner",
            [],
            {"DATABASE_URL": "postgresql://db.test/cydofal"},
            "cydofal: CYDOFAL_OWNER_URL is missing",
        ),
        (
            "production without a key",
            [],
            {
                "DATABASE_URL": "postgresql://db.test/cydofal",
                "CYDOFAL_MODE": "production",
                "CYDOFAL_BASE_DOMAIN": "gofal.cymru",
            },
            "cydofal: CYDOFAL_SECRET_KEY is missing",
        ),
    ],
)
def test_serve_refuses_in_one_line(
    tmp_path: Path, case: str, arguments: list[str], said: dict[str, str], sentence: str
) -> None:
    refused = run("serve", *arguments, **{"CYDOFAL_STATE": str(tmp_path / "state"), **said})

    assert refused.returncode == 1, case
    assert refused.stderr.startswith(sentence), case
    assert len(refused.stderr.splitlines()) == 1, case
    assert not (tmp_path / "state" / "pgdata").exists(), case
