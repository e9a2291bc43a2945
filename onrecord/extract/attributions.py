"""Who says what: every attribution of a text, and the quotations that the contract asks for.

Quotation marks are read first (``extract.marks``), then the grammar around the cues of the language pack; the two are
joined, so that a quotation is taken whole whatever the parser makes of it. Rules, not a trained model: they keep
chains ("NBC reported that DHS estimated that ..."), which flat sequence labels cannot hold.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.said.items import find_items
from onrecord.extract.said.nested import attach_inner
from onrecord.extract.said.plain import find_plain, has_forms
from onrecord.extract.said.quotations import attach_marks
from onrecord.extract.said.reported import find_reported
from onrecord.extract.said.sayings import find_sayings
from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.scope import explaining
from onrecord.extract.said.speakers import listeners_of, name_of, negates, phrase_of, when_of
from onrecord.extract.said.voices import find_cited, find_voices
from onrecord.model import Attribution, Entity, Parsed, Quote, Span

_EDGES = "“”\"'.,!? "
_OWN_WISHES = frozenset({"self infinitive", "self order", "self np"})  # "we want to": no quotation of its own in "we want to win", he said
_GOING_ON = frozenset(
    {"states", "calls", "alleges", "suggests", "accuses", "criticises", "praises", "warns", "predicts", "promises", "orders"}
)
_PURE, _FREE = 0.9, 0.1  # shares of quoted letters from which an attribution is direct, up to which it is indirect


def find_attributions(parsed: Parsed, entities: tuple[Entity, ...] = ()) -> tuple[Attribution, ...]:
    """Every attribution of a document, sorted by where its content starts, the longer first.

    An attribution whose cue stands inside another's content is the inner link of a chain; of two with the same content
    ("X, citing Y") the outer comes first. ``why`` names the rule; it starts with "self" where a speaker speaks of his
    own saying inside his quotation ("I think that"), which makes one voice, not two. ``entities`` help to tell who can
    speak; without them the parser's own labels decide. A language without a parser yields quotations in marks alone.
    """
    if has_forms(parsed.lang):
        return find_plain(parsed)
    if not parsed.has_parse:
        return ()
    scene = Scene(parsed, entities)
    drafts = [*find_reported(scene), *find_voices(scene), *find_sayings(scene)]
    drafts.extend(find_cited(scene, drafts))
    drafts.extend(find_items(scene, drafts))
    attach_marks(scene, drafts)
    attach_inner(scene, drafts)
    _leave_absolutes(scene, drafts)
    _leave_participles(scene, drafts)
    found = [a for draft in drafts if (a := _finish(scene, draft)) is not None]
    found = _without_display(parsed, found)
    return tuple(sorted(found, key=lambda a: (a.content[0][0], -_length(a.content))))


def _without_display(parsed: Parsed, found: list[Attribution]) -> list[Attribution]:
    """Without words set once more as a pull quote: no cue, and the same as in another attribution."""
    text = parsed.document.text
    said = [text[a.content[0][0] : a.content[-1][1]] for a in found if a.cue_head >= 0]
    kept = []
    for a in found:
        shown = a.cue_head < 0 and any(text[slice(*a.content[0])].strip(_EDGES) in s for s in said)
        if shown and a.why == "turn" and a.speaker is not None and a.speaker[0] > a.content[-1][1]:
            kept.append(replace(a, why="display"))  # its words stay those of who has signed them
        elif not shown or a.why == "turn":
            kept.append(a)
    return kept


def quotes_of(parsed: Parsed, attributions: tuple[Attribution, ...]) -> tuple[Quote, ...]:
    """The contract's ``quotes``: one for each attribution, split contents with their pieces."""
    return tuple(
        Quote(
            content=(a.content[0][0], a.content[-1][1]),
            speaker=a.speaker,
            cue=a.cue,
            type=a.type,
            content_parts=a.content if len(a.content) > 1 else (),
            why=a.why,
        )
        for a in attributions
        if a.why not in _OWN_WISHES and a.why != "display"
    )


def _leave_absolutes(scene: Scene, drafts: list[Draft]) -> None:
    """ "X said that …, with Y saying that …": what Y says is no part of what X says."""
    for draft in drafts:
        if draft.cue_head < 0 or scene.tokens[draft.cue_head].dep != "pcomp":
            continue
        preposition = scene.tokens[draft.cue_head].head
        if scene.tokens[preposition].lower == "with" and preposition and scene.tokens[preposition - 1].text == ",":
            apart = scene.subtree(preposition) | draft.words
            for other in drafts:
                if other is not draft and other.why == "clause" and other.cue_head < preposition and not apart >= other.words:
                    other.words -= apart


def _leave_participles(scene: Scene, drafts: list[Draft]) -> None:
    """ "X said that P, adding that Q": the participle belongs to X, though the parser may hang it on P."""
    for draft in drafts:
        verb = draft.cue_head
        if verb <= 0 or scene.tokens[verb].tag != "VBG" or scene.tokens[verb].dep != "advcl" or scene.inside[verb] >= 0:
            continue
        if scene.tokens[verb - 1].text != "," or draft.act not in _GOING_ON:
            continue
        for other in drafts:
            if other.why == "clause" and verb in other.words and other.cue_head < verb and scene.tokens[verb].head in other.words:
                other.words -= scene.subtree(verb) | draft.words
                draft.speaker = other.speaker


def _finish(scene: Scene, draft: Draft) -> Attribution | None:
    words = draft.words
    if draft.why in ("clause", "aside"):
        words = words - explaining(scene, words, trailing=True)
    first = min((k for k in words if scene.tokens[k].pos != "PUNCT"), default=-1)
    if first >= 0 and scene.tokens[first].lower == "that" and scene.tokens[first].dep == "mark":
        words = words - {first}
    content = scene.spans(words)
    if not content:
        return None
    speaker = name = -1
    span = draft.named
    if draft.speaker >= 0:
        speaker = draft.speaker
        name = name_of(scene, speaker)
        first, last = phrase_of(scene, speaker, draft.cue_head)
        last = min([last, *(k - 1 for k in words if first <= speaker < k <= last)])
        if last > speaker and scene.tokens[last].pos == "ADP" and scene.tree.children[last]:
            last -= 1  # "by her deputy of forging"
        span = (scene.tokens[first].start, scene.tokens[last].end)
    tokens = scene.tokens
    own = speaker >= 0 and tokens[speaker].lower in scene.cues.publisher and scene.inside[speaker] >= 0
    verb = draft.cue_head if draft.cue_head >= 0 and tokens[draft.cue_head].pos == "VERB" else -1
    return Attribution(
        content=content,
        speaker=span,
        speaker_head=name,
        cue=(tokens[draft.cue[0]].start, tokens[draft.cue[1]].end) if draft.cue else None,
        cue_head=draft.cue_head,
        act=draft.act,
        type=_type(scene, words),
        listeners=listeners_of(scene, verb) if verb >= 0 else (),
        when=when_of(scene, verb, words) if verb >= 0 else None,
        negated=verb >= 0 and negates(scene, verb, draft.speaker),
        why=f"self {draft.why}" if own else draft.why,
    )


def _type(scene: Scene, words: set[int]) -> str:
    letters = quoted = 0
    for k in words:
        token = scene.tokens[k]
        if token.pos not in ("PUNCT", "SPACE"):
            letters += len(token.text)
            quoted += len(token.text) if scene.inside[k] >= 0 else 0
    share = quoted / letters if letters else 0.0
    return "direct" if share >= _PURE else "indirect" if share < _FREE else "mixed"


def _length(content: tuple[Span, ...]) -> int:
    return sum(end - start for start, end in content)
