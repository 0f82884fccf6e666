"""People supported, in their own words, and the visits that are planned with them.

It refuses a visit that ends before it begins, to somebody who is not supported that day, or by a worker
who is elsewhere at the time.
"""
