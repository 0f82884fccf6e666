"""Search over people, pages and help, in both languages at once, with or without accents."""
