"""Figures with their unit in the name, and how they are taken."""

import gzip
import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

Figures = dict[str, object]
GZIP_LEVEL: Final = 6


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value under which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def in_ms(values: Sequence[float], name: str) -> Figures:
    """Return the middle, the 99th and the number of some durations in seconds."""
    return {
        f"{name}_p50_ms": round(percentile(values, 0.5) * 1000, 3),
        f"{name}_p99_ms": round(percentile(values, 0.99) * 1000, 3),
        f"{name}_count": len(values),
    }


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long a piece of work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def interleaved(
    one: Callable[[], object], other: Callable[[], object], *, pairs: int
) -> tuple[list[float], list[float]]:
    """Time two pieces of work in turns, so that what else the machine does falls on both alike."""
    first: list[float] = []
    second: list[float] = []
    for pair in range(pairs):
        order = ((first, one), (second, other))
        for times, work in order if pair % 2 == 0 else reversed(order):
            times.append(seconds_of(work))
    return first, second


def middle_ratio(one: Sequence[float], other: Sequence[float], *, block: int = 25) -> float:
    """Return how many times as long ``one`` takes as ``other``: the middle of the ratios of paired blocks."""
    ratios = [
        percentile(one[start : start + block], 0.5) / percentile(other[start : start + block], 0.5)
        for start in range(0, len(one) - block + 1, block)
    ]
    return round(percentile(ratios, 0.5), 4)


def gzipped_bytes(content: bytes) -> int:
    """Return how many bytes travel when a text is compressed on the way."""
    return len(gzip.compress(content, GZIP_LEVEL))


def memory_mb(pids: Iterable[int], *, proc: Path = Path("/proc")) -> float | None:
    """Return the memory of some processes, what they share counted once; ``None`` where nobody says.

    A process that has ended since it was listed holds nothing: a database's come and go. Where the kernel
    does not say each one's part of what is shared, the largest such part of any of them stands for all.
    """
    own_kb, shared_kb = 0, [0]
    for pid in pids:
        facts = _kilobytes(proc / f"{pid}" / "smaps_rollup")
        if "Pss" in facts:
            own_kb += facts["Pss"]
            continue
        # Anybody may read this one, also of another's process, and it is there on every kernel.
        facts = _kilobytes(proc / f"{pid}" / "status")
        own_kb += facts.get("RssAnon", 0)
        shared_kb.append(facts.get("RssFile", 0) + facts.get("RssShmem", 0))
    total_kb = own_kb + max(shared_kb)
    return round(total_kb / 1024, 1) if total_kb else None


def _kilobytes(path: Path) -> dict[str, int]:
    """Return what a file of the kernel says in kB, by name; nothing if it cannot be read."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return {}
    said = (line.split() for line in lines if line.endswith(" kB"))
    return {words[0].rstrip(":"): int(words[1]) for words in said}


def family_of(pid: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *(int(child) for child in children.read_text().split())] if children.exists() else [pid]


def dice() -> random.Random:
    """Return the same chances in every run."""
    return random.Random(20261122)  # noqa: S311 - which page comes next is no secret
