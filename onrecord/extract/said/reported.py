"""Attribution by verbs: "X said that", "said X", "X, he said, is", "urged them to", "accused X of", "is believed to"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.said.complements import (
    charges,
    infinitives,
    labels,
    likenesses,
    passive_contents,
    phrases,
    said_by,
    saying_of,
)
from onrecord.extract.said.cues import Use
from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.scope import complement, scope
from onrecord.extract.said.speakers import is_passive, negates, speaker_of

_QUESTIONS = frozenset({"whether", "if"})
_RELATIVES = frozenset({"which", "that", "who", "whom", "what"})


def find_reported(scene: Scene) -> list[Draft]:
    """An attribution for every cue verb that has something to say, in text order."""
    drafts = []
    verbs = scene.cues.verbs
    for token in scene.tokens:
        if token.pos == "VERB" and token.lemma in verbs and token.dep not in ("amod", "compound", "nmod") and not _phrasal(scene, token.i):
            draft = _read_verb(scene, token.i, verbs[token.lemma])
            if draft is not None:
                drafts.append(draft)
    return drafts


def _phrasal(scene: Scene, verb: int) -> bool:
    """Whether a particle makes another verb of a cue: "rule out"."""
    return any(f"{scene.tokens[verb].lemma} {scene.tokens[c].lower}" in scene.cues.phrasal for c in scene.tree.kids(verb, "prt"))


def _read_verb(scene: Scene, verb: int, uses: dict[str, Use]) -> Draft | None:
    if any(tuple(t.lower for t in scene.tokens[max(verb - len(words), 0) : verb]) == words for words in scene.cues.comments):
        return None  # "needless to say"
    passive = is_passive(scene, verb)
    subject = speaker_of(scene, verb)
    for use, words, why in _contents(scene, verb, uses, passive):
        kept = scene.within(verb, words) - {verb}
        if not any(scene.tokens[k].pos not in ("PUNCT", "SPACE") for k in kept):
            continue
        if not passive and not _may_speak(scene, verb, subject, use):
            return None
        cue = (verb, verb)
        return Draft(_act(scene, verb, use.act, kept), kept, -1 if subject is None else subject, verb, cue, why=why)
    return None


def _may_speak(scene: Scene, verb: int, subject: int | None, use: Use) -> bool:
    if subject is None:
        return False
    lower = scene.tokens[subject].lower
    if lower == "you" and any(scene.tokens[c].tag == "MD" or scene.tokens[c].lower == "if" for c in scene.tree.children[verb]):
        return False  # "if you could tell me that": nobody has said it
    if lower in scene.cues.nobody and not (lower == "it" and not use.human):
        return False
    if lower in scene.cues.publisher and scene.tokens[subject].pos == "PRON" and scene.inside[verb] < 0:
        return False
    return not use.human or scene.is_voice(subject)


def _act(scene: Scene, verb: int, act: str, words: set[int]) -> str:
    """A question that is not answered is asked, whatever the verb: "would not say whether", "declined to say how many"."""
    if act == "states" and any(_opens_with_question(scene, k) for k in scene.tree.kids(verb, "ccomp")) and negates(scene, verb, None):
        return "asks"
    if act == "states" and any(scene.tokens[c].dep == "mark" and scene.tokens[c].lower in _QUESTIONS and c in words
                               for k in scene.tree.kids(verb, "ccomp") for c in scene.tree.children[k]):  # fmt: skip
        return "asks"
    return act


def _opens_with_question(scene: Scene, clause: int) -> bool:
    """Whether a clause opens with a word that asks: "how many had died"."""
    return scene.tokens[scene.tree.edges[clause][0]].tag in ("WRB", "WP", "WDT", "WP$")


def _contents(scene: Scene, verb: int, uses: dict[str, Use], passive: bool) -> Iterator[tuple[Use, set[int], str]]:
    """What the verb may say, the likeliest first: (use, words, rule)."""
    if passive:
        yield from passive_contents(scene, verb, uses)
        return
    if "label" in uses:
        yield from labels(scene, verb, uses["label"])
    if "order" in uses or "own" in uses or "self" in uses or "gerund" in uses:
        yield from infinitives(scene, verb, uses)
    clause = uses.get("clause") or uses.get("quote")
    if clause:
        yield from _clauses(scene, verb, clause, "clause" in uses)
    if "of" in uses:
        yield from charges(scene, verb, uses["of"])
    if "with" in uses:
        yield from charges(scene, verb, uses["with"], "with")
    if "as" in uses:
        yield from likenesses(scene, verb, uses["as"])
    if saying := saying_of(scene, verb):
        yield uses.get("np") or Use("states", False), said_by(scene, saying), "quoted"
    yield from phrases(scene, verb, uses)


def _clauses(scene: Scene, verb: int, use: Use, full: bool) -> Iterator[tuple[Use, set[int], str]]:
    tree, tokens = scene.tree, scene.tokens
    clauses = [c for c in tree.kids(verb, "ccomp") if full or (scene.inside[c] >= 0 and scene.inside[c] != scene.inside[verb])]
    clauses = [c for c in clauses if tokens[c].pos in ("VERB", "AUX") or tree.kid(c, "nsubj", "nsubjpass", "expl", "ccomp") is not None]
    if use.act == "shows":  # "found it wanting"
        clauses = [c for c in clauses if tokens[c].tag != "VBG" or tree.kid(c, "aux") is not None]
    if any(c < verb for c in clauses):  # '"…," he said, his voice rising'
        clauses = [c for c in clauses if c < verb or tokens[c].tag != "VBG" or tree.kid(c, "aux") is not None]
    if full and not clauses:  # "X reported, citing Y, that"
        clauses = [c for k in tree.kids(verb, "advcl") if tokens[k].lemma in scene.cues.citing for c in tree.kids(k, "ccomp")]
        clauses = clauses or [c for c in tree.kids(verb, "advcl") if any(tokens[k].lower == "that" for k in tree.kids(c, "mark"))]
    aside = _aside(scene, verb)
    right = [tree.edges[c][0] for c in clauses if c > verb]
    if aside is not None and (not right or aside[1] + 1 < min(right)):
        words = _around(scene, verb, aside)
        if words and (full or (scene.inside[verb] < 0 and any(scene.inside[k] >= 0 for k in words))):
            yield use, words, "aside"
    if clauses and not _as_mark(scene, verb):
        words = set()
        plain = any(c > verb and tokens[tree.edges[c][0]].lower == "that" for c in clauses)
        for c in clauses:
            if c > verb or not plain:
                words |= {
                    k
                    for k in _without_more(scene, verb, c, complement(scene, c))
                    if c < verb or k > verb or tokens[k].lower not in _RELATIVES
                }
        yield use, words, "clause"
    subject = speaker_of(scene, verb)
    named = subject is not None and scene.is_voice(subject) and tokens[subject].lower != "it"
    if full and named and not clauses and (words := _garden(scene, verb)):
        yield use, words, "clause"
    if tokens[verb].dep in ("advcl", "ROOT", "parataxis") and _as_mark(scene, verb) and tokens[verb].head != verb:
        yield use, scope(scene, *tree.edges[verb]), "as"


def _without_more(scene: Scene, verb: int, clause: int, words: set[int]) -> set[int]:
    """Without what is coordinated with the cue rather than with the clause that it says: 'said "…" and called it …',
    "said it takes care but declined to answer"."""
    tree, tokens = scene.tree, scene.tokens
    for c in tree.kids(clause, "conj"):
        if scene.inside[c] >= 0 or tree.kid(c, "nsubjpass", "aux") is not None:
            continue
        own = tree.kid(c, "nsubj")
        if own is not None:  # "X joked that …, and Y compared …": another voice
            same = tokens[c].tag == tokens[verb].tag and tokens[c].lemma in scene.cues.verbs
            if same and tokens[own].pos in ("NOUN", "PROPN") and own < c and any(tokens[k].text == "," for k in range(clause, own)):
                words = words - scene.subtree(c)
            continue
        quoted = scene.inside[clause] >= 0 and tokens[c].lemma in scene.cues.verbs
        modal = any(tokens[k].tag == "MD" for k in tree.kids(clause, "aux"))
        past = tokens[verb].tag == tokens[c].tag == "VBD" and (tokens[clause].tag in ("VBZ", "VBP") or modal)
        if quoted or past or tokens[c].lemma in scene.cues.declining:
            words = words - scene.subtree(c)
            scene.moved[c] = verb
    return words


def _garden(scene: Scene, verb: int) -> set[int]:
    """A clause that the parser has taken for something else: all that follows "said that", and what follows a cue up to
    a finite verb that it coordinates with the cue though no conjunction stands between them."""
    tree, tokens = scene.tree, scene.tokens
    behind = tree.edges[verb][1]
    if (
        verb + 2 <= behind
        and tokens[verb + 1].lower == "that"
        and tokens[verb + 1].dep in ("advmod", "mark", "dobj", "nsubj", "dep")
        and tokens[verb + 2].pos != "PUNCT"
    ):
        words = {k for k in scene.subtree(verb) if k > verb + 1}
        return words if any(tokens[k].tag in ("VBD", "VBZ", "VBP", "MD") for k in words) else set()
    for c in tree.kids(verb, "conj"):
        finite = tokens[c].tag in ("VBD", "VBZ", "VBP", "VB") and tokens[c].pos in ("VERB", "AUX")
        listed = tokens[c - 1].text == "," and tree.kid(c, "nsubj", "nsubjpass") is None and tree.kid(c, "cc") is not None
        if (
            finite
            and not listed  # "wrote nine novels, taught Greek and died"
            and not any(verb < k < c for k in tree.kids(verb, "cc"))
            and (tree.kid(c, "nsubj", "nsubjpass") is not None or tree.kid(verb, "dobj") is not None)
        ):
            low = tree.edges[c][0]
            if not any(tokens[k].text in (";", ":", "—") for k in range(verb, low)):
                return set(range(verb + 1, tree.edges[c][1] + 1))
    return set()


def _as_mark(scene: Scene, verb: int) -> bool:
    """Whether "as" brings in a saying ("as he put it"); that of "went so far as to say" does not."""
    return any(
        scene.tokens[c].lower == "as"
        and scene.tokens[c].dep in ("mark", "advmod", "prep")
        and c < verb
        and scene.tokens[c + 1].lower != "to"
        for c in scene.tree.children[verb]
    )


def _aside(scene: Scene, verb: int) -> tuple[int, int] | None:
    """First and last token of "X said" set off by commas from the sentence that it comments on: in its middle or at its end."""
    tree, tokens = scene.tree, scene.tokens
    subject = speaker_of(scene, verb)
    if subject is None or tokens[subject].head != verb or tokens[subject].lower in _RELATIVES or _as_mark(scene, verb):
        return None
    if not _comments(scene, verb):
        return None
    first_sent, last_sent = scene.bounds(verb)
    low, high = tree.edges[subject]
    first, last = min(low, verb), max(high, verb)
    if tree.edges[verb][0] < first:  # "has said", "told reporters": auxiliaries between
        first = min([first, *(tree.edges[c][0] for c in tree.kids(verb, "aux", "advmod") if c > low)])
    for c in tree.children[verb]:
        token = tokens[c]
        if c > last and tree.edges[c][0] == last + 1:
            if token.dep in ("dobj", "dative") and c != subject and token.pos != "PROPN" and tokens[verb].lemma not in scene.cues.telling:
                return None
            if token.dep in ("prep", "npadvmod", "advmod", "dobj", "dative", "prt", "advcl"):
                last = tree.edges[c][1]
    before, after = first - 1, last + 1
    if before < first_sent or not _is_comma(scene, before):
        return None
    if after > last_sent or tokens[after].text in ".!?;" or (after == last_sent and tokens[after].pos == "PUNCT"):
        return first, last_sent
    if _is_comma(scene, after) and (again := _says_more(scene, after, verb)):
        scene.moved[again] = verb
        return first, last_sent
    return (first, last) if _is_comma(scene, after) and _restarts(scene, after) else None


def _says_more(scene: Scene, comma: int, verb: int) -> int:
    """The second saying of one voice in "…, the ministry confirmed, but said …"; 0 where there is none."""
    tokens, k = scene.tokens, comma + 2
    if k >= len(tokens) or tokens[comma + 1].pos != "CCONJ" or tokens[k].dep != "conj" or tokens[k].tag != tokens[verb].tag:
        return 0
    return k if tokens[k].lemma in scene.cues.verbs and scene.tree.kid(k, "nsubj") is None else 0


def _comments(scene: Scene, verb: int) -> bool:
    """Whether a cue without a complement behind it may comment on the clause before or around it."""
    tree, token = scene.tree, scene.tokens[verb]
    if token.dep == "parataxis" or any(c < verb for c in tree.kids(verb, "ccomp", "parataxis")) or len(tree.kids(verb, "nsubj")) > 1:
        return True
    if token.dep == "ROOT" and _has_participle(scene, verb):
        return True
    head = scene.tokens[token.head]
    if token.dep == "relcl":  # "The mine, the inspectors found, had": an aside that the parser has hung on the noun
        return not any(scene.tokens[k].lower in _RELATIVES for k in scene.subtree(verb) if k < verb)
    return token.dep in ("ccomp", "conj", "dep") and head.i < verb and tree.kid(verb, "cc", "mark") is None and head.pos in ("VERB", "AUX")


def _has_participle(scene: Scene, verb: int) -> bool:
    """A headline without a finite verb before its cue: "Ten killed in raid, police say"."""
    before = scene.tokens[scene.bounds(verb)[0] : verb]
    finite = any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in before)
    return not finite and any(t.tag in ("VBN", "VBG") and t.dep == "acl" for t in before)


def _is_comma(scene: Scene, i: int) -> bool:
    return scene.tokens[i].text in (",", "—", "–") or (scene.inside[i] >= 0 and scene.extent[scene.inside[i]][1] == i)


def _restarts(scene: Scene, comma: int) -> bool:
    """After ", he said," the sentence goes on; after ", he said, adding" or ", and" it does not."""
    if comma + 1 >= len(scene.tokens):
        return False
    following = scene.tokens[comma + 1]
    if scene.inside[comma + 1] < 0:
        rest = scene.tokens[comma + 1 : scene.bounds(comma)[1] + 1]
        if not any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in rest) and any(t.tag == "VBG" for t in rest):
            return False  # "he said, his voice rising"
    return following.tag != "VBG" and following.pos != "CCONJ" and following.lower not in ("who", "which")


def _around(scene: Scene, verb: int, aside: tuple[int, int]) -> set[int]:
    """The sentence around an aside, without what hangs on the aside itself."""
    tokens, tree = scene.tokens, scene.tree
    first, last = scene.bounds(verb)
    own = set(range(aside[0], aside[1] + 1))
    words = set(range(first, aside[0])) | set(range(aside[1] + 1, last + 1))
    for c in tree.children[verb]:
        token = tokens[c]
        if (
            c > aside[1]
            and token.dep in ("conj", "advcl")
            and (token.dep == "advcl" or tree.kid(c, "nsubj") is None or token.lemma in scene.cues.verbs)
        ):
            words -= scene.subtree(c)
        elif c < aside[0] and token.dep in ("prep", "npadvmod") and not any(x in ("ccomp",) for x in [token.dep]) and token.i == first:
            continue
    head = tokens[verb].head
    if tokens[verb].dep == "parataxis" and tokens[head].dep in ("ccomp", "relcl", "advcl", "conj"):
        words &= scene.subtree(head)
    words -= own
    number = scene.inside[verb]
    return {k for k in words if scene.inside[k] == number} if number >= 0 else words
