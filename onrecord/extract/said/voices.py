"""Attribution by phrases: "according to X", "as stated by X", "citing X", "Minister: …" over a story."""

from __future__ import annotations

from onrecord.extract.said.reported import complement
from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.speakers import agent_of, subject_of
from onrecord.model import BlockKind

_HEADED = frozenset({BlockKind.TITLE, BlockKind.HEADING})


def find_voices(scene: Scene) -> list[Draft]:
    """The attributions that phrases make, in text order."""
    drafts = []
    according, participles = scene.cues.according, scene.cues.as_participles
    for token in scene.tokens:
        if token.lower in according:
            draft = _according(scene, token.i)
        elif token.tag == "VBN" and token.lemma in participles:
            draft = _as_stated(scene, token.i)
        else:
            continue
        if draft is not None:
            drafts.append(draft)
    drafts.extend(_headlines(scene))
    return drafts


def _according(scene: Scene, i: int) -> Draft | None:
    tokens, tree = scene.tokens, scene.tree
    for phrase in scene.cues.according[tokens[i].lower]:
        last = i + len(phrase) - 1
        if last >= len(tokens) or any(tokens[i + k].lower != word for k, word in enumerate(phrase)):
            continue
        speaker = tree.kid(last, "pobj")
        if speaker is None:
            speaker = next((c for k in range(i, last) for c in tree.kids(k, "pobj") if c > last), None)
        if speaker is None or (len(phrase) == 1 and not _names_source(scene, i, speaker)):
            continue
        words = scope(scene, i, max(tree.edges[i][1], tree.edges[speaker][1]))
        return Draft("states", words, speaker, i, (i, last), why="according") if words else None
    return None


def _names_source(scene: Scene, i: int, speaker: int) -> bool:
    """"per the report", not "per year": a name or a document, at an edge of its sentence."""
    token = scene.tokens[speaker]
    first = scene.bounds(i)[0]
    named = token.lemma in scene.cues.documents or token.ent in ("ORG", "PERSON")
    return named and (i == first or scene.tokens[i - 1].text == ",")


def _as_stated(scene: Scene, verb: int) -> Draft | None:
    """"as stated by X", "as X has put it" with the agent of a participle."""
    mark = next((c for c in scene.tree.children[verb] if scene.tokens[c].lower == "as" and c < verb), None)
    speaker = agent_of(scene, verb)
    if mark is None and verb and scene.tokens[verb - 1].lower == "as":
        mark = verb - 1
    if mark is None or speaker is None:
        return None
    words = scope(scene, mark, scene.tree.edges[verb][1])
    return Draft("states", words, speaker, verb, (mark, scene.tree.kid(verb, "agent") or verb), why="as-by") if words else None


def scope(scene: Scene, first: int, last: int) -> set[int]:
    """What a phrase of attribution, tokens ``first`` to ``last``, covers: the sentence that it opens or closes, else its
    clause; not the clauses that a comma adds to explain a noun, outside quotation marks."""
    low, high = scene.bounds(first)
    number = scene.inside[first]
    if number >= 0:
        low, high = max(low, scene.extent[number][0]), min(high, scene.extent[number][1])
    own = set(range(first, last + 1))
    opening, closing = _idle(scene, low, first), _idle(scene, last + 1, high + 1)
    clause = _clause_of(scene, first)
    if opening or closing:
        words = set(range(low, high + 1))
    else:
        words = scene.subtree(clause)
        if first > clause:
            for c in scene.tree.kids(clause, "conj"):
                if c > last and scene.tree.kid(c, "nsubj", "nsubjpass") is not None:
                    words -= scene.subtree(c)
        words = {k for k in words if low <= k <= high}
        if scene.tokens[clause].dep in ("ccomp", "acl"):
            words &= complement(scene, clause)
    return words - own - explaining(scene, words - own)


def _idle(scene: Scene, low: int, high: int) -> bool:
    return all(scene.tokens[k].pos in ("PUNCT", "SPACE", "CCONJ", "ADV") for k in range(low, high))


def _clause_of(scene: Scene, i: int) -> int:
    tokens = scene.tokens
    k = tokens[i].head
    while tokens[k].head != k and not (tokens[k].pos in ("VERB", "AUX") and tokens[k].dep in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis")):
        k = tokens[k].head
    return k


def explaining(scene: Scene, words: set[int], trailing: bool = False) -> set[int]:
    """The clauses that a comma adds to explain a noun (", which is based in Ohio"): they are the publisher's own.
    With ``trailing``, only one that explains a name at the end."""
    tokens, tree = scene.tokens, scene.tree
    last = max(words, default=-1)
    found: set[int] = set()
    for k in sorted(words):
        token = tokens[k]
        if token.dep != "relcl" or k in found or scene.inside[k] >= 0 or token.head not in words:
            continue
        first, end = tree.edges[k]
        comma = tokens[first - 1].text if first else ""
        if comma not in (",", "—", "–") or tokens[token.head].pos not in ("NOUN", "PROPN"):
            continue
        if tokens[first].lower not in ("who", "which", "whose", "where", "whom") and tokens[first].pos not in ("ADP", "DET", "PRON"):
            continue
        if trailing and (tokens[token.head].pos != "PROPN" or not _idle(scene, end + 1, last + 1)):
            continue
        found |= set(range(first, end + 1))
    return found


def find_cited(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """"X said, citing Y, that": Y says it to X."""
    by_cue = {d.cue_head: d for d in drafts}
    cited = []
    for token in scene.tokens:
        if token.lemma not in scene.cues.citing or token.tag != "VBG":
            continue
        speaker = scene.tree.kid(token.i, "dobj")
        outer = by_cue.get(token.head) or _phrase_around(scene, drafts, token.i)
        if speaker is None or outer is None or outer.cue_head == token.i or not scene.is_voice(speaker):
            continue
        clause = scene.subtree(token.i)
        outer.words -= clause
        if outer.words:
            cited.append(Draft(outer.act, set(outer.words), speaker, token.i, (token.i, token.i), why="cited", inner=True))
    return cited


def _phrase_around(scene: Scene, drafts: list[Draft], i: int) -> Draft | None:
    """"according to X, citing Y": the participle hangs on X."""
    head = scene.tokens[i].head
    for draft in drafts:
        if draft.why in ("according", "as-by") and (draft.speaker == head or _follows(scene, draft, i)):
            return draft
    return None


def _follows(scene: Scene, draft: Draft, i: int) -> bool:
    first = draft.cue[0] if draft.cue else draft.cue_head
    return scene.tree.edges[first][0] <= i <= scene.tree.edges[first][1] or scene.tree.edges[draft.speaker][1] + 2 == i


def _headlines(scene: Scene) -> list[Draft]:
    """"Minister: taxes will rise", "Taxes will rise: minister" over a story."""
    drafts = []
    for sentence in scene.parsed.sentences:
        if scene.parsed.blocks[sentence.block].kind not in _HEADED:
            continue
        colons = [k for k in range(sentence.first, sentence.last) if scene.tokens[k].text == ":" and scene.inside[k] < 0]
        if len(colons) != 1:
            continue
        colon = colons[0]
        before, after = list(range(sentence.first, colon)), list(range(colon + 1, sentence.last))
        if len(before) <= 4 < len(after) + 2 and (head := _short_voice(scene, before)) is not None:
            drafts.append(Draft("states", set(after), head, colon, None, why="headline"))
        elif len(after) <= 3 < len(before) and (head := _short_voice(scene, after)) is not None:
            drafts.append(Draft("states", set(before), head, colon, None, why="headline"))
    return drafts


def _short_voice(scene: Scene, words: list[int]) -> int | None:
    """The last noun of a few words that name a speaker and nothing else."""
    tokens = scene.tokens
    if not words or any(tokens[k].pos in ("VERB", "AUX", "PUNCT", "CCONJ") for k in words):
        return None
    head = words[-1]
    person = tokens[head].ent in ("PERSON", "ORG") and tokens[head].pos == "PROPN"
    lemma = tokens[head].lower
    plain = lemma.removesuffix("s")
    return head if person or {lemma, plain} & scene.cues.voices else None


def as_subject(scene: Scene, verb: int) -> int:
    """The subject of a cue, or -1."""
    subject = subject_of(scene, verb)
    return -1 if subject is None else subject
