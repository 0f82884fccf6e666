"""``cydofal payroll``: pay worked out by the rules alone, for whoever wants to check them."""

import sys

import click


@click.group()
def payroll() -> None:
    """Work out pay by the rules alone."""


@payroll.command()
def calculate() -> None:
    """Answer cases, one JSON object a line, from standard input on standard output.

    Needs no database, no secret and no settings. A case is {"id", "type", "tax_year", "inputs"}; its answer
    {"id", "result"} or {"id", "error": {"code", "message"}}.
    """
    from app.calculating.answering import answers, lines_of

    for answer in answers(lines_of(sys.stdin.buffer)):
        # At once: whoever asks may wait for this answer before the next question.
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
