"""The tense of the clause that something stands in: "past", "present", "future" or "" where nothing tells."""

from __future__ import annotations

from functools import cache
from typing import Any

from onrecord.lang import load_pack
from onrecord.model import Parsed, Sentence

_STEPS = 12  # heads to climb at most


@cache
def _words(lang: str) -> dict[str, Any]:
    table = load_pack(lang)["times"].get("tense", {})
    return {name: tuple(v) if name.endswith("_endings") else frozenset(v) for name, v in table.items()}


def tense_at(parsed: Parsed, i: int) -> str:
    """The tense of the verb that governs token ``i``; without a parse, that of the nearest verb form."""
    if i < 0:
        return ""
    return _by_heads(parsed, i) if parsed.has_parse else _by_forms(parsed, parsed.sentences[parsed.tokens[i].sent], i)


def _by_heads(parsed: Parsed, i: int) -> str:
    words, tokens = _words(parsed.lang), parsed.tokens
    for _ in range(_STEPS):
        token = tokens[i]
        if token.pos in ("VERB", "AUX"):
            tense = _of_verb(parsed, i, words)
            if tense:
                return tense
        if token.lower in words["planned"]:
            return "future"
        if token.head == i:
            break
        i = token.head
    return ""


def _of_verb(parsed: Parsed, i: int, words: dict[str, Any]) -> str:
    token = parsed.tokens[i]
    helpers = [parsed.tokens[c] for c in parsed.children[i] if parsed.tokens[c].dep in ("aux", "auxpass")]
    lows = [h.lower for h in helpers]
    if any(low in words["future"] for low in lows) or token.lower in words["planned"]:
        return "future"
    if token.tag == "VBG" and token.lower == "going" and lows:
        return "future"
    if "to" in lows:
        return "future" if _is_planned(parsed, i, words) else ""
    for helper in helpers:
        if helper.tag == "VBD" or (helper.tag in ("VBZ", "VBP") and helper.lemma == "have"):
            return "past"
    if token.tag == "VBD":
        return "past"
    if token.tag == "VBN" and not helpers:
        return "past" if token.dep in ("acl", "relcl", "advcl", "ROOT", "amod") else ""
    if (helpers and any(h.tag in ("VBZ", "VBP") for h in helpers)) or token.tag in ("VBZ", "VBP"):
        return "present"
    return ""


def _is_planned(parsed: Parsed, i: int, words: dict[str, Any]) -> bool:
    """ "is expected to", "plans to": an infinitive that lies ahead; under other verbs it has theirs."""
    head = parsed.tokens[parsed.tokens[i].head]
    if head.i == i or head.lower in words["planned"] or head.lemma in words.get("infinitive_ahead", ()):
        return True
    return head.pos in ("AUX",) or (head.lemma == "be" and head.tag in ("VBZ", "VBP"))


def _by_forms(parsed: Parsed, sentence: Sentence, i: int) -> str:
    words = _words(parsed.lang)
    led = [token.lower for token in parsed.tokens[max(i - 2, sentence.first) : i]]
    if any(len(low) > 4 and low.endswith(words["participle_endings"] or ("\0",)) for low in led):
        return "past"  # "anunciado en junio"
    best, distance = "", 99
    for token in parsed.tokens[sentence.first : sentence.last]:
        tense = _of_form(token.lower, words)
        if tense:
            away = abs(token.i - i)
            if away < distance:
                best, distance = tense, away
    return best


def _of_form(low: str, words: dict[str, Any]) -> str:
    if low in words["none"] or len(low) < 2:
        return ""
    for tense in ("future", "past", "present"):
        if low in words[tense]:
            return tense
    if len(low) > 3:
        for tense in ("future", "past"):
            if low.endswith(words[f"{tense}_endings"]):
                return tense
    return ""
