"""What speaks for two names, or two entities of two documents, being one, and how much: the one table of resolution.

A pair starts from what its names say (0 to 1). What else the documents tell of the two is added or taken away. From
``SAME`` on they are joined, from ``ASK`` on a person is asked. The weights were set on the development pairs of names and
on the development articles of MEANTIME; the shape is that of probabilistic record linkage (Fellegi and Sunter 1969), with
weights that a reader can follow instead of estimated ones.
"""

from __future__ import annotations

SAME = 0.7
ASK = 0.5
BARE = 0.65
"""The most that one word of a person's name ("Flores") can come to, whatever else agrees: below ``SAME``."""

COMMON = 20
"""Longer names that a short one may stand for; with more of them on file it tells nobody apart, and joins with none."""

CALLED = 2
"""Documents that have to call a company by the first word of its name ("Ford" of "Ford Motor Company") before that word
alone means it elsewhere."""

USUAL = 0.25
"""Of all documents that have that word for a name, the share that has to tell which company it is short for: a word that
most use bare may mean a parent company."""

CLEARER = 0.05
"""By how much one of two that exclude each other must be likelier than the other; else a person is asked about both."""

NAMES: dict[str, float] = {
    # of persons and bodies
    "no words": 0.0,
    "the same words": 1.0,
    "the same letters in other words": 0.85,
    "different words": 0.45,  # times the share of words that are paired
    # of persons
    "another generation": 0.3,
    "another father": 0.4,
    "one word, a letter apart": 0.75,
    "one word only": 0.5,
    "one word, and another": 0.1,
    "every word a little apart": 0.6,
    "in another order": 0.95,  # times the likeness of the words
    "a part of a person's name is missing": 0.9,  # times the likeness of the words
    "the given name is missing": 0.6,
    "too much is missing": 0.6,
    "other initials": 0.6,
    # of bodies
    "another legal form": 0.6,
    "the same but for the legal form": 0.95,
    "different numbers": 0.4,
    "initials": 0.75,
    "the same words, translated or in another order": 0.9,
    "a general word is missing": 0.85,  # times the likeness of the words
    "a part is missing": 0.65,  # at most
}
"""What two names say."""

CONTEXT: dict[str, float] = {
    "the same role": 0.1,  # both are called "prosecutor", "chief executive"
    "the same tie": 0.2,  # both lead, belong to, own, ... the same
    "the same initials": 0.15,  # both documents give them with the full name
    "born in another year": -0.5,  # by the ages given, more than two years apart
    "of another kind": -0.4,  # a person in one document, a body in another
    "of no known kind": -0.2,  # in one of the documents
}
"""What else the documents say of the two."""
