"""What the hub does when a co-op says that it is called otherwise."""

from sqlalchemy.orm import Session

from franchise_kit.profile.rules import CoopNamed
from tenants import registry
from tenants.openings.disclosures import on_disclosure
from tenants.openings.handlers import Receipt


@on_disclosure("coop_named")
def take_names(session: Session, receipt: Receipt, fact: CoopNamed) -> None:
    """Write a co-op's new public names into the registry."""
    registry.rename(
        session,
        coop_id=receipt.coop.id,
        name_en=fact.name_en,
        name_cy=fact.name_cy,
        town_en=fact.town_en,
        town_cy=fact.town_cy,
        language="cy" if fact.language == "cy" else "en",
    )
    registry.forget()
