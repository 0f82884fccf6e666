"""``python -m app.cli``, as the supervisor calls it."""

from app.cli import main

main()
