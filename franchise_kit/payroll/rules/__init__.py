"""The rules of pay, all of them pure: whole pence in and out, told the day, with figures as data."""
