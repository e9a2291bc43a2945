"""The tables of a casefile."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

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
    Column("annotation", LargeBinary, nullable=False),  # all but the claims, compressed
    Column("missing", Text, nullable=False), Column("dropped", Integer, nullable=False), Column("claims", Integer, nullable=False),
    Column("modified", Text),
    Column("own", Text),  # the id that it brought itself; ``id`` differs where another document brought the same one
    Column("reader", Text, nullable=False, server_default=""),  # the version that annotated it
    Column("corrections", Integer, nullable=False, server_default="0"),
    Index("document_own", "own"),
)  # fmt: skip

source = Table(
    "source", metadata,
    Column("location", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("told", Text, nullable=False, server_default="{}"),  # the metadata that this place tells
)  # fmt: skip

edition = Table(  # append-only: which bytes stood at a place, one after the other
    "edition", metadata,
    Column("key", Integer, primary_key=True),
    Column("location", Text, nullable=False, index=True), Column("digest", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
)  # fmt: skip

earlier = Table(  # documents that stand nowhere any more: kept whole, out of every answer
    "earlier", metadata,
    Column("digest", Text, primary_key=True),
    Column("body", Text, nullable=False),  # its metadata and its text
    Column("annotation", LargeBinary, nullable=False),  # with the claims, compressed
    Column("reader", Text, nullable=False),
)  # fmt: skip

removal = Table(  # append-only: what a person took out, by whom, when, why
    "removal", metadata,
    Column("key", Integer, primary_key=True),
    Column("digest", Text, nullable=False, index=True),
    Column("by", Text, nullable=False), Column("at", Text, nullable=False), Column("why", Text),
    Column("undone", Boolean, nullable=False),  # true: it was read again since, on demand
)  # fmt: skip

outcome = Table(  # how the last run that met a place ended there
    "outcome", metadata,
    Column("location", Text, primary_key=True),
    Column("state", Text, nullable=False), Column("reason", Text, nullable=False), Column("run", Integer, nullable=False),
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
    Column("original", Text),  # what was read, where a person decided on it
    Column("verdict", Text), Column("decision", Text), Column("carried", Boolean, nullable=False, server_default="0"),
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
    Column("start", Integer, nullable=False, server_default="0"), Column("end", Integer, nullable=False, server_default="0"),
    Column("roles", Text, nullable=False, server_default="[]"), Column("ties", Text, nullable=False, server_default="[]"),
    Column("age", Integer),
    Column("entity", Text, index=True),
    Column("face", Integer, ForeignKey("face.key")),  # none: it has no name, or is not resolved yet
    Index("mention_local", "document", "local", unique=True), Index("mention_face", "face", "named"),
)  # fmt: skip

face = Table(  # mentions of which the same is told: resolution looks at each face once
    "face", metadata,
    Column("key", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),  # of all that resolution looks at
    Column("name", Text, nullable=False), Column("type", Text, nullable=False),
    Column("entity", Text), Column("fresh", Boolean, nullable=False),  # fresh: to be resolved
    Column("part", Integer, index=True),  # all that may be one by their keys and are resolved together: the least key among them
    Index("face_fresh", "fresh"),
)  # fmt: skip

lookup = Table(  # what a face is found by when another is resolved
    "lookup", metadata,
    Column("face", Integer, ForeignKey("face.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Text, nullable=False), Column("how", Text, nullable=False),
    Index("lookup_text", "text", "how", "face"),
)  # fmt: skip

doubt = Table(  # two faces of different entities that may be one
    "doubt", metadata,
    Column("left", Integer, ForeignKey("face.key", ondelete="CASCADE"), primary_key=True),
    Column("right", Integer, ForeignKey("face.key", ondelete="CASCADE"), primary_key=True, index=True),
    Column("score", Float, nullable=False), Column("features", Text, nullable=False),
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
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False), Column("left", Text, nullable=False), Column("right", Text),
    Column("verdict", Text, nullable=False), Column("note", Text), Column("by", Text, nullable=False), Column("at", Text, nullable=False),
    Column("undoes", Text, index=True),
    Column("digest", Text, index=True),  # of the document whose claim it is about
)  # fmt: skip

sealed = Table(  # what a redaction covers, until it is undone or erased
    "sealed", metadata,
    Column("kind", Text, primary_key=True), Column("ref", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),  # JSON, compressed
)  # fmt: skip

run = Table(  # which version read, and how it ended: no totals where it was stopped; never exported
    "run", metadata,
    Column("key", Integer, primary_key=True),
    Column("at", Text, nullable=False), Column("version", Text, nullable=False), Column("totals", Text, nullable=False),
)  # fmt: skip
