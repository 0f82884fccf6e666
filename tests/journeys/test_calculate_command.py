# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydofal payroll calculate``: every published case in one process, in order, and nothing else needed."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.rules.payroll.published import calculated

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "app.cli", "payroll", "calculate"]
BROKEN = {"id": None, "error": {"code": "line_not_json", "message": "The line is not JSON."}}


def run(said: bytes) -> subprocess.CompletedProcess[bytes]:
    # No setting and no secret: the environment is empty.
    return subprocess.run(COMMAND, cwd=ROOT, env={}, input=said, capture_output=True, check=False, timeout=60)


def test_every_published_case_comes_out_to_the_penny() -> None:
    cases = calculated()

    ended = run("".join(case.line for case in cases).encode())

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert [one["id"] for one in answers] == [case.id for case in cases]
    met = Counter(
        case.type for case, one in zip(cases, answers, strict=True) if case.is_met_by(one["result"])
    )
    print(dict(met))  # noqa: T201 - the count by type is shown with -s
    assert met == Counter(case.type for case in cases)
    assert met.total() == 639


def test_a_broken_line_is_answered_and_the_next_one_too() -> None:
    good = calculated()[0]

    ended = run(b'{"id": "a", \n' + good.line.encode() + b"\xff\xfe\n\n[]")

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert answers[0] == BROKEN
    assert answers[1] == {"id": good.id, "result": good.expected}
    assert answers[2:4] == [BROKEN, BROKEN]
    assert answers[4]["error"]["code"] == "case_not_understood"


def test_each_answer_comes_before_the_next_question() -> None:
    first, second = calculated()[:2]
    with subprocess.Popen(COMMAND, cwd=ROOT, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for case in (first, second):
            asked.stdin.write(case.line.encode())
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["id"] == case.id
        asked.stdin.close()

    assert asked.returncode == 0


def test_nothing_asked_is_nothing_answered() -> None:
    ended = run(b"")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_the_command_loads_the_rules_and_neither_web_nor_database() -> None:
    heavy = "{'flask', 'sqlalchemy', 'psycopg', 'alembic', 'gunicorn', 'procrastinate', 'babel'}"
    script = (
        f"import sys, app.cli.payroll, app.calculating.answering;print(sorted({heavy} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert said.stdout == "[]\n"
