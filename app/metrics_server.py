"""The process that serves metrics: ``python -m app.metrics_server``, started by the supervisor."""

import os
from pathlib import Path

from app.logs import tell_of_the_end
from app.metrics import DIRECTORY_VARIABLE, serve_metrics
from app.settings import Settings
from app.supervisor.lifeline import end_with_parent


def main() -> None:
    """Serve until told to stop."""
    tell_of_the_end()
    end_with_parent(os.environ)
    settings = Settings.for_web(os.environ)
    serve_metrics(Path(os.environ[DIRECTORY_VARIABLE]), settings.metrics_port)


if __name__ == "__main__":
    main()
