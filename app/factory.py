"""Making the Flask application of one installation."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.extensions import init_database
from app.first_rooms import blueprints
from app.late_rooms import LateRooms, load_if_asked_for
from app.login.wrap import init_login
from app.mail import init_mail
from app.metrics import init_metrics
from app.queue import QueueDoorbell
from app.settings import Settings
from app.shell import init_shell
from app.web.addresses import LateRule
from app.web.assets import init_assets
from app.web.errors import init_errors
from app.web.headers import init_headers
from app.web.hosts import SETTINGS, init_hosts
from app.web.logged import init_logs
from app.web.proxies import TrustedProxies
from tenants import clock, files, jobs

MOST_BODY_BYTES = 12 * 1024 * 1024
MOST_FORM_BYTES = 512 * 1024
MOST_FORM_PARTS = 500


def create_app(settings: Settings) -> Flask:
    """Return the application for one installation."""
    app = Flask("app", static_folder=None)
    app.url_rule_class = LateRule
    _configure(app, settings)
    init_logs(app)
    # Before whoever looks at a view or at its blueprint.
    app.before_request(load_if_asked_for)
    init_metrics(app)
    init_headers(app)
    init_hosts(app)
    init_errors(app)
    csrf = CSRFProtect(app)
    init_assets(app)
    _init_tenants(app, settings)
    init_login(app)
    init_shell(app)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    LateRooms(app, csrf)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign] # Flask's way
    return app


def _configure(app: Flask, settings: Settings) -> None:
    place = settings.place
    app.config.update(
        {
            SETTINGS: settings,
            # Else Flask would take it from the environment.
            "DEBUG": False,
            "SECRET_KEY": place.key.derive("web cookies").hex(),
            "SECRET_KEY_FALLBACKS": settings.previous_cookie_keys,
            "MAX_CONTENT_LENGTH": MOST_BODY_BYTES,
            "MAX_FORM_MEMORY_SIZE": MOST_FORM_BYTES,
            "MAX_FORM_PARTS": MOST_FORM_PARTS,
            # The token lives as long as the session it is tied to.
            "WTF_CSRF_TIME_LIMIT": None,
            "PREFERRED_URL_SCHEME": settings.scheme,
        }
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _init_tenants(app: Flask, settings: Settings) -> None:
    place = settings.place
    clock.hold_day(settings.held_day)
    init_database(app, place, pool_cap=settings.pool_cap)
    files.set_store(files.FolderStore(settings.state_dir / "files"))
    init_mail(app, settings)
    jobs.set_doorbell(QueueDoorbell(place))
