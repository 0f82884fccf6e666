"""The rules of quality, all of them pure. Charts reckon in floats; counts are whole, rates exact."""
