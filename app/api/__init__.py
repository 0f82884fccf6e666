"""The API: the same actions and the same schemas as the pages, for programs with a token.

It knows nobody by a cookie, so no other site can make a browser act here.
"""

from typing import Final

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.api.bearer import TokenReader
from app.api.description import DescribedApi
from app.api.resources import resources
from app.web.context import set_bearer_reader

PREFIX: Final = "/api/v1"


def init_api(app: Flask, csrf: CSRFProtect) -> None:
    """Set the API up under its prefix, with its description at ``openapi.json``."""
    app.config.update(
        API_TITLE="Cydofal",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = DescribedApi(app)
    set_bearer_reader(app, TokenReader())
    for resource in resources():
        csrf.exempt(resource)
        api.register_blueprint(resource, url_prefix=f"{PREFIX}{resource.url_prefix}")
