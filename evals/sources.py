"""Of the statements that the own articles attribute with a word of speech, how many get the right source; and of their
sentences that attribute nothing, how many get one all the same: ``python evals/sources.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marked import rows

from onrecord.extract.attributions import find_attributions
from onrecord.extract.entities import find_entities
from onrecord.extract.said.cues import load_cues
from onrecord.model import Attribution, Document, Parsed, Span
from onrecord.parse import parse

GOLD = Path(__file__).parent / "gold" / "quotes"
_SHORTEST = 15  # characters of a sentence that counts


def main() -> None:
    right = spoken = false = plain = 0
    for row in rows(GOLD):
        parsed = parse(Document(id=row["id"], text=row["text"]), "en")
        found = find_attributions(parsed, find_entities(parsed))
        said = [q for q in row["quotes"] if _speech(parsed, q)]
        spoken += len(said)
        right += sum(any(_same(q, a) for a in found) for q in said)
        for sentence in parsed.sentences:
            span = parsed.tokens[sentence.first].start, parsed.tokens[sentence.last - 1].end
            if span[1] - span[0] >= _SHORTEST and not any(_meet(tuple(q["content"]), span) for q in row["quotes"]):
                plain += 1
                false += any(_meet(_extent(a), span) for a in found)
    print(f"right source of statements with a word of speech  {right / spoken:.3f} ({right}/{spoken})")
    print(f"a source for sentences that attribute nothing     {false / plain:.3f} ({false}/{plain})")


def _speech(parsed: Parsed, quote: dict[str, Any]) -> bool:
    """Whether its cue may stand beside a quotation, or is "according to", or there is none but quotation marks."""
    if not quote.get("cue"):
        return True
    start, end = quote["cue"]
    verbs = load_cues("en").verbs
    lemmas = [t.lemma for t in parsed.tokens if start <= t.start < end]
    return "accord" in lemmas or any("quote" in verbs.get(lemma, {}) for lemma in lemmas)


def _same(quote: dict[str, Any], found: Attribution) -> bool:
    (a, b), (c, d) = quote["content"], _extent(found)
    if 2 * max(0, min(b, d) - max(a, c)) < 0.5 * ((b - a) + (d - c)):
        return False
    speaker = quote.get("speaker")
    if not speaker or found.speaker is None:
        return not speaker and found.speaker is None
    return _meet(tuple(speaker), found.speaker)


def _extent(a: Attribution) -> Span:
    return a.content[0][0], a.content[-1][1]


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


if __name__ == "__main__":
    main()
