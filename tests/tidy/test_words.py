# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may stand in no file: a machine's paths, registries, unfinished work, real people's particulars."""

import re
from pathlib import Path

import pytest

from tests.tidy.repository import python_paths, text_of, text_paths

REGISTRY = re.compile(r"(?:pypi|npmjs|debian|pythonhosted|ubuntu)\.(?:org|com)")
MACHINE = re.compile(r"(?<![\w.*])/(?:work|farm|home|Users|root)/\w|/tmp/[a-z]")
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b(?! ?\(?#\d+)")
# Letters and prefixes that the scheme never gives out belong to nobody: "QQ 12 34 56 C".
NI_NUMBER = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
)
MAIL_ADDRESS = re.compile(r"\b[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})\b")
# An address with a login in it, such as postgresql://login:password@server, looks like mail but is none.
URL = re.compile(r"[a-z+]+://\S+")
NOBODYS_DOMAIN = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$")
EXCUSED_LOCKS = {"package-lock.json", "requirements.lock", "requirements-dev.lock"}


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in text_paths()
        if path not in EXCUSED_LOCKS
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a package registry's host", REGISTRY),
        ("a path of one machine", MACHINE),
        ("work left for later", UNFINISHED),
        ("an NI number that could be somebody's", NI_NUMBER),
    ],
)
def test_no_file_holds(what: str, pattern: re.Pattern[str]) -> None:
    assert lines_with(pattern) == [], what


def test_every_mail_address_is_nobodys() -> None:
    domains = {
        (path, found[1])
        for path in text_paths()
        if path not in EXCUSED_LOCKS
        for found in MAIL_ADDRESS.finditer(URL.sub("", text_of(path)))
    }

    assert sorted(where for where in domains if not NOBODYS_DOMAIN.search(where[1])) == []


def test_no_module_is_named_for_nothing() -> None:
    nameless = {"utils", "util", "helpers", "helper", "common", "misc"}

    assert [path for path in python_paths() if nameless & {Path(path).stem, Path(path).parent.name}] == []
