"""Settings: right ones are typed, wrong ones stop the start with a sentence naming which and why."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from app.settings import DatabaseAddress, Mode, Settings, SettingsError

KEY = "q8Zt5vYw2LxNc7RbTm4Kd9HfJs3GpAeU6iOo1QyW"
OTHER_KEY = "Vb3Nn6Mm9Ll2Kk5Jj8Hh1Gg4Ff7Dd0SsAaQqWwEe"
RIGHT = {"CYDOFAL_SECRET_KEY": KEY, "DATABASE_URL": "postgresql:///cydofal?host=/run/db"}
PRODUCTION = RIGHT | {"CYDOFAL_MODE": "production", "CYDOFAL_BASE_DOMAIN": "cydofal.test"}


def test_what_is_not_said_has_a_default() -> None:
    settings = Settings.from_env(RIGHT)

    assert settings.mode is Mode.LOCAL
    assert settings.base_domain == "localhost:8000"
    assert settings.database == DatabaseAddress("/run/db", 5432, "cydofal", "prefer")
    assert settings.installation == "cydofal"
    assert settings.bind == "127.0.0.1"
    assert (settings.port, settings.metrics_port, settings.pool_cap) == (8000, 9400, 20)
    assert settings.has_path_mode
    assert settings.scheme == "http"
    assert settings.owner_url is None
    assert not settings.makes_test_files


def test_the_demo_makes_test_files_and_others_where_they_say_so() -> None:
    demo = Settings.from_env({**RIGHT, "CYDOFAL_MODE": "demo"})
    tried = Settings.from_env({**PRODUCTION, "CYDOFAL_TEST_FILES": "on"})

    assert (demo.makes_test_files, tried.makes_test_files) == (True, True)
    assert not Settings.from_env(PRODUCTION).makes_test_files


def test_everything_can_be_said() -> None:
    settings = Settings.from_env(
        PRODUCTION
        | {
            "CYDOFAL_BASE_DOMAIN": "gofal.example",
            "CYDOFAL_STATE": "/srv/state",
            "CYDOFAL_PREVIOUS_SECRET_KEYS": f"{OTHER_KEY},",
            "DATABASE_URL": "postgresql://db.internal:6432/network?sslmode=verify-full",
            "CYDOFAL_OWNER_URL": "postgresql://o:p@db.internal/network",
            "CYDOFAL_POOLER": "pgbouncer",
            "CYDOFAL_POOL_CAP": "100",
            "CYDOFAL_SMTP_URL": "smtps://m:p@mail.internal",
            "CYDOFAL_TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16",
            "CYDOFAL_PORT": "8080",
        }
    )

    assert settings.is_production
    assert not settings.has_path_mode
    assert settings.scheme == "https"
    assert settings.state_dir == Path("/srv/state")
    assert settings.previous_secret_keys == (OTHER_KEY,)
    assert settings.database == DatabaseAddress("db.internal", 6432, "network", "verify-full")
    assert settings.is_behind_pooler
    assert settings.trusted_proxies == (ip_network("10.0.0.1/32"), ip_network("10.1.0.0/16"))
    assert settings.mail_from == "Cydofal <no-reply@gofal.example>"


def test_no_secret_is_in_the_repr() -> None:
    settings = Settings.from_env(
        RIGHT
        | {
            "CYDOFAL_PREVIOUS_SECRET_KEYS": OTHER_KEY,
            "CYDOFAL_OWNER_URL": "postgresql://o:planted-marker@h/d",
            "CYDOFAL_SMTP_URL": "smtp://m:planted-marker@h",
        }
    )

    assert KEY not in repr(settings)
    assert OTHER_KEY not in repr(settings)
    assert "planted-marker" not in repr(settings)


@pytest.mark.parametrize(
    ("case", "base", "said", "sentence"),
    [
        ("no key", RIGHT, {"CYDOFAL_SECRET_KEY": ""}, "CYDOFAL_SECRET_KEY is missing"),
        ("a short key", RIGHT, {"CYDOFAL_SECRET_KEY": KEY[:31]}, "CYDOFAL_SECRET_KEY is too short"),
        (
            "a sample key",
            RIGHT,
            {"CYDOFAL_SECRET_KEY": "please-change-me-please-change-me!"},
            "CYDOFAL_SECRET_KEY looks like a sample",
        ),
        ("one letter", RIGHT, {"CYDOFAL_SECRET_KEY": "a" * 64}, "CYDOFAL_SECRET_KEY looks like a sample"),
        (
            "a weak old key",
            RIGHT,
            {"CYDOFAL_PREVIOUS_SECRET_KEYS": "old"},
            "CYDOFAL_PREVIOUS_SECRET_KEYS is too",
        ),
        ("an unknown mode", RIGHT, {"CYDOFAL_MODE": "prod"}, "CYDOFAL_MODE is 'prod'"),
        (
            "the demo on a public name",
            RIGHT,
            {"CYDOFAL_MODE": "demo", "CYDOFAL_BASE_DOMAIN": "gofal.example"},
            "CYDOFAL_BASE_DOMAIN is 'gofal.example', a public name",
        ),
        (
            "the demo on a public address",
            RIGHT,
            {"CYDOFAL_MODE": "demo", "CYDOFAL_BIND": "0.0.0.0"},  # noqa: S104 - it is refused
            "CYDOFAL_BIND is '0.0.0.0'",
        ),
        (
            "local use of a public name",
            RIGHT,
            {"CYDOFAL_BASE_DOMAIN": "gofal.example"},
            "CYDOFAL_BASE_DOMAIN is",
        ),
        (
            "a look-alike of localhost",
            RIGHT,
            {"CYDOFAL_BASE_DOMAIN": "notlocalhost"},
            "CYDOFAL_BASE_DOMAIN is",
        ),
        (
            "production without a name",
            PRODUCTION,
            {"CYDOFAL_BASE_DOMAIN": ""},
            "CYDOFAL_BASE_DOMAIN is missing",
        ),
        (
            "a name with a scheme",
            RIGHT,
            {"CYDOFAL_BASE_DOMAIN": "http://localhost"},
            "CYDOFAL_BASE_DOMAIN is",
        ),
        ("paths in production", PRODUCTION, {"CYDOFAL_PATH_MODE": "on"}, "CYDOFAL_PATH_MODE is on"),
        ("paths perhaps", RIGHT, {"CYDOFAL_PATH_MODE": "maybe"}, "CYDOFAL_PATH_MODE is 'maybe'"),
        ("tests perhaps", RIGHT, {"CYDOFAL_TEST_FILES": "maybe"}, "CYDOFAL_TEST_FILES is 'maybe'"),
        (
            "files of made-up people that are no tests",
            RIGHT,
            {"CYDOFAL_MODE": "demo", "CYDOFAL_TEST_FILES": "off"},
            "CYDOFAL_TEST_FILES is off",
        ),
        ("a bind that is a name", RIGHT, {"CYDOFAL_BIND": "localhost"}, "CYDOFAL_BIND is 'localhost'"),
        ("a hostile installation", RIGHT, {"CYDOFAL_INSTALLATION": 'x"; DROP'}, "CYDOFAL_INSTALLATION is"),
        ("no database", RIGHT, {"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ("another database", RIGHT, {"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL begins with 'mysql'"),
        ("a login for all", RIGHT, {"DATABASE_URL": "postgresql://u:p@h/d"}, "DATABASE_URL holds a login"),
        ("no server", RIGHT, {"DATABASE_URL": "postgresql:///d"}, "DATABASE_URL names no server"),
        ("a wild port", RIGHT, {"DATABASE_URL": "postgresql://h:99999/d"}, "DATABASE_URL is not an address"),
        (
            "an owner without login",
            RIGHT,
            {"CYDOFAL_OWNER_URL": "postgresql://h/d"},
            "CYDOFAL_OWNER_URL names no",
        ),
        ("another pooler", RIGHT, {"CYDOFAL_POOLER": "pgpool"}, "CYDOFAL_POOLER is 'pgpool'"),
        ("no connections", RIGHT, {"CYDOFAL_POOL_CAP": "0"}, "CYDOFAL_POOL_CAP is '0'"),
        ("a demo's day", RIGHT, {"CYDOFAL_DEMO_DAY": "2026-12-01"}, "CYDOFAL_DEMO_DAY is for the demo"),
        (
            "a day that is none",
            RIGHT,
            {"CYDOFAL_MODE": "demo", "CYDOFAL_DEMO_DAY": "soon"},
            "CYDOFAL_DEMO_DAY must be a day",
        ),
        (
            "a day before the demo was made",
            RIGHT,
            {"CYDOFAL_MODE": "demo", "CYDOFAL_DEMO_DAY": "2026-11-21"},
            "CYDOFAL_DEMO_DAY must be from 2026-11-22",
        ),
        ("mail by HTTP", RIGHT, {"CYDOFAL_SMTP_URL": "http://m"}, "CYDOFAL_SMTP_URL begins with 'http'"),
        ("a port in words", RIGHT, {"CYDOFAL_PORT": "eight"}, "CYDOFAL_PORT is 'eight'"),
        (
            "metrics on the web's port",
            RIGHT,
            {"CYDOFAL_METRICS_PORT": "8000"},
            "CYDOFAL_METRICS_PORT is 8000",
        ),
        (
            "everybody a proxy",
            RIGHT,
            {"CYDOFAL_TRUSTED_PROXIES": "0.0.0.0/0"},
            "CYDOFAL_TRUSTED_PROXIES holds",
        ),
        (
            "a proxy by name",
            RIGHT,
            {"CYDOFAL_TRUSTED_PROXIES": "proxy"},
            "CYDOFAL_TRUSTED_PROXIES holds 'proxy'",
        ),
    ],
)
def test_a_wrong_setting_stops_the_start(
    case: str, base: dict[str, str], said: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(base | said)

    assert str(refused.value).startswith(sentence), case
    assert str(refused.value).endswith("."), case


def test_a_wrong_address_does_not_repeat_its_password() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(RIGHT | {"DATABASE_URL": "postgresql://u:planted-marker@h/d"})

    assert "planted-marker" not in str(refused.value)


def test_the_web_refuses_to_hold_the_owners_login() -> None:
    with pytest.raises(SettingsError, match="CYDOFAL_OWNER_URL is in the web's environment"):
        Settings.for_web(RIGHT | {"CYDOFAL_OWNER_URL": "postgresql://o:p@h/d"})
