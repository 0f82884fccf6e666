"""The database keeps its pages in a share of the memory that there is, within bounds."""

from pathlib import Path

import pytest

from tenants.embedded.memory import shared_buffers_mb

GB = 1024**3


@pytest.mark.parametrize(
    ("machine_bytes", "buffers_mb"),
    [(GB // 2, 128), (2 * GB, 128), (4 * GB, 256), (8 * GB, 512), (16 * GB, 1024), (256 * GB, 1024)],
)
def test_it_is_a_sixteenth_from_128_mb_to_1_gb(tmp_path: Path, machine_bytes: int, buffers_mb: int) -> None:
    assert shared_buffers_mb(machine_bytes=machine_bytes, limit=tmp_path / "none") == buffers_mb


@pytest.mark.parametrize(("said", "buffers_mb"), [("max\n", 1024), (f"{4 * GB}\n", 256), ("1000\n", 128)])
def test_a_containers_limit_counts(tmp_path: Path, said: str, buffers_mb: int) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(said)

    assert shared_buffers_mb(machine_bytes=16 * GB, limit=limit) == buffers_mb


def test_this_machine_has_some() -> None:
    assert 128 <= shared_buffers_mb() <= 1024
