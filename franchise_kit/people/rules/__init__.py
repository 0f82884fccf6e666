"""What may be said of a worker: contracts and rates by day, and what the tax office says."""
