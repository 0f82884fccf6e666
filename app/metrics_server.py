"""The process that serves metrics: ``python -m app.metrics_server``, started by the supervisor."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, multiprocess, start_http_server
from prometheus_client.metrics_core import Metric

from app.logs import tell_of_the_end
from app.settings import Settings
from app.supervisor.lifeline import end_with_parent

DIRECTORY_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
LOOPBACK: Final = "127.0.0.1"
LIVE_FILE: Final = re.compile(r"gauge_live[a-z]*_([0-9]+)\.db")


def main() -> None:
    """Serve the numbers of all processes that share a directory, on this machine only, until told to stop."""
    tell_of_the_end()
    end_with_parent(os.environ)
    settings = Settings.for_web(os.environ)
    registry = CollectorRegistry()
    registry.register(_LivingProcesses(Path(os.environ[DIRECTORY_VARIABLE])))
    _server, thread = start_http_server(settings.metrics_port, addr=LOOPBACK, registry=registry)
    thread.join()


class _LivingProcesses(multiprocess.MultiProcessCollector):
    """Leaves out what a killed process, which nobody told us of, still claims to hold."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        super().__init__(CollectorRegistry(), path=str(directory))  # type: ignore[no-untyped-call] # the library has no types here

    def collect(self) -> Iterable[Metric]:
        """Return the numbers of the living."""
        for path in self._directory.iterdir():
            match = LIVE_FILE.fullmatch(path.name)
            if match is not None and not _is_alive(int(match.group(1))):
                path.unlink(missing_ok=True)
        collected: Iterable[Metric] = super().collect()  # type: ignore[no-untyped-call] # as above
        return collected


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main()
