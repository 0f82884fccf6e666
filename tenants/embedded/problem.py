"""What is raised when our own database cannot be made, started or stopped."""


class EmbeddedProblem(Exception):
    """One sentence for whoever starts the server, saying what is wrong and what to do."""
