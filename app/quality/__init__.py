"""Quality in a co-op: its figures over time, what was told of them, standards and self-assessments."""
