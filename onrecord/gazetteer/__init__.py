"""Name -> places: the embedded gazetteer."""
