"""``cydofal bench``: speed and size on this machine, as figures. It judges nothing and changes nothing."""

import json
import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.group()
def bench() -> None:
    """Measure speed and size on this machine."""


@bench.command()
@click.option("--co-ops", type=click.IntRange(min=20), default=50, show_default=True, help="How many co-ops.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Visitors at once.")
@click.option("--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Migrations at once.")
@click.option("--make-run", "run_port", type=int, help="Also time `make run` twice, on this port.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tenancy(*, co_ops: int, threads: int, jobs: int, run_port: int | None, as_json: bool) -> None:
    """Measure the walls on a database of their own, which is deleted afterwards."""
    from app import logs
    from app.bench.tenancy import measure

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        logs.configure(nowhere)
        figures = measure(
            coops=co_ops,
            threads=threads,
            jobs=jobs,
            run_port=run_port,
            say=lambda words: click.echo(f"… {words}", err=True),
        )
    _print(figures, as_json=as_json)


@bench.command()
@click.option("--weeks", type=click.IntRange(1, 104), default=52, show_default=True, help="Weeks behind it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def care(*, weeks: int, as_json: bool) -> None:
    """Measure the rota of 70 workers on a database of its own, which is deleted afterwards."""
    from app import logs
    from app.bench.care import measure

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        logs.configure(nowhere)
        figures = measure(weeks=weeks, say=lambda words: click.echo(f"… {words}", err=True))
    _print(figures, as_json=as_json)


@bench.command()
@click.option("--workers", type=click.IntRange(1, 5000), default=1000, show_default=True, help="Of one run.")
@click.option("--co-ops", type=click.IntRange(1, 500), default=100, show_default=True, help="Side by side.")
@click.option("--rules-only", is_flag=True, help="Measure no runs: it needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def payroll(*, workers: int, co_ops: int, rules_only: bool, as_json: bool) -> None:
    """Measure pay worked out by the rules alone, on one core, and runs on a database that is deleted."""
    from app import logs
    from app.bench.payroll import by_rules, measure

    def say(words: str) -> None:
        click.echo(f"… {words}", err=True)

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        logs.configure(nowhere)
        figures = by_rules(say=say) if rules_only else measure(workers=workers, coops=co_ops, say=say)
    _print(figures, as_json=as_json)


def _print(figures: "Mapping[str, object]", *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        click.echo(f"{name:40} {value}")
