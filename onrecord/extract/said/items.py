"""Lists behind a colon: "The ministry said:" speaks each of the items that follow."""

from __future__ import annotations

from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.speakers import neighbour, speaker_of
from onrecord.model import BlockKind, Parsed

_REACH = 20  # words between a cue and the colon
_MARK = 5  # characters of the mark of an item at most


def item_blocks(parsed: Parsed) -> dict[int, list[int]]:
    """The number of a paragraph that ends in a colon -> the numbers of the list's items that follow it, each behind its mark."""
    blocks, text = parsed.blocks, parsed.document.text
    found: dict[int, list[int]] = {}
    for lead, block in enumerate(blocks):
        if block.kind is not BlockKind.BODY or block.speaker is not None or text[block.end - 1] != ":":
            continue
        k, items = lead + 1, []
        while k + 1 < len(blocks) and blocks[k].kind is BlockKind.FURNITURE and blocks[k].end - blocks[k].start <= _MARK:
            if blocks[k + 1].kind is not BlockKind.BODY or text[blocks[k].end : blocks[k + 1].start].count("\n"):
                break
            items.append(k + 1)
            k += 2
        if items:
            found[lead] = items
    return found


def find_items(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The attributions over lists; a draft whose cue leads into one takes its items instead."""
    items = item_blocks(scene.parsed)
    if not items:
        return []
    by_block: dict[int, list[int]] = {}
    last_sentence: dict[int, tuple[int, int]] = {}
    for sentence in scene.parsed.sentences:
        by_block.setdefault(sentence.block, []).extend(range(sentence.first, sentence.last))
        last_sentence[sentence.block] = sentence.first, sentence.last
    found = []
    for lead, blocks in items.items():
        words = {k for block in blocks for k in by_block.get(block, ())}
        if lead not in last_sentence or not words:
            continue
        first, last = last_sentence[lead]
        known = [d for d in drafts if first <= d.cue_head < last and d.speaker >= 0 and not d.inner and scene.inside[d.cue_head] < 0]
        outer = known[-1] if known else None
        if outer is not None and not any(scene.tokens[k].pos in ("VERB", "AUX") for k in outer.words if k != outer.cue_head):
            outer.words = words
            continue
        draft = _according(scene, first, last, words) or _cued(scene, first, last, words)
        if draft is not None and outer is None:
            found.append(draft)
    return found


def _cued(scene: Scene, first: int, last: int, words: set[int]) -> Draft | None:
    """ "X said:", "X announced three measures:"."""
    for k in range(last - 1, max(first, last - _REACH) - 1, -1):
        uses = scene.cues.verbs.get(scene.tokens[k].lemma, {})
        use = uses.get("quote") or uses.get("clause") or uses.get("np")
        if use is None or scene.tokens[k].pos != "VERB" or scene.inside[k] >= 0:
            continue
        speaker = speaker_of(scene, k)
        if speaker is None:
            speaker = neighbour(scene, k)
        if speaker is not None and scene.is_voice(speaker):
            return Draft(use.act, set(words), speaker, k, (k, k), why="list")
    return None


def _according(scene: Scene, first: int, last: int, words: set[int]) -> Draft | None:
    """ "According to X:"."""
    tokens = scene.tokens
    for k in range(first, last):
        for phrase in scene.cues.according.get(tokens[k].lower, ()):
            end = k + len(phrase) - 1
            if end >= last or any(tokens[k + n].lower != word for n, word in enumerate(phrase)):
                continue
            speaker = scene.tree.kid(end, "pobj")
            if speaker is not None and scene.is_voice(speaker):
                return Draft("states", set(words), speaker, k, (k, end), why="list")
    return None
