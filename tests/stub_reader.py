"""onrecord with a stub for its parser: every sentence is a claim, found by patterns. For tests that start real processes.

Run as a script it takes the program's own arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord import pipeline
from onrecord.model import (
    Annotation,
    Block,
    BlockKind,
    Claim,
    Cue,
    Document,
    Entity,
    EntityType,
    Evidence,
    Factuality,
    Link,
    Mention,
    Predicate,
    Ref,
)

_SENTENCE = re.compile(r"[A-Z][^.\n]+\.")
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
_SAYS = re.compile(r"\b(said|denied|estimated)\b")
_FIRM = {"said": Factuality.ASSERTED, "denied": Factuality.DENIED, "estimated": Factuality.ESTIMATED}


def annotate_stub(documents: Iterable[Document], layers: frozenset[str] | None = None) -> Iterator[Annotation]:
    """In place of ``onrecord.pipeline.annotate_many``: names are persons, sentences are claims of the first in them."""
    for document in documents:
        yield _annotation(document)


def _annotation(document: Document) -> Annotation:
    text = document.text
    mentions: dict[str, list[Mention]] = {}
    for found in _NAME.finditer(text):
        mentions.setdefault(found[0], []).append(Mention(start=found.start(), end=found.end(), text=found[0], kind="name"))
    ids = {name: f"e{number}" for number, name in enumerate(mentions, 1)}
    return Annotation(
        id=document.id,
        lang=document.lang or "en",
        entities=tuple(Entity(id=ids[name], name=name, type=EntityType.PERSON, mentions=tuple(m)) for name, m in mentions.items()),
        claims=tuple(_claim(document, sentence, ids) for sentence in _SENTENCE.finditer(text)),
        blocks=(Block(start=0, end=len(text.rstrip()), kind=BlockKind.BODY),),
    )


def _claim(document: Document, sentence: re.Match[str], ids: dict[str, str]) -> Claim:
    text, start, end = document.text, sentence.start(), sentence.end() - 1
    names = [Ref(text=n[0], start=n.start(), end=n.end(), entity=ids[n[0]]) for n in _NAME.finditer(text, start, end)]
    says = _SAYS.search(text, start, end)
    voice = ()
    if says is not None and names:
        cue = Cue(text=says[0], start=says.start(), end=says.end())
        voice = (Link(speaker=names[0], cue=cue, act="states"),)
    last = re.search(r"\w+$", text[start:end])
    assert last is not None
    verb = Predicate(text=last[0], lemma=last[0].lower(), start=start + last.start(), end=end)
    return Claim(
        id=f"{document.id}-{start}",
        evidence=Evidence(start=start, end=end, text=text[start:end]),
        subject=names[-1] if names else None,
        predicate=verb,
        object=None,
        factuality=_FIRM[says[0]] if says is not None and voice else Factuality.ASSERTED,
        attribution=voice,
    )


_PEOPLE = ("Ana Ruiz", "Pavel Orlov", "Hanna Weiss", "Tomas Lind", "Inés Marín", "Joan Fry", "Ali Demir", "Mia Kos")


def story(number: int, sentences: int = 4) -> str:
    """The text of a small report of our own; the same number gives the same words."""
    lines = [f"The council of Northfield met for the {number}th time."]
    for n in range(sentences):
        first, second = _PEOPLE[(number + n) % 8], _PEOPLE[(number * 3 + n + 1) % 8]
        lines.append(f"{first} {('said', 'denied', 'estimated')[(number + n) % 3]} that {second} counted {number * 7 + n} boats.")
    return " ".join(lines) + "\n"


def install() -> None:
    """Put the stub in the parser's place, in this process."""
    pipeline.annotate_many = annotate_stub
    pipeline.warm = lambda _: None  # no parser is loaded


if __name__ in ("__main__", "__mp_main__"):  # the latter: in the processes that it starts
    install()

if __name__ == "__main__":
    from onrecord.cli import main

    main()
