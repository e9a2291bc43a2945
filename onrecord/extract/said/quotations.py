"""Attribution by quotation marks: which cue stands beside a quotation, which pieces belong together, who goes on speaking."""

from __future__ import annotations

from onrecord.extract.said.cues import Use
from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.speakers import STOPS, neighbour, speaker_of
from onrecord.model import BlockKind

_REACH = 30  # words between a quotation and its cue
_MANNER = 7  # words between a quotation and a verb that tells how it was spoken
_UTTERED = 4  # words that make a quotation without a cue an utterance


def attach_marks(scene: Scene, drafts: list[Draft]) -> None:
    """Give every quotation that is uttered to the attribution whose cue stands beside it, or to a new one."""
    owner = _covered(scene, drafts)
    by_cue = {d.cue_head: d for d in drafts if d.cue_head >= 0 and not d.inner}
    last: Draft | None = None
    for number, mark in enumerate(scene.marks):
        if number in owner:
            last = owner[number]
            continue
        if scene.extent[number][0] > scene.extent[number][1]:
            continue
        if mark.kind == "turn":
            drafts.append(Draft("states", _tokens(scene, number), why="turn", named=mark.speaker))
            last = None
            continue
        draft = _stitched(scene, number, owner) or _beside(scene, number, by_cue)
        if draft is None and mark.kind == "speech" and _words(scene, number) >= _UTTERED:
            draft = _signed(scene, number) or _announced(scene, number) or _goes_on(scene, number, last, drafts)
        if draft is None:
            continue
        draft.words |= _tokens(scene, number)
        draft.marks.append(number)
        owner[number] = last = draft
        if draft.cue_head >= 0 and draft.cue_head not in by_cue:
            by_cue[draft.cue_head] = draft
            drafts.append(draft)
        elif draft.cue_head < 0:
            drafts.append(draft)


def _tokens(scene: Scene, number: int) -> set[int]:
    first, last = scene.extent[number]
    return set(range(first, last + 1))


def _words(scene: Scene, number: int) -> int:
    first, last = scene.extent[number]
    return sum(scene.tokens[k].pos != "PUNCT" for k in range(first, last + 1))


def _covered(scene: Scene, drafts: list[Draft]) -> dict[int, Draft]:
    """Quotations that the grammar has already given to a cue outside them: it takes the whole of them."""
    owner: dict[int, Draft] = {}
    for draft in drafts:
        touched: dict[int, int] = {}
        for k in draft.words:
            number = scene.inside[k]
            if number >= 0 and scene.marks[number].kind != "turn":
                touched[number] = touched.get(number, 0) + 1
        home = scene.inside[draft.cue_head] if draft.cue_head >= 0 else -1
        for number in sorted(touched):
            first, last = scene.extent[number]
            if number == home:
                continue
            in_sentence = sum(1 for k in range(first, last + 1) if scene.tokens[k].sent == scene.tokens[max(draft.cue_head, 0)].sent)
            if touched[number] * 2 >= min(last + 1 - first, in_sentence or last + 1 - first):
                draft.words |= _tokens(scene, number)
                draft.marks.append(number)
                if number not in owner or len(draft.words) > len(owner[number].words):
                    owner[number] = draft
    return owner


def _beside(scene: Scene, number: int, by_cue: dict[int, Draft]) -> Draft | None:
    """The attribution of the cue after the quotation, or else before it."""
    for verb, lead in (_after(scene, number), _before(scene, number)):
        if verb < 0:
            continue
        draft = by_cue.get(verb)
        if draft is None:
            subject = speaker_of(scene, verb)
            if subject is None:
                subject = neighbour(scene, verb)
            use = _use(scene, verb)
            draft = Draft(use.act if use else "states", set(), -1 if subject is None else subject, verb, (verb, verb), why="marks")
        draft.words |= lead
        return draft
    return None


def _use(scene: Scene, verb: int) -> Use | None:
    uses = scene.cues.verbs.get(scene.tokens[verb].lemma, {})
    return uses.get("quote") or uses.get("clause") or uses.get("np") or uses.get("order") or uses.get("label")


def _after(scene: Scene, number: int) -> tuple[int, set[int]]:
    """The cue verb of '"…," said X' and '"…," X said', and words of the same sentence that lead into the quotation."""
    tokens = scene.tokens
    first, last = scene.extent[number]
    mark = scene.marks[number]
    ending = scene.parsed.document.text[mark.inner_start : mark.inner_end].rstrip()[-1:]
    start = last + 1
    if start >= len(tokens) or scene.block(start) != scene.block(last) or not mark.closed:
        return -1, set()
    joined = (
        ending in ",?!-—–…" or tokens[start].text in (",", "-", "—", "–") or (tokens[start].pos == "VERB" and tokens[start].text.islower())
    )
    if not joined:
        return -1, set()
    for k in range(start, min(start + _REACH, len(tokens))):
        if scene.inside[k] >= 0 or scene.block(k) != scene.block(last) or tokens[k].text in STOPS:
            break
        uses = scene.cues.verbs.get(tokens[k].lemma)
        if (
            uses
            and tokens[k].pos == "VERB"
            and ("quote" in uses or "clause" in uses)
            and tokens[k].dep not in ("relcl", "acl", "amod", "xcomp")
        ):
            subject = speaker_of(scene, k)
            if subject is None:
                subject = neighbour(scene, k)
            if subject is not None and tokens[subject].tag in ("WP", "WDT"):
                return -1, set()  # '…," but would not say what …'
            if subject is not None and subject > last and not (tokens[k].dep == "conj" and _tells_otherwise(scene, start, k)):
                return k, _lead(scene, first)
            return -1, set()
    return (_manner(scene, number), set()) if ending and ending in ",?!" else (-1, set())


def _tells_otherwise(scene: Scene, first: int, end: int) -> bool:
    """Whether a main verb that attributes nothing stands between a quotation and a cue: the quotation is its own."""
    tokens = scene.tokens
    return any(
        tokens[k].pos == "VERB" and tokens[k].tag in ("VBD", "VBZ", "VBP") and tokens[k].dep in ("ROOT", "conj")
        and tokens[k].lemma not in scene.cues.verbs
        for k in range(first, end)
    )  # fmt: skip


def _manner(scene: Scene, number: int) -> int:
    """The verb of '"…," he growled': whatever it is, behind a sentence in marks that breaks off at a comma it tells how
    somebody spoke; -1 where there is none."""
    tokens = scene.tokens
    first, last = scene.extent[number]
    opens = first == 0 or scene.block(first - 1) != scene.block(first) or tokens[first - 1].text in STOPS or scene.inside[first - 1] >= 0
    if not opens or scene.marks[number].kind != "speech":
        return -1
    for k in range(last + 1, min(last + 1 + _MANNER, len(tokens))):
        if scene.inside[k] >= 0 or scene.block(k) != scene.block(last) or tokens[k].text in STOPS or tokens[k].text in (",", ":"):
            return -1
        if tokens[k].pos == "VERB" and tokens[k].tag in ("VBD", "VBZ") and tokens[k].dep not in ("relcl", "acl", "advcl"):
            subject = speaker_of(scene, k)
            if subject is None or subject <= last or tokens[subject].lower in scene.cues.nobody:
                return -1
            named = tokens[subject].pos in ("PROPN", "NOUN") or tokens[subject].lower in scene.cues.persons
            return k if named and (scene.is_voice(subject) or _words(scene, number) >= _UTTERED) else -1
    return -1


def _lead(scene: Scene, first: int) -> set[int]:
    """What stands between the start of the sentence and a quotation that goes on with it ('We need to "act," he said')."""
    tokens = scene.tokens
    k = first - 1
    while k >= 0 and scene.block(k) == scene.block(first) and tokens[k].text not in STOPS and tokens[k].text != ":" and scene.inside[k] < 0:
        k -= 1
    lead = set(range(k + 1, first))
    if k + 1 < first and any(tokens[i].pos in ("VERB", "AUX") for i in lead) and not any(_cue_before(scene, i) for i in lead):
        return lead
    return set()


def _cue_before(scene: Scene, i: int) -> bool:
    return scene.tokens[i].pos == "VERB" and "quote" in scene.cues.verbs.get(scene.tokens[i].lemma, {})


def _before(scene: Scene, number: int) -> tuple[int, set[int]]:
    """The cue verb of 'X said: "…"', 'X said in a letter, "…"' and 'X said "…"'."""
    tokens = scene.tokens
    first = scene.extent[number][0]
    k = first - 1
    if k < 0:
        return -1, set()
    colon = tokens[k].text == ":"
    if scene.block(k) != scene.block(first) and not (colon and first == scene.parsed.sentences[tokens[first].sent].first):
        return -1, set()
    near = tokens[k].text in (":", ",", "that", "-", "—", "–") or tokens[k].pos in ("VERB", "PRON", "ADV")
    if not near or (scene.marks[number].kind != "speech" and not colon and tokens[k].pos != "VERB"):
        return -1, set()
    block = scene.block(k)
    for i in range(k, max(k - (_REACH if colon else 14), -1), -1):
        if scene.block(i) != block or (tokens[i].text in STOPS and i < k):
            break
        if scene.inside[i] >= 0:
            if not colon:
                break
            continue
        uses = scene.cues.verbs.get(tokens[i].lemma)
        if (
            uses
            and tokens[i].pos == "VERB"
            and ("quote" in uses or "clause" in uses or (colon and ("np" in uses or "order" in uses or "label" in uses)))
            and speaker_of(scene, i) is not None
        ):
            return (-1, set()) if not colon and _tells_otherwise(scene, i + 1, k) else (i, set())
    return -1, set()


def _stitched(scene: Scene, number: int, owner: dict[int, Draft]) -> Draft | None:
    """'"A," she said. "B."': the second piece goes with the first if only its cue stands between them."""
    draft = owner.get(number - 1)
    if draft is None or draft.cue_head < 0 or (scene.marks[number].kind == "speech" and _after(scene, number)[0] >= 0):
        return None
    first, end = scene.extent[number][0], scene.extent[number - 1][1]
    between = range(end + 1, first)
    if not end < draft.cue_head < first or first - end > _REACH + 10 or scene.block(end) != scene.block(first):
        return None
    stops = [k for k in between if scene.tokens[k].text in STOPS]
    if stops and (stops[0] != first - 1 or scene.marks[number].kind != "speech"):
        return None
    later = [k for k in between if k > draft.cue_head and _cue_before(scene, k)]
    return draft if stops or not later else None


def _signed(scene: Scene, number: int) -> Draft | None:
    """'"…" — Ana Ruiz': a dash and a name close the paragraph."""
    tokens = scene.tokens
    last = scene.extent[number][1]
    k = last + 1
    if k + 1 >= len(tokens) or tokens[k].text not in ("-", "–", "—", "--") or scene.block(k) != scene.block(last):
        return None
    head = -1
    for i in range(k + 1, min(k + 8, len(tokens))):
        if scene.block(i) != scene.block(k) or tokens[i].text in (",", "(", "."):
            break
        if tokens[i].pos not in ("PROPN", "NOUN", "ADP", "DET", "X", "ADJ"):
            return None
        if tokens[i].pos in ("PROPN", "X") or head < 0:
            head = i
    return Draft("states", set(), head, why="signed") if head >= 0 else None


def _announced(scene: Scene, number: int) -> Draft | None:
    """'The judge was blunt: "…"', 'Ruiz: "…"': a colon, and the person whom the sentence before it is about."""
    tokens = scene.tokens
    colon = scene.extent[number][0] - 1
    if colon < 1 or (tokens[colon].text != ":" and not (tokens[colon].text == "," and _sentences(scene, number))):
        return None
    block, k = scene.block(colon), colon - 1
    named = tokens[k].i if tokens[k].pos == "PROPN" else -1
    while k >= 0 and scene.block(k) == block and tokens[k].text not in STOPS and scene.inside[k] < 0:
        if tokens[k].dep == "nsubj" and scene.is_voice(k) and tokens[k].lower not in scene.cues.nobody:
            return Draft("states", set(), k, why="announced")
        k -= 1
    alone = named >= 0 and not any(tokens[i].pos in ("VERB", "AUX", "PUNCT") for i in range(k + 1, colon)) and colon - k < 7
    return Draft("states", set(), named, why="announced") if alone else None


def _sentences(scene: Scene, number: int) -> bool:
    """Whether a quotation is a sentence or more of somebody who speaks of himself ('She nodded, "I never saw them."')."""
    tokens, (first, end) = scene.tokens, scene.extent[number]
    mark = scene.marks[number]
    words = scene.parsed.document.text[mark.inner_start : mark.inner_end].strip()
    himself = any(tokens[k].lower in ("i", "we") and tokens[k].dep in ("nsubj", "nsubjpass") for k in range(first, end + 1))
    return words[:1].isupper() and words[-1:] in ".?!…" and himself


def _told_inside(scene: Scene, number: int, drafts: list[Draft]) -> bool:
    """Whether the better part of a quotation is the words of somebody whom it names itself."""
    words = _tokens(scene, number)
    return any(d.cue_head in words and d.why == "aside" and len(d.words & words) * 2 >= len(words) for d in drafts)


def _goes_on(scene: Scene, number: int, last: Draft | None, drafts: list[Draft]) -> Draft | None:
    """A quotation by itself: whoever spoke last, in the paragraph so far or in the quotation of the one before, goes on."""
    tokens = scene.tokens
    first, end = scene.extent[number]
    block = scene.block(first)
    if scene.parsed.blocks[block].kind is not BlockKind.BODY or not _stands_alone(scene, first, end):
        return None
    if _told_inside(scene, number, drafts):
        return None
    before = first - 1
    if before >= 0 and scene.block(before) == block:
        return _speaker_of_sentence(scene, before, drafts)
    if last is None or not last.marks or last.speaker < 0:
        return None
    previous = scene.extent[last.marks[-1]][1]
    quiet = all(scene.block(k) in (block, scene.block(previous)) for k in range(previous, first))
    only = (
        end + 1 >= len(tokens)
        or scene.block(end + 1) != block
        or all(scene.inside[k] >= 0 for k in range(first, _end_of_block(scene, first)))
    )
    return Draft("states", set(), last.speaker, why="goes on") if quiet and only and scene.block(previous) >= block - 1 else None


def _end_of_block(scene: Scene, i: int) -> int:
    block = scene.block(i)
    while i < len(scene.tokens) and scene.block(i) == block:
        i += 1
    return i


def _stands_alone(scene: Scene, first: int, end: int) -> bool:
    """Whether a quotation is a sentence or several: it opens after a full stop and closes with one."""
    tokens = scene.tokens
    opens = first == 0 or scene.block(first - 1) != scene.block(first) or tokens[first - 1].text in STOPS or scene.inside[first - 1] >= 0
    text = scene.parsed.document.text[tokens[first].start : tokens[end].end].rstrip("\"”'»")
    return opens and (text[-1:] in ".?!…" or (end + 1 < len(tokens) and tokens[end + 1].text in STOPS))


def _speaker_of_sentence(scene: Scene, i: int, drafts: list[Draft]) -> Draft | None:
    """The voice of the sentence that ends at token ``i``, else the person who is its subject."""
    low, high = scene.bounds(i)
    heard = [d for d in drafts if low <= d.cue_head <= high and scene.inside[d.cue_head] < 0 and d.speaker >= 0 and not d.inner]
    if heard:
        outer = min(heard, key=lambda d: (d.cue_head in set().union(*(o.words for o in heard)), d.cue_head))
        return Draft("states", set(), outer.speaker, why="goes on")
    for k in range(low, high + 1):
        token = scene.tokens[k]
        if token.dep in ("nsubj", "nsubjpass") and scene.tokens[token.head].dep == "ROOT" and scene.inside[k] < 0:
            person = (
                token.ent == "PERSON"
                or token.lower in ("he", "she")
                or (token.lemma in scene.cues.voices and token.lemma not in scene.cues.documents)
            )
            return Draft("states", set(), k, why="goes on") if person else None
    return None
