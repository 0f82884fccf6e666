"""The journal as people read it: ids and codes told in words, filtered, taken along."""
