"""A claim as one plain sentence: who says it, how firmly, when, in the exact words.

The words of a claim are quoted, never rewritten; what stands around them comes from the pack. They stand behind "that"
where they are a clause for certain, else behind a colon. Every factuality but "asserted" is said in words, whoever
speaks, so that no allegation can read as a statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onrecord.casefile.lexicon import LANGUAGE
from onrecord.casefile.plain import source_of
from onrecord.casefile.queries import Finding, Known
from onrecord.casefile.words import fold
from onrecord.extract.taken_back import TAKEN_BACK
from onrecord.lang import load_pack
from onrecord.model import Annotation, Claim, Document, Entity, Factuality, Link, Polarity, Ref
from onrecord.report.indirect import asks_whether, moment, opened, paired

_EDGES = " \t\n\r,;:"
_SPACE = re.compile(r"\s+")


def render(claim: Claim, entities: Mapping[str, Entity], document: Document) -> str:
    """One claim of one document as a sentence; ``entities`` are the document's, by id."""
    known = {id: Known(id=id, name=e.name, type=e.type, named=_named(e)) for id, e in entities.items()}
    annotation = Annotation(id=document.id, lang=document.lang or LANGUAGE)
    return sentence(Finding(claim=claim, source=source_of(document, annotation), entities=known))


def _named(entity: Entity) -> bool:
    return any(m.kind == "name" for m in entity.mentions) or not entity.mentions


def sentence(finding: Finding) -> str:
    """A finding as a sentence, with its source at the end: "R said in 2024: “…” (Gazette, 2025-03-16)"."""
    mark = f"; {withdrawn(finding)}" if finding.withdrawn is not None else ""
    return f"{statement(finding)} ({source_line(finding)}{mark})"


def statement(finding: Finding) -> str:
    """A finding as a sentence without its source. The publisher is named where nobody else speaks."""
    claim, tables = finding.claim, load_pack(LANGUAGE)["report"]
    form, words = tables["firmness"][claim.factuality.value], tables["sentence"]
    negated = _negated(claim, words)
    parts = {"of": _of(finding, words) + negated, "words": quoted(claim) + _meanings(finding)}
    if claim.why.startswith(TAKEN_BACK):
        text = _rejected(finding, form, words, parts)
    elif not claim.attribution:
        text = _filled(finding, "own", form, {"outlet": finding.publisher(), **parts}, plain=not negated)
    else:
        last = claim.attribution[-1]
        parts |= {"speaker": _speaker(finding, last, words, first=len(claim.attribution) == 1), "when": moment(last.when)}
        parts["cue"] = _SPACE.sub(" ", last.cue.text) if last.cue else ""
        left_open = claim.factuality is Factuality.QUESTIONED and _unsaid(last, words)
        said = _filled(finding, "open" if left_open else "said", form, parts, plain=not negated)
        text = _through(finding, words) + said
    return text if text.startswith(finding.source.id) else text[0].upper() + text[1:]  # an id is written as it is


def _filled(finding: Finding, voice: str, form: Mapping[str, Any], parts: Mapping[str, str], *, plain: bool) -> str:
    """The form of a voice ("said", "open", "own") with its parts: behind "that" where the words are a clause for certain, else
    behind a colon. What is not ``plain``, being negated by words that are not shown, stands behind a colon."""
    shape, opening = opened(finding, _name_of_subject(finding)) if plain else ("", "")
    if shape == "that" and finding.claim.factuality is Factuality.QUESTIONED:
        shape = "whether" if asks_whether(finding.claim) else ""
    key = f"{voice}_{shape}"
    if not shape or key not in form:
        return str(form[voice]).format(**parts)
    return str(form[key]).format(**{**parts, "words": opening + parts["words"]})


def _rejected(finding: Finding, tables: Mapping[str, Any], words: Mapping[str, Any], parts: Mapping[str, str]) -> str:
    """What the publisher itself denies, not one of the voices: "Gazette rejects what an earlier version of this article, citing R, said: …"."""
    if not finding.claim.attribution:
        return str(tables["rejected_own"]).format(outlet=finding.publisher(), **parts)
    first, *inner = finding.claim.attribution
    names = [_speaker(finding, link, words, first=False) for link in (first, *inner)]
    return str(tables["rejected"]).format(
        outlet=finding.publisher(), speaker=", citing ".join(names) + ("," if inner else ""), when=moment(first.when), **parts
    )


def source_line(finding: Finding) -> str:
    """Outlet and date of publication: "Gazette, 2025-03-16"."""
    words = load_pack(LANGUAGE)["report"]["sentence"]
    date = (finding.source.published or "")[:10]
    return str(words["source"]).format(outlet=finding.publisher(), date=date or words["undated"])


def withdrawn(finding: Finding) -> str:
    """That the publisher took a claim back, and when: "withdrawn by Gazette on 2025-03-18"; "" where it did not."""
    mark, words = finding.withdrawn, load_pack(LANGUAGE)["report"]["sentence"]
    if mark is None:
        return ""
    return str(words["withdrawn_on" if mark.on else "withdrawn"]).format(by=mark.by, on=mark.on)


def note_words(text: str) -> str:
    """Words of a note between quotation marks, on one line; a mark that has lost its partner gets it back."""
    words = paired(_SPACE.sub(" ", text).strip(_EDGES))
    return f"“{words}”" if "“" not in words and "”" not in words else f"«{words}»"


def firmness(factuality: Factuality) -> str:
    """What a value of factuality means, in words."""
    return str(load_pack(LANGUAGE)["report"]["firmness"][factuality.value]["label"])


def quoted(claim: Claim) -> str:
    """The claim's exact words between quotation marks; line breaks are shown as spaces."""
    return note_words(claim.evidence.text)


def _speaker(finding: Finding, link: Link, words: Mapping[str, Any], *, first: bool) -> str:
    if link.speaker is None:
        return str(words["unnamed" if first else "unnamed_inside"])
    name = finding.speaker(link)
    if name.lower() in words["pronouns"]:
        return str(words["pronoun"]).format(word=name.lower() if name != "I" else name)
    return _in_sentence(_with_article(name, link.speaker.text), words)


def _unsaid(link: Link, words: Mapping[str, Any]) -> bool:
    """Whether the words of saying show that it did not take place: "did not say", "declined to say", "nobody said"."""
    if link.cue is None:
        return False
    said = _words(f"{link.speaker.text if link.speaker else ''} {link.cue.text}")
    return bool(said & {*words["negators"], *words["declining"]})


def _through(finding: Finding, words: Mapping[str, Any]) -> str:
    outer = finding.claim.attribution[:-1]
    if not outer:
        return ""
    names = [_speaker(finding, link, words, first=False) for link in outer]
    return str(words["through"]).format(speaker=names[0]) + "".join(str(words["also_through"]).format(speaker=n) for n in names[1:])


def _of(finding: Finding, words: Mapping[str, Any]) -> str:
    """Whom the claim is about, where its exact words do not say."""
    name = _name_of_subject(finding)
    return str(words["of"]).format(subject=name) if name else ""


def _name_of_subject(finding: Finding) -> str:
    """The name of a subject that the exact words do not have; "" where they have it or the speaker speaks of itself.
    A pronoun whose meaning is not known is shown as such."""
    claim = finding.claim
    subject = claim.subject
    if subject is None or _inside(claim, subject):
        return ""
    known = finding.subject()
    inner = claim.attribution[-1].speaker if claim.attribution else None
    if known is not None and inner is not None and finding.known(inner.entity) == known:
        return ""
    words = load_pack(LANGUAGE)["report"]["sentence"]
    name = _in_sentence(_with_article(known.name, subject.text) if known and known.named else subject.text, words)
    return note_words(name.lower()) if name.lower() in words["pronouns"] else name


def _in_sentence(name: str, words: Mapping[str, Any]) -> str:
    """A name or noun phrase on one line, without the capital that only the beginning of its sentence gave it."""
    name = _SPACE.sub(" ", name)
    return name[0].lower() + name[1:] if name.split(" ")[0].lower() in words["lowered"] else name


def _with_article(name: str, text: str) -> str:
    """The name with the article that the text gives it: "the Kremlin"."""
    return f"the {name}" if f" {fold(_SPACE.sub(' ', text))}".endswith(fold(f" the {name}")) else name


def _meanings(finding: Finding) -> str:
    """What the subject and object mean where the words name them otherwise: [the group: Harbour Union]."""
    claim, notes = finding.claim, []
    for ref, known in ((claim.subject, finding.subject()), (claim.object, finding.object())):
        if ref is None or known is None or not known.named or not _inside(claim, ref):
            continue
        if claim.predicate is None and fold(known.name) in fold(claim.evidence.text):
            continue
        if any(pair in claim.evidence.text for pair in (f"{ref.text}, {known.name}", f"{known.name}, {ref.text}")):
            continue  # "the broker, Ana Ruiz" says it itself
        if len(ref.text) <= 40 and fold(known.name) not in fold(ref.text) and not _shares_a_word(known.name, ref.text):
            notes.append(f"{_SPACE.sub(' ', ref.text)}: {known.name}")
    return f" [{'; '.join(dict.fromkeys(notes))}]" if notes else ""


def _inside(claim: Claim, ref: Ref) -> bool:
    return claim.evidence.start <= ref.start and ref.end <= claim.evidence.end


def _shares_a_word(one: str, two: str) -> bool:
    capitals = {w for w in re.findall(r"\w{3,}", two) if w[0].isupper()}
    return bool({fold(w) for w in re.findall(r"\w{3,}", one)} & {fold(w) for w in capitals})


def _negated(claim: Claim, words: Mapping[str, Any]) -> str:
    """A mark for a negated claim whose exact words do not show that it is."""
    if claim.polarity is Polarity.POSITIVE:
        return ""
    shown = " ".join(re.findall(r"n't|\w+", fold(claim.evidence.text).replace("n't", " n't")))
    for phrase in words["affirmed"]:
        shown = re.sub(rf"\b{phrase}\b", " ", shown)
    return "" if set(shown.split()) & set(words["negators"]) else str(words["negated"])


def _words(text: str) -> set[str]:
    return set(re.findall(r"n't|\w+", fold(text).replace("n't", " n't")))
