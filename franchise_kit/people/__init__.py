"""People who work here: who they are, contracts and rates by date, and what the tax office says of them.

It refuses two contracts at one time, a rate that rewrites an earlier one, and a tax code nobody can read.
"""
