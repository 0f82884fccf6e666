"""What is said of quality: refusals, acts in the journal, and what the hub was told."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.journal.words import add_journal_rooms, add_journal_words
from app.sharing.words import KindWords, add_disclosure_words
from app.web.language import current_language
from app.web.refusals import add_words
from franchise_kit.quality.queries.assessments import AssessmentFacts, CriterionFacts
from franchise_kit.quality.queries.figures import Figure
from franchise_kit.quality.rules.disclosed import AssessmentTold, IndicatorTold
from franchise_kit.quality.rules.indicators import catalogue
from franchise_kit.quality.rules.standards import library


def indicator_name(code: str) -> str:
    """Return what an indicator is called, or its code when a later version has it."""
    known = catalogue()
    return known[code].name.said(current_language()) if code in known else code


def standard_name(key: str) -> str:
    """Return what a standard is called, or its key when a later version has it."""
    known = library().standards
    standard = known.get(key.upper())
    return standard.title.said(current_language()) if standard is not None else key


def criterion_words(key: str, criterion_id: str) -> str:
    """Return a criterion's id and what it asks, or its id alone when a later version has it."""
    standard = library().standards.get(key.upper())
    criteria = standard.criteria if standard is not None else ()
    found = next((one for one in criteria if one.id == criterion_id), None)
    return criterion_id if found is None else f"{criterion_id} {found.text.said(current_language())}"


def score_words(facts: AssessmentFacts) -> str:
    """Return how an assessment stands, and why it needs attention if it does."""
    score = facts.score
    said = [met_words(score.met, score.applicable)]
    if score.needs_attention:
        said.append(_critical_words(score.critical_below_met))
    return " ".join(said)


def met_words(met: int, applicable: int) -> str:
    """Return how many criteria are met, never as a share."""
    if applicable == 0:
        return str(_("None of the criteria applies."))
    said = ngettext(
        "%(met)d of the %(num)d criterion that applies is met.",
        "%(met)d of the %(num)d criteria that apply are met.",
        applicable,
        met=met,
    )
    return str(said)


def criterion_problem(facts: AssessmentFacts, one: CriterionFacts) -> str:
    """Return what stands in the way of submitting a criterion; nothing where all is well."""
    if one.criterion.id in facts.score.unanswered:
        return str(_("It has no answer yet."))
    if one.criterion.id in facts.score.without_evidence:
        return str(_("Met needs evidence from the last 12 months. Add some, or answer “Partly”."))
    return ""


def figure_words(figure: Figure) -> str:
    """Return a figure as its two counts: so many of so many."""
    return counts_words(figure.numerator, figure.denominator)


def counts_words(numerator: int | None, denominator: int) -> str:
    """Return two counts in words; a count that is too small to be told is not said."""
    if denominator == 0:
        return str(_("nothing to count"))
    if numerator is None:
        return str(_("too small to tell, of %(whole)s", whole=f"{denominator:,}"))
    return str(_("%(part)s of %(whole)s", part=f"{numerator:,}", whole=f"{denominator:,}"))


def _critical_words(criteria: tuple[str, ...]) -> str:
    said = ngettext(
        "It needs attention: the critical criterion %(which)s is not met.",
        "It needs attention: the critical criteria %(which)s are not met.",
        len(criteria),
        which=", ".join(criteria),
    )
    return str(said)


def _say_indicator(fact: IndicatorTold) -> Iterator[str]:
    counts = counts_words(fact.numerator, fact.denominator)
    yield f"{indicator_name(fact.indicator)}: {counts}"


def _say_assessment(fact: AssessmentTold) -> Iterator[str]:
    name = standard_name(fact.standard)
    yield _("“%(name)s”, version %(number)d", name=name, number=fact.standard_version)
    yield met_words(fact.met, fact.applicable)
    if fact.needs_attention:
        yield _("It needs attention: a critical criterion is not met.")
    if fact.to_share:
        which = "; ".join(criterion_words(fact.standard, one) for one in fact.to_share)
        yield _("Others could learn from: %(which)s", which=which)


add_words(
    {
        "standard_published_already": _l("The version that is out says the same."),
        "standard_not_followed": _l("Follow the standard first, then judge yourselves against it."),
        "assessment_open_already": _l("A self-assessment of this standard is open already."),
        "assessment_submitted_already": _l("This self-assessment was submitted and stays as it is."),
        "assessment_not_ready": _l(
            "It cannot be submitted yet: the sentences beside the criteria say what is missing."
        ),
        "assessment_nothing_applies": _l(
            "It cannot be submitted: if no criterion applies, it says nothing. Answer at least one."
        ),
        "evidence_from_the_future": _l("Evidence is of a day that has been"),
        "evidence_says_nothing": _l("Write what it is, or choose a file"),
        "month_not_counted": _l("Only a month that is over and has been counted can be told."),
        "nothing_new_to_tell": _l("The network knows this month already as it is."),
    }
)
add_journal_rooms({"quality": _l("Quality")})
add_journal_words(
    {
        "quality.publish_standard": _l("published a quality standard to all co-ops"),
        "quality.adopt_standard": _l("decided to follow a version of a quality standard"),
        "quality.open_assessment": _l("began a self-assessment"),
        "quality.answer": _l("answered a criterion of a self-assessment"),
        "quality.add_evidence": _l("added evidence to a self-assessment"),
        "quality.submit_assessment": _l("submitted a self-assessment"),
        "quality.compute_indicators": _l("counted the quality figures"),
        "quality.tell_indicators": _l("told the network's office a month's quality figures"),
    }
)
add_disclosure_words(
    "indicator_value",
    KindWords(
        _l("Quality figures"),
        _l(
            "Once a month, two counts for each figure; a count from 1 to 4, or 1 to 4 short of the whole,"
            " stays with us"
        ),
        _say_indicator,
    ),
)
add_disclosure_words(
    "self_assessment_made",
    KindWords(
        _l("Self-assessments"),
        _l("When we submit one: how many criteria are met, no notes and no evidence"),
        _say_assessment,
    ),
)
