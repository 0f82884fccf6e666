# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the bench says of memory: a figure wherever the kernel says anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.bench.figures import memory_mb

ROLLUP = "5581-7ffe ---p 00000000 00:00 0   [rollup]\nRss:    4096 kB\nPss:    1024 kB\nPss_Dirty:  512 kB\n"
STATUS = "Name:\tpostgres\nVmRSS:\t 5120 kB\nRssAnon:\t 2048 kB\nRssFile:\t 1024 kB\nRssShmem:\t {} kB\n"


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """Return a kernel's books: two that say all, two that say what anybody may read, and one zombie."""
    for pid in range(1, 6):
        (tmp_path / f"{pid}").mkdir()
    for pid in (1, 2):
        (tmp_path / f"{pid}" / "smaps_rollup").write_text(ROLLUP)
    for pid, shared_kb in ((3, 2048), (4, 4096)):
        (tmp_path / f"{pid}" / "status").write_text(STATUS.format(shared_kb))
    (tmp_path / "5" / "status").write_text("Name:\tpostgres\nState:\tZ (zombie)\n")
    return tmp_path


@pytest.mark.parametrize(
    ("case", "pids", "expected_mb"),
    [
        ("each one's part", [1, 2], 2.0),
        ("one has ended since it was listed", [1, 2, 99], 2.0),
        ("one has ended and nobody has taken notice", [1, 2, 5], 2.0),
        ("parts are not told: the largest share stands for all", [3, 4], 9.0),
        ("parts of some are told", [1, 3], 6.0),
        ("all have ended", [99], None),
        ("nobody was listed", [], None),
    ],
)
def test_memory_is_told_of_whoever_is_there(
    proc: Path, case: str, pids: list[int], expected_mb: float | None
) -> None:
    assert memory_mb(pids, proc=proc) == expected_mb, case


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels keep no such books")
def test_a_process_that_ends_meanwhile_does_not_cost_the_figure() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()

    assert memory_mb([os.getpid(), ended.pid]) is not None
