"""How many of the claims that the reader makes are right: claims drawn at random, judged by a person against their sentence.

usage: python evals/precision.py sample --out FILE [--claims N] [--seed N] [--relations] [--sets-from FOLDER]
       python evals/precision.py take FILE
       python evals/precision.py show [--claims N] [--seed N] [--relations] [--sets-from FOLDER]

``sample`` writes the drawn claims that are not yet judged to FILE, outside the repository; a person fills in the lines
``verdict:`` and ``note:``; ``take`` stores them in ``gold/precision``, without a word of the articles; ``show`` prints the shares.

A verdict is about the claim as it was shown. Where any part of it changes (words, what they mean, figure, time, place,
firmness, polarity, voices) the claim waits to be judged anew. What is drawn depends on the seed and on where a claim's
predicate stands, so that a reader that mends a claim is judged on the same one.

Verdicts of claims:    right · part (a part is wrong, or missing so that the meaning differs) · voice (the wrong speaker or
firmness) · none (the sentence makes no such claim). Of relations (``--relations``): right · wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from onrecord.model import Argument, Claim, Document, Entity, Figure, Link, Parsed, Place, Predicate, Ref, Time
from onrecord.parse import parse
from onrecord.pipeline import annotate_many
from onrecord.report.sentence import render

os.environ["ONRECORD_PLACES"] = ""
HERE = Path(__file__).resolve().parent
SET = "geovirus"
VERDICTS = {
    "claims": {"right": "right", "part": "a part wrong", "voice": "wrong voice or firmness", "none": "no claim of this sentence"},
    "relations": {"right": "right", "wrong": "wrong"},
}
_DRAWN = {"claims": 200, "relations": 100}
_NOTE = 12  # words
_HEAD = re.compile(
    r"== (?P<kind>claims|relations) (?P<set>\S+) (?P<document>\S+) (?P<evidence>\d+-\d+) (?P<predicate>\d+-\d+|-) (?P<claim>\w+)"
)
_SPACE = re.compile(r"\s+")

type Row = dict[str, Any]
type Key = tuple[str, str, str]


class FormError(ValueError):
    """A filled form that cannot be taken; says the line and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A claim of the sample, its document and the document's entities by id; ``lines`` are what a person is shown of it."""

    document: Document
    claim: Claim
    entities: dict[str, Entity]

    def lines(self) -> list[tuple[str, str]]:
        """Each part that is judged: its name and its words with what they mean."""
        c = self.claim
        return [
            ("subject", self.words(c.subject)),
            ("predicate", self.words(c.predicate)),
            ("object", self.words(c.object)),
            *(("argument", f"{a.role}: {self.words(a)}") for a in c.arguments),
            *(("figure", _figure(f)) for f in c.figures),
            *(("when", _time(t)) for t in c.when),
            *(("where", _place(p)) for p in c.where),
            ("firmness", f"{c.factuality}, {c.polarity}"),
            *(("voice", self.voice(link)) for link in c.attribution),
            ("relation", c.relation or "-"),
        ]

    def words(self, part: Ref | Argument | Predicate | None) -> str:
        """The words of a part, and whom they mean where they do not name him."""
        if part is None:
            return "-"
        entity = None if isinstance(part, Predicate) else self.entities.get(part.entity or "")
        words = _SPACE.sub(" ", part.text)
        name = "" if entity is None else _SPACE.sub(" ", entity.name)
        return f"{words} [= {name}]" if name.casefold() not in words.casefold() else words

    def voice(self, link: Link) -> str:
        """Who says so, by which words, when."""
        return f"{self.words(link.speaker)} ({link.cue.text if link.cue else '-'}, {link.act})" + (f" in {link.when}" if link.when else "")

    def key(self, kind: str) -> Key:
        """What a verdict is kept under: set, document, and a short hash of where the parts stand and what is shown of them."""
        c = self.claim
        spans = [(p.start, p.end) for p in chain((p for p in (c.subject, c.predicate, c.object) if p), c.arguments)]
        shown = [kind, spans, [line for line in self.lines() if kind == "relations" or line[0] != "relation"]]
        return SET, self.document.id, hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:12]


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands; the exit status."""
    options = _options().parse_args(arguments)
    kind = "relations" if getattr(options, "relations", False) else "claims"
    try:
        if options.command == "take":
            return take(options.file, options.gold)
        path = options.sets_from / SET / "dev.jsonl"
        if not path.is_file():
            print(f"{SET} is not there: {path}", file=sys.stderr)
            return 1
        drawn = draw(read(path), options.claims or _DRAWN[kind], options.seed, kind)
        judged = stored(options.gold / f"{kind}.jsonl")
        if options.command == "show":
            print("\n".join(show(drawn, judged, kind)))
            return 0
        return _sample(drawn, judged, kind, options.out)
    except FormError as error:
        print(error, file=sys.stderr)
        return 1


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    parts = {
        "sample": commands.add_parser("sample", help="write the drawn claims that are not yet judged to a form"),
        "take": commands.add_parser("take", help="store the verdicts of a filled form"),
        "show": commands.add_parser("show", help="print how many are right"),
    }
    for name, part in parts.items():
        part.add_argument("--gold", type=Path, default=HERE / "gold" / "precision", help="the folder of verdicts")
        if name == "take":
            part.add_argument("file", type=Path)
            continue
        part.add_argument("--claims", type=int, help="how many to draw (default: 200, of relations 100)")
        part.add_argument("--seed", type=int, default=1)
        part.add_argument("--relations", action="store_true", help="claims with a relation, judged on it alone")
        part.add_argument("--sets-from", type=Path, default=HERE.parent.parent / "shared" / "eval", help="the folder of sets")
    parts["sample"].add_argument("--out", type=Path, required=True, help="the form to write, outside the repository")
    return parser


def read(path: Path) -> list[Document]:
    """The documents of a set of one JSON object a line."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Document(**{k: row[k] for k in ("id", "lang", "text", "title", "outlet", "published") if row.get(k)}) for row in rows]


def draw(documents: list[Document], number: int, seed: int, kind: str) -> list[Drawn]:
    """``number`` claims at random, the same for the same seed, in the order of the text."""
    ranked: list[tuple[str, int, Drawn]] = []
    for document, annotation in zip(documents, annotate_many(documents), strict=True):
        entities = {e.id: e for e in annotation.entities}
        seen: Counter[int] = Counter()
        for claim in sorted(annotation.claims, key=_order):
            if kind == "relations" and claim.relation is None:
                continue
            at = _order(claim)[0]
            seen[at] += 1
            rank = hashlib.sha256(f"{seed} {SET} {document.id} {at} {seen[at]}".encode()).hexdigest()
            ranked.append((rank, len(ranked), Drawn(document=document, claim=claim, entities=entities)))
    return [drawn for _, _, drawn in sorted(sorted(ranked, key=lambda r: r[0])[:number], key=lambda r: r[1])]


def _order(claim: Claim) -> tuple[int, int, int, str]:
    anchor = claim.predicate or claim.object or claim.evidence
    return anchor.start, claim.subject.start if claim.subject else -1, claim.object.start if claim.object else -1, claim.id


def _sample(drawn: list[Drawn], judged: dict[Key, Row], kind: str, out: Path) -> int:
    if out.resolve().is_relative_to(HERE.parent):
        raise FormError(f"{out} is inside the repository, where no article may be written")
    waiting = [d for d in drawn if d.key(kind) not in judged]
    out.write_text("\n".join(form(waiting, kind)), "utf-8")
    print(f"{len(waiting)} of {len(drawn)} wait to be judged: {out}")
    return 0


def form(drawn: Iterable[Drawn], kind: str) -> Iterator[str]:
    """Blocks of plain lines, one for each claim, with ``verdict:`` and ``note:`` to be filled in."""
    yield f"Verdicts: {' · '.join(VERDICTS[kind])}. A note has at most {_NOTE} words of your own.\n"
    parsed: dict[str, Parsed] = {}
    for d in drawn:
        if d.document.id not in parsed:
            parsed = {d.document.id: parse(d.document, d.document.lang or "en")}
        c = d.claim
        predicate = f"{c.predicate.start}-{c.predicate.end}" if c.predicate else "-"
        yield f"== {kind} {SET} {d.document.id} {c.evidence.start}-{c.evidence.end} {predicate} {d.key(kind)[2]}"
        before, sentence = _context(parsed[d.document.id], c)
        yield from (f"before:    {before}", f"sentence:  {sentence}", f"evidence:  {_SPACE.sub(' ', c.evidence.text)}")
        yield from (f"{name + ':':<11}{words}" for name, words in d.lines())
        yield f"reads:     {_SPACE.sub(' ', render(c, d.entities, d.document))}"
        yield from (f"why:       {c.why}", "verdict:", "note:", "")


def _context(parsed: Parsed, claim: Claim) -> tuple[str, str]:
    text, sentences = parsed.document.text, parsed.sentences
    at = max((n for n, s in enumerate(sentences) if s.start <= claim.evidence.start), default=0)
    spans = [(s.start, s.end) for s in sentences[max(0, at - 1) : at + 1]] or [(claim.evidence.start, claim.evidence.end)]
    words = [_SPACE.sub(" ", text[start:end]) for start, end in spans]
    return (words[0] if len(words) > 1 else "-"), words[-1]


def _figure(f: Figure) -> str:
    return f"{f.text} = {f.modifier} {f.low}..{f.high} {f.unit or '-'} of {f.counted or '-'}" + (f" per {f.per}" if f.per else "")


def _time(t: Time) -> str:
    return f"{t.text} = {t.edtf or t.timex or '-'} {t.type}"


def _place(p: Place) -> str:
    return f"{p.text} = {p.name}, {p.country or '-'}"


def take(file: Path, gold: Path) -> int:
    """Store the verdicts of a filled form; blocks without one are left. A later verdict on the same claim replaces the earlier.

    Raises:
        FormError: a verdict that does not exist, a note that is too long, a verdict without a claim; nothing is stored.
    """
    taken = list(filled(file.read_text("utf-8")))
    for kind in VERDICTS:
        fresh = [row for of, row in taken if of == kind]
        if not fresh:
            continue
        path = gold / f"{kind}.jsonl"
        rows = stored(path) | {_key(row): row for row in fresh}
        gold.mkdir(parents=True, exist_ok=True)
        ordered = sorted(rows.values(), key=lambda r: (r["set"], r["document"], r["evidence"], r["claim"]))
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ordered), "utf-8")
        print(f"{len(fresh)} verdicts on {kind} taken, {len(rows)} in all")
    return 0


def filled(text: str) -> Iterator[tuple[str, Row]]:
    """Kind and row of each filled block of a form.

    Raises:
        FormError: see ``take``.
    """
    block: tuple[str, Row] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("== "):
            head = _HEAD.fullmatch(line.strip())
            if head is None:
                raise FormError(f"line {number}: the head of this claim was changed")
            if block and block[1]["verdict"]:
                yield block
            spans = {k: None if head[k] == "-" else [int(n) for n in head[k].split("-")] for k in ("evidence", "predicate")}
            block = head["kind"], {k: head[k] for k in ("set", "document")} | spans | {"claim": head["claim"], "verdict": "", "note": ""}
            continue
        name, _, words = line.partition(":")
        if name not in ("verdict", "note") or not words.strip():
            continue
        if block is None:
            raise FormError(f"line {number}: a {name} before any claim")
        block[1][name] = _checked(name, words.strip(), block[0], number)
    if block and block[1]["verdict"]:
        yield block


def _checked(name: str, words: str, kind: str, number: int) -> str:
    if name == "verdict" and words not in VERDICTS[kind]:
        raise FormError(f"line {number}: “{words}” is no verdict; one of {', '.join(VERDICTS[kind])}")
    if name == "note" and len(words.split()) > _NOTE:
        raise FormError(f"line {number}: a note has at most {_NOTE} words")
    return words


def stored(path: Path) -> dict[Key, Row]:
    """The verdicts of a file, by what they are kept under; none where there is no file."""
    if not path.is_file():
        return {}
    return {_key(row): row for row in map(json.loads, path.read_text("utf-8").splitlines())}


def _key(row: Row) -> Key:
    return row["set"], row["document"], row["claim"]


def show(drawn: list[Drawn], judged: dict[Key, Row], kind: str) -> Iterator[str]:
    """Lines: each verdict's share of the drawn claims that are judged as they are now, and how many wait."""
    found = Counter(judged[key]["verdict"] for d in drawn if (key := d.key(kind)) in judged)
    total = found.total()
    yield f"{kind}: {total} of {len(drawn)} drawn are judged as the reader makes them now"
    for verdict, label in VERDICTS[kind].items():
        low, high = _interval(found[verdict], total)
        yield f"  {label:<26} {found[verdict] / max(1, total):.3f}  ({found[verdict]}; 95%: {low:.2f} to {high:.2f})"
    yield f"  {len(drawn) - total} are new or have changed and wait to be judged"


def _interval(hits: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share at 95%."""
    if not total:
        return 0.0, 1.0
    z, p = 1.96, hits / total
    middle, half = p + z * z / (2 * total), z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return max(0.0, (middle - half) / (1 + z * z / total)), min(1.0, (middle + half) / (1 + z * z / total))


if __name__ == "__main__":
    sys.exit(main())
