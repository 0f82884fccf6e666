"""Tables that come in as CSV: looked at, shown before anything is kept, and then kept by a job."""
