"""Full-text search in SQLite's words; another database brings a module with the same four functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from onrecord.casefile.words import stems


def create(connection: Connection) -> None:
    """The index over claims: the stems of the exact words, and of the names of those concerned."""
    connection.exec_driver_sql("CREATE VIRTUAL TABLE claim_text USING fts5(stems, tokenize = 'unicode61 remove_diacritics 2')")


def insert(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Index claims: (key, stems)."""
    if rows:
        insertion = text("INSERT INTO claim_text (rowid, stems) VALUES (:key, :stems)")
        connection.execute(insertion, [{"key": key, "stems": stemmed} for key, stemmed in rows])


def delete(connection: Connection, keys: Iterable[int]) -> None:
    """Take claims out of the index."""
    rows = [{"key": key} for key in keys]
    if rows:
        connection.execute(text("DELETE FROM claim_text WHERE rowid = :key"), rows)


def check(connection: Connection) -> None:
    """Compare the index with what it indexes; a difference is an error of the database."""
    connection.exec_driver_sql("INSERT INTO claim_text (claim_text) VALUES ('integrity-check')")


def scrub(connection: Connection) -> None:
    """Rewrite the index so that nothing of the claims that were taken out is left in it."""
    connection.exec_driver_sql("INSERT INTO claim_text (claim_text) VALUES ('optimize')")


def find(connection: Connection, words: str, entity: str | None, limit: int) -> list[int]:
    """Keys of claims that hold any of the words (in any inflection), best first; of an entity's claims if one is given."""
    wanted = list(dict.fromkeys(stems(words)))
    if not wanted:
        return []
    # every word is quoted: what a user types is never read as a query expression
    expression = "stems : (" + " OR ".join('"' + word.replace('"', '""') + '"' for word in wanted) + ")"
    # equal ranks follow the order of documents and claims, never that of insertion
    rows = connection.execute(
        text(
            "SELECT c.key FROM claim_text JOIN claim c ON c.key = claim_text.rowid JOIN document d ON d.id = c.document "
            "WHERE claim_text MATCH :expression AND (:entity IS NULL OR c.key IN ("
            "SELECT n.claim FROM concern n JOIN mention m ON m.key = n.mention WHERE m.entity = :entity)) "
            "ORDER BY round(bm25(claim_text), 9), coalesce(d.published, ''), d.id, c.start, c.\"end\", c.id LIMIT :limit"
        ),
        {"expression": expression, "entity": entity, "limit": limit},
    )
    return [int(row[0]) for row in rows]
