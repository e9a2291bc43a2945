"""Quotations inside quotations: "My mother told me, 'Never sign what you have not read,'" he said."""

from __future__ import annotations

from bisect import bisect_left

from onrecord.extract.marks import Marked
from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.speakers import STOPS, speaker_of

_BEFORE, _AFTER = 7, 6  # words between an inner quotation and its cue
_UTTERED = 2  # words that make an utterance


def attach_inner(scene: Scene, drafts: list[Draft]) -> None:
    """Give every inner quotation that has a cue beside it, in the same outer one, to the attribution of that cue."""
    by_cue = {d.cue_head: d for d in drafts if d.cue_head >= 0 and not d.inner}
    for mark in scene.inner:
        words = _tokens(scene, mark)
        if sum(scene.tokens[k].pos != "PUNCT" for k in words) < _UTTERED:
            continue
        verb = _before(scene, words[0])
        if verb < 0:
            verb = _after(scene, words[-1])
        if verb < 0:
            continue
        draft = by_cue.get(verb)
        if draft is None:
            speaker = speaker_of(scene, verb)
            if speaker is None:
                continue
            uses = scene.cues.verbs[scene.tokens[verb].lemma]
            act = (uses.get("quote") or uses["clause"]).act
            draft = by_cue[verb] = Draft(act, set(), speaker, verb, (verb, verb), why="inner marks")
            drafts.append(draft)
        draft.words |= set(words)


def _tokens(scene: Scene, mark: Marked) -> range:
    first = bisect_left(scene.starts, mark.start)
    return range(first, bisect_left(scene.starts, mark.end, first))


def _before(scene: Scene, first: int) -> int:
    """The cue of 'she told me, "…"': between them stand only who is told and how."""
    for k in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        token = scene.tokens[k]
        if scene.inside[k] != scene.inside[first] or (token.text in STOPS and token.text != ":"):
            return -1
        if _is_cue(scene, k):
            return k
        if token.pos in ("VERB", "AUX"):
            return -1
    return -1


def _after(scene: Scene, last: int) -> int:
    """The cue of '"…," my mother told me'."""
    for k in range(last + 1, min(last + 1 + _AFTER, len(scene.tokens))):
        token = scene.tokens[k]
        if scene.inside[k] != scene.inside[last] or token.text in STOPS:
            return -1
        if _is_cue(scene, k):
            return k
    return -1


def _is_cue(scene: Scene, k: int) -> bool:
    uses = scene.cues.verbs.get(scene.tokens[k].lemma, {})
    return scene.tokens[k].pos == "VERB" and ("quote" in uses or "clause" in uses)
