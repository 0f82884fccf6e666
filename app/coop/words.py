"""What refusals on a co-op's own pages say, and what its profile tells the network."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.sharing.words import KindWords, add_disclosure_words
from app.web.language import LANGUAGES, Language
from app.web.refusals import add_words
from franchise_kit.profile.rules import CoopNamed

add_words(
    {
        "profile_changed_meanwhile": _l(
            "Somebody else saved the profile while you were writing. Nothing of theirs was written over."
        ),
        "names_not_known": _l("Choose one of the answers."),
        "paper_replaced_already": _l("A newer paper stands in this one's place already."),
        "nothing_to_export": _l("There is nothing to take out."),
        "coop_is_behind": _l("The co-op's pages are being brought up to date. Try again later."),
        "export_is_running": _l("An archive is being made just now."),
        "passphrase_too_short": _l("Use 12 characters or more; four words are good"),
    }
)


def _say_names(fact: CoopNamed) -> Iterator[str]:
    yield _("In English we are called %(name)s.", name=fact.name_en)
    yield _("In Welsh we are called %(name)s.", name=fact.name_cy)
    if fact.town_en or fact.town_cy:
        yield _(
            "We are in %(town)s.", town=" / ".join(dict.fromkeys(filter(None, (fact.town_en, fact.town_cy))))
        )
    language: Language = "cy" if fact.language == "cy" else "en"
    yield _("Our first language is %(language)s.", language=LANGUAGES[language])


add_disclosure_words(
    "coop_named",
    KindWords(
        name=_l("What we are called"),
        why=_l("When our names, towns or first language change, so that whoever looks for us finds us"),
        say=_say_names,
    ),
)
