"""The doorbell: procrastinate on the same database, with a login and a schema of its own.

A queued job says only which office's outbox to look into. A lost ring harms nothing: the worker's sweep
looks into every outbox now and then.
"""

import logging
import threading
from typing import TYPE_CHECKING, Final

import psycopg

from tenants.database import Place
from tenants.office import Office

if TYPE_CHECKING:
    import procrastinate

log = logging.getLogger(__name__)

TASK: Final = "drain"


def conninfo(place: Place) -> dict[str, object]:
    """Return the arguments of the queue's own connections."""
    login = place.installation.jobs
    wanted = ("host", "port", "dbname", "user", "password", "sslmode", "connect_timeout", "application_name")
    arguments = place.connection_arguments(login)
    return {name: arguments[name] for name in wanted}


class QueueDoorbell:
    """Defers a look into one office's outbox; many rings in a row are one."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._app: procrastinate.App | None = None

    def __call__(self, office: Office) -> None:
        """Ring; a queue that is away is met by the sweep instead."""
        from procrastinate.exceptions import AlreadyEnqueued, ConnectorException  # noqa: PLC0415 - slow to load

        try:
            self._opened().configure_task(TASK, queueing_lock=office.key).defer(office_key=office.key)
        except AlreadyEnqueued:
            return
        except (ConnectorException, psycopg.Error) as fault:
            log.warning(
                "Could not ring the bell", extra={"office": office.key, "fault": type(fault).__name__}
            )

    def _opened(self) -> "procrastinate.App":
        import procrastinate  # noqa: PLC0415 - slow to load, and a process that asks for no job never needs it

        with self._lock:
            if self._app is None:
                connector = procrastinate.SyncPsycopgConnector(
                    kwargs=conninfo(self._place), min_size=0, max_size=2, timeout=3
                )
                self._app = procrastinate.App(connector=connector)
                self._app.open()
            return self._app

    def close(self) -> None:
        """Close the queue's own connections, before a fork or at the end."""
        with self._lock:
            if self._app is not None:
                self._app.close()
                self._app = None
