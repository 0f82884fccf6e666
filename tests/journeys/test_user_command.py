# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydofal user invite``, as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from franchise_kit.access.queries.accounts import list_accounts
from franchise_kit.access.rules.roles import roles_of_side
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Office
from tenants.transaction import reading
from tests.support.access import link_of
from tests.support.world import World

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    address = world.place.address
    host = quote(address.host, safe="")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("CYDOFAL_", "PG"))}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "user", "invite", *arguments],
        cwd=ROOT,
        env={
            **outside,
            "CYDOFAL_STATE": str(world.state),
            "CYDOFAL_SECRET_KEY": world.place.key.secret.decode(),
            "CYDOFAL_INSTALLATION": world.place.installation.name,
            "DATABASE_URL": f"postgresql:///{address.database}?host={host}&port={address.port}",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def accounts_of(office: Office) -> list[tuple[str, str, list[tuple[str, str]]]]:
    with reading(office) as session:
        lines = list_accounts(session, by=SYSTEM)
    return [(line.email, line.status, [(role.role, role.state) for role in line.roles]) for line in lines]


def test_the_machine_invites_to_a_co_op(world: World, aber: Coop) -> None:
    done = run(
        world, "elin@example.org", "--coop", "aber", "--role", "coop_admin", "--name", "Elin Owen", "--json"
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["roles"] == {"coop_admin": "given"}
    assert accounts_of(aber) == [("elin@example.org", "invited", [("coop_admin", "given")])]
    assert link_of(aber, "invitation").startswith("http://aber.localhost:8000/sign-in/invitation/")


def test_a_sensitive_role_waits_and_the_command_says_so(world: World, aber: Coop) -> None:
    done = run(world, "elin@example.org", "--coop", "aber", "--role", "care_worker", "--name", "Elin Owen")

    assert done.stdout == "elin@example.org is invited. These roles wait: care_worker.\n"


def test_the_hub_is_meant_where_no_co_op_is_named(world: World) -> None:
    done = run(world, "elin@example.org", "--role", "platform_operator", "--name", "Elin Owen")

    assert done.returncode == 0, done.stderr
    assert accounts_of(HUB) == [("elin@example.org", "invited", [("platform_operator", "given")])]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("elin@example.org", "--coop", "nowhere", "--role", "coop_admin"), "There is no such co-op."),
        (
            ("elin@example.org", "--coop", "aber", "--role", "quality_lead"),
            "--role: there is no 'quality_lead' here. The hub gives the network's roles, a co-op all others: "
            + ", ".join(sorted(role.id for role in roles_of_side(is_hub=False)))
            + ".",
        ),
        (
            ("elin@example.org", "--role", "nope"),
            "--role: there is no 'nope' here. The hub gives the network's roles, a co-op all others: "
            + ", ".join(sorted(role.id for role in roles_of_side(is_hub=True)))
            + ".",
        ),
    ],
)
def test_a_refusal_is_one_line(world: World, aber: Coop, arguments: tuple[str, ...], sentence: str) -> None:
    done = run(world, *arguments, "--name", "Elin Owen")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"cydofal: {sentence}\n"
    assert accounts_of(aber) == []


def test_what_is_no_address_is_not_invited(world: World, aber: Coop) -> None:
    done = run(world, "elin", "--coop", "aber", "--role", "coop_admin", "--name", "Elin Owen")

    assert done.returncode == 1
    assert done.stderr == (
        "cydofal: EMAIL: Enter an e-mail address in the right form, like name@example.org.\n"
    )
    assert accounts_of(aber) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Enter the full name."),
        ("Elin\r\nBcc: x@example.org", "Take out the hidden characters."),
        ("Elin\u202eOwen", "Take out the hidden characters."),
    ],
)
def test_a_name_that_the_form_would_refuse_is_not_invited(
    world: World, aber: Coop, name: str, sentence: str
) -> None:
    done = run(world, "elin@example.org", "--coop", "aber", "--role", "coop_admin", "--name", name)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"cydofal: --name: {sentence}\n")
    assert accounts_of(aber) == []


def test_a_role_may_be_written_as_the_demo_writes_it(world: World, aber: Coop) -> None:
    done = run(world, "elin@example.org", "--coop", "aber", "--role", "coop-admin", "--name", "Elin Owen")

    assert done.returncode == 0, done.stderr
    assert accounts_of(aber) == [("elin@example.org", "invited", [("coop_admin", "given")])]
