"""Attribution by phrases: "according to X", "as stated by X", "citing X", "Minister: …" over a story."""

from __future__ import annotations

from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.scope import complement, scope
from onrecord.extract.said.speakers import agent_of
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
    drafts.extend(draft for token in scene.tokens if token.lemma in scene.cues.adjectives and (draft := _minded(scene, token.i)))
    return drafts


def _minded(scene: Scene, i: int) -> Draft | None:
    """ "farmers are worried that P", "she was confident that P": it is they who think so."""
    tree, tokens = scene.tree, scene.tokens
    verb = tokens[i].head
    if tokens[i].dep != "acomp" or tokens[verb].pos not in ("VERB", "AUX"):
        return None
    clause = next((c for c in (*tree.kids(i, "ccomp"), *tree.kids(verb, "ccomp")) if c > i and tokens[c].pos in ("VERB", "AUX")), None)
    speaker = tree.kid(verb, "nsubj")
    if clause is None or speaker is None or speaker > verb or not scene.is_voice(speaker) or tree.kid(verb, "neg") is not None:
        return None
    if tokens[speaker].lower in scene.cues.nobody or tokens[speaker].tag in ("WDT", "WP"):
        return None
    return Draft(scene.cues.adjectives[tokens[i].lemma], complement(scene, clause), speaker, i, (i, i), why="clause")


def _according(scene: Scene, i: int) -> Draft | None:
    tokens, tree = scene.tokens, scene.tree
    for phrase in scene.cues.according[tokens[i].lower]:
        last = i + len(phrase) - 1
        if last >= len(tokens) or any(tokens[i + k].lower != word for k, word in enumerate(phrase)):
            continue
        speaker = tree.kid(last, "pobj")
        if speaker is None:
            speaker = next((c for k in range(i, last) for c in tree.kids(k, "pobj") if c > last), None)
        if speaker is None or tokens[speaker].lemma in scene.cues.standards or ("per" in phrase and not _names_source(scene, i, speaker)):
            continue
        words = scope(scene, i, max(tree.edges[i][1], tree.edges[speaker][1]))
        return Draft("states", words, speaker, i, (i, last), why="according") if words else None
    return None


def _names_source(scene: Scene, i: int, speaker: int) -> bool:
    """ "per the report", not "per year": a name or a document, at an edge of its sentence."""
    token = scene.tokens[speaker]
    first = scene.bounds(i)[0]
    named = token.lemma in scene.cues.documents or token.ent in ("ORG", "PERSON")
    return named and (i == first or scene.tokens[i - 1].text == ",")


def _as_stated(scene: Scene, verb: int) -> Draft | None:
    """ "as stated by X", "as X has put it" with the agent of a participle."""
    mark = next((c for c in scene.tree.children[verb] if scene.tokens[c].lower == "as" and c < verb), None)
    speaker = agent_of(scene, verb)
    if mark is None and verb and scene.tokens[verb - 1].lower == "as":
        mark = verb - 1
    if mark is None or speaker is None:
        return None
    words = scope(scene, mark, scene.tree.edges[verb][1])
    return Draft("states", words, speaker, verb, (mark, scene.tree.kid(verb, "agent") or verb), why="as-by") if words else None


def find_cited(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """ "X said, citing Y, that": Y says it to X."""
    by_cue = {d.cue_head: d for d in drafts}
    cited = []
    for token in scene.tokens:
        relative = token.dep == "relcl" and any(scene.tokens[c].tag in ("WDT", "WP") for c in scene.tree.kids(token.i, "nsubj"))
        if token.lemma not in scene.cues.citing or not (token.tag == "VBG" or relative):
            continue
        small = scene.tree.kid(token.i, "ccomp")  # "citing people close to him", taken for a clause
        speaker = scene.tree.kid(token.i, "dobj")
        if speaker is None and small is not None:
            speaker = scene.tree.kid(small, "nsubj")
        outer = (
            (next((d for d in drafts if d.speaker == token.head and d.cue_head != token.i), None) if relative else None)
            or by_cue.get(token.head)
            or _phrase_around(scene, drafts, token.i)
            or _governing(scene, drafts, token.i)
            or _noted(scene, drafts, token.i)
        )
        if speaker is None or outer is None or outer.cue_head == token.i or not scene.is_voice(speaker):
            continue
        clause = scene.subtree(token.i)
        for c in scene.tree.kids(token.i, "ccomp"):
            if c != small or speaker == scene.tree.kid(token.i, "dobj"):
                clause -= scene.subtree(c)
        outer.words -= clause
        if outer.words:
            drafts[:] = [d for d in drafts if d.cue_head != token.i]
            cited.append(Draft(outer.act, set(outer.words), speaker, token.i, (token.i, token.i), why="cited", inner=True))
    return cited


def _governing(scene: Scene, drafts: list[Draft], i: int) -> Draft | None:
    """The attribution in whose words the participle has ended up, between its cue and its content."""
    for draft in drafts:
        if draft.why == "clause" and i in draft.words and 0 <= draft.cue_head < i and i == min(draft.words - {i - 1}, default=-1):
            return draft
    return None


def _noted(scene: Scene, drafts: list[Draft], i: int) -> Draft | None:
    """ "An earlier version said that P, citing Y": in a note it is the text that cites, though the parser may hang the
    participle on P."""
    if scene.parsed.blocks[scene.block(i)].kind is not BlockKind.NOTE or not i or scene.tokens[i - 1].text != ",":
        return None
    return next((d for d in drafts if d.why == "clause" and 0 <= d.cue_head < i and i in d.words), None)


def _phrase_around(scene: Scene, drafts: list[Draft], i: int) -> Draft | None:
    """ "according to X, citing Y": the participle hangs on X."""
    head = scene.tokens[i].head
    for draft in drafts:
        if draft.why in ("according", "as-by") and (draft.speaker == head or _follows(scene, draft, i)):
            return draft
    return None


def _follows(scene: Scene, draft: Draft, i: int) -> bool:
    first = draft.cue[0] if draft.cue else draft.cue_head
    return scene.tree.edges[first][0] <= i <= scene.tree.edges[first][1] or scene.tree.edges[draft.speaker][1] + 2 == i


def _headlines(scene: Scene) -> list[Draft]:
    """ "Minister: taxes will rise", "Taxes will rise: minister" over a story."""
    drafts = []
    for sentence in scene.parsed.sentences:
        if scene.parsed.blocks[sentence.block].kind not in _HEADED:
            continue
        if (draft := _headline_verb(scene, sentence.first, sentence.last)) is not None:
            drafts.append(draft)
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


def _headline_verb(scene: Scene, first: int, last: int) -> Draft | None:
    """ "Court rules ban is legal": a cue that the parser of full sentences takes for a noun's neighbour; what follows has a verb."""
    tokens = scene.tokens
    for k in range(first + 1, last - 2):
        use = scene.cues.verbs.get(tokens[k].lemma, {}).get("clause")
        if use and tokens[k].tag in ("VBZ", "VBP", "VBD") and scene.inside[k] < 0:
            governed = tokens[k].dep in ("ROOT", "ccomp", "conj") or scene.tree.kid(k, "nsubj", "ccomp") is not None
            rest = range(k + 1, last)
            finite = any(tokens[i].tag in ("VBZ", "VBP", "VBD", "MD") for i in rest)
            if governed or not finite or tokens[k - 1].pos not in ("NOUN", "PROPN"):
                return None
            return Draft(use.act, set(rest), k - 1, k, (k, k), why="headline")
    return None


def _short_voice(scene: Scene, words: list[int]) -> int | None:
    """The last noun of a few words that name a speaker and nothing else."""
    tokens = scene.tokens
    if not words or any(tokens[k].pos in ("VERB", "AUX", "PUNCT", "CCONJ") and tokens[k].lower not in scene.cues.voices for k in words):
        return None
    head = words[-1]
    person = tokens[head].ent in ("PERSON", "ORG") and tokens[head].pos == "PROPN"
    lemma = tokens[head].lower
    plain = lemma.removesuffix("s")
    return head if person or {lemma, plain} & scene.cues.voices else None
