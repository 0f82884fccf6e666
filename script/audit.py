# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look every locked package up in the lists of known faults: PyPI's for Python, the npm registry's for node.

The exit status is 1 when a package has a known fault and when a scan is broken. A list that cannot be
reached is one line that says so and no fault of the packages: a machine without internet has none to ask.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bootstrap

if TYPE_CHECKING:
    from collections.abc import Mapping

PYTHON_LOCK: Final = "requirements.lock"
PIN: Final = re.compile(r"^(?P<name>[a-z0-9-]+)==", re.MULTILINE)
MOST_SECONDS: Final = 300
# Faults that do not reach us, by their number, each with the reason and the day to look at it again.
ACCEPTED: Final[dict[str, str]] = {}
# What a scan says when it met no list. Anything else that ends it early is a scan that is broken.
AWAY: Final = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|Max retries|timed out|Could not connect"
)


@dataclass(frozen=True)
class Outcome:
    """What came of one scan: how many packages were looked up, which were not, and what was found."""

    what: str
    looked_up: int = 0
    missed: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    broken: str = ""

    @property
    def has_failed(self) -> bool:
        """Say whether somebody must do something."""
        return bool(self.findings or self.broken)

    def lines(self) -> list[str]:
        """Return what a person reads."""
        if self.broken:
            return [f"  - {self.what}: FAILED, the scan is broken: {self.broken}"]
        if not self.looked_up:
            return [f"  - {self.what}: NOT looked up, no list of known faults can be reached from here"]
        missed = f"; no list knows {', '.join(self.missed)}" if self.missed else ""
        if self.findings:
            head = f"  - {self.what}: FAILED, {len(self.findings)} known faults{missed}"
            return [head, *(f"      {finding}" for finding in self.findings)]
        return [f"  - {self.what}: {self.looked_up} looked up, none has a known fault{missed}"]


def python_outcome(
    said: str, complained: str, *, pins: int, accepted: Mapping[str, str] = ACCEPTED
) -> Outcome:
    """Judge what pip-audit said. It calls a scan good that looked nothing up; we count."""
    what = "Python packages"
    try:
        listed: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        return _silent(what, complained)
    if not pins or not listed:
        return Outcome(what, broken="it found no package in the lock")
    missed = tuple(one["name"] for one in listed if "skip_reason" in one)
    findings = tuple(
        f"{one['name']} {one['version']}: {fault['id']}, mended in {_versions(fault['fix_versions'])}"
        for one in listed
        for fault in one.get("vulns", [])
        if not {fault["id"], *fault.get("aliases", [])} & accepted.keys()
    )
    return Outcome(what, len(listed) - len(missed), missed, findings)


def node_outcome(said: str, complained: str, *, accepted: Mapping[str, str] = ACCEPTED) -> Outcome:
    """Judge what npm said."""
    what = "Node packages"
    try:
        report: dict[str, Any] = json.loads(said)
    except ValueError:
        return _silent(what, complained)
    if "vulnerabilities" not in report:
        error = report.get("error") or {}
        # A registry that does not answer, or has no such list, leaves a message and no code.
        is_away = "message" in report and not error.get("code")
        return Outcome(what) if is_away else Outcome(what, broken=str(error.get("summary", "no report")))
    looked_up = int(report["metadata"]["dependencies"]["total"])
    if not looked_up:
        return Outcome(what, broken="it found no package in the lock")
    findings = tuple(
        f"{name}: {_address(via)}, {via.get('severity', 'unknown')}"
        for name, one in report["vulnerabilities"].items()
        for via in one["via"]
        if isinstance(via, dict) and _address(via) not in accepted
    )
    return Outcome(what, looked_up, findings=findings)


def _silent(what: str, complained: str) -> Outcome:
    """Judge a scan that ended without a report."""
    if AWAY.search(complained):
        return Outcome(what)
    lines = complained.strip().splitlines()
    return Outcome(what, broken=lines[-1] if lines else "it said nothing")


def _address(via: dict[str, Any]) -> str:
    """Return a fault's number, which ends its address."""
    return str(via.get("url") or via.get("source")).rsplit("/", 1)[-1]


def _versions(fixed: list[str]) -> str:
    return ", ".join(fixed) or "no version yet"


def ask_for_python() -> Outcome:
    """Look up what the lock of the running application names."""
    lock = (bootstrap.ROOT / PYTHON_LOCK).read_text(encoding="utf-8")
    command = [str(Path(sys.executable).with_name("pip-audit")), "--requirement", PYTHON_LOCK]
    # The lock is whole and hashed: nothing is resolved, and nothing is installed to look at it.
    options = ["--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off", "--timeout=15"]
    return python_outcome(*_run([*command, *options]), pins=len(PIN.findall(lock)))


def ask_for_node() -> Outcome:
    """Look up what the lock of the pages' building names."""
    options = ["--package-lock-only", "--json", "--fetch-retries=0", "--fetch-timeout=15000"]
    return node_outcome(*_run([*bootstrap.find_npm(), "audit", *options]))


def _run(command: list[str]) -> tuple[str, str]:
    """Return what a scan said and what it complained of; its status does not tell a fault from a silence."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=bootstrap.ROOT,
            timeout=MOST_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return "", "The scan timed out"
    return done.stdout, done.stderr


def main() -> int:
    """Look everything up; return the exit status."""
    outcomes = [ask_for_python(), ask_for_node()]
    for outcome in outcomes:
        print("\n".join(outcome.lines()))
    return int(any(outcome.has_failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
