"""What every page shares: guards, errors, forms, language, layout and charts."""
