"""Help: a page of short answers, found by the search too."""
