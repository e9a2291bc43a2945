"""A corpus of hostile files, made from a seed, and a checker that lists every hole it finds."""
