"""The books, in double entry: an entry has postings that come to nothing, and nothing is ever rubbed out.

It refuses an entry that does not balance, an account that the chart does not have, and the same event twice.
"""
