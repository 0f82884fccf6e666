"""Pay: what is deducted from it, and why. Refuses a day, a code or a letter without a dated figure."""
