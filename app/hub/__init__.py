"""The hub's own pages and jobs: co-ops made, suspended, closed."""
