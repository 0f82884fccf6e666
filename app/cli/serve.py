"""``cydofal serve`` and ``cydofal worker``."""

import os
import sys
from collections.abc import Callable

import click


@click.command()
@click.option(
    "--with-demo", is_flag=True, help="Load the demo network first, and hold the clock at its date."
)
@click.option("--no-migrate", is_flag=True, help="Serve as it is: another process migrates.")
def serve(*, with_demo: bool, no_migrate: bool) -> None:
    """Run the database, the web and the worker on this machine.

    With DATABASE_URL, the database is an outside one and is left alone.
    """
    from app.supervisor.child import own_environment
    from app.supervisor.running import AlreadyServing, NoFreePort
    from app.supervisor.serving import Serving

    serving = Serving(own_environment(), is_demo=with_demo, migrates=not no_migrate)
    try:
        status = serving.run()
    except (AlreadyServing, NoFreePort) as error:
        click.echo(f"cydofal: {error}", err=True)
        status = 1
    sys.exit(status)


@click.command()
def worker() -> None:
    """Run jobs, as one of several workers.

    A worker holds no state: several may run, on several machines.
    """
    from app.loading import uncollected

    with uncollected():
        from app import create_app, logs
        from app.hub.jobs import use_owner
        from app.late_rooms import load_rooms
        from app.local_state import command_environment
        from app.settings import Settings
        from app.supervisor.lifeline import end_with_parent
        from app.worker import run_worker
        from tenants.provisioning.installation import Owner

    logs.tell_of_the_end()
    end_with_parent(os.environ)
    with command_environment(os.environ) as environment:
        settings = Settings.from_env(environment)
        flask_app = load_rooms(create_app(settings))

        def around(job: Callable[[], int]) -> int:
            # The words of mails and documents come from the application's catalogues.
            with flask_app.app_context():
                return job()

        use_owner(Owner(settings.owner_url, settings.place) if settings.owner_url else None)
        run_worker(settings.place, around)
