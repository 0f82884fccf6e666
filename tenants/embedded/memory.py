"""How much memory the database keeps its pages in: a share of what there is, within bounds."""

import os
from pathlib import Path
from typing import Final

LEAST_MB: Final = 128
# The tables of a thousand co-ops are 2 GB of catalogue, about half of which new connections read.
MOST_MB: Final = 1024
SHARE: Final = 16
_MB: Final = 1024 * 1024
# A container may have less than its machine; where it has a limit, the kernel says it here (cgroup v2).
_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")


def shared_buffers_mb(*, machine_bytes: int | None = None, limit: Path = _LIMIT) -> int:
    """Return PostgreSQL's ``shared_buffers`` in MB: a sixteenth of the memory, from 128 MB to 1 GB."""
    there = _machine_bytes() if machine_bytes is None else machine_bytes
    allowed = _allowed_bytes(limit)
    least_of_both = there if allowed is None else min(there, allowed)
    return min(MOST_MB, max(LEAST_MB, least_of_both // SHARE // _MB))


def _machine_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _allowed_bytes(limit: Path) -> int | None:
    try:
        said = limit.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(said) if said.isdecimal() else None
