"""Which language a reader reads: their account's, else their browser's choice here, else the office's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, cast

from babel.support import NullTranslations
from flask import Blueprint, Flask, current_app, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel, Domain, get_locale, refresh
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from app.web.guards import open_to_all
from app.web.next_page import next_page

Language = Literal["en", "cy"]
LANGUAGES: Final[dict[Language, str]] = {"en": "English", "cy": "Cymraeg"}
_LOCALES: Final[dict[Language, str]] = {"en": "en_GB", "cy": "cy"}
_COOKIE = "language"
_A_YEAR_SECONDS = 365 * 24 * 60 * 60
_EXTENSION = "cydofal_language"

pages = Blueprint("language", __name__)


@dataclass(frozen=True, slots=True)
class LanguageHooks:
    """What only the rest of the application knows of languages."""

    account_language: Callable[[], str | None]
    office_language: Callable[[], str | None]
    save_language: Callable[[Language], None]


class _Words(Domain):  # type: ignore[misc] # flask-babel has no types
    """The words of each language under its name; flask-babel spells its locale out for every word."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """Return the words of the language that is read now."""
        locale = get_locale()
        name = "" if locale is None else locale.language
        if name not in self._held:
            self._held[name] = super().get_translations()
        return self._held[name]


def init_language(app: Flask, hooks: LanguageHooks) -> None:
    """Set flask-babel up, and the switch: ``POST /language`` with ``language`` and ``next``."""
    app.extensions[_EXTENSION] = hooks
    babel, words = Babel(), _Words()
    babel.domain_instance = words
    babel.init_app(
        app,
        default_locale=_LOCALES["en"],
        default_timezone="Europe/London",
        locale_selector=lambda: locale_of(_chosen_language()),
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of the extension that Babel added
        gettext=lambda word: words.get_translations().ugettext(word),
        ngettext=lambda word, words_, number: words.get_translations().ungettext(word, words_, number),
        pgettext=lambda about, word: words.get_translations().upgettext(about, word),
        npgettext=lambda about, word, words_, number: words.get_translations().unpgettext(
            about, word, words_, number
        ),
        newstyle=True,
    )
    app.register_blueprint(pages)
    app.jinja_env.globals.update(current_language=current_language, languages=LANGUAGES)


def locale_of(language: Language) -> str:
    """Return the locale that dates and numbers of a language are written in."""
    return _LOCALES[language]


def current_language() -> Language:
    """Return the language of the present page, mail or document."""
    locale = get_locale()
    return "cy" if locale is not None and locale.language == "cy" else "en"


def is_language(code: object) -> bool:
    """Say whether we speak it."""
    return code in LANGUAGES


@pages.post("/language")
@open_to_all
def choose() -> ResponseReturnValue:
    """Keep the reader's choice, and go back to the page they were on."""
    wanted = request.form.get("language", "")
    if not is_language(wanted):
        raise BadRequest
    response = redirect(next_page(request.form.get("next"), otherwise=f"{request.script_root}/"), code=303)
    set_language(response, cast("Language", wanted))
    return response


def set_language(response: BaseResponse, language: Language) -> None:
    """Keep a choice in the browser, and in the account of whoever is signed in."""
    _hooks().save_language(language)
    response.set_cookie(
        _COOKIE,
        language,
        max_age=_A_YEAR_SECONDS,
        path=f"{request.script_root}/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    refresh()


def switch_target() -> str:
    """Return where the switch comes back to: this page, or the home page if this one cannot be got."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(request.path, "GET"):
        return f"{request.script_root}/"
    return f"{request.script_root}{request.full_path.rstrip('?')}"


def switch_url() -> str:
    """Return where the switch posts to."""
    return url_for("language.choose")


def _chosen_language() -> Language:
    """Return the first of the reader's wishes that we can meet."""
    if not has_request_context():
        return "en"
    hooks = _hooks()
    wishes = (
        hooks.account_language,
        chosen_here,
        lambda: _first_part(request.accept_languages.best_match(("en", "en-GB", "cy", "cy-GB"))),
        hooks.office_language,
    )
    for wish in wishes:
        code = wish()
        if is_language(code):
            return cast("Language", code)
    return "en"


def chosen_here() -> str | None:
    """Return the language that was chosen in this browser, if one was."""
    return request.cookies.get(_COOKIE)


def _first_part(tag: str | None) -> str | None:
    return tag.split("-")[0] if tag else None


def _hooks() -> LanguageHooks:
    return cast("LanguageHooks", current_app.extensions[_EXTENSION])
