"""Claims -> casefile, and what one may ask of it. Values in, values out: no database is known here."""
