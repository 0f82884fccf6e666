"""A co-op's own pages: today, its profile and papers, and taking its data out."""
