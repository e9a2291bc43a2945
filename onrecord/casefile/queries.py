"""What a casefile is asked: the nouns that cross documents, and the protocol that a store fulfils."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol

from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import Annotation, Claim, Correction, Document, EntityType, Factuality, Link, Span

if TYPE_CHECKING:
    from onrecord.casefile.decisions import Decision, OpenPair


@cache
def _pronouns(lang: str) -> frozenset[str]:
    """The personal pronouns of a language, in lower case; none where it has no pack."""
    table = load_pack(lang)["entities"].get("pronouns", {}) if lang in LANGUAGES else {}
    return frozenset(word.strip() for text in table.values() for word in text.split("|"))


@cache
def _conjunctions(lang: str) -> frozenset[str]:
    """The words of a language that join two names; none where it has no pack."""
    return frozenset(load_pack(lang)["places"].get("conjunctions", ())) if lang in LANGUAGES else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A filed document without its text. ``digest`` is the SHA-256 of the original bytes, in hexadecimal;
    ``locations`` are the places it was read from, sorted; ``missing`` the layers that could not run for it."""

    id: str
    digest: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    lang: str = "en"
    url: str | None = None
    locations: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    dropped: int = 0
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Why two names of two documents are held to be one: the rule, the score and the features of the table that spoke
    for it, both names as they were written, and the passages where they stand."""

    rule: str
    name1: str
    name2: str
    document1: str
    document2: str
    score: float = 1.0
    features: tuple[str, ...] = ()
    span1: Span = (0, 0)
    span2: Span = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An entity of the casefile: what mentions in one document or many refer to.

    ``named`` is false where no document gives it a name ("prosecutors"): such an entity belongs to one document.
    ``nouns`` are the nouns that documents call it by ("gang"); ``documents`` and ``claims`` count where it appears."""

    id: str
    name: str
    type: EntityType
    named: bool = True
    aliases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    documents: int = 0
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a claim's reference means in the casefile: an entity's id, name and type."""

    id: str
    name: str
    type: EntityType
    named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """That a publisher took a claim back: who, on which day (ISO), and where the note stands that says so."""

    by: str
    on: str | None
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """That a person looked at a claim: accepted it, rejected it as not what the document says, or corrected the parts
    named in ``parts``; when (UTC), with which note. ``carried`` where the decision was about words that overlap these."""

    decision: str
    verdict: str
    by: str
    at: str
    note: str | None = None
    parts: tuple[str, ...] = ()
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim of the casefile with its source. ``entities`` tells what the entity ids inside the claim, which are
    those of its document, mean in the casefile; ``about`` has those that it concerns, as parts of it or by a mention
    inside its exact words, and not only as its voices; ``withdrawn`` that its publisher took it back, where a note of
    the casefile says so and somebody has looked (see ``casefile.corrections``); ``reviewed`` what a person decided."""

    claim: Claim
    source: Source
    entities: Mapping[str, Known] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    withdrawn: Withdrawn | None = None
    reviewed: Reviewed | None = None

    def known(self, entity: str | None) -> Known | None:
        """The casefile's entity for an entity id of the claim."""
        return self.entities.get(entity) if entity else None

    def subject(self) -> Known | None:
        return self.known(self.claim.subject.entity) if self.claim.subject else None

    def object(self) -> Known | None:
        return self.known(self.claim.object.entity) if self.claim.object else None

    def speakers(self) -> tuple[str, ...]:
        """The names of the chain, from the voice nearest the reader; empty where the publisher speaks itself."""
        return tuple(self.speaker(link) for link in self.claim.attribution)

    def speaker(self, link: Link) -> str:
        """A link's speaker by the entity's name, else by the words of the text (those of the first full mention where
        the text has a pronoun), else "unnamed"."""
        if link.speaker is None:
            return "unnamed"
        known = self.known(link.speaker.entity)
        words = link.speaker.text.lower()
        named = known is not None and (known.named or words in _pronouns(self.source.lang))
        if named and any(f" {word} " in words for word in _conjunctions(self.source.lang)):
            return link.speaker.text  # "Williams and King": neither of the two alone
        return known.name if known is not None and named else link.speaker.text

    def publisher(self) -> str:
        """The outlet, or what else names the document."""
        return self.source.outlet or self.source.title or self.source.id

    def concerns(self, entity: str) -> bool:
        """Whether the claim is about the casefile's entity (not only said by it)."""
        return any((known := self.known(local)) is not None and known.id == entity for local in self.about)

    def said_by(self, entity: str) -> bool:
        """Whether the casefile's entity is one of the claim's voices."""
        speakers = (link.speaker for link in self.claim.attribution)
        return any(ref is not None and (known := self.known(ref.entity)) is not None and known.id == entity for ref in speakers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What stood at a ``location`` from ``since`` to ``until`` (UTC; ``None``: it stands there still). ``findings`` are
    the claims of a version that stands there no more; they are in no answer."""

    source: Source
    location: str
    since: str
    until: str | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """How the last run that met a place ended there; ``at`` is when that run began (UTC)."""

    location: str
    state: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the reader: when it began (UTC), by which version, and how many files ended in each state; none where
    it was stopped before its end."""

    at: str
    version: str
    totals: Mapping[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A document that a person took out: the SHA-256 of its bytes, by whom, when (UTC), why; ``undone`` where it was
    read again since, on demand."""

    digest: str
    by: str
    at: str
    why: str | None
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document that stood nowhere in the casefile at a moment; ``at`` is when it was first filed since (UTC).
    ``before`` are the versions that stood in its place then, each with its claims."""

    source: Source
    at: str
    before: tuple[tuple[Source, tuple[Finding, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An entity of older documents that newer ones name too. ``names`` are those that only the newer ones give it;
    ``before`` the names of each entity that it was without them, where it was several."""

    entity: str
    names: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


class Queries(Protocol):
    """What the functions of this room ask. Every list has one order, whatever the order of reading:
    documents by date and id, entities by claims (most first) and name, claims by document and place in it."""

    def documents(self) -> Sequence[Source]:
        """All documents."""

    def document(self, id: str) -> Document:
        """One document with its text. Raises: CasefileError if there is none."""

    def annotation(self, id: str) -> Annotation:
        """All that the document tells by itself. Raises: CasefileError if there is none."""

    def source(self, id: str) -> Source:
        """One document without its text. Raises: CasefileError if there is none."""

    def versions(self, document: str) -> Sequence[Version]:
        """What stood where a document stands, oldest first, itself last; empty where that is not kept. Raises:
        CasefileError if there is no such document."""

    def corrected(self) -> Sequence[tuple[Source, tuple[Correction, ...]]]:
        """The documents with notes that take something back, each with these."""

    def entities(self, *, named: bool = True) -> Sequence[Subject]:
        """The entities that have a name; all of them with ``named=False``."""

    def entity(self, id: str) -> Subject:
        """One entity. Raises: CasefileError if there is none."""

    def claims(
        self,
        *,
        entity: str | None = None,
        document: str | None = None,
        factuality: Factuality | None = None,
        relations: Collection[str] | None = None,
        figures: bool = False,
        limit: int | None = None,
    ) -> Sequence[Finding]:
        """Claims, narrowed to those about or said by an entity, in a document, of a factuality, of one of the
        relations, with a figure."""

    def claim(self, id: str) -> Finding:
        """One claim. Raises: CasefileError if there is none."""

    def search(self, text: str, *, entity: str | None = None, limit: int = 50) -> Sequence[Finding]:
        """Claims that hold words of ``text`` in their evidence or in the names of those concerned, best first;
        with ``entity`` only those that concern it."""

    def factualities(self) -> Mapping[Factuality, int]:
        """How many claims of each factuality."""

    def decisions(self) -> Sequence[Decision]:
        """What people decided, in order, with what was taken back."""

    def open_pairs(self, limit: int | None = None) -> Sequence[OpenPair]:
        """Entities that may be one, of which a person has to say it, the likeliest first."""

    def runs(self) -> Sequence[Run]:
        """The runs of the reader, in their order."""

    def removals(self) -> Sequence[Removal]:
        """What was taken out, in the order in which it was."""

    def arrivals(self, since: str) -> Sequence[Arrival]:
        """The documents on file that stood nowhere in it at a moment (ISO, UTC)."""

    def gathered(self, documents: Collection[str]) -> Sequence[Gathered]:
        """What these documents brought to entities of others: new names, or that several are one."""

    def waiting(self, documents: Collection[str], entity: str | None = None) -> int:
        """How many pairs with an entity of one of these documents wait for a person; with ``entity`` those that it is in."""
