"""What a machine of its own adds to the environment: the secrets and the address of its own database.

A secret is made once, in the state directory; whoever sets ``DATABASE_URL`` brings an outside server.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from app.settings import (
    BASE_DOMAIN,
    DATABASE_URL,
    INSTALLATION,
    MODE,
    OWNER_URL,
    PORT,
    POSTGRES_BIN,
    SECRET_KEY,
    STATE,
    SUPERUSER_URL,
    Mode,
    Settings,
)
from app.supervisor.rights import hand_over
from app.supervisor.running import read_note
from tenants.embedded import EmbeddedServer, read_or_make_secret
from tenants.embedded.places import prepare_state_dir

CHECKOUT = Path(__file__).resolve().parents[1]


def state_dir_of(environ: Mapping[str, str]) -> Path:
    """Return the state directory: the one that was said, or the checkout's own."""
    said = environ.get(STATE)
    return Path(said).expanduser().absolute() if said else CHECKOUT / ".state"


def has_own_database(environ: Mapping[str, str]) -> bool:
    """Say whether the database is ours to run."""
    return not environ.get(DATABASE_URL)


def own_server(environ: Mapping[str, str]) -> EmbeddedServer:
    """Return the database server of this state directory; not started yet."""
    return EmbeddedServer(state_dir_of(environ), bin_dir=environ.get(POSTGRES_BIN) or None)


def completed(environ: Mapping[str, str], server: EmbeddedServer | None) -> dict[str, str]:
    """Return an environment with everything that commands need, the owner's address included.

    What was said stays. Production with an outside server must bring its own key: there nothing is made.
    """
    state_dir = server.state_dir if server is not None else state_dir_of(environ)
    full = dict(environ) | {STATE: str(state_dir)}
    if not full.get(SECRET_KEY) and (server is not None or full.get(MODE) != Mode.PRODUCTION):
        full[SECRET_KEY] = read_or_make_secret(prepare_state_dir(state_dir), "installation-key")
    if server is not None:
        database = full.get(INSTALLATION) or "cydofal"
        place = f"/{database}?host={quote(str(server.socket_dir), safe='')}&port={server.port}"
        full[DATABASE_URL] = f"postgresql://{place}"
        full[OWNER_URL] = f"postgresql://{database}_owner:{owner_password(state_dir)}@{place}"
        full[SUPERUSER_URL] = server.superuser_url()
    return full


def owner_password(state_dir: Path) -> str:
    """Return the owner's password, a secret of its own that the web never has."""
    return read_or_make_secret(state_dir, "database-owner")


def for_owner(full: Mapping[str, str]) -> dict[str, str]:
    """Return what the worker may hold: the owner's address, never the superuser's."""
    return {name: value for name, value in full.items() if name != SUPERUSER_URL}


def for_web(full: Mapping[str, str]) -> dict[str, str]:
    """Return what a web process may hold: neither the owner's address nor the superuser's."""
    return {name: value for name, value in full.items() if name not in {OWNER_URL, SUPERUSER_URL}}


@contextmanager
def command_environment(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give a command its environment, with our database running for as long as the command does.

    A server that `cydofal serve` already runs is used as it is, under the address that it serves.
    """
    try:
        with _running_database(environ) as full:
            yield full
    finally:
        hand_over(state_dir_of(environ))


@contextmanager
def _running_database(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    if not has_own_database(environ):
        yield completed(environ, None)
        return
    server = own_server(environ)
    full = completed(environ, server)
    if server.is_running_elsewhere():
        yield _as_served(server.state_dir) | full
        return
    with server:
        yield full


def settings_of_state(environ: Mapping[str, str]) -> Settings:
    """Return the settings as a command needs them that asks the database nothing."""
    if not has_own_database(environ):
        return Settings.from_env(completed(environ, None))
    server = own_server(environ)
    return Settings.from_env(_as_served(server.state_dir) | completed(environ, server))


def _as_served(state_dir: Path) -> dict[str, str]:
    """Return what `cydofal serve` chose for this state, so that a command's links lead to where it serves."""
    note = read_note(state_dir)
    return {} if note is None else {BASE_DOMAIN: note.base_domain, MODE: note.mode, PORT: str(note.port)}
