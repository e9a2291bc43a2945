"""The tables of a casefile."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text

APPLICATION_ID = 0x6F6E7263
"""Marks an SQLite file as a casefile ("onrc")."""

metadata = MetaData()

document = Table(
    "document", metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("title", Text), Column("outlet", Text), Column("byline", Text), Column("published", Text),
    Column("lang", Text, nullable=False), Column("url", Text),
    Column("text", Text, nullable=False),
    Column("annotation", Text, nullable=False),  # all but the claims
    Column("missing", Text, nullable=False), Column("dropped", Integer, nullable=False), Column("claims", Integer, nullable=False),
)  # fmt: skip

source = Table(
    "source", metadata,
    Column("location", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
)  # fmt: skip

claim = Table(
    "claim", metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("document", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False), Column("end", Integer, nullable=False),
    Column("relation", Text), Column("factuality", Text, nullable=False, index=True), Column("polarity", Text, nullable=False),
    Column("context", Text, nullable=False), Column("figures", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Index("claim_document", "document", "start", "end", "id"),
    Index("claim_figures", "figures"),
)  # fmt: skip

entity = Table(
    "entity", metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False), Column("type", Text, nullable=False), Column("named", Boolean, nullable=False),
    Column("aliases", Text, nullable=False), Column("nouns", Text, nullable=False), Column("merges", Text, nullable=False),
    Column("documents", Integer, nullable=False), Column("claims", Integer, nullable=False),
)  # fmt: skip

mention = Table(  # an entity of one document, and the entity of the casefile that it is
    "mention", metadata,
    Column("key", Integer, primary_key=True),
    Column("document", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("local", Text, nullable=False),
    Column("name", Text, nullable=False), Column("type", Text, nullable=False), Column("named", Boolean, nullable=False),
    Column("aliases", Text, nullable=False), Column("nouns", Text, nullable=False), Column("mentions", Integer, nullable=False),
    Column("place", Text),
    Column("entity", Text, index=True),
    Index("mention_local", "document", "local", unique=True),
)  # fmt: skip

concern = Table(  # a claim is about, or said by, an entity of its document
    "concern", metadata,
    Column("claim", Integer, ForeignKey("claim.key", ondelete="CASCADE"), primary_key=True),
    Column("mention", Integer, ForeignKey("mention.key", ondelete="CASCADE"), primary_key=True, index=True),
    Column("about", Boolean, nullable=False),  # false: only one of its voices
)  # fmt: skip

judgement = Table(  # append-only: what a person decided, by whom, when; an undoing is a row of its own
    "judgement", metadata,
    Column("key", Integer, primary_key=True),
    Column("kind", Text, nullable=False), Column("left", Text, nullable=False), Column("right", Text),
    Column("verdict", Text, nullable=False), Column("note", Text), Column("by", Text, nullable=False), Column("at", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("judgement.key")),
)  # fmt: skip

run = Table(  # which version read what, and how it ended; never exported
    "run", metadata,
    Column("key", Integer, primary_key=True),
    Column("at", Text, nullable=False), Column("version", Text, nullable=False), Column("totals", Text, nullable=False),
)  # fmt: skip
