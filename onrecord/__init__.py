"""onrecord reads reporting and keeps who said it, through whom, how firmly, when, where, how many, and the exact words."""
