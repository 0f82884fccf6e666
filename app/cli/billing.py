"""``cydofal billing``: publish the plan of fees, and bill a month."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from app.cli.local import Failed, reached

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
FINE = frozenset({"issued", "free", "not_begun", "month_billed_already"})
PENCE = 100


class _Month(click.ParamType[date]):
    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 (the signature is click's)
        """Take a month as its first day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(f"{value}-01")
        except ValueError:
            self.fail("write a month such as 2026-10", param, ctx)


@click.group()
def billing() -> None:
    """Publish the network's fees, and bill a month."""


@billing.command()
@click.option("--month", type=_Month(), required=True, help="A month that is over, such as 2026-10.")
@click.option(
    "--confirm",
    "slugs",
    metavar="SLUG",
    multiple=True,
    help="A co-op whose line of more than three times the month before is right; may be repeated.",
)
@AS_JSON
def run(*, month: date, slugs: tuple[str, ...], as_json: bool) -> None:
    """Issue every invoice of a month; run again, it does what is left."""
    from franchise_kit.billing import actions
    from tenants import clock, registry
    from tenants.actor import SYSTEM

    with reached(with_jobs=True):
        confirmed = frozenset(registry.get(slug).id for slug in slugs)
        outcomes = actions.run_month(month=month, by=SYSTEM, now=clock.now(), confirmed=confirmed)
    if as_json:
        said = [
            {
                "coop": one.slug,
                "outcome": one.outcome,
                "invoice_id": str(one.invoice_id) if one.invoice_id else None,
                "total_pence": one.total_pence,
            }
            for one in outcomes
        ]
        click.echo(json.dumps(said))
    else:
        for one in outcomes:
            pounds = (
                f", £{one.total_pence // PENCE:,}.{one.total_pence % PENCE:02d}" if one.invoice_id else ""
            )
            click.echo(f"{one.slug}: {one.outcome}{pounds}")
    held = sorted(one.slug for one in outcomes if one.outcome not in FINE)
    if held:
        msg = f"Not billed: {', '.join(held)}."
        raise Failed(msg)


@billing.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@AS_JSON
def plan(file: Path | None, *, as_json: bool) -> None:
    """Publish the plan of fees in FILE, as JSON, or the one that this program brings along."""
    from franchise_kit.billing import actions
    from tenants import clock
    from tenants.actor import SYSTEM

    with reached(with_jobs=True):
        body = actions.standard_plan() if file is None else _read(file)
        version = actions.publish_plan(body=body, by=SYSTEM, now=clock.now())
    click.echo(
        json.dumps({"version": version}) if as_json else f"The fees are published as version {version}"
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        msg = f"{file} is not JSON."
        raise Failed(msg) from fault
    if not isinstance(body, dict):
        msg = f"{file} holds no plan."
        raise Failed(msg)
    return body
