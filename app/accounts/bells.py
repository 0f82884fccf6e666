"""What the bell says about accounts."""

from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words

add_bell_words({"role_waits": _l("A role waits for you as the second person")})
