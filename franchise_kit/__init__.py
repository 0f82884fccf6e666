"""What a co-op gets: one folder for each room; no Flask, no clock, no environment."""
