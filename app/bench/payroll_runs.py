"""The bench of pay runs: a thousand workers drafted, looked at and put on paper, and many co-ops at once."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import psycopg
from flask import Flask

from app.bench.figures import Figures, percentile, seconds_of
from app.bench.ground import Ground, found, own_server
from app.bench.payroll_world import PayWorld
from app.payroll.jobs import ask_for_papers, fetch
from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.transaction import reading

Say = Callable[[str], None]

RUN_LIMIT_S: Final = 2
PAPERS_LIMIT_S: Final = 40
THREADS: Final = 8
WORKERS_OF_MANY: Final = 20
TRIES: Final = 3
LOOK_EVERY_S: Final = 0.01
# Who waits for a row or a table that another transaction holds.
WAITING: Final = """
    SELECT count(*) FROM pg_catalog.pg_stat_activity
    WHERE wait_event_type = 'Lock' AND backend_type = 'client backend'
"""


def measure(*, workers: int, coops: int, say: Say) -> Figures:
    """Measure one run of many workers, and runs of many co-ops; return one set of figures."""
    with own_server() as (server, folder):
        say(f"a co-op of {workers} workers with a month of time")
        ground = found(server, folder, "bench_pay", pool_cap=THREADS + 2)
        ground.add_coops(1)
        world = PayWorld(ground.coops[0], workers)
        world.build()
        ground.analyze()
        say("its run, drafted and looked at")
        figures = one_run(world)
        say("its payslips on paper")
        figures |= papers(world, ground.app, ground.password_hash)
        say(f"{coops} co-ops, {THREADS} at once")
        return figures | side_by_side(_many(ground, coops), server.superuser_url())


def one_run(world: PayWorld) -> Figures:
    """Draft a run and look at it, a few times; the last is left standing."""
    whole, drafted, checked, busy = [], [], [], []
    for attempt in range(TRIES):
        began = time.process_time()
        drafted.append(seconds_of(world.draft))
        checked.append(seconds_of(world.check))
        busy.append(time.process_time() - began)
        whole.append(drafted[-1] + checked[-1])
        if attempt < TRIES - 1:
            world.take_back()
    found_here = world.check()
    return {
        "run_workers_count": world.workers_count,
        "run_entries_count": world.entries_count,
        "run_payslips_count": world.count(),
        "run_concerns_count": found_here.concerns,
        "run_left_out_count": found_here.left_out,
        "run_draft_and_store_s": round(percentile(drafted, 0.5), 3),
        "run_checks_s": round(percentile(checked, 0.5), 3),
        "run_whole_s": round(percentile(whole, 0.5), 3),
        # On a machine that does other things as well, the fastest is the nearest to what it costs alone.
        "run_whole_fastest_s": round(min(whole), 3),
        "run_whole_core_s": round(percentile(busy, 0.5), 3),
        "run_whole_limit_s": RUN_LIMIT_S,
    }


def papers(world: PayWorld, app: Flask, password_hash: str) -> Figures:
    """Approve the run, and let the job put all its payslips on paper for whoever prepares pay."""
    sent_s, approved_s = seconds_of(world.submit), seconds_of(world.approve)
    by, now = world.contact(password_hash), clock.now()
    with app.app_context():
        progress_id = ask_for_papers(coop=world.coop, pay_run_id=world.run_id, by=by, now=now)
        busy = time.process_time()
        taken = seconds_of(lambda: run_pending(world.coop))
        busy = time.process_time() - busy
        with reading(world.coop) as session:
            content = fetch(session, progress_id, by=by)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        count = len(packed.namelist())
    return {
        "run_submit_s": round(sent_s, 3),
        "run_approve_s": round(approved_s, 3),
        "papers_count": count,
        "papers_bytes": len(content),
        "papers_s": round(taken, 2),
        "papers_core_s": round(busy, 2),
        "papers_limit_s": PAPERS_LIMIT_S,
    }


def _many(ground: Ground, coops: int) -> list[PayWorld]:
    first = len(ground.coops)
    ground.add_coops(coops, at_once=THREADS)
    worlds = [PayWorld(coop, WORKERS_OF_MANY) for coop in ground.coops[first:]]
    for world in worlds:
        world.build()
    return worlds


def side_by_side(worlds: Sequence[PayWorld], superuser_url: str) -> Figures:
    """Draft the runs of many co-ops in turns, and then several at once: nobody waits for another's locks."""
    alone: list[float] = []
    in_turns_s = seconds_of(lambda: alone.extend(seconds_of(world.draft) for world in worlds))
    for world in worlds:
        world.take_back()
    together: list[float] = []
    with _watched(superuser_url) as waits, ThreadPoolExecutor(THREADS) as threads:
        began = time.perf_counter()
        together.extend(threads.map(lambda world: seconds_of(world.draft), worlds))
        together_s = time.perf_counter() - began
    middle = percentile(alone, 0.5)
    return {
        "side_by_side_coops_count": len(worlds),
        "side_by_side_threads_count": THREADS,
        "side_by_side_workers_each_count": worlds[0].workers_count,
        "side_by_side_payslips_count": sum(world.count() for world in worlds),
        "side_by_side_s": round(together_s, 3),
        "in_turns_s": round(in_turns_s, 3),
        "side_by_side_against_in_turns_ratio": round(together_s / in_turns_s, 3),
        "alone_p50_ms": round(middle * 1000, 1),
        "alone_max_ms": round(max(alone) * 1000, 1),
        "side_by_side_p50_ms": round(percentile(together, 0.5) * 1000, 1),
        "side_by_side_max_ms": round(max(together) * 1000, 1),
        "side_by_side_slowest_ratio": round(max(together) / middle, 2),
        # Threads share one process's time: so many times as long is each one's own share of it.
        "side_by_side_slowest_against_its_share_ratio": round(max(together) / middle / THREADS, 3),
        "side_by_side_lock_looks_count": len(waits),
        "side_by_side_lock_waits_count": sum(waits),
        "side_by_side_lock_waits_limit_count": 0,
    }


@contextmanager
def _watched(superuser_url: str) -> Iterator[list[int]]:
    """Look again and again at how many wait for a lock, beside the work."""
    found: list[int] = []
    is_over = Event()

    def look() -> None:
        with psycopg.connect(superuser_url, autocommit=True) as connection:
            while not is_over.wait(LOOK_EVERY_S):
                row = connection.execute(WAITING).fetchone()
                found.append(row[0] if row else 0)

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        is_over.set()
        watcher.join()
