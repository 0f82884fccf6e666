"""Who may come in: the co-op decides on requests and agreements, and sees what was read under each."""
