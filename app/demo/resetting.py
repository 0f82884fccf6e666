"""Setting the demo back to its first day: from a copy of it that the server keeps, or by loading it anew.

A copy is of one server, as its logins are, and of one key, as what is sealed in it is. So a second state
directory loads its own demo, and another key or another version of the generator makes another copy.
"""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Final

from app.settings import Settings, SettingsError
from migrations import known_revisions
from tenants.provisioning import mend_wall
from tenants.provisioning.copying import (
    copy_database,
    drop_database,
    drop_databases_like,
    drop_lost_logins,
    has_database,
    list_walls,
)
from tenants.provisioning.installation import Owner

SOURCES: Final = (".py", ".json")


def reset(settings: Settings, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Set the demo of an own database back; the first time it is loaded anew, and the copy is made."""
    superuser_url, database = settings.superuser_url, settings.place.address.database
    if superuser_url is None or settings.owner_url is None:
        msg = "Only a demo in a database of our own is set back."
        raise SettingsError(msg)
    kept = kept_name(settings)
    if has_database(superuser_url, kept):
        say("Copying the demo as it was on its first day.")
        copy_database(superuser_url, settings.place, source=kept, target=database)
        _run(environment, "migrate")
        owner = Owner(settings.owner_url, settings.place)
        for schema in list_walls(owner):
            mend_wall(owner, schema)
    else:
        drop_database(superuser_url, database)
        _run(environment, "migrate")
        _run(environment, "demo", "load")
        drop_databases_like(superuser_url, _beginning(settings))
        copy_database(superuser_url, settings.place, source=database, target=kept)
    drop_lost_logins(superuser_url, settings.place)


def kept_name(settings: Settings) -> str:
    """Return the name of the copy that this version, with this key and this size, would make."""
    digest = hashlib.sha256(f"{settings.demo_tenths} {settings.demo_only} {settings.held_day}".encode())
    digest.update(settings.place.key.derive("the demo's copy"))
    digest.update(" ".join(known_revisions("hub")[-1:] + known_revisions("coop")[-1:]).encode())
    folder = files("app.demo")
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.name.endswith(SOURCES):
            digest.update(one.read_bytes())
    return f"{_beginning(settings)}{digest.hexdigest()[:12]}"


def _beginning(settings: Settings) -> str:
    return f"{settings.place.address.database}_demo_"


def _run(environment: Mapping[str, str], *command: str) -> None:
    """Run one of our own commands to its end: each brings its own engine and its own day."""
    subprocess.run([sys.executable, "-m", "app.cli", *command], env=dict(environment), check=True)  # noqa: S603 - ours
