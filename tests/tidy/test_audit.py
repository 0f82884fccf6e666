# SPDX-License-Identifier: AGPL-3.0-or-later
"""A scan of packages counts what it looked up: one that looked nothing up has not found all well."""

import importlib.util
import json
import sys
from types import ModuleType

import pytest

from tests.tidy.repository import ROOT, text_of

Said = dict[str, object]

GOOD: Said = {"name": "flask", "version": "3.1.3", "vulns": []}
FAULT: Said = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1"],
    "fix_versions": ["13.0.1"],
    "description": "…",
}
FAULTY: Said = {"name": "pillow", "version": "13.0.0", "vulns": [FAULT]}
UNKNOWN: Said = {
    "name": "tzdata",
    "skip_reason": "Dependency not found on PyPI and could not be audited: tzdata",
}
VIA = {"source": 7, "name": "sass", "url": "https://example.invalid/advisories/GHSA-1", "severity": "high"}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    spec = importlib.util.spec_from_file_location("audit_script", ROOT / "script" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def pip_says(*listed: Said) -> str:
    return json.dumps({"dependencies": listed, "fixes": []})


def npm_says(*, total: int, vulnerabilities: Said | None = None) -> str:
    dependencies = {"dependencies": {"total": total}}
    return json.dumps({"vulnerabilities": vulnerabilities or {}, "metadata": dependencies})


@pytest.mark.parametrize(
    ("case", "said", "complained", "has_failed", "lines"),
    [
        (
            "all known and sound",
            pip_says(GOOD),
            "No known vulnerabilities found",
            False,
            ["  - Python packages: 1 looked up, none has a known fault"],
        ),
        (
            "a fault",
            pip_says(GOOD, FAULTY),
            "Found 1 known vulnerability in 1 package",
            True,
            [
                "  - Python packages: FAILED, 1 known faults",
                "      pillow 13.0.0: PYSEC-2026-1, mended in 13.0.1",
            ],
        ),
        (
            "a mirror that keeps no list, which the scan calls good",
            pip_says(UNKNOWN, UNKNOWN),
            "No known vulnerabilities found",
            False,
            ["  - Python packages: NOT looked up, no list of known faults can be reached from here"],
        ),
        (
            "one that no list knows is named",
            pip_says(GOOD, UNKNOWN),
            "No known vulnerabilities found",
            False,
            ["  - Python packages: 1 looked up, none has a known fault; no list knows tzdata"],
        ),
        (
            "no internet",
            "",
            "requests.exceptions.ConnectionError: Max retries exceeded",
            False,
            ["  - Python packages: NOT looked up, no list of known faults can be reached from here"],
        ),
        (
            "a scan that cannot read the lock",
            "",
            "Traceback\nERROR: requirements.lock cannot be read",
            True,
            ["  - Python packages: FAILED, the scan is broken: ERROR: requirements.lock cannot be read"],
        ),
        (
            "a scan that found nothing to look up",
            pip_says(),
            "",
            True,
            ["  - Python packages: FAILED, the scan is broken: it found no package in the lock"],
        ),
    ],
)
def test_what_came_of_looking_python_packages_up(
    audit: ModuleType, case: str, said: str, complained: str, has_failed: bool, lines: list[str]
) -> None:
    outcome = audit.python_outcome(said, complained, pins=2)

    assert (outcome.has_failed, outcome.lines()) == (has_failed, lines), case


@pytest.mark.parametrize(
    ("case", "said", "complained", "has_failed", "line"),
    [
        ("sound", npm_says(total=9), "", False, "  - Node packages: 9 looked up, none has a known fault"),
        (
            "a fault, and a package that has it through another",
            npm_says(total=9, vulnerabilities={"sass": {"via": [VIA]}, "other": {"via": ["sass"]}}),
            "",
            True,
            "  - Node packages: FAILED, 1 known faults\n      sass: GHSA-1, high",
        ),
        (
            "a mirror that keeps no list",
            json.dumps({"message": "405 Method Not Allowed", "statusCode": 405, "error": {"summary": ""}}),
            "npm error audit endpoint returned an error",
            False,
            "  - Node packages: NOT looked up, no list of known faults can be reached from here",
        ),
        (
            "a scan that waits too long",
            "",
            "The scan timed out",
            False,
            "  - Node packages: NOT looked up, no list of known faults can be reached from here",
        ),
        (
            "no lock",
            json.dumps({"error": {"code": "ENOLOCK", "summary": "This command needs a lock"}}),
            "",
            True,
            "  - Node packages: FAILED, the scan is broken: This command needs a lock",
        ),
        (
            "an empty lock",
            npm_says(total=0),
            "",
            True,
            "  - Node packages: FAILED, the scan is broken: it found no package in the lock",
        ),
        ("no word", "", "", True, "  - Node packages: FAILED, the scan is broken: it said nothing"),
    ],
)
def test_what_came_of_looking_node_packages_up(
    audit: ModuleType, case: str, said: str, complained: str, has_failed: bool, line: str
) -> None:
    outcome = audit.node_outcome(said, complained)

    assert (outcome.has_failed, "\n".join(outcome.lines())) == (has_failed, line), case


def test_a_fault_that_was_judged_is_not_told_again(audit: ModuleType) -> None:
    judged = {"CVE-2026-1": "we open no such file; again in 2027", "GHSA-1": "we run no such program"}
    sass: Said = {"sass": {"via": [VIA]}}

    python = audit.python_outcome(pip_says(GOOD, FAULTY), "", pins=2, accepted=judged)
    node = audit.node_outcome(npm_says(total=9, vulnerabilities=sass), "", accepted=judged)

    assert (python.findings, node.findings) == ((), ())


def test_packages_are_looked_up_after_the_tests_wherever_those_run() -> None:
    steps = text_of(".ci/run")

    assert 0 < steps.index("make test") < steps.index("make audit")
