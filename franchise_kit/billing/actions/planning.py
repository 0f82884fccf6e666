"""Publishing what the network takes, to all co-ops at once."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from franchise_kit.access import Permission, within
from franchise_kit.billing.queries.plans import KEY, KIND
from franchise_kit.billing.rules.plan import read_plan
from tenants import journal
from tenants.actor import Actor
from tenants.office import HUB
from tenants.openings import publications
from tenants.openings.publications import Draft
from tenants.transaction import transaction

TITLE_EN, TITLE_CY = "The network's fees", "Ffioedd y rhwydwaith"


def standard_plan() -> dict[str, Any]:
    """Return the plan that this program brings along, as a publication's body."""
    text = files("franchise_kit.billing").joinpath("data/fee_plan.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def publish_plan(*, body: Mapping[str, Any], by: Actor, now: datetime) -> int:
    """Publish a fee plan as the next version and return that; raise ``FeePlanNotReadable``."""
    with transaction(HUB, by=by, doing="billing.publish_plan") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        read_plan(body)
        draft = Draft(KIND, KEY, TITLE_EN, TITLE_CY, dict(body))
        publications.save_draft(session, draft, by=by, now=now)
        published = publications.publish(session, kind=KIND, key=KEY, now=now)
        journal.note(session, record_kind="publication", kind=KIND, key=KEY, version=published.version)
        return published.version
