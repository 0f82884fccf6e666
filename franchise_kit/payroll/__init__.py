"""Pay: runs of payslips worked out from approved time by rules alone, and approved by a second person.

It refuses a second run for a pay day, approval by whoever drafted, and a change of what was approved.
"""
