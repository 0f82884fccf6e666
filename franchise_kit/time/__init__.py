"""Time worked: made from visits by themselves, approved by somebody else, and locked once it is paid.

It refuses to approve one's own time, to pay the same minute twice, and to change what was paid.
"""
