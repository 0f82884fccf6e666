"""Pay worked out case by case, from JSON lines to JSON lines: rules, and neither web nor database."""
