"""When a visit can be planned, given, checked into and cancelled; and what counts as missed."""
