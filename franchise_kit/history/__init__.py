"""Reading the journal: which lines somebody may see, and the names behind their ids.

It refuses to show more than one's own lines to whoever may not read the whole journal, and writes nothing.
"""
