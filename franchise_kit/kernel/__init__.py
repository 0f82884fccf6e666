"""Small words that every room speaks: money, periods, text in two languages."""
