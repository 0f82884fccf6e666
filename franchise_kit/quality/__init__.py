"""How good the care is: standards, answers with evidence, figures over time and between co-ops.

Keeps no rank, and never one number for a co-op; refuses to judge what is too short, too small or
too much alike.
"""
