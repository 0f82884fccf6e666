"""What the hub does when a co-op tells a figure, or how it judged itself."""

from sqlalchemy.orm import Session

from franchise_kit.oversight.hub_models import AssessmentReading, IndicatorReading
from franchise_kit.oversight.rules_quality import numerator_to_keep
from franchise_kit.quality.rules.disclosed import AssessmentTold, IndicatorTold
from tenants.openings.disclosures import on_disclosure
from tenants.openings.handlers import Receipt


@on_disclosure("indicator_value")
def take_indicator(session: Session, receipt: Receipt, fact: IndicatorTold) -> None:
    """Keep a month's figure; one that was told later takes the place of one that was told before."""
    if receipt.about_from is None or receipt.about_until is None:
        return
    key = (receipt.coop.id, fact.indicator, receipt.about_from)
    row = session.get(IndicatorReading, key, with_for_update=True)
    if row is None:
        row = IndicatorReading(coop_id=key[0], indicator=key[1], period_from=key[2])
        session.add(row)
    elif row.told_at > receipt.made_at:
        return
    row.period_until = receipt.about_until
    row.numerator = numerator_to_keep(fact.indicator, fact.numerator, fact.denominator)
    row.denominator = fact.denominator
    row.disclosure_id, row.told_at = receipt.id, receipt.made_at


@on_disclosure("self_assessment_made")
def take_assessment(session: Session, receipt: Receipt, fact: AssessmentTold) -> None:
    """Keep how a co-op judged itself last."""
    key = (receipt.coop.id, fact.standard)
    row = session.get(AssessmentReading, key, with_for_update=True)
    if row is None:
        row = AssessmentReading(coop_id=key[0], standard_key=key[1])
        session.add(row)
    elif row.told_at > receipt.made_at:
        return
    row.standard_version = fact.standard_version
    row.met, row.applicable, row.needs_attention = fact.met, fact.applicable, fact.needs_attention
    row.disclosure_id, row.told_at = receipt.id, receipt.made_at
