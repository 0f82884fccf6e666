"""What a month costs a co-op, and how that is worked out: pure, in whole pence."""
