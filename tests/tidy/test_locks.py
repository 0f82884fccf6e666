# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is installed is exact, hashed, and named without the address of any registry."""

import json
import re
import tomllib
from itertools import pairwise

import pytest

from tests.tidy.repository import text_of

PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(lock: str) -> dict[str, str]:
    found = (PIN.match(line) for line in text_of(lock).splitlines())
    return {pin["name"]: pin["version"] for pin in found if pin}


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_line_of_a_python_lock_is_a_pin_or_its_hash(lock: str) -> None:
    lines = text_of(lock).splitlines()

    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pin_is_followed_by_a_hash(lock: str) -> None:
    lines = [*text_of(lock).splitlines(), ""]

    bare = [line for line, following in pairwise(lines) if PIN.match(line) and not HASH.match(following)]

    assert bare == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_python_lock_holds_no_address(lock: str) -> None:
    assert "://" not in text_of(lock)


def test_what_runs_is_locked_the_same_for_tests() -> None:
    for_tests = pins("requirements-dev.lock")

    differing = {
        name: version for name, version in pins("requirements.lock").items() if for_tests.get(name) != version
    }

    assert differing == {}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["local"]]
    locked = pins("requirements.lock")

    missing = [pin for pin in wanted if locked.get(re.split(r"[\[=]", pin)[0]) != pin.split("==")[1]]

    assert missing == []


def test_the_node_lock_is_hashed_and_names_no_registry() -> None:
    packages = json.loads(text_of("package-lock.json"))["packages"]

    resolved = [name for name, package in packages.items() if "resolved" in package]
    unhashed = [name for name, package in packages.items() if name and "integrity" not in package]

    assert (resolved, unhashed) == ([], [])


def test_node_packages_are_exact() -> None:
    package = json.loads(text_of("package.json"))
    wanted = {**package["dependencies"], **package["devDependencies"]}

    assert {
        name: version for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    } == {}
