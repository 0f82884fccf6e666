"""The network's fees: usage that co-ops told, rated by a published plan, on invoices that show their working.

It refuses to bill a month twice, to change what was issued, and to take more for an invoice than is owed.
"""
