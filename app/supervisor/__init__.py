"""One small process that starts database, web and worker in order, and stops them in reverse.

It signals only processes that it started itself, by their own numbers.
"""
