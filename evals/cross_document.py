"""Entities across documents, end to end: how well a casefile of articles tells who is who, beside joining equal strings.

usage: cross_document.py GOLD [-v] [--json]

GOLD  rows {"id", "lang", "text", "scored_until"?, "mentions": [{"start", "end", "kind", "chain", "class"?}]}, as of MEANTIME:
      ``chain`` is shared by all documents. The texts are read here and resolved by the rules of the casefile, which come to
      what ``onrecord read`` files; what ``onrecord annotate`` writes would not do, it does not tell which entity a place is.
      -v also prints the joins that are wrong and missing

Response and baseline. The response are the casefile's entities. The baseline has the very same mentions and joins, in one
document and across them, those whose words are the same but for case, a leading article and a closing 's; no coreference,
no table. A pronoun stands alone in it: joining every "it" of the corpus would only make it weaker. ``loose strings`` is that
weaker one, which joins the pronouns too, as published figures for joining loose mentions by string do.

Twins. A mention of the response is tied to a gold one of its document, one to one: of the same span; else the same but
for article and 's; else with the same head (the last word before a comma, a preposition or a relative), the greatest
overlap first. Ties look at spans alone, so that response and baseline have the same.

What counts. Both sides end at ``scored_until``: what stands behind it is annotated in part and counts for nobody, neither as a
mention nor in the size of a cluster. The same goes for articles without a single gold mention of an entity, though every
sentence of theirs has names (14 of the 60 of MEANTIME English): they were not annotated. They are resolved with the others.

B3 (Bagga and Baldwin 1998) over all documents at once, singletons with the rest. With mentions that a system found itself
it needs a convention; two are given:

- ``B3``, the chief figure, with the rule of Cai and Strube (2010) for mentions without a twin. Recall is over all gold
  mentions; one that was not found counts as found alone. Precision is over the mentions of the response; one that has
  no twin counts as alone in the gold, so that whatever it was joined with loses, and only where nothing was joined
  with it is it left out.
- ``B3 strict`` (Pradhan and others 2014): nothing is added or left out. A gold mention that was not found has recall 0, a
  mention without a twin precision 0, joined or alone.

``names`` are the same over the gold mentions of kind "name" and the response's alone; ``above`` is the difference of the
two F in share. ``twins`` are precision, recall and F of the mentions: the ceiling of the strict figure.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.casefile.local import locals_of, normal
from onrecord.casefile.resolve import resolve
from onrecord.model import Annotation, Document
from onrecord.pipeline import annotate_many

_HEAD_ENDS = re.compile(r",|\(|\b(?:of|in|that|who|which|whose|where|from|with|for|to|at|on|about|between|by|as|de|que|en|del|con|para)\b")
_ARTICLE = re.compile(r"(?:the|an?|el|la|los|las)\s+(?=\S)", re.I)
_POSSESSIVE = re.compile(r"\s*['’]s?$")
_WORD = re.compile(r"\w+(?:[.,'’&-]\w+)*")

type Scores = tuple[float, float, float]
"""Precision, recall, F."""


class Spot(NamedTuple):
    """A mention: two are one where these agree."""

    document: str
    start: int
    end: int


type Clusters = Mapping[Spot, Hashable]
"""Mention -> what names its cluster."""


def main() -> int:
    options = [a for a in sys.argv[1:] if a.startswith("-")]
    paths = [Path(a) for a in sys.argv[1:] if not a.startswith("-")]
    if set(options) - {"--json", "-v"} or len(paths) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    os.environ["ONRECORD_PLACES"] = ""  # the embedded gazetteer alone, whatever this user has loaded
    gold = [json.loads(line) for line in paths[0].read_text(encoding="utf-8").splitlines() if line.strip()]
    told: list[str] | None = [] if "-v" in options else None
    found = score(gold, list(annotate_many(map(_document, gold))), told)
    if "--json" in options:
        print(json.dumps(found))
        return 0
    print(*told or (), sep="\n", end="\n" if told else "")
    for name, value in found.items():
        print(f"{name:<24} {_shown(value)}")
    return 0


def score(gold: list[dict[str, Any]], annotations: Sequence[Annotation], told: list[str] | None = None) -> dict[str, Any]:
    """Figure -> (precision, recall, F), share or count; ``told`` takes the joins that are wrong or missing."""
    key, key_kinds = gold_mentions(gold)
    entities, strings, kinds = response(gold, annotations)
    twin = twins({row["id"]: row["text"] for row in gold}, key, entities)
    figures: dict[str, Any] = {}
    for label, one in (("", None), (" names", "name")):
        wanted = {m: c for m, c in key.items() if one in (None, key_kinds[m])}
        given = [m for m in entities if one in (None, kinds[m])]
        tied = {m: twin[m] for m in given if twin.get(m) in wanted}
        ours, loose = ({m: clusters[m] for m in given} for clusters in (entities, strings))
        same = {m: m if kinds[m] == "pronoun" else words for m, words in loose.items()}
        for title, strict in (("B3", False), ("B3 strict", True)):
            figures[title + label] = b3(wanted, ours, tied, strict=strict)
            figures[f"baseline{title[2:]}{label}"] = b3(wanted, same, tied, strict=strict)
            figures[f"above{title[2:]}{label}"] = figures[title + label][2] - figures[f"baseline{title[2:]}{label}"][2]
        if one is None:
            figures["loose strings"] = b3(wanted, loose, tied)
            figures["above loose strings"] = figures["B3"][2] - figures["loose strings"][2]
        figures["twins" + label] = _f(len(tied) / len(given), len(tied) / len(wanted))
    figures |= {"gold mentions": len(key), "mentions of the response": len(entities)}
    if told is not None:
        told += errors({row["id"]: row["text"] for row in gold}, key, entities, twin)
    return figures


def gold_mentions(rows: list[dict[str, Any]]) -> tuple[dict[Spot, str], dict[Spot, str]]:
    """The chains and the kinds of the mentions of entities that are scored."""
    found = [(Spot(row["id"], m["start"], m["end"]), m) for row in rows for m in row["mentions"] if m.get("class", "entity") == "entity"]
    limits = {row["id"]: _limit(row) for row in rows}
    scored = [(spot, m) for spot, m in found if spot.end <= limits[spot.document]]
    return {spot: m["chain"] for spot, m in scored}, {spot: m["kind"] for spot, m in scored}


def response(
    gold: list[dict[str, Any]], annotations: Sequence[Annotation]
) -> tuple[dict[Spot, Hashable], dict[Spot, Hashable], dict[Spot, str]]:
    """Of the mentions that are scored: the casefile's entity, the string that the baselines go by, the kind."""
    limits, published = {row["id"]: _limit(row) for row in gold}, {row["id"]: row.get("published") for row in gold}
    found = resolve(local for annotation in annotations for local in locals_of(annotation, published[annotation.id]))
    of = {member: cluster.subject.id for cluster in found.clusters for member in cluster.members}
    entities: dict[Spot, Hashable] = {}
    strings: dict[Spot, Hashable] = {}
    kinds: dict[Spot, str] = {}
    for annotation in annotations:
        for entity in annotation.entities:
            for m in entity.mentions:
                spot = Spot(annotation.id, m.start, m.end)
                if m.end <= limits[annotation.id]:
                    entities[spot] = of[annotation.id, entity.id]
                    strings[spot] = normal(_POSSESSIVE.sub("", m.text)) or spot
                    kinds[spot] = m.kind
    return entities, strings, kinds


def _limit(row: dict[str, Any]) -> int:
    """Where what is scored of a document ends; at once where nobody annotated it."""
    annotated = any(m.get("class", "entity") == "entity" for m in row["mentions"])
    return int(row.get("scored_until", len(row["text"]))) if annotated else 0


def twins(texts: Mapping[str, str], key: Collection[Spot], given: Collection[Spot]) -> dict[Spot, Spot]:
    """Mentions of the response -> their gold ones, one to one; the surest way of tying first."""
    of: dict[str, list[Spot]] = defaultdict(list)
    for gold in key:
        of[gold.document].append(gold)
    ways: list[tuple[int, float, Spot, Spot]] = []
    for one in given:
        for gold in of[one.document]:
            if _shared(one, gold) > 0 and (way := _way(texts[one.document], one, gold)) is not None:
                ways.append((way, -_shared(one, gold) / (max(one.end, gold.end) - min(one.start, gold.start)), one, gold))
    found: dict[Spot, Spot] = {}
    taken: set[Spot] = set()
    for _, _, one, gold in sorted(ways):
        if one not in found and gold not in taken:
            found[one] = gold
            taken.add(gold)
    return found


def _shared(a: Spot, b: Spot) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


def _way(text: str, a: Spot, b: Spot) -> int | None:
    """How two spans that overlap are the same mention, 0 the surest; none if they are not."""
    if (a.start, a.end) == (b.start, b.end):
        return 0
    if cut(text, a) == cut(text, b):
        return 1
    return 2 if head(text, a) == head(text, b) else None


def cut(text: str, spot: Spot) -> tuple[int, int]:
    """The span without a leading article and a closing 's."""
    words = text[spot.start : spot.end]
    article = _ARTICLE.match(words)
    return spot.start + (article.end() if article else 0), spot.start + len(_POSSESSIVE.sub("", words))


def head(text: str, spot: Spot) -> tuple[int, int]:
    """Where the last word of the noun phrase proper stands: before a comma, a preposition, a relative."""
    start, end = cut(text, spot)
    words = list(_WORD.finditer(text, start, end))
    tail = next((m.start() for m in _HEAD_ENDS.finditer(text, start, end) if words and m.start() > words[0].start()), end)
    last = next((w for w in reversed(words) if w.end() <= tail), None)
    return last.span() if last else (start, end)


def b3(key: Clusters, given: Clusters, twin: Mapping[Spot, Spot], *, strict: bool = False) -> Scores:
    """B3 of a response against a key; ``twin`` says which mention of the key one of the response is, one to one. Without
    ``strict``, a mention of the key that was not found is found alone, and one of the response without a twin is left
    out where it stands alone."""
    in_key, in_given = Counter(key.values()), Counter(given.values())
    both = Counter((key[twin[m]], cluster) for m, cluster in given.items() if m in twin)
    hits_recall = sum(n * n / in_key[chain] for (chain, _), n in both.items())
    hits_precision = sum(n * n / in_given[cluster] for (_, cluster), n in both.items())
    counted = len(given)
    if not strict:
        found = set(twin.values())
        hits_recall += sum(1 / in_key[chain] for m, chain in key.items() if m not in found)
        loose = [cluster for m, cluster in given.items() if m not in twin]
        counted -= sum(in_given[cluster] == 1 for cluster in loose)
        hits_precision += sum(1 / in_given[cluster] for cluster in loose if in_given[cluster] > 1)
    return _f(hits_precision / counted if counted else 0.0, hits_recall / len(key) if key else 0.0)


def _f(precision: float, recall: float) -> Scores:
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def errors(texts: Mapping[str, str], key: Clusters, given: Clusters, twin: Mapping[Spot, Spot]) -> Iterator[str]:
    """Clusters of the response that hold several chains, and chains that lie in several of them, the worst first."""
    back = {b: a for a, b in twin.items()}
    mixed = [(given[m], key[twin[m]] if m in twin else "-", m) for m in given]
    split = [(chain, given[back[m]] if m in back else "-", m) for m, chain in key.items()]
    for title, rows in (("joined", mixed), ("apart", split)):
        shown = []
        for _, cluster in groupby(sorted(rows, key=lambda r: str(r[0])), key=lambda r: r[0]):
            parts: dict[Hashable, list[Spot]] = defaultdict(list)
            for _, part, m in cluster:
                parts[part].append(m)
            if len(parts) > 1:
                sizes = sorted((len(p) for p in parts.values()), reverse=True)
                shown.append((sum(sizes) ** 2 - sum(n * n for n in sizes), parts))
        for cost, parts in sorted(shown, key=lambda s: -s[0]):
            yield f"{title} ({cost})"
            for part, spots in sorted(parts.items(), key=lambda p: -len(p[1])):
                words = Counter(texts[m.document][m.start : m.end] for m in spots)
                among = len({m.document for m in spots})
                yield f"    {part!s:<24} {among} documents: " + "; ".join(f"{w} ({n})" for w, n in words.most_common(6))


def _document(row: dict[str, Any]) -> Document:
    return Document(**{k: row[k] for k in ("id", "text", "title", "published", "lang") if row.get(k)})


def _shown(value: float | Scores) -> str:
    if isinstance(value, tuple):
        return "P {:5.1f}  R {:5.1f}  F {:5.1f}".format(*(100 * v for v in value))
    return f"{100 * value:5.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
