"""PostgreSQL of our own, for one machine: made, started, recovered and stopped by us.

It listens on a Unix socket alone, runs as an unprivileged user, and refuses a second start.
"""

from tenants.embedded.problem import EmbeddedProblem
from tenants.embedded.secret_files import read_or_make_secret
from tenants.embedded.server import SUPERUSER, EmbeddedServer

__all__ = ["SUPERUSER", "EmbeddedProblem", "EmbeddedServer", "read_or_make_secret"]
